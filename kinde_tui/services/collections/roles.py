"""Roles, the permissions each brings, and who holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.role import Role
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation, web
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
    Panel,
    Question,
    Related,
    path,
)
from kinde_tui.services.collections.edits import given, id_in, sent, set_fields, text_edit
from kinde_tui.services.collections.raws import by, either

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context
    from kinde_tui.services.collections.edits import Asks

KEPT = ("name", "key")
"""Kinde wants both with every change of a role, so both are compared with what is there."""
YES, NO = "yes", "no"


def name_of(role: Role) -> str:
    """What people call the role."""
    return role.name or role.key or role.id


def target_of(role: Role, _parent: Parent = ()) -> Target:
    """The role as what a change is about."""
    return Target("roles", role.id, name_of(role))


def _asks_of(role: Role, _parent: Parent = ()) -> Asks:
    def asks(fields: Mapping[str, Any]) -> Request:
        body = {name: sent(value) for name, value in fields.items()}
        return Request(kinde.UPDATE_ROLE, {"role_id": role.id}, body=body)

    return asks


def _set_default(role: Role, text: str, _parent: Parent) -> Change | None:
    wanted = text == YES
    if wanted == bool(role.is_default_role):
        return None
    name = name_of(role)
    kept = {field: getattr(role, field) for field in KEPT}
    give, stop = f"Give {name} to every new member", f"Stop giving {name} to every new member"
    return set_fields(
        target_of(role),
        _asks_of(role),
        {**kept, "is_default_role": bool(role.is_default_role)},
        {**kept, "is_default_role": wanted},
        says=(give, stop) if wanted else (stop, give),
        danger=Danger.CONFIRM,
        loses="It counts for everyone who joins from now on; who has joined already keeps what they hold.",
        lossy="Where only one role can be the default, an undo does not make the earlier one so again.",
        also=(Stale("roles"),),
    )


EDIT_NAME = text_edit("name", "name", kinde.UPDATE_ROLE, target_of, _asks_of, validation.name, keeps=KEPT)
EDIT_KEY = text_edit(
    "key",
    "key",
    kinde.UPDATE_ROLE,
    target_of,
    _asks_of,
    validation.key,
    keeps=KEPT,
    hint="Small letters, digits, _ - and :",
    loses="Code that asks for the old key no longer finds it in new tokens.",
)
EDIT_DESCRIPTION = text_edit(
    "description",
    "description",
    kinde.UPDATE_ROLE,
    target_of,
    _asks_of,
    lambda text: validation.paragraph(text, "The description"),
    keeps=KEPT,
)
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
    body = {
        "name": role.name or "",
        "key": role.key or "",
        "description": role.description or "",
        "is_default_role": bool(role.is_default_role),
    }
    return Change(
        request=Request(kinde.CREATE_ROLE, body=body),
        target=Target("roles", "", name_of(role)),
        says=f"Create the role {name_of(role)}",
        after=body,
        effects=(Stale("roles"),),
        undo=lambda answer: _deletion(role.model_copy(update={"id": id_in(answer, "role", "id")})),
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    return (
        _creation(
            Role(
                name=validation.name(given(answers, "name")),
                key=validation.key(given(answers, "key")),
                description=validation.paragraph(answers.get("description", ""), "The description"),
                is_default_role=given(answers, "default") == YES,
            )
        ),
    )


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
        Column[Role]("key", "Key", texts.plain("key"), path("key"), 16, grow=True, edit=EDIT_KEY, search=True),
        Column[Role](
            "name",
            "Name",
            lambda role, _context: name_of(role),
            path("name", "key", "id"),
            18,
            grow=True,
            edit=EDIT_NAME,
            search=True,
        ),
        Column[Role](
            "description",
            "Description",
            texts.plain("description"),
            path("description"),
            24,
            grow=True,
            edit=EDIT_DESCRIPTION,
            search=True,
        ),
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
                Fact("Name", lambda role, _context: name_of(role), edit=EDIT_NAME),
                Fact("Key", texts.plain("key"), edit=EDIT_KEY),
                Fact("Description", texts.plain("description"), edit=EDIT_DESCRIPTION),
                Fact("Given to new members", texts.answer("is_default_role"), edit=EDIT_DEFAULT),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Panel("Permissions", "role_permissions"),
        Related("Holders", "role_users", lambda role: (role.id,)),
    ),
    creation=Creation(
        "New role",
        kinde.CREATE_ROLE,
        (
            Question("name", "Name", validate=validation.complaint(validation.name)),
            Question(
                "key", "Key", hint="Small letters, digits, _ - and :", validate=validation.complaint(validation.key)
            ),
            Question("description", "Description", required=False),
            Question(
                "default",
                "Given to new members",
                Ask.CHOICE,
                choices=((NO, "No"), (YES, "Yes, to everyone who joins an organization")),
                default=NO,
            ),
        ),
        _create,
    ),
    removal=Action[Role]("roles.delete", "d", "Delete", kinde.DELETE_ROLE, _delete, bulk=True),
    path=web.page("settings", "roles"),
    empty="There is no role yet. n makes the first.",
)
