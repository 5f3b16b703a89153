"""What goes on the clipboard."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kinde_tui.ui.text import escaped, whole

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.ui.dialogs.menu import Item

MOST = 2_000
"""Rows that are copied at once. That is some 150 kB; far more no terminal takes, and none says that it did not."""


def copy_items(rows: int) -> list[Item]:
    """The menu of what can be copied, where so many rows are shown."""
    from kinde_tui.ui.dialogs.menu import Item

    note = f"{rows:,} row{'' if rows == 1 else 's'} as filtered, tabs between"
    off = f"{MOST:,} rows at most; x writes them to a file" if rows > MOST else ""
    return [
        Item("cell", "Cell"),
        Item("row", "Row", note="tabs between"),
        Item("id", "Id"),
        Item("json", "JSON", note="the record as the API sent it"),
        Item("table", "Table", note=note, off=off),
    ]


def as_json(raw: Raw) -> str:
    """The record as it came, indented."""
    return escaped(json.dumps(dict(raw), indent=2, ensure_ascii=False))


def as_row(cells: Iterable[str]) -> str:
    """The cells of one row with tabs between."""
    return "\t".join(whole(cell) for cell in cells)


def as_table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lines of tab-separated cells under their titles, as spreadsheets take them from the clipboard."""
    return "\n".join("\t".join(_cell(value) for value in row) for row in [titles, *rows])


def _cell(value: str) -> str:
    text = whole(value)
    # A spreadsheet runs a pasted cell that begins like a formula.
    return f"'{text}" if text[:1] in "=+-@＝＋－＠" and text[:1] else text  # noqa: RUF001 - the full-width signs are meant
