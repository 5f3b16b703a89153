"""How a collection becomes tables, and a record becomes a row."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from kinde_tui import __version__
from kinde_tui.api.listings import Records
from kinde_tui.services.collections.raws import Fields, Identity, Taking
from kinde_tui.services.folding import fold
from kinde_tui.services.packing import hash_of, pack, storable, unpack

if TYPE_CHECKING:
    import sqlite3

    import msgspec

    from kinde_tui.models.record import Raw
    from kinde_tui.services.collections.collection import AnyCollection

Value: TypeAlias = str | int | float | None
_ODD = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What a column may raise on a record that breaks every promise."""
_LARGEST = 2**63
NULL = math.nan
"""What a missing value is written as. SQLite keeps it as its NULL; for each None, `sqlite3` first asks around whether
anybody knows what to make of it, which takes thrice as long as to write it."""
_BETWEEN = "\x00"
"""What stands between the values of a column while they are folded together."""
_BATCH = 1000
_NOTHING, _TEXTS, _SOME_TEXTS, _COUNTS = {NoneType}, {str}, {NoneType, str}, {NoneType, int}


class Prepared(NamedTuple):
    """A record on its way into the store."""

    key: str
    hash: int
    packed: bytes
    fields: tuple[Any, ...] | None = None
    """The values of the shape's `fields`, where these were read without the rest."""


