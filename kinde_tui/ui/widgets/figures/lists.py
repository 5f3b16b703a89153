"""The lists of a tenant: how many records of each are here, how old they are, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.text import fit, width
from kinde_tui.ui.widgets.figures.group import BAR, CHOSEN, CHOSEN_LABEL, FigureGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.services.overview import Figure
    from kinde_tui.services.standing import Standing

STYLES = {Tone.MUTED: "$label", Tone.WARNING: "$text-warning", Tone.BAD: "$text-error", Tone.ACCENT: "$text-accent"}
SIGNS = {Tone.MUTED: "●", Tone.WARNING: "○", Tone.BAD: "✕", Tone.ACCENT: "◌"}
TWO_FROM = 100
"""Columns from which the lists stand in two columns."""
GAP = 4


class Lists(FigureGroup):
    """One line a list, in one column or two."""

    _standings: tuple[Standing, ...] = ()

    def show_lists(self, lists: Sequence[tuple[Figure, Standing]], note: Content) -> None:
        """Shows these."""
        standings = tuple(standing for _, standing in lists)
        if standings != self._standings:
            self._standings = standings
            self.refresh()
        self.show([figure for figure, _ in lists], note)

    def regions(self, width: int) -> list[Region]:
        """Down, then down again beside it."""
        lines, size = self._lines(width), self._line_width(width)
        return [
            Region(place // lines * (size + GAP), self.TITLE_LINES + place % lines, size, 1)
            for place in range(len(self.figures))
        ]

    def _lines(self, width: int) -> int:
        return -(-len(self.figures) // 2) if width >= TWO_FROM else max(1, len(self.figures))

    def _line_width(self, width: int) -> int:
        return (width - GAP) // 2 if width >= TWO_FROM else width

    def draw(self, width: int) -> list[Content]:
        """Line by line."""
        lines, size = self._lines(width), self._line_width(width)
        parts = [self._line(place, size) for place in range(len(self.figures))]
        return [Content(" " * GAP).join(parts[place::lines]) for place in range(lines)]

    def _line(self, place: int, size: int) -> Content:
        figure, standing = self.figures[place], self._standings[place]
        on = self.has_focus and figure is self.chosen
        label_width = max(width(one.label) for one in self.figures)
        count_width = max(len(f"{one.count:,}") for one in self.figures)
        number = f"{figure.count:,}" if standing.known else "—"
        room = max(0, size - label_width - count_width - 8)
        ground = " on $cursor-row" if on else ""
        return Content.assemble(
            (f"{BAR if on else ' '} ", CHOSEN if on else ""),
            (f"{SIGNS[standing.tone]} ", f"{STYLES[standing.tone]}{ground}"),
            (fit(figure.label, label_width), CHOSEN if on else ""),
            (f"  {number:>{count_width}}  ", CHOSEN if on else "bold"),
            (fit(standing.says, room), CHOSEN_LABEL if on else STYLES[standing.tone]),
        )
