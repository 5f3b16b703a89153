"""Walking through a list's rows: how to come by them, and which of them meet a condition."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from kinde_tui.services.shape import sql

if TYPE_CHECKING:
    from kinde_tui.services.filter_sql import Condition
    from kinde_tui.services.passes import Listed
    from kinde_tui.services.shape import Shape

LONG = 50_000
"""From so many rows on, two threads walk: SQLite lets go of Python's lock meanwhile."""
_SHARE = 8
"""A list that makes up an eighth of its table is found faster by walking through the whole table."""
_WHOLE = "NOT INDEXED"
_TRUE = bytes(character == ord("1") for character in range(256))
_MET = (
    "SELECT group_concat(met, '') FROM"
    # As a value, AND works out both its sides; as a condition it stops at the first term that a row does not meet.
    " (SELECT CASE WHEN {where} THEN 1 ELSE 0 END AS met FROM {rows} {walk}"
    " WHERE list=? AND id>? AND id<=? ORDER BY id)"
)


def walk(database: sqlite3.Connection, shape: Shape, listed: Listed) -> str:
    """How to come by the list's rows: through an index, or through the whole table."""
    if listed.state.rows * _SHARE < shape.last_id(database):
        return f"INDEXED BY {shape.index}"
    return _WHOLE


def met(
    database: sqlite3.Connection,
    shape: Shape,
    listed: Listed,
    wanted: Condition,
    beside: Callable[[], sqlite3.Connection | None] = lambda: None,
) -> bytes:
    """A byte for each row of the list, in the order of ids: 1 where it meets the condition, else 0.

    Args:
        database: in a transaction.
        shape: of the collection.
        listed: the list as it is in that transaction.
        wanted: the condition.
        beside: gives another connection to the same file; with it half of a long list is walked at the same time.
    """
    where, values = wanted
    # One character a row: handing over 100,000 numbers instead would take twice the time.
    way = walk(database, shape, listed)
    statement = sql(_MET, {"where": where, "rows": shape.rows, "walk": way})
    last = shape.last_id(database)

    def part(connection: sqlite3.Connection, after: int, until: int) -> str:
        found = connection.execute(statement, (*values, listed.id, after, until)).fetchone()
        return found[0] or ""

    helper = beside() if listed.state.rows >= LONG and way == _WHOLE else None
    if helper is None:
        return part(database, 0, last).encode().translate(_TRUE)
    half = _Beside(helper, listed, lambda connection: part(connection, last // 2, last))
    first = part(database, 0, last // 2)
    rest = half.result()
    return (first + (part(database, last // 2, last) if rest is None else rest)).encode().translate(_TRUE)


class _Beside:
    """Something that is asked of another connection, on a thread of its own."""

    def __init__(
        self, connection: sqlite3.Connection, listed: Listed, ask: Callable[[sqlite3.Connection], str]
    ) -> None:
        self._connection = connection
        self._listed = listed
        self._ask = ask
        self._found: str | None = None
        self._thread = threading.Thread(target=self._run, name="store beside", daemon=True)
        self._thread.start()

    def result(self) -> str | None:
        """What was found; None: it failed, or the list is another one there by now."""
        self._thread.join()
        return self._found

    def _run(self) -> None:
        try:
            self._connection.execute("BEGIN")
            try:
                now = self._connection.execute("SELECT generation FROM lists WHERE id=?", (self._listed.id,)).fetchone()
                if now == (self._listed.generation,):
                    self._found = self._ask(self._connection)
            finally:
                self._connection.execute("ROLLBACK")
        except (sqlite3.Error, UnicodeDecodeError):
            self._found = None  # whoever asked walks there too, and meets what is wrong with the file
