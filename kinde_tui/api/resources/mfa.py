"""Multi-factor methods of users, in the environment and in an organization."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource
from kinde_tui.models.factor import Factor


class Mfa(Resource):
    """What users sign in with beside the first proof."""

    def list(self, user_id: str) -> AsyncIterator[Factor]:
        """A user's factors, none or one (`GetUsersMFA`): Kinde shows a single one."""
        return self._list(Factor, operations.GET_USERS_MFA, {"user_id": user_id})

    async def reset(self, user_id: str, factor_id: str) -> None:
        """Takes one factor away (`ResetUsersMFA`); the user sets it up again."""
        await self._do(operations.RESET_USERS_MFA, {"user_id": user_id, "factor_id": factor_id})

    async def reset_all(self, user_id: str) -> None:
        """Takes all factors away (`ResetUsersMFAAll`)."""
        await self._do(operations.RESET_USERS_MFA_ALL, {"user_id": user_id})

    def list_in(self, organization: str, user_id: str) -> AsyncIterator[Factor]:
        """A member's factors in an organization, none or one (`GetOrgUserMFA`)."""
        return self._list(Factor, operations.GET_ORG_USER_MFA, {"org_code": organization, "user_id": user_id})

    async def reset_in(self, organization: str, user_id: str, factor_id: str) -> None:
        """Takes one factor of a member away (`ResetOrgUserMFA`)."""
        path = {"org_code": organization, "user_id": user_id, "factor_id": factor_id}
        await self._do(operations.RESET_ORG_USER_MFA, path)

    async def reset_all_in(self, organization: str, user_id: str) -> None:
        """Takes all factors of a member away (`ResetOrgUserMFAAll`)."""
        await self._do(operations.RESET_ORG_USER_MFA_ALL, {"org_code": organization, "user_id": user_id})
