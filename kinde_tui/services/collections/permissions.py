"""Permissions: what roles are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.role import Permission
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import (
    Action,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    Panel,
    Question,
    path,
)
from kinde_tui.services.collections.edits import given, sent, text_edit
from kinde_tui.services.collections.raws import by

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context
    from kinde_tui.services.collections.edits import Asks


def name_of(permission: Permission) -> str:
    """What people call the permission."""
    return permission.name or permission.key or permission.id


def _target_of(permission: Permission, _parent: Parent = ()) -> Target:
    return Target("permissions", permission.id, name_of(permission))


def _asks_of(permission: Permission, _parent: Parent = ()) -> Asks:
    def asks(fields: Mapping[str, Any]) -> Request:
        body = {name: sent(value) for name, value in fields.items()}
        return Request(kinde.UPDATE_PERMISSION, {"permission_id": permission.id}, body=body)

    return asks


EDIT_NAME = text_edit("name", "name", kinde.UPDATE_PERMISSION, _target_of, _asks_of, validation.name)
EDIT_KEY = text_edit(
    "key",
    "key",
    kinde.UPDATE_PERMISSION,
    _target_of,
    _asks_of,
    validation.key,
    hint="Small letters, digits, _ - and :",
    loses="Code that asks for the old key no longer finds it in new tokens.",
)
EDIT_DESCRIPTION = text_edit(
    "description",
    "description",
    kinde.UPDATE_PERMISSION,
    _target_of,
    _asks_of,
    lambda text: validation.paragraph(text, "The description"),
)


def _delete(permission: Permission, _answers: Answers, _parent: Parent, _context: Context) -> Sequence[Change]:
    target = _target_of(permission)
    return (
        Change(
            request=Request(kinde.DELETE_PERMISSION, {"permission_id": permission.id}),
            target=target,
            says=f"Delete the permission {name_of(permission)}",
            before={"name": permission.name, "key": permission.key},
            effects=(Removed(target),),
            undo=lambda _answer: _creation(permission),
            lossy="An undo makes the permission again, but no role brings it and nobody holds it.",
            danger=Danger.TYPED,
            loses="Every role that brings it and everyone who holds it lose it, in all environments of the business.",
        ),
    )


def _creation(permission: Permission) -> Change:
    """Makes a permission. The answer does not name it, so there is no undo: it is deleted by hand."""
    body = {
        "name": permission.name or "",
        "key": permission.key or "",
        "description": permission.description or "",
    }
    return Change(
        request=Request(kinde.CREATE_PERMISSION, body=body),
        target=Target("permissions", "", name_of(permission)),
        says=f"Create the permission {name_of(permission)}",
        after=body,
        effects=(Stale("permissions"),),
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    return (
        _creation(
            Permission(
                name=validation.name(given(answers, "name")),
                key=validation.key(given(answers, "key")),
                description=validation.paragraph(answers.get("description", ""), "The description"),
            )
        ),
    )


PERMISSIONS = Collection[Permission](
    name="permissions",
    title="Permissions",
    one="permission",
    model=Permission,
    key=by("id"),
    lists=kinde.GET_PERMISSIONS,
    columns=(
        Column[Permission]("key", "Key", texts.plain("key"), path("key"), 20, grow=True, edit=EDIT_KEY, search=True),
        Column[Permission](
            "name",
            "Name",
            lambda permission, _context: name_of(permission),
            path("name", "key", "id"),
            18,
            grow=True,
            edit=EDIT_NAME,
            search=True,
        ),
        Column[Permission](
            "description",
            "Description",
            texts.plain("description"),
            path("description"),
            24,
            grow=True,
            edit=EDIT_DESCRIPTION,
            search=True,
        ),
        Column[Permission]("id", "Id", texts.plain("id"), path("id"), 36, search=True, hidden=True),
    ),
    called=name_of,
    sort=("key", False),
    aliases=("permission", "perms", "perm"),
    flags={"description": Flag("description", present=True)},
    details=(
        Facts[Permission](
            "Details",
            (
                Fact("Name", lambda permission, _context: name_of(permission), edit=EDIT_NAME),
                Fact("Key", texts.plain("key"), edit=EDIT_KEY),
                Fact("Description", texts.plain("description"), edit=EDIT_DESCRIPTION),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Panel("Holders", "permission_holders"),
    ),
    creation=Creation(
        "New permission",
        kinde.CREATE_PERMISSION,
        (
            Question("name", "Name", validate=validation.complaint(validation.name)),
            Question(
                "key",
                "Key",
                hint="Small letters, digits, _ - and :, as in read:invoices",
                validate=validation.complaint(validation.key),
            ),
            Question("description", "Description", required=False),
        ),
        _create,
    ),
    removal=Action[Permission]("permissions.delete", "d", "Delete", kinde.DELETE_PERMISSION, _delete, bulk=True),
    empty="There is no permission yet. n makes the first.",
)
