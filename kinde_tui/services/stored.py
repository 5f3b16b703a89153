"""Reading the store: every answer comes from one consistent state, at once, on the calling thread."""

from __future__ import annotations

import sqlite3
import time
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from kinde_tui.services import passes
from kinde_tui.services.filter_sql import condition
from kinde_tui.services.filter_words import FilterError
from kinde_tui.services.filters import Matches, parse
from kinde_tui.services.folding import fold
from kinde_tui.services.lookups import Lookups
from kinde_tui.services.packing import hash_of, storable, unpack
from kinde_tui.services.ranking import ranked
from kinde_tui.services.shape import sql
from kinde_tui.services.views import Row, View

if TYPE_CHECKING:
    from collections import Counter

    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Refers
    from kinde_tui.services.filter_sql import Condition
    from kinde_tui.services.filters import Filter
    from kinde_tui.services.homes import Home, Homes
    from kinde_tui.services.orders import Ids, Sort
    from kinde_tui.services.passes import Listed, ListState, OpenPass
    from kinde_tui.services.shape import Value
    from kinde_tui.services.tallies import Question

SLOWEST = 1.5
"""Seconds that a filter with a regular expression may take."""
_STEPS = 10_000
"""Steps of SQLite between two looks at the clock."""


class Stored:
    """The reading half of the store."""

    def __init__(self, homes: Homes) -> None:
        self._homes = homes
        self._lookups = Lookups(homes)

    @property
    def rebuilt(self) -> str:
        """Why the file was put aside and begun anew, as a sentence; empty: it was not."""
        return self._homes.disk.rebuilt

    @property
    def degraded(self) -> str:
        """Why what is read is kept in memory only, as a sentence; empty: it is kept as was asked for."""
        return self._homes.disk.degraded

    def view(
        self,
        collection: str,
        parent: Parent = (),
        *,
        filter: str = "",  # noqa: A002 - what people call it
        sort: tuple[str, bool] | None = None,
    ) -> View:
        """The rows of a list that meet a filter, in an order.

        Args:
            collection: its name.
            parent: the records that the list hangs under.
            filter: in the language of `services.filters`; empty: all rows.
            sort: column key and whether descending; None: the collection's own order. Without such a column: the
                API's order. Empty fields come last either way.

        Raises:
            FilterError: the filter cannot be meant, or takes too long.
        """
        home = self._homes[collection]
        meaning = self._lookups.meaning(parse(filter, home.shape.collection), home.shape.collection)
        wanted = meaning.filter
        order = home.shape.collection.sort if sort is None else sort
        where = condition(wanted, home.shape.columns) if wanted.terms else None

        def look(database: sqlite3.Connection) -> tuple[Listed, Ids]:
            home.orders.keep_up(home.database.epoch)
            listed = passes.find_list(database, collection, parent)
            if not listed.state.rows:
                return listed, array("q")
            if where is None:
                return listed, home.orders.of(database, home.shape, listed, order)
            return listed, _select(database, home, listed, order, where, wanted)

        listed, ids = home.database.read(look)
        return View(home.database, home.shape, listed.id, ids, listed.state.rows, meaning)

    def values(
        self, collection: str, asked: str | Refers, beginning: str, parent: Parent = (), *, limit: int = 8
    ) -> list[str]:
        """Texts that a field may be filtered by, as they are compared: without case and accents.

        Args:
            collection: its name.
            asked: a column's key, whose values are taken from the first 20,000 rows; or what a field refers to.
            beginning: how they begin, as they are compared.
            parent: the records that the list hangs under.
            limit: so many at most.
        """
        return self._lookups.values((collection, parent), asked, beginning, limit)

    def search(self, collection: str, words: str, limit: int, parent: Parent = ()) -> list[tuple[int, Row]]:
        """Rows whose searched texts hold all the words, the likeliest first, each with its rank: see `ranking`."""
        home = self._homes[collection]

        def look(database: sqlite3.Connection) -> tuple[Listed, list[tuple[int, int]]]:
            listed = passes.find_list(database, collection, parent)
            return listed, ranked(database, home.shape, listed, words, limit)

        listed, found = home.database.read(look)
        ids = array("q", [row for row, _ in found])
        rows = View(home.database, home.shape, listed.id, ids, listed.state.rows).window(0, limit)
        return [(rank, row) for (_, rank), row in zip(found, rows, strict=True) if row.key]

    def tally(self, collection: str, questions: Sequence[Question], parent: Parent = ()) -> list[Counter[str]]:
        """How many rows of a list meet filters, and how often words stand in a field: one walk answers all of it.

        Any thread may ask. 100,000 rows and a handful of questions take about 50 ms.

        Args:
            collection: its name.
            questions: see `tallies`.
            parent: the records that the list hangs under.

        Raises:
            FilterError: a filter cannot be meant.
        """
        from kinde_tui.services.tallies import asked_for, count

        home = self._homes[collection]
        declared = home.shape.collection

        def look(database: sqlite3.Connection) -> list[Counter[str]]:
            listed = passes.find_list(database, collection, parent)
            return count(database, home.shape, listed, asked)

        asked = [
            asked_for(question, home.shape, lambda text: self._lookups.meaning(parse(text, declared), declared).filter)
            for question in questions
        ]
        return home.database.read(look)

    def get(self, collection: str, key: str, parent: Parent = ()) -> Raw | None:
        """One record as it came; None: the store does not have it."""
        home, name = self._homes[collection], storable(key)

        def look(database: sqlite3.Connection) -> bytes | None:
            listed = passes.find_list(database, collection, parent)
            found = database.execute(home.shape.one, (listed.id, hash_of(name), name)).fetchone()
            return found[1] if found else None

        packed = home.database.read(look)
        return None if packed is None else unpack(packed)

    def rows(self, collection: str, parent: Parent = ()) -> Iterator[Raw]:
        """All records of a list, in the API's order; rows removed meanwhile are left out."""
        view = self.view(collection, parent, sort=("", False))
        for start in range(0, len(view), 500):
            yield from (row.raw for row in view.window(start, start + 500) if row.key)

    def rows_everywhere(self, collection: str) -> Iterator[tuple[Parent, Raw]]:
        """All records of a collection under all parents, each with its list's parent."""
        home, last = self._homes[collection], 0
        while batch := self._after(home, last):
            last = batch[-1][0]
            yield from ((passes.parent_of(parent), unpack(raw)) for _, parent, raw in batch)

    def find(self, collection: str, column: str, value: str | float, parent: Parent = ()) -> list[Row]:
        """The rows whose column has this value, upper and lower case and accents apart: a user by e-mail.

        Raises:
            KeyError: there is no such column.
        """
        home = self._homes[collection]
        names = {"rows": home.shape.rows, "raws": home.shape.raws, "column": home.shape.columns[column]}
        statement = sql(
            "SELECT r.key, w.raw FROM {rows} AS r JOIN {raws} AS w ON w.id=r.id"
            " WHERE r.list=? AND r.{column}=? ORDER BY r.id",
            names,
        )
        wanted: Value = fold(value) if isinstance(value, str) else value

        def look(database: sqlite3.Connection) -> list[tuple[str, bytes]]:
            listed = passes.find_list(database, collection, parent)
            return database.execute(statement, (listed.id, wanted)).fetchall()

        return [Row(key, unpack(raw)) for key, raw in home.database.read(look)]

    def count(self, collection: str, parent: Parent = ()) -> int:
        """How many records of a list the store has."""
        return self.age(collection, parent).rows

    def age(self, collection: str, parent: Parent = ()) -> ListState:
        """How complete and how old a list is."""
        database = self._homes[collection].database
        return database.read(lambda connection: passes.find_list(connection, collection, parent)).state

    def parents(self, collection: str) -> list[Parent]:
        """The parents of all lists of a collection that the store knows something of."""
        database = self._homes[collection].database
        return database.read(lambda connection: passes.parents_of(connection, collection))

    def open_pass(self, collection: str, parent: Parent, since: datetime) -> OpenPass | None:
        """The newest pass over a list that was cut off and stored a page after `since`."""
        database = self._homes[collection].database
        return database.read(
            lambda connection: passes.resumable(connection, passes.find_list(connection, collection, parent).id, since)
        )

    def meta_get(self, name: str) -> str | None:
        """What was kept under this name; None: nothing."""
        found = self._homes.disk.read(
            lambda database: database.execute("SELECT value FROM meta WHERE name=?", (name,)).fetchone()
        )
        return found[0] if found else None

    @staticmethod
    def _after(home: Home, last: int) -> Sequence[tuple[int, str, bytes]]:
        return home.database.read(lambda database: database.execute(home.shape.everywhere, (last,)).fetchall())


def _select(
    database: sqlite3.Connection, home: Home, listed: Listed, sort: Sort, where: Condition, wanted: Filter
) -> Ids:
    """The rows that meet the filter; one with a regular expression is stopped when it takes too long."""
    if not any(isinstance(term.test, Matches) for term in wanted.terms):
        return home.orders.select(database, home.shape, listed, sort, where, home.database.beside)
    until = time.monotonic() + SLOWEST
    database.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
    try:
        return home.orders.select(database, home.shape, listed, sort, where)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise FilterError("This regular expression takes too long here; make it shorter, or use words.", 0) from None
    finally:
        database.set_progress_handler(None, 0)