class Shape:
    """One collection's tables and statements.

    `rows` is narrow, for it is what sorts and filters walk through; `raws` holds the records as they came and is read
    for the rows on screen only. A row is found by a short number made from its key: an index of the long random keys
    themselves costs more to keep than everything else in a page.
    """

    def __init__(self, collection: AnyCollection) -> None:
        self.collection = collection
        self.name = collection.name
        self.rows = quoted(f"rows_{collection.name}")
        self.raws = quoted(f"raws_{collection.name}")
        self.index = quoted(f"keys_{collection.name}")
        self.columns = {column.key: quoted(f"c_{column.key}") for column in collection.columns}
        self._sorts = [column.sort for column in collection.columns]
        self._fields = _looked_at(collection)
        self._searched = [place for place, column in enumerate(collection.columns) if column.search]
        names = ", ".join(self.columns.values())
        marks = ", ".join("?" * len(self.columns))
        sets = ", ".join(f"{name}=?" for name in self.columns.values())
        fill = {"rows": self.rows, "raws": self.raws, "index": self.index, "names": names, "marks": marks, "sets": sets}
        self.insert_row = sql(
            "INSERT INTO {rows} (id, list, hash, key, search, {names}) VALUES (?,?,?,?,?,{marks})", fill
        )
        self.insert_raw = sql("INSERT INTO {raws} (id, raw) VALUES (?,?)", fill)
        self.update_row = sql("UPDATE {rows} SET search=?, {sets} WHERE id=?", fill)
        self.update_raw = sql("UPDATE {raws} SET raw=? WHERE id=?", fill)
        self.delete_row = sql("DELETE FROM {rows} WHERE id=?", fill)
        self.delete_raw = sql("DELETE FROM {raws} WHERE id=?", fill)
        self.known = sql(
            "SELECT r.key, r.id, w.raw FROM json_each(?) AS k CROSS JOIN {rows} AS r INDEXED BY {index}"
            " ON r.list=? AND r.hash=k.value JOIN {raws} AS w ON w.id=r.id",
            fill,
        )
        self.one = sql(
            "SELECT r.id, w.raw FROM {rows} AS r INDEXED BY {index} JOIN {raws} AS w ON w.id=r.id"
            " WHERE r.list=? AND r.hash=? AND r.key=?",
            fill,
        )
        self.place = sql("SELECT id FROM {rows} INDEXED BY {index} WHERE list=? AND hash=? AND key=?", fill)
        self.window = sql(
            "SELECT r.id, r.key, w.raw FROM json_each(?) AS k CROSS JOIN {rows} AS r ON r.id=k.value"
            " JOIN {raws} AS w ON w.id=r.id",
            fill,
        )
        self.key_of = sql("SELECT r.id, r.key FROM json_each(?) AS k CROSS JOIN {rows} AS r ON r.id=k.value", fill)
        self.everywhere = sql(
            "SELECT r.id, l.parent, w.raw FROM {rows} AS r JOIN {raws} AS w ON w.id=r.id JOIN lists AS l ON l.id=r.list"
            " WHERE r.id>? ORDER BY r.id LIMIT 500",
            fill,
        )

    @property
    def fingerprint(self) -> str:
        """Changes when rows have to be made anew from their records."""
        columns = [(column.key, column.search) for column in self.collection.columns]
        return hashlib.sha256(json.dumps([__version__, columns, self.collection.sort]).encode()).hexdigest()

    def prepare(self, raw: Raw) -> Prepared | None:
        """The record as a row; None: it has no key, or is none that can be kept."""
        try:
            key = self.collection.key(raw)
            packed = pack(raw)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return None
        if not key or not isinstance(key, str):
            return None
        key = storable(key)
        return Prepared(key, hash_of(key), packed)

    def prepare_page(self, raws: Sequence[Raw]) -> list[Prepared]:
        """The records as rows; those that `prepare` finds to be none are left out."""
        if isinstance(raws, Records) and (prepared := self._as_they_came(raws.texts)) is not None:
            return prepared
        return [record for raw in raws if (record := self.prepare(raw)) is not None]

    def values(self, raws: Sequence[Raw]) -> list[tuple[Value, ...]]:
        """Of each record: what words are looked for in, then the columns."""
        return list(zip(*self._columns(Fields(raws)), strict=True))

    def columns_of(self, page: Sequence[Prepared]) -> list[Sequence[Value]]:
        """The same of records on their way into the store, column by column, with `NULL` for what is missing."""
        texts = [record.packed for record in page]
        read = [record.fields for record in page if record.fields is not None]
        if read and len(read) == len(page):
            fields = Fields(Records(texts), dict(zip(self._fields, zip(*read, strict=True), strict=True)))
        else:
            fields = Fields([*map(unpack, texts)])
        return [
            [NULL if value is None else value for value in column] if None in column else column
            for column in self._columns(fields)
        ]

    def _columns(self, page: Fields) -> list[Sequence[Value]]:
        # Column by column: all of a page's names become small letters in one call.
        many = len(page.raws)
        columns = [_column(sort, page) for sort in self._sorts]
        searched = [_texts(columns[place]) for place in self._searched if columns[place].count(None) < many]
        return [_together(searched) or [""] * many, *columns]

    def _as_they_came(self, texts: Sequence[bytes]) -> list[Prepared] | None:
        """The records with nothing read of them but what their row is made of; None: some are not as usual."""
        import msgspec  # not before the first rows are painted

        if not self._fields:
            return None
        try:
            read = _reader(self._fields).decode(b"[%b]" % b",".join(texts))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        fields = [*map(msgspec.structs.astuple, read)]
        keys = [values[0] for values in fields]
        if not all(key.__class__ is str and key for key in keys):
            return None
        return [*map(Prepared, map(storable, keys), map(hash_of, keys), texts, fields)]

    def is_built(self, database: sqlite3.Connection) -> bool:
        """Whether the tables are there, with these columns."""
        return self._built(database) == self.fingerprint

    def is_another(self, database: sqlite3.Connection) -> bool:
        """Whether the tables are there as another version of the program wants them."""
        return self._built(database) not in {None, self.fingerprint}

    def build(self, database: sqlite3.Connection) -> None:
        """Makes the tables, or makes the rows of a table with other columns anew from their records."""
        found = self._built(database)
        if found == self.fingerprint:
            return
        if found is None:
            database.execute(
                sql("CREATE TABLE {raws} (id INTEGER PRIMARY KEY, raw BLOB NOT NULL)", {"raws": self.raws})
            )
            self._create_rows(database)
        else:
            self._derive(database)
        database.execute(
            "INSERT INTO shapes (collection, fingerprint) VALUES (?,?)"
            " ON CONFLICT (collection) DO UPDATE SET fingerprint=excluded.fingerprint",
            (self.name, self.fingerprint),
        )

    def last_id(self, database: sqlite3.Connection) -> int:
        """The largest row id ever given; none is given twice, for views and passes name rows by it."""
        found = database.execute("SELECT last_id FROM shapes WHERE collection=?", (self.name,)).fetchone()
        return int(found[0])

    def give_ids(self, database: sqlite3.Connection, number: int) -> int:
        """Takes so many new row ids and returns the first."""
        last = self.last_id(database)
        database.execute("UPDATE shapes SET last_id=? WHERE collection=?", (last + number, self.name))
        return last + 1

    def _built(self, database: sqlite3.Connection) -> str | None:
        found = database.execute("SELECT fingerprint FROM shapes WHERE collection=?", (self.name,)).fetchone()
        return found[0] if found else None

    def _create_rows(self, database: sqlite3.Connection) -> None:
        fill = {"rows": self.rows, "index": self.index, "names": ", ".join(self.columns.values())}
        database.execute(
            sql(
                "CREATE TABLE {rows} (id INTEGER PRIMARY KEY, list INTEGER NOT NULL, hash INTEGER NOT NULL,"
                " key TEXT NOT NULL, search TEXT NOT NULL, {names})",
                fill,
            )
        )
        database.execute(sql("CREATE INDEX {index} ON {rows} (list, hash)", fill))

    def _derive(self, database: sqlite3.Connection) -> None:
        old = {"rows": self.rows, "old": quoted(f"old_{self.name}"), "index": self.index}
        database.execute("DELETE FROM orders WHERE list IN (SELECT id FROM lists WHERE collection=?)", (self.name,))
        for statement in ("DROP INDEX IF EXISTS {index}", "ALTER TABLE {rows} RENAME TO {old}"):
            database.execute(sql(statement, old))
        self._create_rows(database)
        read = database.execute(
            sql(
                "SELECT o.id, o.list, o.hash, o.key, w.raw FROM {old} AS o JOIN {raws} AS w ON w.id=o.id",
                old | {"raws": self.raws},
            )
        )
        while batch := read.fetchmany(_BATCH):
            values = self.values([unpack(row[4]) for row in batch])
            database.executemany(
                self.insert_row, [(*row[:4], *columns) for row, columns in zip(batch, values, strict=True)]
            )
        database.execute(sql("DROP TABLE {old}", old))


