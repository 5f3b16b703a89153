"""How a list is shown: its columns, and under a name its filter and order too; as people write it in the config file.

A column is its key, with a width in cells where one was chosen: `email`, `email:30`. An order is a column's key, with
a minus sign before it where the largest come first: `-last_seen`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection

NARROWEST, WIDEST = 4, 120
"""Cells of a column."""
LONGEST_NAME = 40
"""Characters of a saved view's name."""
_PLACED = re.compile(r"([^:\s]+)(?::(\d{1,4}))?")


class LayoutError(ValueError):
    """What is kept cannot be meant; the message is a sentence for the person who keeps it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A column that is shown."""

    key: str
    width: int | None = None
    """Cells; None: as its content needs."""


@dataclass(frozen=True, slots=True)
class ListLayout:
    """How a list is shown."""

    columns: tuple[Placed, ...] = ()
    """In their order; none: the collection's own."""
    sort: tuple[str, bool] | None = None
    """Column key and whether the largest come first; None: as it is."""
    filter: str = ""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A layout under a name."""

    name: str
    collection: str
    layout: ListLayout = field(default_factory=ListLayout)
    fault: str = ""
    """Why it cannot be shown, as a sentence; empty: it can."""


Stored = Mapping[str, str | list[str]]
"""A view as the config file has it."""


def own_columns(collection: AnyCollection) -> tuple[Placed, ...]:
    """The columns that a list has before anyone chose."""
    return tuple(Placed(column.key) for column in collection.columns if not column.hidden)


def read_columns(stored: object, collection: AnyCollection) -> tuple[Placed, ...]:
    """The columns that a text in the config file means.

    Raises:
        LayoutError: it is no list of this collection's columns.
    """
    says = f"The columns of {collection.many} in the config file"
    if not isinstance(stored, list) or not all(isinstance(one, str) for one in stored):
        raise LayoutError(f'{says} are no list of texts, as in ["name", "email:30"].')
    placed = [_placed(text, collection, says) for text in stored]
    if not placed:
        raise LayoutError(f"{says} are none; leave the line out for those it has by itself.")
    keys = [one.key for one in placed]
    if doubled := next((key for key in keys if keys.count(key) > 1), ""):
        raise LayoutError(f"{says} name {doubled} twice.")
    return tuple(placed)


def _placed(text: str, collection: AnyCollection, says: str) -> Placed:
    found = _PLACED.fullmatch(text)
    if found is None:
        raise LayoutError(f"{says} hold “{text}”; a column is its name, or name:cells as in email:30.")
    key, width = found[1], found[2]
    if collection.column(key) is None:
        known = ", ".join(column.key for column in collection.columns)
        raise LayoutError(f"{says} hold “{key}”, which they do not have; there are {known}.")
    if width is not None and not NARROWEST <= int(width) <= WIDEST:
        raise LayoutError(f"{says} make {key} {width} cells wide; {NARROWEST} to {WIDEST} are possible.")
    return Placed(key, None if width is None else int(width))


def written_columns(columns: Sequence[Placed]) -> list[str]:
    """The columns as the config file has them."""
    return [one.key if one.width is None else f"{one.key}:{one.width}" for one in columns]


def read_view(name: str, stored: object, collections: Mapping[str, AnyCollection]) -> SavedView:
    """The view that a table in the config file means; one that cannot be meant says why in `fault`."""
    parts: Mapping[str, object] = stored if isinstance(stored, dict) else {}
    listed = parts.get("list")
    collection = collections.get(listed) if isinstance(listed, str) else None
    if collection is None:
        return SavedView(name, "", fault=f"The view “{name}” in the config file names no list that there is.")
    try:
        layout = _layout(parts, collection)
    except LayoutError as error:
        return SavedView(name, collection.name, fault=f"The view “{name}” cannot be shown. {error}")
    return SavedView(name, collection.name, layout)


def _layout(parts: Mapping[str, object], collection: AnyCollection) -> ListLayout:
    words = parts.get("filter", "")
    if not isinstance(words, str):
        raise LayoutError("Its filter is no text: put it in quotes.")
    columns = read_columns(parts["columns"], collection) if "columns" in parts else ()
    return ListLayout(columns, _sort(parts.get("sort"), collection), words)


def _sort(stored: object, collection: AnyCollection) -> tuple[str, bool] | None:
    if stored is None:
        return None
    key = stored.removeprefix("-") if isinstance(stored, str) else ""
    if not isinstance(stored, str) or (key and collection.column(key) is None):
        raise LayoutError(f"Its order, {stored!r}, is none of {collection.many}: -created, for example.")
    return key, stored.startswith("-")


def written_view(view: SavedView) -> Stored:
    """The view as the config file has it."""
    layout = view.layout
    stored: dict[str, str | list[str]] = {"list": view.collection, "filter": layout.filter}
    if layout.sort is not None:
        stored["sort"] = f"{'-' if layout.sort[1] else ''}{layout.sort[0]}"
    if layout.columns:
        stored["columns"] = written_columns(layout.columns)
    return stored


def view_name(text: str) -> str:
    """The name that a view is kept under.

    Raises:
        LayoutError: none was given, or it cannot be one.
    """
    name = " ".join(text.split())
    if not name:
        raise LayoutError("A view needs a name: `:view save NAME`.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise LayoutError(f"A view's name has up to {LONGEST_NAME} letters, digits, signs and spaces.")
    if name.casefold() == "save" or name.casefold().startswith("save "):
        raise LayoutError("“save” is the word that keeps a view. Choose another name.")
    return name


class ListMemory:
    """What is remembered of lists until the end of the run, by profile."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, str], tuple[Placed, ...]] = {}
        self._views: dict[str, dict[str, SavedView]] = {}

    def columns_of(self, profile: str, collection: AnyCollection) -> tuple[Placed, ...]:
        """The columns chosen for a list; none: those it has by itself."""
        return self._columns.get((profile, collection.name), ())

    def keep_columns(self, profile: str, collection: AnyCollection, columns: Sequence[Placed]) -> None:
        """Remembers the columns; none forgets what was chosen."""
        self._columns[profile, collection.name] = tuple(columns)

    def views_of(self, profile: str) -> list[SavedView]:
        """The saved views, by name."""
        return sorted(self._views.get(profile, {}).values(), key=lambda view: view.name.casefold())

    def keep_view(self, profile: str, view: SavedView) -> None:
        """Remembers a view in place of the one of its name."""
        self._views.setdefault(profile, {})[view.name] = view

    def drop_view(self, profile: str, name: str) -> None:
        """Forgets a view."""
        self._views.get(profile, {}).pop(name, None)
