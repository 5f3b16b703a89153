"""APIs, their scopes, and the applications that may ask for tokens of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, bulks, given, within
from kinde_tui.models.api import Api, ApiScope
from kinde_tui.models.outcome import Created

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation


class Apis(Resource):
    """APIs by id. A name and an audience stay as they are: no call changes them."""

    def list(self) -> AsyncIterator[Api]:
        """Every API with its scopes (`getAPIs`)."""
        return self._list(Api, operations.GET_APIS, expand="scopes")

    async def get(self, api_id: str) -> Api:
        """One API with its scopes, and all applications with whether each is authorised (`getAPI`)."""
        return await self._get(Api, operations.GET_API, {"api_id": api_id})

    async def create(self, name: str, audience: str) -> Created:
        """Registers an API (`addAPIs`)."""
        return Created.read(
            within(await self._do(operations.ADD_APIS, body={"name": name, "audience": audience}), "api")
        )

    async def delete(self, api_id: str) -> None:
        """Deletes an API (`deleteAPI`)."""
        await self._do(operations.DELETE_API, {"api_id": api_id})

    async def authorise(self, api_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Authorises applications and ends that for others (`updateAPIApplications`), a hundred a call."""
        entries: list[dict[str, str]] = [{"id": application} for application in add]
        entries += [{"id": application, "operation": "delete"} for application in remove]
        for part in bulks(entries):
            body = {"applications": list(part)}
            await self._do(operations.UPDATE_API_APPLICATIONS, {"api_id": api_id}, body=body)

    def scopes(self, api_id: str) -> AsyncIterator[ApiScope]:
        """Its scopes (`getAPIScopes`)."""
        return self._list(ApiScope, operations.GET_API_SCOPES, {"api_id": api_id})

    async def scope(self, api_id: str, scope_id: str) -> ApiScope:
        """One of them (`getAPIScope`)."""
        return await self._get(ApiScope, operations.GET_API_SCOPE, {"api_id": api_id, "scope_id": scope_id})

    async def add_scope(self, api_id: str, key: str, *, description: str | None = None) -> Created:
        """One more (`addAPIScope`)."""
        body = given({"key": key, "description": description})
        return Created.read(within(await self._do(operations.ADD_API_SCOPE, {"api_id": api_id}, body=body), "scope"))

    async def describe_scope(self, api_id: str, scope_id: str, description: str) -> None:
        """Changes the description, which is all that can be changed (`updateAPIScope`)."""
        path = {"api_id": api_id, "scope_id": scope_id}
        await self._do(operations.UPDATE_API_SCOPE, path, body={"description": description})

    async def delete_scope(self, api_id: str, scope_id: str) -> None:
        """Deletes one, from every application and role as well (`deleteAPIScope`)."""
        await self._do(operations.DELETE_API_SCOPE, {"api_id": api_id, "scope_id": scope_id})

    async def grant(self, api_id: str, application_id: str, scope_id: str) -> None:
        """Gives an application a scope (`addAPIApplicationScope`). No call tells which ones it has."""
        await self._of_application(operations.ADD_API_APPLICATION_SCOPE, api_id, application_id, scope_id)

    async def withdraw(self, api_id: str, application_id: str, scope_id: str) -> None:
        """Takes a scope from an application (`deleteAPIApplicationScope`)."""
        await self._of_application(operations.DELETE_API_APPLICATION_SCOPE, api_id, application_id, scope_id)

    async def _of_application(self, operation: Operation, api_id: str, application_id: str, scope_id: str) -> None:
        await self._do(operation, {"api_id": api_id, "application_id": application_id, "scope_id": scope_id})
