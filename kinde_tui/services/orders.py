"""The order of a list's rows, as an array of row ids, and which of them meet a filter."""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.services.shape import sql
from kinde_tui.services.walking import met, walk

if TYPE_CHECKING:
    from kinde_tui.services.filter_sql import Condition
    from kinde_tui.services.passes import Listed
    from kinde_tui.services.shape import Shape

Ids: TypeAlias = "array[int]"
Sort: TypeAlias = tuple[str, bool]
"""Column key, empty for the API's own order, and whether descending."""

LARGE = 20_000
"""From so many rows on, the order in which a list is shown first is written down."""
_HELD = 4_000_000
"""Row ids that all remembered orders may hold together: 32 MB."""


class _Order:
    """The ids of a list's rows in one order, as they were in one generation of the list."""

    def __init__(self, generation: int, ids: Ids) -> None:
        self.generation = generation
        self.ids = ids

    @cached_property
    def first(self) -> int:
        """The smallest id."""
        return min(self.ids, default=0)

    @cached_property
    def dense(self) -> bool:
        """Whether the ids have no gaps."""
        return bool(self.ids) and max(self.ids) - self.first + 1 == len(self.ids)


class Orders:
    """Remembers the orders asked for last. A filter then costs one walk through the rows and no sorting.

    There is no full-text index: it would take as long to keep as the rest of a sync together, and the letter it helps
    least with, the first one, is the slowest. 100,000 rows are walked through in 15 ms.
    """

    def __init__(self) -> None:
        self._orders: OrderedDict[tuple[int, Sort], _Order] = OrderedDict()
        self._epoch = 0
        self._picked: tuple[_Order, Callable[[bytes], tuple[int, ...]]] | None = None

    def keep_up(self, epoch: int) -> None:
        """Forgets everything when the database's content was replaced since."""
        if epoch != self._epoch:
            self._epoch = epoch
            self._orders.clear()
            self._picked = None

    def of(self, database: sqlite3.Connection, shape: Shape, listed: Listed, sort: Sort) -> Ids:
        """The ids of the list's rows in this order; empty fields last, equal ones in the API's order.

        The array is shared: callers do not change it.
        """
        return self._order(database, shape, listed, sort).ids

    def select(
        self,
        database: sqlite3.Connection,
        shape: Shape,
        listed: Listed,
        sort: Sort,
        wanted: Condition,
        beside: Callable[[], sqlite3.Connection | None] = lambda: None,
    ) -> Ids:
        """The ids of those rows that meet the condition, in this order; `beside` is as for `walking.met`."""
        order = self._order(database, shape, listed, sort)
        if not order.ids:
            return order.ids
        flags = met(database, shape, listed, wanted, beside)
        if order.dense and order.first <= len(flags):
            return array("q", compress(order.ids, self._in_order(order, bytes(order.first) + flags)))
        chosen = set(compress(sorted(order.ids), flags))
        return array("q", [row for row in order.ids if row in chosen])

    def _in_order(self, order: _Order, flags: bytes) -> Iterable[int]:
        """The flag of each row of the order, from those of all ids."""
        if len(order.ids) < LARGE:
            return map(flags.__getitem__, order.ids)
        if self._picked is None or self._picked[0] is not order:
            # The numbers as objects, 40 bytes a row, for the list that is being filtered: half the time of this step.
            self._picked = order, itemgetter(*order.ids)
        return self._picked[1](flags)

    def settle(self, list_id: int, before: int, changed: frozenset[str], removed: int | None) -> None:
        """Carries the orders of a list over a change of one row, so that it need not be sorted anew.

        Args:
            list_id: the list.
            before: its generation before the change; the change made it one more.
            changed: columns whose value is another one now.
            removed: the row, when it was removed.
        """
        for place, order in list(self._orders.items()):
            if place[0] != list_id:
                continue
            if order.generation != before or (removed is None and place[1][0] in changed):
                del self._orders[place]
            elif removed is None:
                order.generation = before + 1
            else:
                self._orders[place] = _Order(before + 1, _without(order.ids, removed))

    def current(self, shape: Shape, listed: Listed) -> Ids | None:
        """The order in which the list is shown first, when it is remembered as it is now."""
        order = self._orders.get((listed.id, shape.collection.sort))
        return order.ids if order is not None and order.generation == listed.generation else None

    def _order(self, database: sqlite3.Connection, shape: Shape, listed: Listed, sort: Sort) -> _Order:
        place = (listed.id, sort)
        order = self._orders.get(place)
        if order is None or order.generation != listed.generation:
            ids = _kept(database, shape, listed, sort) or _sorted_ids(database, shape, listed, sort)
            order = _Order(listed.generation, ids)
            self._orders[place] = order
            held = sum(len(other.ids) for other in self._orders.values())
            while held > _HELD and len(self._orders) > 1:
                held -= len(self._orders.popitem(last=False)[1].ids)
        self._orders.move_to_end(place)
        return order


def keep(database: sqlite3.Connection, shape: Shape, listed: Listed, ids: Ids | None = None) -> None:
    """Writes down the order in which a large list is shown first: the next start takes no sorting.

    Args:
        database: in a transaction.
        shape: of the collection.
        listed: the list as it is now.
        ids: the order; None: sort now.
    """
    if listed.state.rows < LARGE or _kept(database, shape, listed, shape.collection.sort) is not None:
        return
    if ids is None:
        ids = _sorted_ids(database, shape, listed, shape.collection.sort)
    database.execute(
        "REPLACE INTO orders (list, generation, ids) VALUES (?,?,?)", (listed.id, listed.generation, ids.tobytes())
    )


def _kept(database: sqlite3.Connection, shape: Shape, listed: Listed, sort: Sort) -> Ids | None:
    """The order that was written down, when the list did not change since."""
    if sort != shape.collection.sort or listed.state.rows < LARGE:
        return None
    found = database.execute(
        "SELECT ids FROM orders WHERE list=? AND generation=? AND length(ids)=?",
        (listed.id, listed.generation, listed.state.rows * array("q").itemsize),
    ).fetchone()
    return array("q", found[0]) if found else None


def _sorted_ids(database: sqlite3.Connection, shape: Shape, listed: Listed, sort: Sort) -> Ids:
    key, descending = sort
    column = shape.columns.get(key)
    by = (
        f"{column} {'DESC' if descending else 'ASC'} NULLS LAST, id" if column else f"id {'DESC' if descending else ''}"
    )
    names = {"rows": shape.rows, "walk": walk(database, shape, listed), "by": by}
    found = database.execute(sql("SELECT id FROM {rows} {walk} WHERE list=? ORDER BY {by}", names), (listed.id,))
    return array("q", [row for (row,) in found])


def _without(ids: Ids, row: int) -> Ids:
    rest = ids[:]
    if row in rest:
        rest.remove(row)
    return rest


def numbers(ids: Iterable[int]) -> str:
    """Row ids as JSON, which is how a statement takes many of them."""
    return f"[{','.join(map(str, ids))}]"
