"""CSV that no spreadsheet runs, and that is read back as it was.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, which spreadsheets do not show. One
that has such an apostrophe of its own gets another one, so nothing is lost. Quoting alone stops no formula.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator

from kinde_tui.services.escaping import escaped, unescaped

TRIGGERS = "=+-@\t\r\n\x00＝＋－＠"  # noqa: RUF001 - the full-width signs are meant
"""A cell that begins with one of these may be run."""

_FORMULA = re.compile(f"'*[{re.escape(TRIGGERS)}]")
_NEUTRAL = re.compile(f"'+[{re.escape(TRIGGERS)}]")


class CsvError(ValueError):
    """No CSV; the message is a sentence with the line's number."""


def csv_line(cells: Iterable[str]) -> str:
    """The cells as one record with its line feed: every cell in quotes, none that runs, none that steers a terminal."""
    quoted = (escaped(neutral(cell)).replace('"', '""') for cell in cells)
    return '"' + '","'.join(quoted) + '"\n'


def read_csv(lines: Iterable[str]) -> Iterator[list[str]]:
    """The records of a CSV file, with what `csv_line` did to their cells undone.

    Args:
        lines: with their line breaks as they are: a file opened with `newline=""`.

    Raises:
        CsvError: quotation marks are where none may be, the file ends within a cell, or a cell is beyond 128 KiB.
    """
    records = csv.reader(_without_mark(lines), strict=True)
    while True:
        try:
            record = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            raise CsvError(f"Line {records.line_num} is no CSV: {error}.") from error
        yield [restored(unescaped(cell)) for cell in record]


def neutral(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def restored(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if _NEUTRAL.match(cell) else cell


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if number == 0 else line
