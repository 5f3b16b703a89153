"""What a screen does about the size of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widgets import Static

from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from textual import events
    from textual.geometry import Size
    from textual.widget import Widget

SMALLEST = (60, 15)
"""Columns and rows below which there is no room for anything."""
BREAKPOINTS = [(0, "-narrow"), (80, "-stacked"), (110, "-wide")]
"""Columns, and the class that a screen has from there on."""


class TooSmall(Static):
    """The sentence that is all there is below the smallest size."""

    def __init__(self) -> None:
        super().__init__("", id="too-small")

    def say(self, size: Size) -> None:
        """Says how small the terminal is, and how large it has to be."""
        columns, rows = SMALLEST
        sentence = f"The terminal is too small ({size.width}×{size.height}).\nkinde-tui needs {columns}×{rows}."
        self.update(plain(sentence, lines=True))


class SizedScreen(Screen[None]):
    """A screen with a class for its width. Below the smallest size it shows a sentence in place of fragments."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self) -> None:
        super().__init__()
        # The width is known: without its class from the start, all is styled, laid out and drawn a second time.
        self.add_class(_breakpoint_at(self.app.size.width), update=False)
        self._had_focus: Widget | None = None
        """What had it when the terminal became too small, which hides everything and so takes it."""

    def on_resize(self, event: events.Resize) -> None:
        """Hides everything, or shows it again with the keyboard where it was."""
        columns, rows = SMALLEST
        small = event.size.width < columns or event.size.height < rows
        if small and not self.has_class("-too-small"):
            self._had_focus = self.focused
        elif not small and self._had_focus is not None:
            self.call_after_refresh(self._give_focus_back)
        self.set_class(small, "-too-small")
        self.query_one(TooSmall).say(event.size)

    def _give_focus_back(self) -> None:
        had, self._had_focus = self._had_focus, None
        if had is not None and had.is_attached:
            self.set_focus(had)


def _breakpoint_at(columns: int) -> str:
    """The class of a screen so wide."""
    return max((at, name) for at, name in BREAKPOINTS if columns >= at)[1]
