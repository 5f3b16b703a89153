"""Figures as tiles: the number, what it counts, and which share of all that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Region

from kinde_tui.ui.text import fit
from kinde_tui.ui.widgets.figures.bars import percent
from kinde_tui.ui.widgets.figures.group import BAR, CHOSEN, CHOSEN_LABEL, FigureGroup

if TYPE_CHECKING:
    from kinde_tui.services.overview import Figure

NARROWEST = 17
"""Cells of a tile."""
HEIGHT = 3
ALARMING = frozenset({"suspended", "failed"})
"""Figures that one would rather see small."""
THICK, HALF, THIN = "━", "╸", "─"


class Tiles(FigureGroup):
    """As many beside each other as there is room for, in rows of equal length."""

    TITLE_LINES = 0

    def regions(self, width: int) -> list[Region]:
        """Row below row, with a line between."""
        columns = self._columns(width)
        size = width // columns
        return [
            Region(place % columns * size, place // columns * (HEIGHT + 1), size, HEIGHT)
            for place in range(len(self.figures))
        ]

    def draw(self, width: int) -> list[Content]:
        """The lines, tile by tile."""
        columns = self._columns(width)
        size = width // columns
        lines: list[Content] = []
        for first in range(0, len(self.figures), columns):
            if first:
                lines.append(Content())
            tiles = [self._tile(place, size) for place in range(first, min(first + columns, len(self.figures)))]
            lines += [Content("").join(parts) for parts in zip(*tiles, strict=True)]
        return lines

    def _columns(self, width: int) -> int:
        room, all_of_them = max(1, width // NARROWEST), max(1, len(self.figures))
        rows = -(-all_of_them // room)
        return -(-all_of_them // rows)

    def _tile(self, place: int, size: int) -> list[Content]:
        figure = self.figures[place]
        on = self.has_focus and figure is self.chosen
        room = size - 2
        edge = BAR if on else " "
        number = fit(f"{figure.count:,}" if figure.known else "—", room)
        label = fit(figure.label, room)
        return [
            Content.styled(f"{edge} {number}", CHOSEN if on else "bold"),
            Content.styled(f"{edge} {label}", CHOSEN_LABEL if on else "$label"),
            Content.assemble((f"{edge} ", CHOSEN if on else ""), self._share(figure, room, on=on)),
        ]

    def _share(self, figure: Figure, room: int, *, on: bool) -> Content:
        ground = " on $cursor-row" if on else ""
        if figure.so_far:
            return Content.styled(fit("so far" if figure.known else "not loaded", room), f"$text-warning{ground}")
        if figure.share is None:
            return Content.styled(fit(figure.more, room), CHOSEN_LABEL if on else "$label")
        said = f" {percent(figure.share)}"
        cells = max(0, room - 7)
        tone = "$text-warning" if figure.id in ALARMING else "$primary"
        halves = max(round(figure.share * cells * 2), 1 if figure.count else 0)
        full = THICK * (halves // 2) + (HALF if halves % 2 else "")
        return Content.assemble(
            (full, f"{tone}{ground}"),
            (THIN * (cells - len(full)), f"$rule{ground}"),
            (fit(said, room - cells), CHOSEN_LABEL if on else "$label"),
        )
