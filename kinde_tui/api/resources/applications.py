"""Applications: the clients of the tenant, where they send people, and whom they let in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from pydantic import SecretStr

from kinde_tui.api import operations
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.records import record_of
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.application import Application
from kinde_tui.models.connection import Connection
from kinde_tui.models.outcome import Created
from kinde_tui.models.property import PropertyValue
from kinde_tui.models.role import Role

_SECRET = "client_secret"  # noqa: S105 - the name of a field


class Applications(Resource):
    """Applications by their client id. No record that comes out of here holds the client secret."""

    def list(self, *, sort: str | None = None) -> AsyncIterator[Application]:
        """Every application with its name and type (`getApplications`)."""
        return self._list(Application, operations.GET_APPLICATIONS, sort=sort)

    async def get(self, application_id: str) -> Application:
        """One application (`getApplication`)."""
        raw = dict(await self._raw(application_id))
        raw.pop(_SECRET, None)
        return Application.read(raw)

    async def secret(self, application_id: str) -> SecretStr:
        """Its client secret (`getApplication`); empty for one that has none."""
        return SecretStr(str((await self._raw(application_id)).get(_SECRET) or ""))

    async def create(self, name: str, kind: str, *, organization: str | None = None) -> Created:
        """Makes an application (`createApplication`). It is sent once: a repeat would make another one.

        Args:
            name: what people call it.
            kind: `reg`, `spa`, `m2m` or `device`; it stays for ever.
            organization: the code of the organization that a machine-to-machine application belongs to.
        """
        body = given({"name": name, "type": kind, "org_code": organization})
        answer = within(await self._do(operations.CREATE_APPLICATION, body=body), "application")
        return Created.read({"id": answer.get("id") or ""})

    async def update(self, application_id: str, **fields: Any) -> None:
        """Changes what is given and leaves the rest (`updateApplication`); fields as Kinde names them."""
        await self._do(operations.UPDATE_APPLICATION, {"application_id": application_id}, body=given(fields))

    async def set_tokens(self, application_id: str, **fields: Any) -> None:
        """Sets lifetimes, in seconds, and the Hasura mapping (`updateApplicationTokens`). No call reads them."""
        await self._do(operations.UPDATE_APPLICATION_TOKENS, {"application_id": application_id}, body=given(fields))

    async def delete(self, application_id: str) -> None:
        """Deletes an application (`deleteApplication`)."""
        await self._do(operations.DELETE_APPLICATION, {"application_id": application_id})

    def connections(self, application_id: str) -> AsyncIterator[Connection]:
        """The ways to sign in that it offers (`GetApplicationConnections`)."""
        return self._list(Connection, operations.GET_APPLICATION_CONNECTIONS, {"application_id": application_id})

    async def enable_connection(self, application_id: str, connection_id: str) -> None:
        """Offers one more (`EnableConnection`)."""
        await self._pair(operations.ENABLE_CONNECTION, application_id, connection_id=connection_id)

    async def remove_connection(self, application_id: str, connection_id: str) -> None:
        """Offers one less (`RemoveConnection`)."""
        await self._pair(operations.REMOVE_CONNECTION, application_id, connection_id=connection_id)

    def access_roles(self, application_id: str) -> AsyncIterator[Role]:
        """The roles that it lets in (`GetApplicationAccessRoles`)."""
        return self._list(Role, operations.GET_APPLICATION_ACCESS_ROLES, {"application_id": application_id})

    async def add_access_role(self, application_id: str, role_id: str) -> None:
        """Lets one more in (`AddApplicationAccessRole`)."""
        await self._pair(operations.ADD_APPLICATION_ACCESS_ROLE, application_id, role_id=role_id)

    async def remove_access_role(self, application_id: str, role_id: str) -> None:
        """Lets one less in (`RemoveApplicationAccessRole`)."""
        await self._pair(operations.REMOVE_APPLICATION_ACCESS_ROLE, application_id, role_id=role_id)

    def properties(self, application_id: str) -> AsyncIterator[PropertyValue]:
        """The values of its properties (`getApplicationPropertyValues`)."""
        path = {"application_id": application_id}
        return self._list(PropertyValue, operations.GET_APPLICATION_PROPERTY_VALUES, path)

    async def set_property(self, application_id: str, key: str, value: str) -> None:
        """Sets one of them (`updateApplicationsProperty`)."""
        path = {"application_id": application_id, "property_key": key}
        await self._do(operations.UPDATE_APPLICATIONS_PROPERTY, path, body={"value": value})

    async def _raw(self, application_id: str) -> dict[str, Any]:
        request = Request(operations.GET_APPLICATION, {"application_id": application_id})
        return dict(record_of(operations.GET_APPLICATION, await self._caller.send(request)) or {})

    async def _pair(self, operation: Operation, application_id: str, **other: str) -> None:
        await self._do(operation, {"application_id": application_id, **other})


class Addresses(Resource):
    """Where an application may send people back to, after signing in and after signing out."""

    async def callbacks(self, application_id: str) -> tuple[str, ...]:
        """After signing in (`getCallbackURLs`)."""
        return await self._texts(operations.GET_CALLBACK_URLS, application_id, "redirect_urls")

    async def add_callbacks(self, application_id: str, urls: Sequence[str]) -> None:
        """Allows some more (`addRedirectCallbackURLs`)."""
        await self._send(operations.ADD_REDIRECT_CALLBACK_URLS, application_id, urls)

    async def replace_callbacks(self, application_id: str, urls: Sequence[str]) -> None:
        """Allows just these (`replaceRedirectCallbackURLs`)."""
        await self._send(operations.REPLACE_REDIRECT_CALLBACK_URLS, application_id, urls)

    async def delete_callbacks(self, application_id: str, urls: Sequence[str]) -> None:
        """Allows some no more (`deleteCallbackURLs`); they travel in the address."""
        await self._do(operations.DELETE_CALLBACK_URLS, {"app_id": application_id}, {"urls": list(urls)})

    async def logouts(self, application_id: str) -> tuple[str, ...]:
        """After signing out (`getLogoutURLs`)."""
        return await self._texts(operations.GET_LOGOUT_URLS, application_id, "logout_urls")

    async def add_logouts(self, application_id: str, urls: Sequence[str]) -> None:
        """Allows some more (`addLogoutRedirectURLs`)."""
        await self._send(operations.ADD_LOGOUT_REDIRECT_URLS, application_id, urls)

    async def replace_logouts(self, application_id: str, urls: Sequence[str]) -> None:
        """Allows just these (`replaceLogoutRedirectURLs`)."""
        await self._send(operations.REPLACE_LOGOUT_REDIRECT_URLS, application_id, urls)

    async def delete_logouts(self, application_id: str, urls: Sequence[str]) -> None:
        """Allows some no more (`deleteLogoutURLs`); they travel in the address."""
        await self._do(operations.DELETE_LOGOUT_URLS, {"app_id": application_id}, {"urls": list(urls)})

    async def _texts(self, operation: Operation, application_id: str, field: str) -> tuple[str, ...]:
        found = (await self._caller.send(Request(operation, {"app_id": application_id}))).get(field)
        return tuple(url for url in found if isinstance(url, str)) if isinstance(found, list) else ()

    async def _send(self, operation: Operation, application_id: str, urls: Sequence[str]) -> None:
        await self._do(operation, {"app_id": application_id}, body={"urls": list(urls)})
