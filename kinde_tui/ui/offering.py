"""What a picker offers first, and what it says of records that somebody has already."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Action, AnyCollection, Question
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.widgets.source import Source, TableRow

RECENT = 5
"""So many of those that were picked last stand first."""
MOST_FIRST = 50
"""More than these are not looked up one by one, to stand first."""
CHOSEN_LATELY = "recent"


@dataclass(frozen=True, slots=True)
class Had:
    """Which of the records that can be picked somebody has already."""

    said: str
    """The word for them: `a member`."""
    is_had: Callable[[str], bool]
    first: Sequence[str] = ()
    """Those that are wanted, and so stand first."""


def had_by(action: Action[Any], records: Sequence[Any], tenant: Tenant) -> dict[str, Had]:
    """By question of an action: what all of these records have of it."""
    found: dict[str, Had] = {}
    if action.has is None:
        return found
    holdings = [action.has(record) for record in records]
    for question in action.questions:
        if question.had and all(question.name in one for one in holdings):
            keys = set.intersection(*(set(_keys(question, one[question.name], tenant)) for one in holdings))
            first = sorted(keys) if question.had_first and len(keys) <= MOST_FIRST else ()
            found[question.name] = Had(question.had, keys.__contains__, first)
    return found


def _keys(question: Question, values: Collection[str], tenant: Tenant) -> Collection[str]:
    if not question.had_by:
        return values
    return [row.key for value in values for row in tenant.store.find(question.collection, question.had_by, value)]


def had_in(collection: AnyCollection, parent: Parent, tenant: Tenant) -> dict[str, Had]:
    """By question of a creation: what stands in the list already that gets a new row."""

    def is_there(key: str) -> bool:
        return tenant.store.get(collection.name, key, parent) is not None

    questions = collection.creation.questions if collection.creation else ()
    return {question.name: Had(question.had, is_there) for question in questions if question.had}


class Offer:
    """The rows of one picker: those that are wanted first, or those that were picked last; then the list."""

    def __init__(self, tenant: Tenant, collection: str, had: Had | None = None) -> None:
        self._picked: list[str] = tenant.picked.setdefault(collection, [])
        self._had = had
        if had is not None and had.first:
            self._first = list(had.first)
        else:
            self._first = [key for key in self._picked if had is None or not had.is_had(key)]
        self._recent = frozenset(self._picked)

    def note(self, key: str) -> str:
        """What is said beside a record; empty: nothing."""
        if self._had is not None and self._had.is_had(key):
            return f"✓ {self._had.said}"
        return CHOSEN_LATELY if key in self._recent else ""

    @property
    def notes(self) -> Sequence[str]:
        """All that may be said."""
        return [*([f"✓ {self._had.said}"] if self._had else []), *([CHOSEN_LATELY] if self._recent else [])]

    def arranged(self, rows: Source) -> Source:
        """The rows in the order in which they are offered."""
        return FirstThese(rows, self._first) if self._first else rows

    def took(self, key: str) -> None:
        """Remembers what was picked."""
        self._picked[:] = [key, *(one for one in self._picked if one != key)][:RECENT]


class FirstThese:
    """The rows of another source, some of them before all others."""

    def __init__(self, rows: Source, keys: Sequence[str]) -> None:
        self._rows = rows
        places = [rows.index_of(key) for key in keys]
        self._first = [place for place in places if place is not None]
        self._passed = sorted(self._first)

    def __len__(self) -> int:
        return len(self._rows)

    def window(self, start: int, stop: int) -> Sequence[TableRow]:
        """The rows from `start` up to `stop`."""
        start, stop = max(0, start), min(max(0, stop), len(self))
        taken = len(self._first)
        found = [row for place in self._first[start:stop] for row in self._rows.window(place, place + 1)]
        if stop > max(start, taken):
            begin, end = self._behind(max(start, taken) - taken), self._behind(stop - taken - 1) + 1
            passed = set(self._passed)
            rows = zip(range(begin, end), self._rows.window(begin, end), strict=True)
            found += [row for place, row in rows if place not in passed]
        return found

    def index_of(self, key: str) -> int | None:
        """Where a record stands."""
        place = self._rows.index_of(key)
        if place is None:
            return None
        if place in self._first:
            return self._first.index(place)
        return len(self._first) + place - bisect_left(self._passed, place)

    def _behind(self, number: int) -> int:
        """The place in the other source of one of the rest."""
        for passed in self._passed:
            if passed <= number:
                number += 1
        return number
