"""A list to choose from, whose chosen line is marked by a sign: a background is not seen by everybody."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList

MARK = "▌"
GUTTER = 2
"""Cells before a line, of which the mark takes the first."""


class MarkedList(OptionList):
    """A list of options."""

    DEFAULT_CSS = "MarkedList > .option-list--option { padding: 0 0 0 2; }"

    def render_line(self, y: int) -> Strip:
        """A line of an option."""
        return marked(super().render_line(y), self.highlighted)


def marked(strip: Strip, chosen: int | None) -> Strip:
    """A line of a list of options, with the mark in front when it is of the chosen one."""
    style = next((segment.style for segment in strip), None)
    if style is None or chosen is None or style.meta.get("option") != chosen:
        return strip
    return Strip.join([Strip([Segment(MARK, style)], 1), strip.crop(1)])
