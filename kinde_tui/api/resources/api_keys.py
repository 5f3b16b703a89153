"""API keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.api_key import ApiKey, KeyVerdict, NewApiKey

if TYPE_CHECKING:
    from pydantic import SecretStr


class ApiKeys(Resource):
    """Keys of users, organizations and environments. A key is told when it is made or rotated, and never again."""

    def list(
        self,
        *,
        kind: str | None = None,
        status: str | None = None,
        user_id: str | None = None,
        organization: str | None = None,
    ) -> AsyncIterator[ApiKey]:
        """Every key that matches all filters (`getApiKeys`).

        Args:
            kind: `organization` or `user`; environment keys cannot be asked for alone.
            status: `active`, `inactive` or `revoked`.
            user_id: keys of this user.
            organization: keys of the organization with this code.
        """
        return self._list(
            ApiKey, operations.GET_API_KEYS, key_type=kind, status=status, user_id=user_id, org_code=organization
        )

    async def get(self, key_id: str) -> ApiKey:
        """One key, without its secret (`getApiKey`)."""
        return await self._get(ApiKey, operations.GET_API_KEY, {"key_id": key_id})

    async def create(
        self,
        name: str,
        kind: str,
        api_id: str,
        *,
        scope_ids: Sequence[str] | None = None,
        user_id: str | None = None,
        organization: str | None = None,
    ) -> NewApiKey:
        """Makes a key (`createApiKey`). Never sent twice: a key whose answer was lost has to be revoked.

        Args:
            name: what people call it.
            kind: `user`, `organization` or `environment`.
            api_id: the API that it is for.
            scope_ids: what it may do there; it stays so for ever.
            user_id: whose it is, for a user's key.
            organization: whose it is, for an organization's key.
        """
        body = {
            "name": name,
            "type": kind,
            "api_id": api_id,
            "scope_ids": None if scope_ids is None else list(scope_ids),
            "user_id": user_id,
            "org_code": organization,
        }
        answer = await self._do(operations.CREATE_API_KEY, body=given(body))
        return NewApiKey.read(within(answer, "api_key"))

    async def rotate(self, key_id: str) -> NewApiKey:
        """Makes a new secret for a key; the old one ends (`rotateApiKey`). Never sent twice."""
        answer = await self._do(operations.ROTATE_API_KEY, {"key_id": key_id})
        return NewApiKey.read(within(answer, "api_key"))

    async def revoke(self, key_id: str) -> None:
        """Ends a key (`deleteApiKey`); there is no way back."""
        await self._do(operations.DELETE_API_KEY, {"key_id": key_id})

    async def verify(self, key: SecretStr) -> KeyVerdict:
        """What a key is worth (`verifyApiKey`); counted by Kinde.

        Raises:
            InvalidRequestError: Kinde knows no such key.
        """
        return KeyVerdict.read(await self._do(operations.VERIFY_API_KEY, body={"api_key": key.get_secret_value()}))
