"""Lists in the store: what is in them, how complete they are, and reading them page by page."""

from __future__ import annotations

import json
import os
import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kinde_tui.services.shape import sql

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.shape import Shape

TABLES = (
    (
        "CREATE TABLE IF NOT EXISTS shapes (collection TEXT PRIMARY KEY, fingerprint TEXT NOT NULL,"
        " last_id INTEGER NOT NULL DEFAULT 0)"
    ),
    "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    (
        "CREATE TABLE IF NOT EXISTS lists (id INTEGER PRIMARY KEY, collection TEXT NOT NULL, parent TEXT NOT NULL,"
        " rows INTEGER NOT NULL DEFAULT 0, generation INTEGER NOT NULL DEFAULT 0, complete INTEGER NOT NULL DEFAULT 0,"
        " read_at REAL, note TEXT NOT NULL DEFAULT '', UNIQUE (collection, parent))"
    ),
    (
        "CREATE TABLE IF NOT EXISTS passes (id INTEGER PRIMARY KEY, list INTEGER NOT NULL,"
        " token TEXT NOT NULL DEFAULT '', at REAL NOT NULL, loaded INTEGER NOT NULL DEFAULT 0)"
    ),
    "CREATE TABLE IF NOT EXISTS seen (pass INTEGER NOT NULL, ids BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS seen_by_pass ON seen (pass)",
    "CREATE TABLE IF NOT EXISTS orders (list INTEGER PRIMARY KEY, generation INTEGER NOT NULL, ids BLOB NOT NULL)",
)
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class ListState:
    """What is known of a list."""

    complete: bool = False
    """Whether a pass over the whole list ended since it was begun."""
    read_at: datetime | None = None
    """The end of the last pass over the whole list, in UTC."""
    rows: int = 0
    note: str = ""
    """Why the list is not all of what the tenant has, as a sentence."""


@dataclass(frozen=True, slots=True)
class OpenPass:
    """A pass that was cut off and can go on."""

    id: int
    token: str
    """What the page after the last one stored starts at."""
    at: datetime
    """When that token was received, in UTC."""
    loaded: int
    """Records of the pass so far."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list's row in the database."""

    id: int
    generation: int
    """Counts the transactions that changed its rows."""
    state: ListState


NOT_LISTED = Listed(0, 0, ListState())


def parent_text(parent: Parent) -> str:
    """The parent as the database keeps it."""
    return _SEPARATOR.join(parent)


def parent_of(text: str) -> Parent:
    """The parent that was kept as this text."""
    return tuple(text.split(_SEPARATOR)) if text else ()


def find_list(database: sqlite3.Connection, collection: str, parent: Parent) -> Listed:
    """The list, or one without id and rows when nothing was ever put into it."""
    found = database.execute(
        "SELECT id, generation, complete, read_at, rows, note FROM lists WHERE collection=? AND parent=?",
        (collection, parent_text(parent)),
    ).fetchone()
    if found is None:
        return NOT_LISTED
    row, generation, complete, read_at, rows, note = found
    return Listed(row, generation, ListState(bool(complete), _moment(read_at), rows, note))


def make_list(database: sqlite3.Connection, collection: str, parent: Parent) -> Listed:
    """The list, made when it is not there."""
    if (listed := find_list(database, collection, parent)).id:
        return listed
    database.execute("INSERT INTO lists (collection, parent) VALUES (?,?)", (collection, parent_text(parent)))
    return find_list(database, collection, parent)


def parents_of(database: sqlite3.Connection, collection: str) -> list[Parent]:
    """The parents of all lists of a collection that hold rows or were read."""
    found = database.execute(
        "SELECT parent FROM lists WHERE collection=? AND (rows>0 OR complete) ORDER BY parent", (collection,)
    )
    return [parent_of(text) for (text,) in found]


def grown(database: sqlite3.Connection, list_id: int, by: int) -> None:
    """Notes that a list's rows changed and that it has so many more of them."""
    database.execute("UPDATE lists SET rows=rows+?, generation=generation+1 WHERE id=?", (by, list_id))


