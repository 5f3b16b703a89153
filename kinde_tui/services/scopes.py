"""What a screen asks of the token: read from the operations that its collections name, and nowhere written twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kinde_tui.api.operation import Operation
from kinde_tui.api.summaries import summary_of
from kinde_tui.services.collections.collection import Panel, Related, within

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.guard import Guard

    Collections = Mapping[str, AnyCollection]

_WORDS = frozenset({"title", "panel", "note", "label", "help", "name"})
"""Fields of a detail tab that hold words, even where one of them is spelled like a collection."""


class Part(StrEnum):
    """What of a screen an operation serves."""

    LIST = "list"
    """Without it there is nothing to see."""
    RECORD = "record"
    TAB = "tab"
    ACTION = "action"
    """Done when somebody asks for it; most of them write."""


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that a screen does, and what it calls for it."""

    part: Part
    title: str
    """What people call it: a tab's or an action's title, the list's for the other two."""
    operations: tuple[Operation, ...]

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the token must hold for it, each once."""
        return tuple(dict.fromkeys(operation.scope for operation in self.operations if operation.scope))


def uses_of(names: Iterable[str], collections: Collections) -> tuple[Use, ...]:
    """All that a screen made of these collections does, in the order in which it offers it."""
    return tuple(use for name in names for use in _uses(collections[name], collections))


def _uses(collection: AnyCollection, collections: Collections) -> Iterator[Use]:
    yield Use(Part.LIST, collection.title, (collection.lists,))
    if collection.reads is not None:
        yield Use(Part.RECORD, collection.title, (collection.reads,))
    for tab in collection.details:
        yield from _uses_of_tab(tab, collections)
    yield from _actions(collection)


def _uses_of_tab(tab: Any, collections: Collections) -> Iterator[Use]:
    if lists := lists_of_tab(tab, collections):
        yield Use(Part.TAB, tab.title, tuple(collections[name].lists for name in lists))
    if own := tuple(_operations_in(tab)):
        yield Use(Part.ACTION, f"{tab.title}: change", own)
    for name in lists:
        shown = collections[name]
        below = _actions(shown) if isinstance(tab, Related) else _writes(shown) if isinstance(tab, Panel) else ()
        for use in below:
            yield Use(use.part, f"{tab.title}: {use.title}", use.operations)


def lists_of_tab(tab: Any, collections: Collections) -> tuple[str, ...]:
    """The collections that a detail tab of whatever kind reads: every one that it names."""
    named: dict[str, None] = {}
    for field in fields(tab):
        value = getattr(tab, field.name)
        if field.name not in _WORDS:
            words = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
            named |= dict.fromkeys(word for word in words if isinstance(word, str) and word in collections)
    return tuple(named)


def _actions(collection: AnyCollection) -> Iterator[Use]:
    for action in collection.actions:
        yield Use(Part.ACTION, action.title, (action.operation,))
    for inquiry in collection.inquiries:
        yield Use(Part.ACTION, inquiry.title, (inquiry.operation,))
    if collection.creation is not None:
        yield Use(Part.ACTION, collection.creation.title, (collection.creation.operation,))
    if collection.removal is not None:
        yield Use(Part.ACTION, collection.removal.title, (collection.removal.operation,))
    for column in collection.columns:
        if column.edit is not None:
            yield Use(Part.ACTION, f"Edit {within(column.title)}", (column.edit.operation,))
    yield from _writes(collection)


def _writes(collection: AnyCollection) -> Iterator[Use]:
    for operation in collection.writes:
        yield Use(Part.ACTION, summary_of(operation), (operation,))


def _operations_in(declared: Any) -> Iterator[Operation]:
    """The operations in a declaration of whatever kind, however deep."""
    if isinstance(declared, Operation):
        yield declared
    elif isinstance(declared, tuple):
        for one in declared:
            yield from _operations_in(one)
    elif is_dataclass(declared):
        for field in fields(declared):
            yield from _operations_in(getattr(declared, field.name))


def bars(guard: Guard, names: Iterable[str], collections: Collections) -> tuple[str, ...]:
    """The scopes without which none of these lists can be read; empty: the token may, for all that is known."""
    return guard.missing(*(collections[name].lists for name in names))


def bars_of_tab(guard: Guard, tab: Any, collections: Collections) -> tuple[str, ...]:
    """The scopes without which a detail tab shows nothing. A panel makes the best of the lists that can be read."""
    lists = lists_of_tab(tab, collections)
    missing = bars(guard, lists, collections)
    some = isinstance(tab, Panel) and any(not bars(guard, (name,), collections) for name in lists)
    return () if some else missing


@dataclass(frozen=True, slots=True)
class Needs:
    """What one screen needs, told for people."""

    name: str
    """The screen's, as `:` takes it."""
    title: str
    uses: tuple[Use, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """The scopes for all that it shows."""
        return _scopes(operation for use in self.uses for operation in use.operations if not operation.writes)

    @property
    def changes(self) -> tuple[str, ...]:
        """The scopes for all that it changes."""
        return _scopes(operation for use in self.uses for operation in use.operations if operation.writes)

    @property
    def scopes(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys((*self.reads, *self.changes)))

    def blind(self, guard: Guard) -> tuple[str, ...]:
        """The scopes without which its lists cannot be read."""
        return guard.missing(*(operation for use in self.uses if use.part is Part.LIST for operation in use.operations))

    def missing(self, guard: Guard, *, writes: bool | None = None) -> tuple[str, ...]:
        """The scopes that the token lacks: of what it reads, of what it changes, or (None) of all."""
        operations = (operation for use in self.uses for operation in use.operations)
        return guard.missing(*(one for one in operations if writes is None or one.writes is writes))

    def serves(self, scope: str) -> tuple[Use, ...]:
        """What the scope is for."""
        return tuple(use for use in self.uses if scope in use.scopes)


def _scopes(operations: Iterable[Operation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(operation.scope for operation in operations if operation.scope))


def lacks_of_all(screens: Sequence[Needs], guard: Guard) -> tuple[str, ...]:
    """All scopes that the token lacks for anything on these screens, in alphabetical order of what they are about."""
    found = {scope for screen in screens for scope in screen.missing(guard)}
    return tuple(sorted(found, key=by_subject))


def by_subject(scope: str) -> tuple[str, str]:
    """Sorts scopes by what they are about, as Kinde's list of them does: `read:users` beside `update:users`."""
    what, _, about = scope.partition(":")
    return about, what
