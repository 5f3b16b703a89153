"""What roles and permissions have in common: a name, a key that code asks for, and a description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from kinde_tui.models.role import Permission, Role
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import Column, Edit, Fact, Question
from kinde_tui.services.collections.edits import given, text_edit
from kinde_tui.services.collections.raws import path

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.change import Parent, Target
    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.collections.edits import Asks

K = TypeVar("K", Role, Permission)

KEY_HINT = "Small letters, digits, _ - and :"


def name_of(record: Role | Permission) -> str:
    """What people call it."""
    return record.name or record.key or record.id


ROLE_COLUMNS = (
    Column[Role]("key", "Key", texts.plain("key"), path("key"), 16, grow=True, search=True),
    Column[Role]("name", "Name", texts.plain("name"), path("name"), 16, grow=True, search=True),
    Column[Role]("id", "Id", texts.plain("id"), path("id"), 36, hidden=True),
)
"""A role as a row below who or what has it."""


@dataclass(frozen=True, slots=True)
class Edits(Generic[K]):
    """How each of the three texts is edited."""

    name: Edit[K]
    key: Edit[K]
    description: Edit[K]


def edits(
    operation: Operation,
    target_of: Callable[[K, Parent], Target],
    asks_of: Callable[[K, Parent], Asks],
    keeps: tuple[str, ...] = (),
) -> Edits[K]:
    """The edits of the three texts.

    Args:
        operation: what they call.
        target_of: the record that is changed.
        asks_of: builds the request.
        keeps: fields that the operation wants to be sent with each change, unchanged.
    """
    return Edits(
        text_edit("name", "name", operation, target_of, asks_of, validation.name, keeps=keeps),
        text_edit(
            "key",
            "key",
            operation,
            target_of,
            asks_of,
            validation.key,
            keeps=keeps,
            hint=KEY_HINT,
            loses="Code that asks for the old key no longer finds it in new tokens.",
        ),
        text_edit(
            "description",
            "description",
            operation,
            target_of,
            asks_of,
            lambda text: validation.paragraph(text, "The description"),
            keeps=keeps,
        ),
    )


def columns(edit: Edits[K], wide: int) -> tuple[Column[K], ...]:
    """Key, of so many cells at least, name and description, edited in place."""
    return (
        Column("key", "Key", texts.plain("key"), path("key"), wide, grow=True, edit=edit.key, search=True),
        Column(
            "name",
            "Name",
            lambda record, _context: name_of(record),
            path("name", "key", "id"),
            18,
            grow=True,
            edit=edit.name,
            search=True,
        ),
        Column(
            "description",
            "Description",
            texts.plain("description"),
            path("description"),
            24,
            grow=True,
            edit=edit.description,
            search=True,
        ),
    )


def facts(edit: Edits[K]) -> tuple[Fact[K], ...]:
    """Name, key and description, in full."""
    return (
        Fact("Name", lambda record, _context: name_of(record), edit=edit.name),
        Fact("Key", texts.plain("key"), edit=edit.key),
        Fact("Description", texts.plain("description"), edit=edit.description),
    )


def questions(key_hint: str = KEY_HINT) -> tuple[Question, ...]:
    """What has to be said of a new one."""
    return (
        Question("name", "Name", validate=validation.complaint(validation.name)),
        Question("key", "Key", hint=key_hint, validate=validation.complaint(validation.key)),
        Question("description", "Description", required=False),
    )


def answered(answers: Answers) -> dict[str, str]:
    """The three texts from the answers, each as Kinde takes it.

    Raises:
        InvalidInputError: one of them cannot be meant.
    """
    return {
        "name": validation.name(given(answers, "name")),
        "key": validation.key(given(answers, "key")),
        "description": validation.paragraph(answers.get("description", ""), "The description"),
    }


def body_of(record: Role | Permission) -> dict[str, Any]:
    """What makes one like it."""
    return {"name": record.name or "", "key": record.key or "", "description": record.description or ""}
