"""Members: users in an organization, with what they may do there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, bulks
from kinde_tui.models.organization import Member
from kinde_tui.models.outcome import MembersChanged
from kinde_tui.models.role import MemberPermission, Role

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw


@dataclass(frozen=True, slots=True)
class Membership:
    """A user in an organization, as a bulk call takes it."""

    user_id: str
    roles: Sequence[str] | None = None
    """Keys of roles. In an update they replace those held; None leaves them."""
    permissions: Sequence[str] | None = None
    """Keys of permissions held directly; the same."""

    def body(self) -> Raw:
        """The entry in the request."""
        entry: dict[str, object] = {"id": self.user_id}
        if self.roles is not None:
            entry["roles"] = list(self.roles)
        if self.permissions is not None:
            entry["permissions"] = list(self.permissions)
        return entry


class Members(Resource):
    """Who belongs to an organization, and the roles and permissions held there."""

    def list(
        self,
        organization: str,
        *,
        roles: Sequence[str] = (),
        permissions: Sequence[str] = (),
        sort: str | None = None,
    ) -> AsyncIterator[Member]:
        """Every member (`GetOrganizationUsers`).

        Args:
            organization: its code.
            roles: keys; members must hold all of them.
            permissions: keys; members must hold all of them.
            sort: `name_asc`, `name_desc`, `email_asc`, `email_desc`, ….
        """
        return self._list(
            Member,
            operations.GET_ORGANIZATION_USERS,
            {"org_code": organization},
            sort=sort,
            roles=tuple(roles) or None,
            permissions=tuple(permissions) or None,
        )

    async def add(self, organization: str, members: Sequence[Membership]) -> MembersChanged:
        """Adds users (`AddOrganizationUsers`), a hundred a call; ids that do not exist are skipped by Kinde."""
        entries = [member.body() for member in members]
        return await self._in_bulk(operations.ADD_ORGANIZATION_USERS, organization, entries)

    async def update(self, organization: str, members: Sequence[Membership]) -> MembersChanged:
        """Replaces roles and permissions of members (`UpdateOrganizationUsers`), a hundred a call."""
        entries = [member.body() for member in members]
        return await self._in_bulk(operations.UPDATE_ORGANIZATION_USERS, organization, entries)

    async def remove_all(self, organization: str, user_ids: Sequence[str]) -> MembersChanged:
        """Takes users out of the organization (`UpdateOrganizationUsers`), a hundred a call."""
        entries = [{"id": user_id, "operation": "delete"} for user_id in user_ids]
        return await self._in_bulk(operations.UPDATE_ORGANIZATION_USERS, organization, entries)

    async def remove(self, organization: str, user_id: str) -> None:
        """Takes one user out of the organization (`RemoveOrganizationUser`)."""
        await self._do(operations.REMOVE_ORGANIZATION_USER, _path(organization, user_id))

    def roles(self, organization: str, user_id: str) -> AsyncIterator[Role]:
        """The roles that a member holds here (`GetOrganizationUserRoles`)."""
        return self._list(Role, operations.GET_ORGANIZATION_USER_ROLES, _path(organization, user_id))

    async def add_role(self, organization: str, user_id: str, role_id: str) -> None:
        """Gives a member a role (`CreateOrganizationUserRole`)."""
        path = _path(organization, user_id)
        await self._do(operations.CREATE_ORGANIZATION_USER_ROLE, path, body={"role_id": role_id})

    async def remove_role(self, organization: str, user_id: str, role_id: str) -> None:
        """Takes a role from a member (`DeleteOrganizationUserRole`)."""
        await self._do(operations.DELETE_ORGANIZATION_USER_ROLE, {**_path(organization, user_id), "role_id": role_id})

    def permissions(self, organization: str, user_id: str) -> AsyncIterator[MemberPermission]:
        """The permissions that a member holds here, and through which roles (`GetOrganizationUserPermissions`)."""
        path = _path(organization, user_id)
        return self._list(MemberPermission, operations.GET_ORGANIZATION_USER_PERMISSIONS, path, expand="roles")

    async def add_permission(self, organization: str, user_id: str, permission_id: str) -> None:
        """Gives a member a permission directly (`CreateOrganizationUserPermission`)."""
        path = _path(organization, user_id)
        await self._do(operations.CREATE_ORGANIZATION_USER_PERMISSION, path, body={"permission_id": permission_id})

    async def remove_permission(self, organization: str, user_id: str, permission_id: str) -> None:
        """Takes a directly held permission from a member (`DeleteOrganizationUserPermission`)."""
        path = {**_path(organization, user_id), "permission_id": permission_id}
        await self._do(operations.DELETE_ORGANIZATION_USER_PERMISSION, path)

    async def add_api_scope(self, organization: str, user_id: str, api_id: str, scope_id: str) -> None:
        """Lets a member use a scope of an API (`addOrganizationUserAPIScope`). No call lists what a member has."""
        path = {**_path(organization, user_id), "api_id": api_id, "scope_id": scope_id}
        await self._do(operations.ADD_ORGANIZATION_USER_API_SCOPE, path)

    async def remove_api_scope(self, organization: str, user_id: str, api_id: str, scope_id: str) -> None:
        """Takes a scope of an API from a member (`deleteOrganizationUserAPIScope`)."""
        path = {**_path(organization, user_id), "api_id": api_id, "scope_id": scope_id}
        await self._do(operations.DELETE_ORGANIZATION_USER_API_SCOPE, path)

    async def _in_bulk(self, operation: Operation, organization: str, entries: Sequence[Raw]) -> MembersChanged:
        added: list[str] = []
        updated: list[str] = []
        removed: list[str] = []
        for part in bulks(entries):
            answer = await self._do(operation, {"org_code": organization}, body={"users": list(part)})
            changed = MembersChanged.read(answer)
            added += changed.users_added
            updated += changed.users_updated
            removed += changed.users_removed
        return MembersChanged(users_added=tuple(added), users_updated=tuple(updated), users_removed=tuple(removed))


def _path(organization: str, user_id: str) -> Mapping[str, str]:
    return {"org_code": organization, "user_id": user_id}