def _looked_at(collection: AnyCollection) -> tuple[str, ...]:
    """The fields that rows are made of, the key's first; none when the key is not a field."""
    if not isinstance(collection.key, Identity):
        return ()
    names = [name for column in collection.columns if isinstance(column.sort, Taking) for name in column.sort.names]
    return tuple(dict.fromkeys([collection.key.name, *names]))


@lru_cache
def _reader(fields: tuple[str, ...]) -> msgspec.json.Decoder[list[msgspec.Struct]]:
    """Reads these fields of each record in a JSON array, None where one is missing."""
    import msgspec

    names = {f"f{place}": name for place, name in enumerate(fields)}
    record = msgspec.defstruct("Record", [(name, Any, None) for name in names], rename=names, gc=False)
    return msgspec.json.Decoder(list[record])  # type: ignore[valid-type]  # made a line ago


def _column(sort: Callable[[Raw], Value], page: Fields) -> list[Value]:
    """The column's values as they are kept: texts folded, everything as SQLite can hold it."""
    found: list[Any]
    try:
        found = sort.of_all(page) if isinstance(sort, Taking) else [sort(raw) for raw in page.raws]
    except _ODD:
        found = [_careful(sort, raw) for raw in page.raws]
    kinds = set(map(type, found))
    if kinds == _NOTHING or (kinds <= _COUNTS and max(map(abs, filter(None, found)), default=0) < _LARGEST):
        return found
    texts: list[Any] = found if kinds == _TEXTS else [value for value in found if value.__class__ is str]
    folded = _folded(texts)
    if len(texts) == len(found):
        return folded
    rest = iter(folded)
    if kinds == _SOME_TEXTS:
        return [None if value is None else next(rest) for value in found]
    return [None if value is None else next(rest) if value.__class__ is str else _plain(value) for value in found]


def _folded(texts: Sequence[str]) -> list[Value]:
    """Each text as `fold` makes it, None for an empty one."""
    whole = _BETWEEN.join(texts)
    if "\n" in whole or whole.count(_BETWEEN) != len(texts) - 1:
        return [fold(text) or None for text in texts]
    ascii_only, small = whole.isascii(), whole.lower()
    folded: list[Value] = [*(texts if ascii_only and small == whole else small.split(_BETWEEN))]
    if not ascii_only:
        for place, text in enumerate(texts):
            if not text.isascii():
                folded[place] = fold(text)
    return [text or None for text in folded] if "" in folded else folded


def _texts(column: list[Value]) -> list[Value]:
    """The column as texts, None where there is none."""
    if set(map(type, column)) <= _SOME_TEXTS:
        return column
    return [None if value is None else str(value) for value in column]


def _together(columns: Sequence[list[Value]]) -> list[str]:
    """The texts of each row, with line breaks between."""
    rows = zip(*columns, strict=True)
    if all(map(all, columns)):
        return list(map("\n".join, rows))
    return list(map("\n".join, map(partial(filter, None), rows)))


def _careful(sort: Callable[[Raw], Value], raw: Raw) -> Value:
    """The column's value; one odd field must not cost the record."""
    try:
        return sort(raw)
    except _ODD:
        return None


def _plain(value: Any) -> Value:
    """A column's value as SQLite can hold it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return int(value) if abs(value) < _LARGEST else str(value)
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return fold(str(value)) or None


def quoted(name: str) -> str:
    """The name of a table or a column, whatever is in it."""
    # Between double quotes, SQLite takes the name of a column that is not there for a text.
    return "`" + name.replace("`", "``") + "`"


def sql(statement: str, names: dict[str, str]) -> str:
    """Puts table and column names, which are the program's own and quoted, into a statement."""
    return statement.format_map(names)
