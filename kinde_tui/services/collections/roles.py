"""Roles, the permissions each brings, and who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.role import Role
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import api_scopes, system_permissions, texts, web
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Edit,
    Fact,
    Facts,
    Flag,
    Question,
    Related,
)
from kinde_tui.services.collections.details import Ticks
from kinde_tui.services.collections.edits import asking, given, id_in, set_fields
from kinde_tui.services.collections.keyed import Edits, answered, body_of, columns, edits, facts, name_of, questions
from kinde_tui.services.collections.raws import by, either, path
from kinde_tui.services.collections.role_access import grant, revoke
from kinde_tui.services.collections.role_counts import COUNT, COUNT_ACTIVE

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

KEPT = ("name", "key")
"""Kinde wants both with every change of a role, so both are compared with what is there."""
YES, NO = "yes", "no"


def target_of(role: Role, _parent: Parent = ()) -> Target:
    """The role as what a change is about."""
    return Target("roles", role.id, name_of(role))


_asks_of = asking(kinde.UPDATE_ROLE, "role_id")


def _set_default(role: Role, text: str, _parent: Parent) -> Change | None:
    wanted = text == YES
    if wanted == bool(role.is_default_role):
        return None
    name = name_of(role)
    kept = {field: getattr(role, field) for field in KEPT}
    give, stop = f"Give {name} to every new member", f"Stop giving {name} to every new member"
    return set_fields(
        target_of(role),
        _asks_of(role, ()),
        {**kept, "is_default_role": bool(role.is_default_role)},
        {**kept, "is_default_role": wanted},
        says=(give, stop) if wanted else (stop, give),
        danger=Danger.CONFIRM,
        loses="It counts for everyone who joins from now on; who has joined already keeps what they hold.",
        lossy="Where only one role can be the default, an undo does not make the earlier one so again.",
        also=(Stale("roles"),),
    )


EDITS: Edits[Role] = edits(kinde.UPDATE_ROLE, target_of, _asks_of, KEPT)
EDIT_DEFAULT = Edit[Role](
    lambda role: YES if role.is_default_role else NO, _set_default, kinde.UPDATE_ROLE, choices=(YES, NO)
)


def _delete(role: Role, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    return (_deletion(role),)


def _deletion(role: Role) -> Change:
    target = target_of(role)
    return Change(
        request=Request(kinde.DELETE_ROLE, {"role_id": role.id}),
        target=target,
        says=f"Delete the role {name_of(role)}",
        before={"name": role.name, "key": role.key},
        effects=(Removed(target),),
        undo=lambda _answer: _creation(role),
        lossy="An undo makes the role again, but without its permissions and without those who held it.",
        danger=Danger.TYPED,
        loses="Everyone who holds it loses it, in every organization and every environment of the business.",
    )


def _creation(role: Role) -> Change:
    body = {**body_of(role), "is_default_role": bool(role.is_default_role)}
    return Change(
        request=Request(kinde.CREATE_ROLE, body=body),
        target=Target("roles", "", name_of(role)),
        says=f"Create the role {name_of(role)}",
        after=body,
        effects=(Stale("roles"),),
        undo=lambda answer: _deletion(role.model_copy(update={"id": id_in(answer, "role", "id")})),
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    return (_creation(Role(**answered(answers), is_default_role=given(answers, "default") == YES)),)


ROLES = Collection[Role](
    name="roles",
    title="Roles",
    one="role",
    model=Role,
    key=by("id"),
    lists=kinde.GET_ROLES,
    reads=kinde.GET_ROLE,
    reads_path=lambda key, _parent: {"role_id": key},
    columns=(
        *columns(EDITS, 16),
        Column[Role](
            "default",
            "Default",
            texts.answer("is_default_role"),
            either("is_default_role", YES, NO),
            7,
            edit=EDIT_DEFAULT,
        ),
        Column[Role]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
    ),
    called=name_of,
    sort=("name", False),
    aliases=("role",),
    flags={"default": Flag("default", YES), "description": Flag("description", present=True)},
    details=(
        Facts[Role](
            "Details",
            (
                *facts(EDITS),
                Fact("Given to new members", texts.answer("is_default_role"), edit=EDIT_DEFAULT),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Ticks[Role](
            "Permissions",
            "permissions",
            "role_permissions",
            lambda role: (role.id,),
            grant,
            revoke,
            kinde.UPDATE_ROLE_PERMISSIONS,
            kinde.UPDATE_ROLE_PERMISSIONS,
        ),
        Ticks[Role](
            "API scopes",
            "api_scopes",
            "role_scopes",
            lambda role: (role.id,),
            api_scopes.bring,
            api_scopes.leave,
            kinde.ADD_ROLE_SCOPE,
            kinde.DELETE_ROLE_SCOPE,
        ),
        Ticks[Role](
            "System permissions",
            "system_permissions",
            "role_system_permissions",
            lambda role: (role.id,),
            system_permissions.bring,
            system_permissions.leave,
            kinde.UPDATE_ROLE_SYSTEM_PERMISSIONS,
            kinde.UPDATE_ROLE_SYSTEM_PERMISSIONS,
            note="what its holders may do on Kinde's own pages",
        ),
        Related("Holders", "role_users", lambda role: (role.id,)),
    ),
    inquiries=(COUNT, COUNT_ACTIVE),
    creation=Creation(
        "New role",
        kinde.CREATE_ROLE,
        (
            *questions(),
            Question(
                "default",
                "Given to new members",
                Ask.CHOICE,
                choices=((NO, "No"), (YES, "Yes, to all who join an organization")),
                default=NO,
            ),
        ),
        _create,
    ),
    removal=Action[Role]("roles.delete", "d", "Delete", kinde.DELETE_ROLE, _delete, bulk=True),
    path=web.page("settings", "roles"),
    empty="There is no role yet.",
)
