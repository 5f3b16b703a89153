"""Figures as horizontal bars, with their numbers beside them."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region

from kinde_tui.ui.text import fit, width
from kinde_tui.ui.widgets.figures.group import BAR, CHOSEN, CHOSEN_LABEL, FigureGroup

SQUARE = "■"
GUTTER = 2
GAP = 2
WIDEST_LABEL = 28
SHARE = 5
"""Cells of ` 100 %`, without the space."""


class Bars(FigureGroup):
    """One line a figure: what is counted, how many, which share, a bar."""

    def regions(self, width: int) -> list[Region]:
        """Line below line."""
        return [Region(0, self.TITLE_LINES + place, width, 1) for place in range(len(self.figures))]

    def draw(self, width: int) -> list[Content]:
        """The lines; all bars begin in the same column and are as long as their numbers against the largest."""
        label_width = self._label_width(width)
        count_width = max(len(f"{figure.count:,}") for figure in self.figures)
        shares = any(figure.of for figure in self.figures)
        used = GUTTER + label_width + GAP + count_width + (GAP + SHARE if shares else 0) + GAP
        room = max(0, width - used)
        most = max(figure.count for figure in self.figures)
        lines = []
        for figure in self.figures:
            on = self.has_focus and figure is self.chosen
            head = f"{BAR if on else ' '} {fit(figure.label, label_width)}"
            share = f"{' ' * GAP}{percent(figure.share):>{SHARE}}" if shares else ""
            drawn = bar(figure.count / most if most else 0, room)
            line = Content.assemble(
                (head, CHOSEN if on else ""),
                (f"{' ' * GAP}{figure.count:>{count_width},}", CHOSEN if on else "bold"),
                (f"{share}{' ' * GAP}", CHOSEN_LABEL if on else "$label"),
                (drawn, f"$primary{' on $cursor-row' if on else ''}"),
                (" " * (room - len(drawn)), "on $cursor-row" if on else ""),
            )
            lines.append(line)
        return lines

    def _label_width(self, room: int) -> int:
        longest = max(width(figure.label) for figure in self.figures)
        return max(6, min(longest, WIDEST_LABEL, room * 2 // 5))


def bar(share: float, cells: int) -> str:
    """A bar of a length from 0 to `cells`; what is not nothing is seen."""
    return SQUARE * max(round(share * cells), 1 if share > 0 and cells else 0)


def percent(share: float | None) -> str:
    """A share as people say it; what is not nothing is not called so."""
    if share is None:
        return ""
    said = f"{share:.0%}"
    return "<1 %" if share and said == "0%" else said.replace("%", " %")
