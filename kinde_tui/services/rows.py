"""Writing rows: only what is new or other than before is written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from kinde_tui.services.packing import unpack
from kinde_tui.services.passes import grown

if TYPE_CHECKING:
    from kinde_tui.services.shape import Prepared, Shape


def upsert(
    database: sqlite3.Connection, shape: Shape, list_id: int, page: Sequence[Prepared], *, empty: bool
) -> tuple[list[int], list[str], int]:
    """Writes the records that are new or other than before.

    Args:
        database: in a transaction.
        shape: of the collection.
        list_id: the list they are in.
        page: the records; of two with the same key the later one counts.
        empty: whether the list is known to hold nothing yet.

    Returns:
        The ids of all the page's rows, the keys of those written, and how many of these are new.
    """
    records = {record.key: record for record in page}
    known: dict[str, tuple[int, bytes]] = {}
    if not empty:
        hashes = json.dumps([record.hash for record in records.values()])
        known = {key: (row, raw) for key, row, raw in database.execute(shape.known, (hashes, list_id))}
    ids: list[int] = []
    fresh: list[Prepared] = []
    changed: list[tuple[int, Prepared]] = []
    for key, record in records.items():
        if (found := known.get(key)) is None:
            fresh.append(record)
            continue
        ids.append(found[0])
        if found[1] != record.packed:
            changed.append((found[0], record))
    first = shape.give_ids(database, len(fresh)) if fresh else 0
    _insert(database, shape, list_id, fresh, first)
    _update(database, shape, changed)
    ids.extend(range(first, first + len(fresh)))
    return ids, [record.key for _, record in changed] + [record.key for record in fresh], len(fresh)


def _insert(database: sqlite3.Connection, shape: Shape, list_id: int, fresh: Sequence[Prepared], first: int) -> None:
    if not fresh:
        return
    ids = range(first, first + len(fresh))
    keys, hashes, texts, _ = zip(*fresh, strict=True)
    rows = zip(ids, repeat(list_id, len(fresh)), hashes, keys, *shape.columns_of(fresh), strict=True)
    database.executemany(shape.insert_row, rows)
    database.executemany(shape.insert_raw, zip(ids, texts, strict=True))


def _update(database: sqlite3.Connection, shape: Shape, changed: Sequence[tuple[int, Prepared]]) -> None:
    ids = [row for row, _ in changed]
    columns = shape.columns_of([record for _, record in changed])
    database.executemany(shape.update_row, zip(*columns, ids, strict=True))
    database.executemany(shape.update_raw, [(record.packed, row) for row, record in changed])


def write_one(
    database: sqlite3.Connection, shape: Shape, list_id: int, record: Prepared, found: tuple[int, bytes] | None
) -> tuple[int, frozenset[str] | None]:
    """Writes one record in the place of what was found under its key.

    Returns:
        Its row's id, and the columns whose value is another one now, with an empty name for a new row; None when the
        record is as it was.
    """
    if found is None:
        (row,), _, _ = upsert(database, shape, list_id, [record], empty=True)
        grown(database, list_id, 1)
        return row, frozenset({"", *shape.columns})
    row, raw = found
    if raw == record.packed:
        return row, None
    before, after = shape.values([unpack(raw), unpack(record.packed)])
    database.execute(shape.update_row, (*after, row))
    database.execute(shape.update_raw, (record.packed, row))
    grown(database, list_id, 0)
    return row, frozenset(
        name for name, old, new in zip(shape.columns, before[1:], after[1:], strict=True) if old != new
    )


def delete_rows(database: sqlite3.Connection, shape: Shape, list_id: int, ids: Sequence[int]) -> None:
    """Takes rows out of a list."""
    database.executemany(shape.delete_row, [(row,) for row in ids])
    database.executemany(shape.delete_raw, [(row,) for row in ids])
    grown(database, list_id, -len(ids))
