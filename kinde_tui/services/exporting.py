"""Rows on their way out: what a view shows, as CSV, JSON, NDJSON or Markdown, a window at a time.

CSV and Markdown say what people see, with times in full: `3 h ago` means nothing in a file. JSON and NDJSON hold the
records as they came; with chosen columns they hold the values that these are sorted and filtered by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.texts import ABSENT
from kinde_tui.services.csv_text import csv_line
from kinde_tui.services.escaping import escaped, json_line

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.collections.collection import AnyCollection, Column, Context

WINDOW = 50
"""Rows at a time: no more are in memory, and a key that is pressed meanwhile waits for no more than these."""
EVERY = "all"
"""Stands for all columns, hidden ones too."""
IDENTITY = ("key", "id")
"""The record's identity, where no column has this name."""

_NAMES_KEPT = 4096
_MARKS = re.compile(r"([\\`*_\[\]<>|~&])")


class Format(StrEnum):
    """How rows are written."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    MARKDOWN = "markdown"

    @property
    def suffix(self) -> str:
        """What a file's name ends with."""
        return ".md" if self is Format.MARKDOWN else f".{self}"


class Row(Protocol):
    """A row of a view."""

    @property
    def key(self) -> str:
        """The record's identity."""
        ...

    @property
    def raw(self) -> Raw:
        """The record as it came."""
        ...


class Rows(Protocol):
    """Where rows are taken from: a view."""

    def __len__(self) -> int: ...

    def window(self, start: int, stop: int) -> Sequence[Row]:
        """The rows from `start` up to `stop`; the key of one that is no more is empty."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """A column of what is written."""

    key: str
    title: str
    column: Column[Any] | None
    """None: the record's identity."""

    @property
    def right(self) -> bool:
        """Whether it is set to the right."""
        return self.column is not None and self.column.right


class Sheet:
    """Which columns of a collection are written, and what their cells say."""

    def __init__(
        self, collection: AnyCollection, fields: Sequence[Field], context: Context, *, raw: bool, exact: bool = True
    ) -> None:
        """Prepares the cells.

        Args:
            collection: whose records are written.
            fields: see `fields_of`.
            context: what cells may ask for; names of other records are asked for once.
            raw: whether JSON holds the records as they came, and not these fields of them.
            exact: whether times are said in full.
        """
        self.fields = tuple(fields)
        self._collection = collection
        self._raw = raw
        remembered = lru_cache(_NAMES_KEPT)
        self._context = replace(
            context, name_of=remembered(context.name_of), find=remembered(context.find), exact=exact
        )

    def cells(self, row: Row) -> list[str]:
        """What people see of a row."""
        record = self._collection.read(row.raw)
        return [row.key if field.column is None else field.column.text(record, self._context) for field in self.fields]

    def document(self, row: Row) -> Any:
        """What JSON holds of a row."""
        if self._raw:
            return dict(row.raw)
        return {field.key: row.key if field.column is None else field.column.sort(row.raw) for field in self.fields}


def fields_of(collection: AnyCollection, names: Sequence[str] = ()) -> tuple[Field, ...]:
    """The columns of these names, in this order.

    Args:
        collection: whose columns they are.
        names: keys or titles; `all` for every column, `key` or `id` for the identity. None: those a table shows.

    Raises:
        InvalidInputError: there is no such column; the sentence says which there are.
    """
    if not names:
        return tuple(_field(column) for column in collection.columns if not column.hidden)
    found: dict[str, Field] = {}
    for name in names:
        for field in _named(collection, name):
            found.setdefault(field.key, field)
    return tuple(found.values())


def _named(collection: AnyCollection, name: str) -> list[Field]:
    word = _folded(name)
    if word == EVERY:
        return [_field(column) for column in collection.columns]
    for column in collection.columns:
        if word in {_folded(column.key), _folded(column.title)}:
            return [_field(column)]
    if word in IDENTITY:
        return [Field(word, word.title(), None)]
    keys = ", ".join(dict.fromkeys([*(column.key for column in collection.columns), IDENTITY[0]]))
    raise InvalidInputError(f"{collection.title} have no column “{name}”. There are: {keys}; {EVERY} means every one.")


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _field(column: Column[Any]) -> Field:
    return Field(column.key, column.title, column)


class Export:
    """The rows of a view as text, to be gone through once.

    Attributes:
        total: rows of the view.
        written: records in the text so far.
        gone: rows of the view whose record was removed before its turn came.
    """

    def __init__(self, view: Rows, sheet: Sheet, form: Format, *, limit: int | None = None) -> None:
        self._view = view
        self.total = len(view) if limit is None else min(limit, len(view))
        self.written = 0
        self.gone = 0
        head, self._text, self._end = _WRITERS[form](sheet)
        self._head = head

    def __iter__(self) -> Iterator[str]:
        """The text in parts; together they are the document."""
        yield self._head
        for start in range(0, self.total, WINDOW):
            rows = self._view.window(start, min(start + WINDOW, self.total))
            kept = [row for row in rows if row.key]
            text = "".join([self._text(row, self.written + number) for number, row in enumerate(kept)])
            self.written += len(kept)
            self.gone += len(rows) - len(kept)
            yield text
        yield self._end


_Writer = tuple[str, "Callable[[Row, int], str]", str]
"""What comes before the rows, what a row is when so many were before it, and what comes after them."""


def _csv(sheet: Sheet) -> _Writer:
    def text(row: Row, _before: int) -> str:
        return csv_line("" if cell == ABSENT else cell for cell in sheet.cells(row))

    return csv_line(field.title for field in sheet.fields), text, ""


def _json(sheet: Sheet) -> _Writer:
    def text(row: Row, before: int) -> str:
        return f"{',' if before else ''}\n{json_line(sheet.document(row))}"

    return "[", text, "\n]\n"


def _ndjson(sheet: Sheet) -> _Writer:
    return "", lambda row, _before: f"{json_line(sheet.document(row))}\n", ""


def _markdown(sheet: Sheet) -> _Writer:
    rules = ["---:" if field.right else "---" for field in sheet.fields]
    head = _markdown_line(field.title for field in sheet.fields) + f"| {' | '.join(rules)} |\n"
    return head, lambda row, _before: _markdown_line(sheet.cells(row)), ""


def _markdown_line(cells: Iterator[str] | Sequence[str]) -> str:
    """One row of a table: no text ends its cell, and none is a link, an emphasis or HTML."""
    return f"| {' | '.join(_MARKS.sub(_backslashed, escaped(' '.join(cell.split()))) for cell in cells)} |\n"


def _backslashed(found: re.Match[str]) -> str:
    return f"\\{found.group()}"


_WRITERS: dict[Format, Callable[[Sheet], _Writer]] = {
    Format.CSV: _csv,
    Format.JSON: _json,
    Format.NDJSON: _ndjson,
    Format.MARKDOWN: _markdown,
}