def begin(database: sqlite3.Connection, list_id: int, now: datetime, keep_for: float) -> int:
    """Begins a pass over a list; forgets passes that were cut off more than `keep_for` seconds ago."""
    old = [
        row
        for (row,) in database.execute(
            "SELECT id FROM passes WHERE list=? AND at<?", (list_id, now.timestamp() - keep_for)
        )
    ]
    for row in old:
        forget(database, row)
    # Whoever reads a list does not know that its file was replaced: a number given twice would be another list's pass.
    pass_id = int.from_bytes(os.urandom(8)) >> 1 or 1
    database.execute("INSERT INTO passes (id, list, at) VALUES (?,?,?)", (pass_id, list_id, now.timestamp()))
    return pass_id


def resumable(database: sqlite3.Connection, list_id: int, since: datetime) -> OpenPass | None:
    """The newest pass that was cut off after its first page, no earlier than `since`."""
    found = database.execute(
        "SELECT id, token, at, loaded FROM passes WHERE list=? AND token<>'' AND at>=? ORDER BY at DESC LIMIT 1",
        (list_id, since.timestamp()),
    ).fetchone()
    return OpenPass(found[0], found[1], datetime.fromtimestamp(found[2], UTC), found[3]) if found else None


def is_open(database: sqlite3.Connection, pass_id: int) -> bool:
    """Whether a pass was begun and neither ended nor dropped."""
    return database.execute("SELECT 1 FROM passes WHERE id=?", (pass_id,)).fetchone() is not None


def forget(database: sqlite3.Connection, pass_id: int) -> None:
    """Drops a pass and what it saw."""
    database.execute("DELETE FROM passes WHERE id=?", (pass_id,))
    database.execute("DELETE FROM seen WHERE pass=?", (pass_id,))


def saw(database: sqlite3.Connection, pass_id: int, ids: Sequence[int], token: str, now: datetime) -> None:
    """Notes the rows of a page, and where the next one starts; a pass that was dropped meanwhile stays dropped."""
    updated = database.execute(
        "UPDATE passes SET token=?, at=?, loaded=loaded+? WHERE id=?", (token, now.timestamp(), len(ids), pass_id)
    )
    if updated.rowcount:
        database.execute("INSERT INTO seen (pass, ids) VALUES (?,?)", (pass_id, array("q", ids).tobytes()))


def arrived(database: sqlite3.Connection, list_id: int, ids: Sequence[int], *, besides: int = 0) -> None:
    """Notes rows that came by another way than a pass itself: it must not take them for vanished.

    Args:
        database: in a transaction.
        list_id: the list they are in.
        ids: of the rows.
        besides: the pass that has them in a page of its own.
    """
    open_passes = database.execute("SELECT id FROM passes WHERE list=? AND id<>?", (list_id, besides)).fetchall()
    if open_passes:
        packed = array("q", ids).tobytes()
        database.executemany("INSERT INTO seen (pass, ids) VALUES (?,?)", [(row, packed) for (row,) in open_passes])


def unseen(database: sqlite3.Connection, shape: Shape, list_id: int, pass_id: int) -> list[tuple[int, str]]:
    """Ids and keys of the rows that a pass did not come across; counts the list's rows anew on the way."""
    met = bytearray(shape.last_id(database) + 1)
    for (ids,) in database.execute("SELECT ids FROM seen WHERE pass=?", (pass_id,)):
        for row in array("q", ids):
            met[row] = 1
    names = {"rows": shape.rows, "index": shape.index}
    rows = database.execute(sql("SELECT id FROM {rows} INDEXED BY {index} WHERE list=?", names), (list_id,)).fetchall()
    vanished = json.dumps([row for (row,) in rows if not met[row]])
    gone = database.execute(shape.key_of, (vanished,)).fetchall()
    database.execute("UPDATE lists SET rows=? WHERE id=?", (len(rows), list_id))
    return gone


def finished(database: sqlite3.Connection, list_id: int, now: datetime, note: str) -> None:
    """Notes that a pass came to its end: the list is whole, or the note says why it is not."""
    database.execute(
        "UPDATE lists SET complete=?, read_at=?, note=? WHERE id=?", (not note, now.timestamp(), note, list_id)
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
