"""How wide the columns of a table are."""

from __future__ import annotations

from collections.abc import Sequence
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


def layout(columns: Sequence[TableColumn], room: int) -> list[tuple[int, int]]:
    """The columns that fit into `room` cells, as (index, width) pairs in order.

    Those that grow share what is left; those at the right go first when there is too little. The first always stays.
    """
    shown = list(range(len(columns)))

    def least(index: int) -> int:
        column = columns[index]
        return max(NARROWEST, min(column.width, 14)) if column.grow else column.width

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
    # First up to what each asks for, then evenly.
    for index in growing:
        wanted = min(spare, max(0, columns[index].width - widths[index]))
        widths[index] += wanted
        spare -= wanted
    for position, index in enumerate(growing):
        share = spare // (len(growing) - position)
        widths[index] += share
        spare -= share
    return [(index, widths[index]) for index in shown]
