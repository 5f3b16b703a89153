"""Identities: the ways in which a user proves who they are."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.outcome import Created
from kinde_tui.models.user import Identity


class Identities(Resource):
    """E-mail addresses, phone numbers, user names and connections. They are replaced, never edited."""

    def list(self, user_id: str) -> AsyncIterator[Identity]:
        """Every identity of a user (`GetUserIdentities`)."""
        return self._list(Identity, operations.GET_USER_IDENTITIES, {"user_id": user_id})

    async def get(self, identity_id: str) -> Identity:
        """One identity (`GetIdentity`)."""
        return await self._get(Identity, operations.GET_IDENTITY, {"identity_id": identity_id})

    async def create(
        self,
        user_id: str,
        kind: str,
        value: str,
        *,
        phone_country: str | None = None,
        connection_id: str | None = None,
    ) -> Created:
        """Gives a user another identity (`CreateUserIdentity`).

        Args:
            user_id: who gets it.
            kind: `email`, `phone`, `username`, `social` or `enterprise`.
            value: the address, number or name.
            phone_country: two letters, for phone numbers.
            connection_id: the connection of a social or enterprise identity.
        """
        body = given({"type": kind, "value": value, "phone_country_id": phone_country, "connection_id": connection_id})
        answer = await self._do(operations.CREATE_USER_IDENTITY, {"user_id": user_id}, body=body)
        return Created.read(within(answer, "identity"))

    async def make_primary(self, identity_id: str) -> None:
        """Makes it the one of its kind that counts (`UpdateIdentity`)."""
        await self._do(operations.UPDATE_IDENTITY, {"identity_id": identity_id}, body={"is_primary": True})

    async def delete(self, identity_id: str) -> None:
        """Takes it away (`DeleteIdentity`)."""
        await self._do(operations.DELETE_IDENTITY, {"identity_id": identity_id})
