"""What a role brings beside permissions: scopes of APIs, and permissions in Kinde's own dashboard and portal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, bulks
from kinde_tui.models.api import ApiScope
from kinde_tui.models.role import Permission


class RoleScopes(Resource):
    """Scopes and system permissions of roles."""

    def scopes(self, role_id: str) -> AsyncIterator[ApiScope]:
        """The scopes of APIs in a role (`GetRoleScopes`)."""
        return self._list(ApiScope, operations.GET_ROLE_SCOPES, {"role_id": role_id})

    async def add_scope(self, role_id: str, scope_id: str) -> None:
        """One more (`AddRoleScope`)."""
        await self._do(operations.ADD_ROLE_SCOPE, {"role_id": role_id}, body={"scope_id": scope_id})

    async def delete_scope(self, role_id: str, scope_id: str) -> None:
        """One less (`DeleteRoleScope`)."""
        await self._do(operations.DELETE_ROLE_SCOPE, {"role_id": role_id, "scope_id": scope_id})

    def system_permissions(self) -> AsyncIterator[Permission]:
        """All that Kinde itself defines (`GetSystemPermissions`)."""
        return self._list(Permission, operations.GET_SYSTEM_PERMISSIONS)

    def system_permissions_of(self, role_id: str) -> AsyncIterator[Permission]:
        """Those in a role (`GetRoleSystemPermissions`)."""
        return self._list(Permission, operations.GET_ROLE_SYSTEM_PERMISSIONS, {"role_id": role_id})

    async def change_system_permissions(
        self, role_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> None:
        """Puts some in and takes others out, by id (`UpdateRoleSystemPermissions`), a hundred a call."""
        entries: list[dict[str, str]] = [{"id": one} for one in add]
        entries += [{"id": one, "operation": "delete"} for one in remove]
        for part in bulks(entries):
            body = {"system_permissions": list(part)}
            await self._do(operations.UPDATE_ROLE_SYSTEM_PERMISSIONS, {"role_id": role_id}, body=body)
