"""What a role brings and who holds it: the lists under a role, and the tick grid's two changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.role import Permission, Role, RoleHolder
from kinde_tui.services.change import Change, Inserted, Removed, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    InvalidInputError,
    Question,
    Refers,
)
from kinde_tui.services.collections.edits import called, found_in, given
from kinde_tui.services.collections.keyed import name_of
from kinde_tui.services.collections.raws import by, count, listed, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context


def grant(role: Role, permission: Permission) -> Change:
    """Adds the permission to the role (UpdateRolePermissions); everyone who holds the role gains it."""
    target = Target("role_permissions", permission.id, name_of(permission), (role.id,))
    row = {
        "id": permission.id,
        "key": permission.key,
        "name": permission.name,
        "description": permission.description,
    }
    return Change(
        request=_request(role, {"id": permission.id}),
        target=target,
        says=f"Let {name_of(role)} do {permission.key or name_of(permission)}",
        after={"id": permission.id},
        effects=(Inserted(target, row),),
        undo=lambda _answer: revoke(role, permission),
    )


def revoke(role: Role, permission: Permission) -> Change:
    """Takes the permission from the role (UpdateRolePermissions with `operation: delete`).

    The same call as `grant`, so that one scope serves both.
    """
    target = Target("role_permissions", permission.id, name_of(permission), (role.id,))
    return Change(
        request=_request(role, {"id": permission.id, "operation": "delete"}),
        target=target,
        says=f"Stop letting {name_of(role)} do {permission.key or name_of(permission)}",
        effects=(Removed(target),),
        undo=lambda _answer: grant(role, permission),
    )


def _request(role: Role, permission: dict[str, str]) -> Request:
    return Request(kinde.UPDATE_ROLE_PERMISSIONS, {"role_id": role.id}, body={"permissions": [permission]})


def _role(parent: Parent, context: Context | None) -> Role:
    return Role.read(found_in(context, "roles", parent[0]) or {"id": parent[0]})


def _add(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    key = given(answers, "permission")
    if not key:
        raise InvalidInputError("Choose a permission.")
    found = found_in(context, "permissions", key) or {"id": key, "name": called(context, "permissions", key)}
    return (grant(_role(parent, context), Permission.read(found)),)


def _remove(permission: Permission, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    return (revoke(_role(parent, context), permission),)


ROLE_PERMISSIONS = Collection[Permission](
    name="role_permissions",
    title="Permissions of a role",
    one="permission",
    model=Permission,
    key=by("id"),
    lists=kinde.GET_ROLE_PERMISSIONS,
    parents=("role_id",),
    columns=(
        Column[Permission]("key", "Key", texts.plain("key"), path("key"), 20, grow=True, search=True),
        Column[Permission]("name", "Name", texts.plain("name"), path("name"), 18, grow=True, search=True),
        Column[Permission](
            "description",
            "Description",
            texts.plain("description"),
            path("description"),
            24,
            grow=True,
            search=True,
        ),
        Column[Permission]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=name_of,
    sort=("key", False),
    creation=Creation(
        "Add a permission",
        kinde.UPDATE_ROLE_PERMISSIONS,
        (Question("permission", "Permission", Ask.RECORD, collection="permissions", had="has it"),),
        _add,
    ),
    removal=Action[Permission](
        "role_permissions.revoke",
        "d",
        "Take it from the role",
        kinde.UPDATE_ROLE_PERMISSIONS,
        _remove,
        bulk=True,
    ),
    opens="permissions",
    empty="This role brings no permission.",
)


def _organizations(holder: RoleHolder, context: Context) -> str:
    names = [context.name_of("organizations", code) or code for code in holder.org_codes or ()]
    return ", ".join(names) or texts.ABSENT


ROLE_USERS = Collection[RoleHolder](
    name="role_users",
    title="Holders of a role",
    one="holder",
    model=RoleHolder,
    key=by("id"),
    lists=kinde.GET_ROLE_USERS,
    parents=("role_id",),
    columns=(
        Column[RoleHolder]("user", "User", texts.named("users", "id"), path("id"), 24, grow=True, search=True),
        Column[RoleHolder](
            "organizations",
            "In",
            _organizations,
            listed("org_codes"),
            24,
            grow=True,
            search=True,
            refers=Refers("organizations", "code"),
            also=("org", "organization"),
        ),
        Column[RoleHolder]("orgs", "Orgs", texts.counted("org_codes"), count("org_codes"), 4, right=True),
        Column[RoleHolder]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=lambda holder: holder.id,
    sort=("user", False),
    opens="users",
    empty="Nobody holds this role.",
)
