"""What one member holds in one organization: roles, and permissions with the roles that bring them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.models.role import MemberPermission, Role
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    InvalidInputError,
    Question,
)
from kinde_tui.services.collections.edits import called, found_in, given
from kinde_tui.services.collections.keyed import ROLE_COLUMNS, name_of
from kinde_tui.services.collections.membership import (
    Held,
    Membership,
    give_permission,
    give_role,
    held,
    take_permission,
    take_role,
)
from kinde_tui.services.collections.raws import by, path, sortable

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.collections.collection import Answers, Context, SortValue

DIRECTLY = "given directly"


def _membership(parent: Parent, context: Context | None) -> Membership:
    """The member that the list hangs under; the keys of the roles are not in reach from here."""
    org_code, user_id = parent
    user = found_in(context, "users", user_id) or {}
    name = called(context, "users", user_id)
    return Membership(org_code, user_id, name, called(context, "organizations", org_code), member=user)


def _add_role(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    role = given(answers, "role")
    if not role:
        raise InvalidInputError("Choose a role.")
    return (give_role(_membership(parent, context), held(context, "roles", role)),)


def _remove_role(role: Role, _answers: Answers, parent: Parent, context: Context) -> Sequence[Change]:
    return (take_role(_membership(parent, context), Held(role.id, name_of(role), role.key or "")),)


MEMBER_ROLES = Collection[Role](
    name="member_roles",
    title="Roles of a member",
    one="role",
    model=Role,
    key=by("id"),
    lists=kinde.GET_ORGANIZATION_USER_ROLES,
    parents=("org_code", "user_id"),
    columns=ROLE_COLUMNS,
    called=name_of,
    sort=("key", False),
    creation=Creation(
        "Give a role",
        kinde.CREATE_ORGANIZATION_USER_ROLE,
        (Question("role", "Role", Ask.RECORD, collection="roles", had="has it"),),
        _add_role,
    ),
    removal=Action[Role](
        "member_roles.take", "d", "Take the role away", kinde.DELETE_ORGANIZATION_USER_ROLE, _remove_role, bulk=True
    ),
    opens="roles",
    empty="This member holds no role here.",
)


def _role_keys(roles: Any) -> list[str]:
    found = [role.get("key") or role.get("id") for role in roles if isinstance(role, dict)]
    return [str(key) for key in found if key]


def _through(permission: MemberPermission, _context: Context) -> str:
    if permission.roles is None:
        return texts.UNREADABLE if "roles" in permission.problems else texts.ABSENT
    return ", ".join(_role_keys(permission.roles)) or DIRECTLY


def _through_sorted(raw: Raw) -> SortValue:
    roles = raw.get("roles")
    if not isinstance(roles, (list, tuple)):
        return None
    return sortable(" ".join(_role_keys(roles)) or DIRECTLY)


def _add_permission(answers: Answers, parent: Parent, context: Context | None = None) -> Sequence[Change]:
    permission = given(answers, "permission")
    if not permission:
        raise InvalidInputError("Choose a permission.")
    return (give_permission(_membership(parent, context), held(context, "permissions", permission)),)


def _remove_permission(
    permission: MemberPermission, _answers: Answers, parent: Parent, context: Context
) -> Sequence[Change]:
    if keys := _role_keys(permission.roles or ()):
        raise InvalidInputError(f"{name_of(permission)} comes through {', '.join(keys)}: take that role away instead.")
    what = Held(permission.id, name_of(permission), permission.key or "")
    return (take_permission(_membership(parent, context), what),)


MEMBER_PERMISSIONS = Collection[MemberPermission](
    name="member_permissions",
    title="Permissions of a member",
    one="permission",
    model=MemberPermission,
    key=by("id"),
    lists=kinde.GET_ORGANIZATION_USER_PERMISSIONS,
    query={"expand": "roles"},
    parents=("org_code", "user_id"),
    columns=(
        Column[MemberPermission]("key", "Key", texts.plain("key"), path("key"), 18, grow=True, search=True),
        Column[MemberPermission]("name", "Name", texts.plain("name"), path("name"), 16, grow=True, search=True),
        Column[MemberPermission]("through", "Through", _through, _through_sorted, 16, grow=True, search=True),
        Column[MemberPermission](
            "description", "Description", texts.plain("description"), path("description"), 24, hidden=True
        ),
        Column[MemberPermission]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
    ),
    called=name_of,
    sort=("key", False),
    creation=Creation(
        "Give a permission directly",
        kinde.CREATE_ORGANIZATION_USER_PERMISSION,
        (Question("permission", "Permission", Ask.RECORD, collection="permissions", had="has it"),),
        _add_permission,
    ),
    removal=Action[MemberPermission](
        "member_permissions.take",
        "d",
        "Take the permission away",
        kinde.DELETE_ORGANIZATION_USER_PERMISSION,
        _remove_permission,
        bulk=True,
        help="Only what was given directly; a role's permissions go with the role.",
    ),
    opens="permissions",
    empty="This member holds no permission here.",
)
