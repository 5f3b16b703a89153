"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

GAP = 2
"""Cells between two columns."""
NARROWEST = 4
"""A column that cannot have so many cells is left out, from the right."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """What a table must know of a column to draw it."""

    key: str
    title: str
    width: int
    """Cells; the smallest width of one that grows."""
    grow: bool = False
    right: bool = False
    fixed: bool = False
    """Exactly as wide as said, whatever its content needs."""
    first: bool = False
    """Gets what it needs before others that grow."""


def layout(columns: Sequence[TableColumn], room: int, needs: Mapping[int, int] | None = None) -> list[tuple[int, int]]:
    """The columns that fit into `room` cells, as (index, width) pairs in order.

    Those that grow get what they need while it lasts and share what is left; those at the right go first when there
    is too little. The first always stays.

    Args:
        columns: all of them.
        room: cells.
        needs: by index, cells that the widest text at hand takes: a growing column asks for no more before the others
            have theirs, and one that does not grow takes no more.
    """
    needs = needs or {}
    shown = list(range(len(columns)))

    def least(index: int) -> int:
        column = columns[index]
        if column.grow:
            return max(NARROWEST, min(column.width, 14))
        return column.width if column.fixed else min(column.width, needs.get(index, column.width))

    while len(shown) > 1 and sum(least(index) + GAP for index in shown) - GAP > room:
        shown.pop()
    if not shown:
        return []
    spare = room - sum(least(index) + GAP for index in shown) + GAP
    growing = [index for index in shown if columns[index].grow]
    widths = {index: least(index) for index in shown}
    if spare < 0:
        widths[shown[0]] = max(NARROWEST, widths[shown[0]] + spare)
        return [(index, widths[index]) for index in shown]
    spare = _fill(columns, widths, [index for index in growing if columns[index].first], spare, needs)
    spare = _fill(columns, widths, growing, spare, needs)
    for position, index in enumerate(growing):
        share = spare // (len(growing) - position)
        widths[index] += share
        spare -= share
    return [(index, widths[index]) for index in shown]


def _fill(
    columns: Sequence[TableColumn],
    widths: dict[int, int],
    growing: Sequence[int],
    spare: int,
    needs: Mapping[int, int],
) -> int:
    """Gives cell by cell to the narrowest that lacks any, so that one long text cuts no short ones.

    Returns what is left when none lacks any.
    """
    lacking = [index for index in growing if needs.get(index, columns[index].width) > widths[index]]
    while spare and lacking:
        narrowest = min(lacking, key=widths.__getitem__)
        widths[narrowest] += 1
        spare -= 1
        if widths[narrowest] >= needs.get(narrowest, columns[narrowest].width):
            lacking.remove(narrowest)
    return spare
