"""The rows of a list that hold some words, the likeliest first."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kinde_tui.services.folding import fold
from kinde_tui.services.packing import hash_of, storable
from kinde_tui.services.shape import sql
from kinde_tui.services.walking import walk

if TYPE_CHECKING:
    from kinde_tui.services.passes import Listed
    from kinde_tui.services.shape import Shape

EXACT, BEGINS, WORD_BEGINS, HOLDS, ELSEWHERE = range(5)
"""One of the texts that words look in is what was typed, or begins so; the name has a word that begins so, or holds it;
only the other texts hold it."""
LONGEST = 200
"""Characters that are looked for."""
FEW = 10_000
"""Rows that are looked through whatever was typed."""
SHORT = 2
"""Characters of which a long list has more beginnings than can be shown, so that nothing else is looked for."""

_RANK = (
    "CASE WHEN instr(char(10) || search || char(10), char(10) || ? || char(10)) > 0 THEN 0"
    " WHEN instr(char(10) || search, char(10) || ?) > 0 THEN 1"
    " WHEN instr({name}, ' ' || ?) > 0 THEN 2 WHEN instr({name}, ?) > 0 THEN 3 ELSE 4 END"
)
_NEVER = "\U0010ffff"
"""Sorts after every letter that follows."""


def ranked(database: sqlite3.Connection, shape: Shape, listed: Listed, words: str, limit: int) -> list[tuple[int, int]]:
    """Row ids with their ranks, in order.

    Each word must be there; the rank is that of all of them together, as they were typed.

    Args:
        database: where the rows are.
        shape: their collection's.
        listed: the list.
        words: what was typed; nothing finds nothing.
        limit: so many at most.
    """
    typed = " ".join(fold(words[:LONGEST]).split())
    if not typed or not listed.state.rows:
        return []
    found = dict.fromkeys(_of_key(database, shape, listed, " ".join(words.split())), EXACT)
    if listed.state.rows > FEW and len(typed) <= SHORT:
        found = dict.fromkeys(_beginning(database, shape, listed, typed, limit), BEGINS) | found
    if len(found) < limit:
        found = dict(_holding(database, shape, listed, typed, limit)) | found
    return sorted(found.items(), key=lambda one: one[1])[:limit]


def _of_key(database: sqlite3.Connection, shape: Shape, listed: Listed, key: str) -> list[int]:
    name = storable(key)
    return [row for (row,) in database.execute(shape.place, (listed.id, hash_of(name), name))]


def _name(shape: Shape) -> str:
    """The column that the list is ordered by before anyone chose: what people call its records."""
    return shape.columns.get(shape.collection.sort[0], "key")


def _beginning(database: sqlite3.Connection, shape: Shape, listed: Listed, typed: str, limit: int) -> list[int]:
    """One walk through the list, which compares no more than the beginnings of names."""
    names = {"rows": shape.rows, "name": _name(shape), "walk": walk(database, shape, listed)}
    statement = sql(
        "SELECT id FROM {rows} {walk} WHERE list=? AND {name}>=? AND {name}<? ORDER BY {name} LIMIT ?",
        names,
    )
    return [row for (row,) in database.execute(statement, (listed.id, typed, typed + _NEVER, limit))]


def _holding(
    database: sqlite3.Connection, shape: Shape, listed: Listed, typed: str, limit: int
) -> Sequence[tuple[int, int]]:
    """One walk through the list; the rank is made for the rows that hold all words."""
    words = typed.split(" ")
    names = {
        "rows": shape.rows,
        "walk": walk(database, shape, listed),
        "rank": sql(_RANK, {"name": _name(shape)}),
        "holds": " AND ".join(["instr(search, ?) > 0"] * len(words)),
        "name": _name(shape),
    }
    statement = sql(
        "SELECT id, {rank} AS rank FROM {rows} {walk} WHERE list=? AND {holds} ORDER BY rank, {name}, id LIMIT ?", names
    )
    return database.execute(statement, (*[typed] * 4, listed.id, *words, limit)).fetchall()
