"""Permissions that Kinde itself defines, for its own pages, and which roles bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.role import Permission, Role
from kinde_tui.services.change import Change, Inserted, Removed, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Collection, Column, Fact, Facts
from kinde_tui.services.collections.details import Across
from kinde_tui.services.collections.keyed import name_of
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Context


def _request(role: Role, entry: dict[str, str]) -> Request:
    body = {"system_permissions": [entry]}
    return Request(kinde.UPDATE_ROLE_SYSTEM_PERMISSIONS, {"role_id": role.id}, body=body)


def bring(role: Role, permission: Permission) -> Change:
    """Makes a role bring a system permission (UpdateRoleSystemPermissions)."""
    target = Target("role_system_permissions", permission.id, name_of(permission), (role.id,))
    row = {"id": permission.id, "key": permission.key, "name": permission.name}
    return Change(
        request=_request(role, {"id": permission.id}),
        target=target,
        says=f"Let {name_of(role)} do {permission.key or name_of(permission)} in Kinde",
        after={"id": permission.id},
        effects=(Inserted(target, row),),
        undo=lambda _answer: leave(role, permission),
    )


def leave(role: Role, permission: Permission) -> Change:
    """Ends that (UpdateRoleSystemPermissions with `operation: delete`)."""
    target = Target("role_system_permissions", permission.id, name_of(permission), (role.id,))
    return Change(
        request=_request(role, {"id": permission.id, "operation": "delete"}),
        target=target,
        says=f"Stop letting {name_of(role)} do {permission.key or name_of(permission)} in Kinde",
        effects=(Removed(target),),
        undo=lambda _answer: bring(role, permission),
    )


def _shown(record: Permission, _context: Context) -> str:
    return name_of(record)


_COLUMNS = (
    Column[Permission]("key", "Key", texts.plain("key"), path("key"), 22, grow=True, search=True),
    Column[Permission]("name", "Name", _shown, path("name", "key"), 18, grow=True, search=True),
    Column[Permission](
        "description", "Description", texts.plain("description"), path("description"), 24, grow=True, search=True
    ),
    Column[Permission]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
)

SYSTEM_PERMISSIONS = Collection[Permission](
    name="system_permissions",
    title="System permissions",
    one="system permission",
    model=Permission,
    key=by("id"),
    lists=kinde.GET_SYSTEM_PERMISSIONS,
    columns=_COLUMNS,
    called=name_of,
    sort=("key", False),
    aliases=("system", "sysperms"),
    details=(
        Facts[Permission](
            "Details",
            (
                Fact("Name", _shown),
                Fact("Key", texts.plain("key")),
                Fact("Description", texts.plain("description")),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Across[Permission](
            "Roles",
            "roles",
            "role_system_permissions",
            lambda role: (role.id,),
            lambda permission, role: bring(role, permission),
            lambda permission, role: leave(role, permission),
            kinde.UPDATE_ROLE_SYSTEM_PERMISSIONS,
            kinde.UPDATE_ROLE_SYSTEM_PERMISSIONS,
        ),
    ),
    at_start=False,
    empty="Kinde names no permission of its own.",
)

ROLE_SYSTEM_PERMISSIONS = Collection[Permission](
    name="role_system_permissions",
    title="System permissions of a role",
    one="system permission",
    model=Permission,
    key=by("id"),
    lists=kinde.GET_ROLE_SYSTEM_PERMISSIONS,
    parents=("role_id",),
    columns=_COLUMNS,
    called=name_of,
    sort=("key", False),
    opens="system_permissions",
    empty="This role brings no permission in Kinde itself.",
)
