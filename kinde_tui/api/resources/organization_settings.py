"""What an organization decides for itself: connections, factors, passkeys, sessions, logos."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given
from kinde_tui.models.connection import Connection
from kinde_tui.models.environment import Logo
from kinde_tui.models.organization import OrganizationPasskey

if TYPE_CHECKING:
    from kinde_tui.api.operation import Upload


class OrganizationSettings(Resource):
    """Settings of an organization, by its code."""

    def connections(self, organization: str) -> AsyncIterator[Connection]:
        """The ways to sign in to it (`GetOrganizationConnections`)."""
        path = {"organization_code": organization}
        return self._list(Connection, operations.GET_ORGANIZATION_CONNECTIONS, path)

    async def enable_connection(self, organization: str, connection_id: str) -> None:
        """One more (`EnableOrgConnection`)."""
        path = {"organization_code": organization, "connection_id": connection_id}
        await self._do(operations.ENABLE_ORG_CONNECTION, path)

    async def remove_connection(self, organization: str, connection_id: str) -> None:
        """One less (`RemoveOrgConnection`)."""
        path = {"organization_code": organization, "connection_id": connection_id}
        await self._do(operations.REMOVE_ORG_CONNECTION, path)

    async def replace_mfa(
        self, organization: str, factors: Sequence[str], *, recovery_codes: bool | None = None
    ) -> None:
        """Replaces its factors (`ReplaceOrganizationMFA`). No call reads them."""
        body = {"enabled_factors": list(factors), "is_recovery_codes_enabled": recovery_codes}
        await self._do(operations.REPLACE_ORGANIZATION_MFA, {"org_code": organization}, body=given(body))

    async def passkey(self, organization: str) -> OrganizationPasskey:
        """Its policy on passkeys, beside the environment's (`GetOrganizationPasskey`)."""
        path = {"org_code": organization}
        return await self._get(OrganizationPasskey, operations.GET_ORGANIZATION_PASSKEY, path)

    async def set_passkey(self, organization: str, policy: str, *, override: bool = True) -> None:
        """Sets it (`UpdateOrganizationPasskey`): `off`, `optional` or `mandatory`; it counts while it overrides."""
        body = {"policy": policy, "is_override_environment_passkey_settings": override}
        await self._do(operations.UPDATE_ORGANIZATION_PASSKEY, {"org_code": organization}, body=body)

    async def set_sessions(self, organization: str, **fields: Any) -> None:
        """Changes how long people stay signed in (`UpdateOrganizationSessions`). No call reads it."""
        await self._do(operations.UPDATE_ORGANIZATION_SESSIONS, {"org_code": organization}, body=given(fields))

    def logos(self, organization: str) -> AsyncIterator[Logo]:
        """Its logos (`ReadOrganizationLogo`)."""
        return self._list(Logo, operations.READ_ORGANIZATION_LOGO, {"org_code": organization})

    async def set_logo(self, organization: str, kind: str, file: Upload) -> None:
        """Puts a logo in the place of the present one (`AddOrganizationLogo`)."""
        path = {"org_code": organization, "type": kind}
        await self._do(operations.ADD_ORGANIZATION_LOGO, path, body={"logo": file})

    async def delete_logo(self, organization: str, kind: str) -> None:
        """Takes a logo away (`DeleteOrganizationLogo`)."""
        await self._do(operations.DELETE_ORGANIZATION_LOGO, {"org_code": organization, "type": kind})
