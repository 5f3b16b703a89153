"""What goes on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kinde_tui.ui.dialogs.menu import Item
from kinde_tui.ui.text import safe


def copy_items(rows: int) -> list[Item]:
    """The menu of what can be copied."""
    return [
        Item("cell", "Cell"),
        Item("row", "Row", note="tabs between"),
        Item("id", "Id"),
        Item("json", "JSON", note="the record as the API sent it"),
        Item("table", "Table", note=f"{rows:,} rows as filtered, tabs between"),
    ]


def as_table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lines of tab-separated cells under their titles, as spreadsheets take them from the clipboard."""
    return "\n".join("\t".join(_cell(value) for value in row) for row in [titles, *rows])


def _cell(value: str) -> str:
    text = safe(value)
    # A spreadsheet runs a pasted cell that begins like a formula.
    return f"'{text}" if text[:1] in "=+-@＝＋－＠" and text[:1] else text  # noqa: RUF001 - the full-width signs are meant
