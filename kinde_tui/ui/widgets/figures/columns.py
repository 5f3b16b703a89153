"""Figures as columns that stand beside each other: how something went, week by week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region
from textual.renderables.sparkline import Sparkline

from kinde_tui.ui.widgets.figures.group import CHOSEN_LABEL, FigureGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.services.overview import Figure

HEIGHT = 6
"""Lines of the tallest column."""
PITCH = 3
"""Cells from one column to the next."""
FEWEST = 13
"""Where there is no room for so many, columns stand closer."""


class Columns(FigureGroup):
    """The latest figures that there is room for, with the largest number at the left and days below."""

    @property
    def first(self) -> Figure | None:
        """The latest."""
        return self.figures[-1] if self.figures else None

    @property
    def shown(self) -> range:
        """The latest."""
        first, *_ = self._layout(self.content_size.width)
        return range(first, len(self.figures))

    def on_resize(self) -> None:
        """The cursor is on a figure that is seen."""
        if self.figures:
            self._go(max(self._chosen, self.shown[0]))

    def _layout(self, width: int) -> tuple[int, int, int]:
        """The first figure shown, cells between columns, cells left of them."""
        axis = max(len(f"{max((figure.count for figure in self.figures), default=0):,}"), 1) + 3
        room = max(1, width - axis)
        pitch = next((cells for cells in (PITCH, 2) if room // cells >= FEWEST), 1)
        return max(0, len(self.figures) - room // pitch), pitch, axis

    def summary(self) -> Content:
        """All columns together."""
        if not self.figures:
            return Content()
        total = sum(self.figures[place].count for place in self.shown)
        return Content.styled(f"{total:,} in {len(self.shown)} weeks", "$label")

    def regions(self, width: int) -> list[Region]:
        """Column beside column; those that there is no room for have no place."""
        first, pitch, axis = self._layout(width)
        height = HEIGHT + 1
        return [
            Region(axis + (place - first) * pitch, self.TITLE_LINES, pitch, height)
            if place >= first
            else Region(axis, self.TITLE_LINES, 0, 0)
            for place in range(len(self.figures))
        ]

    def draw(self, width: int) -> list[Content]:
        """Line by line from the top, then the days."""
        first, pitch, axis = self._layout(width)
        figures = self.figures[first:]
        chosen = self.chosen if self.has_focus else None
        most = max(figure.count for figure in figures)
        thick = max(1, pitch - 1)
        lines = []
        for line, cells in enumerate(self._columns(figures)):
            label = f"{most:,}" if line == 0 and most else "0" if line == HEIGHT - 1 else ""
            parts = [Content.styled(f"{label:>{axis - 2}} ", "$label"), Content.styled("│", "$rule")]
            for figure, cell in zip(figures, cells, strict=True):
                style = "$cursor-text on $cursor-row" if figure is chosen else "$primary"
                parts.append(Content.styled((cell if figure.count else " ") * thick, style))
                parts.append(Content(" " * (pitch - thick)))
            lines.append(Content("").join(parts))
        return [*lines, self._days(first, pitch, axis, width)]

    def _columns(self, figures: Sequence[Figure]) -> list[str]:
        """A cell of each column, line by line from the top: Textual's sparkline.

        It stands on the smallest number that it is given, and columns stand on zero: one goes before the others.
        """
        drawn = Sparkline([0, *(figure.count for figure in figures)], width=len(figures) + 1, height=HEIGHT)
        lines = self.app.console.render_lines(drawn, self.app.console.options.update(width=len(figures) + 1))
        return ["".join(segment.text for segment in line)[1:] for line in lines]

    def _days(self, first: int, pitch: int, axis: int, width: int) -> Content:
        """The chosen day under its column; else the first, and that the last is now."""
        figures = self.figures[first:]
        if not self.has_focus or (chosen := self.chosen) is None:
            left, right = figures[0].label, "now"
            room = len(figures) * pitch - pitch + max(1, pitch - 1)
            return Content.styled(f"{' ' * axis}{left}{right:>{max(1, room - len(left))}}", "$label")
        at = axis + (self.figures.index(chosen) - first) * pitch
        words = f"▲ {chosen.label}: {chosen.count:,}"
        if at + len(words) > width:
            words = f"{chosen.label}: {chosen.count:,} ▲"
            at = max(0, at - len(words) + 1)
        return Content.assemble(" " * at, (words, CHOSEN_LABEL))
