"""Who has a value of a property: asked of each of a list, or of Kinde's own search among users."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.api.records import records_of
from kinde_tui.models.property import Property
from kinde_tui.models.user import User
from kinde_tui.services.collections.collection import InvalidInputError, Question
from kinde_tui.services.collections.details import Values
from kinde_tui.services.collections.edits import given
from kinde_tui.services.collections.inquiry import Inquiry
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

FOUND = 20
"""Users that a search by value shows."""


def values_among(title: str, whole: str, held: str, key: Callable[[Any], str]) -> Values[Property]:
    """Who of these has a value: Kinde does not say what a definition is for, so all three are asked."""
    return Values[Property](
        title,
        whole,
        held,
        lambda record: (key(record),),
        lambda definition: definition.key or "",
        "value",
        "Properties",
        lambda raw: raw.get("value") not in (None, ""),
    )


def _search(definition: Property | None, answers: Answers, _parent: Parent) -> Request:
    value = given(answers, "value")
    if definition is None or not definition.key or not value:
        raise InvalidInputError("Type the value that you look for.")
    return Request(kinde.SEARCH_USERS, query={"properties": {definition.key: value}, "page_size": FOUND})


def _found(definition: Property | None, answer: Raw, _context: Context) -> Shown:
    users = [User.read(raw) for raw in records_of(kinde.SEARCH_USERS, answer)]
    facts = tuple((f"{user.first_name or ''} {user.last_name or ''}".strip(), user.email or user.id) for user in users)
    more = " There are more: a filter of the users finds them by name." if answer.get("has_more") is True else ""
    words = f"{len(users)} found.{more}" if users else "No user has this value."
    return Shown(f"Users by {(definition.name or definition.key) if definition else 'a property'}", facts, words)


FIND = Inquiry[Property](
    "properties.find",
    "f",
    "Find users by value",
    kinde.SEARCH_USERS,
    _search,
    _found,
    (Question("value", "Value", hint="Just as it is set"),),
    about=True,
    help="Kinde looks for users whose value is this one.",
)
