"""What a table shows: a list's rows in an order, through a filter, read window by window."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.services.lookups import EVERYTHING
from kinde_tui.services.orders import numbers
from kinde_tui.services.packing import hash_of, storable, unpack

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.database import Database
    from kinde_tui.services.lookups import Meaning
    from kinde_tui.services.orders import Ids
    from kinde_tui.services.shape import Shape

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a view."""

    key: str
    """The record's identity; empty: the record was removed since the view was made."""
    raw: Raw


_GONE = Row("", {})


class View:
    """An immutable answer: which rows, in which order, is fixed when it is made; their content is read when asked for.

    Attributes:
        total: rows of the list without the filter.
        meaning: what the filter meant, and which other lists it was taken from.
    """

    __slots__ = ("_database", "_epoch", "_ids", "_list", "_shape", "meaning", "total")

    def __init__(
        self, database: Database, shape: Shape, list_id: int, ids: Ids, total: int, meaning: Meaning = EVERYTHING
    ) -> None:
        self._database = database
        self._epoch = database.epoch
        self._shape = shape
        self._list = list_id
        self._ids = ids
        self.total = total
        self.meaning = meaning

    def __len__(self) -> int:
        return len(self._ids)

    def window(self, start: int, stop: int) -> list[Row]:
        """The rows from `start` up to `stop`, as they are now; about 1 ms for a screenful.

        A row that was removed since the view was made is an empty one, so that the others keep their places.
        """
        ids = self._ids[max(0, start) : max(0, stop)]
        if not ids or self._epoch != self._database.epoch:
            return [_GONE] * len(ids)
        asked = (numbers(ids),)
        found = self._database.read(lambda database: database.execute(self._shape.window, asked).fetchall())
        rows = {row: Row(key, unpack(raw)) for row, key, raw in found}
        return [rows.get(row, _GONE) for row in ids]

    def index_of(self, key: str) -> int | None:
        """Where the record of this key stands; None when it is not in the view."""
        name = storable(key)
        asked = (self._list, hash_of(name), name)

        def look(database: sqlite3.Connection) -> int | None:
            found = database.execute(self._shape.place, asked).fetchone()
            return None if found is None else int(found[0])

        row = self._database.read(look)
        if row is None or self._epoch != self._database.epoch:
            return None
        try:
            return self._ids.index(row)
        except ValueError:
            return None

    def keys(self) -> Iterator[str]:
        """The keys of all rows in their order; those of rows removed meanwhile are left out."""
        for start in range(0, len(self._ids), _CHUNK):
            if self._epoch != self._database.epoch:
                return
            yield from self._keys((numbers(self._ids[start : start + _CHUNK]),))

    def _keys(self, asked: tuple[str]) -> list[str]:
        # The statement goes through the ids in the order in which they are given.
        found = self._database.read(lambda database: database.execute(self._shape.key_of, asked).fetchall())
        return [key for _, key in found]
