"""Connections: the ways to sign in; and the connected apps of third parties."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from pydantic import SecretStr

from kinde_tui.api import operations
from kinde_tui.api.operation import Request
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.connection import Connection
from kinde_tui.models.outcome import Created


class Connections(Resource):
    """Connections by id. Their options hold secrets: they can be set, and no call reads them."""

    def list(self, *, home_realm_domain: str | None = None) -> AsyncIterator[Connection]:
        """Every connection, or those of a domain (`GetConnections`)."""
        return self._list(Connection, operations.GET_CONNECTIONS, home_realm_domain=home_realm_domain)

    async def get(self, connection_id: str) -> Connection:
        """One connection (`GetConnection`)."""
        return await self._get(Connection, operations.GET_CONNECTION, {"connection_id": connection_id})

    async def create(
        self,
        name: str,
        strategy: str,
        *,
        display_name: str | None = None,
        applications: Sequence[str] | None = None,
        organization: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Created:
        """Makes a connection (`CreateConnection`).

        Args:
            name: what the tenant calls it.
            strategy: `oauth2:github`, `saml:okta`, …; it stays for ever.
            display_name: what people who sign in see.
            applications: client ids of those that offer it.
            organization: the code of the one organization that it is for.
            options: ids, secrets and addresses at the provider.
        """
        body = {
            "name": name,
            "strategy": strategy,
            "display_name": display_name,
            "enabled_applications": None if applications is None else list(applications),
            "organization_code": organization,
            "options": options,
        }
        return Created.read(within(await self._do(operations.CREATE_CONNECTION, body=given(body)), "connection"))

    async def update(self, connection_id: str, **fields: Any) -> None:
        """Changes what is given and leaves the rest (`UpdateConnection`); fields as Kinde names them."""
        await self._do(operations.UPDATE_CONNECTION, {"connection_id": connection_id}, body=given(fields))

    async def replace(self, connection_id: str, **fields: Any) -> None:
        """Sets what is given and empties the rest (`ReplaceConnection`)."""
        await self._do(operations.REPLACE_CONNECTION, {"connection_id": connection_id}, body=given(fields))

    async def delete(self, connection_id: str) -> None:
        """Deletes a connection, in every application (`deleteConnection`)."""
        await self._do(operations.DELETE_CONNECTION, {"connection_id": connection_id})


class ConnectedApps(Resource):
    """Accounts that users or organizations connected with third parties."""

    async def sign_in_url(
        self, app: str, *, user: str | None = None, organization: str | None = None, callback: str | None = None
    ) -> tuple[str, str]:
        """Where somebody connects an account, and the session that comes of it (`GetConnectedAppAuthUrl`)."""
        query = {"key_code_ref": app, "user_id": user, "org_code": organization, "override_callback_url": callback}
        answer = await self._caller.send(Request(operations.GET_CONNECTED_APP_AUTH_URL, query=given(query)))
        return str(answer.get("url") or ""), str(answer.get("session_id") or "")

    async def token(self, session_id: str) -> SecretStr:
        """The third party's token: as good as a password there (`GetConnectedAppToken`)."""
        answer = await self._caller.send(Request(operations.GET_CONNECTED_APP_TOKEN, query={"session_id": session_id}))
        return SecretStr(str(answer.get("access_token") or ""))

    async def revoke(self, session_id: str) -> None:
        """Ends the connection (`RevokeConnectedAppToken`)."""
        await self._do(operations.REVOKE_CONNECTED_APP_TOKEN, query={"session_id": session_id})
