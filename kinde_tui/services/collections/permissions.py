"""Permissions: what roles are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.models.role import Permission
from kinde_tui.services.change import Change, Danger, Removed, Stale, Target
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Action, Collection, Column, Creation, Fact, Facts, Flag, Panel
from kinde_tui.services.collections.edits import asking
from kinde_tui.services.collections.keyed import Edits, answered, body_of, columns, edits, facts, name_of, questions
from kinde_tui.services.collections.raws import by, path

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context


def _target_of(permission: Permission, _parent: Parent = ()) -> Target:
    return Target("permissions", permission.id, name_of(permission))


EDITS: Edits[Permission] = edits(kinde.UPDATE_PERMISSION, _target_of, asking(kinde.UPDATE_PERMISSION, "permission_id"))


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
    body = body_of(permission)
    return Change(
        request=Request(kinde.CREATE_PERMISSION, body=body),
        target=Target("permissions", "", name_of(permission)),
        says=f"Create the permission {name_of(permission)}",
        after=body,
        effects=(Stale("permissions"),),
    )


def _create(answers: Answers, _parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    return (_creation(Permission(**answered(answers))),)


PERMISSIONS = Collection[Permission](
    name="permissions",
    title="Permissions",
    one="permission",
    model=Permission,
    key=by("id"),
    lists=kinde.GET_PERMISSIONS,
    columns=(
        *columns(EDITS, 20),
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
                *facts(EDITS),
                Fact("Id", texts.plain("id")),
            ),
        ),
        Panel("Holders", "permission_holders", ("roles", "role_permissions", "role_users")),
    ),
    creation=Creation(
        "New permission",
        kinde.CREATE_PERMISSION,
        questions("a–z, digits, _ - and :, as in read:invoices"),
        _create,
    ),
    removal=Action[Permission]("permissions.delete", "d", "Delete", kinde.DELETE_PERMISSION, _delete, bulk=True),
    empty="There is no permission yet.",
)
