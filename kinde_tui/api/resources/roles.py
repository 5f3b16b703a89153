"""Roles and the permissions in them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations
from kinde_tui.api.operation import Request
from kinde_tui.api.resources.resource import Resource, bulks, given, within
from kinde_tui.models.outcome import Created, RolePermissionsChanged
from kinde_tui.models.role import Permission, Role
from kinde_tui.models.user import User

if TYPE_CHECKING:
    from datetime import datetime


class Roles(Resource):
    """The business's roles: all environments share them, and changes count in tokens from the next issue on."""

    def list(self, *, sort: str | None = None) -> AsyncIterator[Role]:
        """Every role (`GetRoles`)."""
        return self._list(Role, operations.GET_ROLES, sort=sort)

    async def get(self, role_id: str) -> Role:
        """One role (`GetRole`)."""
        return await self._get(Role, operations.GET_ROLE, {"role_id": role_id})

    async def create(
        self, key: str, name: str, *, description: str | None = None, default: bool | None = None
    ) -> Created:
        """Makes a role (`CreateRole`); its id is in the answer."""
        body = given({"key": key, "name": name, "description": description, "is_default_role": default})
        return Created.read(within(await self._do(operations.CREATE_ROLE, body=body), "role"))

    async def update(
        self, role_id: str, key: str, name: str, *, description: str | None = None, default: bool | None = None
    ) -> None:
        """Changes a role (`UpdateRoles`); Kinde wants key and name every time."""
        body = given({"key": key, "name": name, "description": description, "is_default_role": default})
        await self._do(operations.UPDATE_ROLE, {"role_id": role_id}, body=body)

    async def delete(self, role_id: str) -> None:
        """Deletes a role and takes it from everybody who holds it (`DeleteRole`); there is no way back."""
        await self._do(operations.DELETE_ROLE, {"role_id": role_id})

    def permissions(self, role_id: str) -> AsyncIterator[Permission]:
        """The permissions in a role (`GetRolePermissions`)."""
        return self._list(Permission, operations.GET_ROLE_PERMISSIONS, {"role_id": role_id})

    async def change_permissions(
        self, role_id: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> RolePermissionsChanged:
        """Puts permissions in and takes others out, by id (`UpdateRolePermissions`), a hundred a call."""
        entries: list[dict[str, str]] = [{"id": permission_id} for permission_id in add]
        entries += [{"id": permission_id, "operation": "delete"} for permission_id in remove]
        added: list[str] = []
        removed: list[str] = []
        for part in bulks(entries):
            answer = await self._do(
                operations.UPDATE_ROLE_PERMISSIONS, {"role_id": role_id}, body={"permissions": list(part)}
            )
            changed = RolePermissionsChanged.read(answer)
            added += changed.permissions_added
            removed += changed.permissions_removed
        return RolePermissionsChanged(permissions_added=tuple(added), permissions_removed=tuple(removed))

    async def remove_permission(self, role_id: str, permission_id: str) -> None:
        """Takes one permission out of a role (`RemoveRolePermission`)."""
        path = {"role_id": role_id, "permission_id": permission_id}
        await self._do(operations.REMOVE_ROLE_PERMISSION, path)

    async def count_users(self, organization: str, role_id: str) -> int:
        """How many hold a role in an organization (`GetOrganizationRoleUsersCount`)."""
        path = {"org_code": organization, "role_id": role_id}
        answer = await self._caller.send(Request(operations.GET_ORGANIZATION_ROLE_USERS_COUNT, path))
        return int(answer.get("count") or 0)

    async def count_active_users(self, organization: str, role_id: str, since: datetime, until: datetime) -> int:
        """How many of them were given a token (`GetOrganizationRoleActiveUsersCount`) in at most three days."""
        path = {"org_code": organization, "role_id": role_id}
        query = {"date_time_from": since.isoformat(), "date_time_to": until.isoformat()}
        answer = await self._caller.send(Request(operations.GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT, path, query))
        return int(answer.get("active_users_count") or 0)

    def users(self, role_id: str, *, organization: str | None = None) -> AsyncIterator[User]:
        """Who holds a role, anywhere (`GetRoleUsers`) or in an organization (`GetOrganizationRoleUsers`)."""
        if organization is None:
            return self._list(User, operations.GET_ROLE_USERS, {"role_id": role_id})
        path = {"org_code": organization, "role_id": role_id}
        return self._list(User, operations.GET_ORGANIZATION_ROLE_USERS, path)
