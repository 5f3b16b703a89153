"""The table: what was measured, beside its goal and what it can be compared with."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

WIDTHS = (58, 12, 10, 30)
TITLES = ("what", "figure", "goal", "min / median / max", "for comparison")
ENOUGH = 100.0
"""From here on a figure needs no decimals."""


def p95(values: Sequence[float]) -> float:
    """What 95 of 100 values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    unit: str
    values: Sequence[float] = field(default_factory=list)
    goal: float | None = None
    """At most so much; None: there is no goal."""
    take: Callable[[Sequence[float]], float] = statistics.median
    """Which of the values the goal is about."""
    beside: str = ""
    """What it can be compared with, or why there is no figure."""

    @property
    def figure(self) -> float | None:
        """What the goal is about; None: nothing could be measured."""
        return self.take(self.values) if self.values else None

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"{self.goal:g} {self.unit}"
        if self.figure is None:
            cells = (self.what, "none", goal, "", self.beside)
        else:
            middle = statistics.median(self.values)
            spread = f"{number(min(self.values))} / {number(middle)} / {number(max(self.values))}"
            times = f" ({len(self.values)}×)" if len(self.values) > 1 else ""
            cells = (self.what, f"{number(self.figure)} {self.unit}", goal, spread + times, self.beside)
        return line(cells)


def number(value: float) -> str:
    """A figure with as many digits as mean something."""
    return f"{value:,.0f}" if value >= ENOUGH else f"{value:.3g}"


def line(cells: Sequence[str]) -> str:
    """One line, in columns."""
    padded = [cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=False)]
    return "| " + " | ".join([*padded, *cells[len(WIDTHS) :]]) + " |"


def head() -> str:
    """The two lines above all rows."""
    return f"{line(TITLES)}\n|{'|'.join('-' * (width + 2) for width in WIDTHS)}|{'-' * (len(TITLES[-1]) + 2)}|"
