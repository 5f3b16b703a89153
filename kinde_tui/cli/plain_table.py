"""Rows on a terminal that is not the dashboard's: aligned columns, one line a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kinde_tui.ui.text import fit, safe, width
from kinde_tui.ui.widgets.columns import GAP, TableColumn, layout

if TYPE_CHECKING:
    from kinde_tui.services.exporting import Rows, Sheet

MEASURED = 500
"""Rows that are looked at for the widths of the columns; what is wider further down is cut."""
WIDEST = 60
"""Cells that no column is wider than."""


def table(rows: Rows, sheet: Sheet, room: int, *, limit: int, chosen: bool) -> Iterator[str]:
    """The lines of a table, its header first.

    Args:
        rows: what it shows.
        sheet: which columns, and what their cells say.
        room: cells of the terminal's width.
        limit: rows at most.
        chosen: whether the columns were asked for one by one: then all of them are there, however wide that is.
    """
    first = _cells(rows, sheet, 0, min(MEASURED, limit))
    needs = {
        index: min(WIDEST, max(width(safe(text)) for text in (field.title, *(cells[index] for cells in first))))
        for index, field in enumerate(sheet.fields)
    }
    widths = list(needs.items()) if chosen else _layout(sheet, room, needs)
    yield _line([field.title.upper() for field in sheet.fields], sheet, widths)
    for cells in first:
        yield _line(cells, sheet, widths)
    for start in range(MEASURED, limit, MEASURED):
        for cells in _cells(rows, sheet, start, min(start + MEASURED, limit)):
            yield _line(cells, sheet, widths)


def _cells(rows: Rows, sheet: Sheet, start: int, stop: int) -> list[list[str]]:
    return [sheet.cells(row) for row in rows.window(start, stop) if row.key]


def _line(cells: Sequence[str], sheet: Sheet, widths: Sequence[tuple[int, int]]) -> str:
    return (" " * GAP).join(fit(cells[index], size, right=sheet.fields[index].right) for index, size in widths).rstrip()


def _layout(sheet: Sheet, room: int, needs: Mapping[int, int]) -> list[tuple[int, int]]:
    declared = [field.column for field in sheet.fields if field.column is not None]
    return layout([TableColumn(c.key, c.title, c.width, c.grow, c.right) for c in declared], room, needs)
