"""The command palette, with a sign before the chosen line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.command import CommandList, CommandPalette

from kinde_tui.ui.widgets.marked_list import marked

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.strip import Strip


class MarkedCommands(CommandList):
    """What the palette found."""

    def render_line(self, y: int) -> Strip:
        """A line of an option."""
        return marked(super().render_line(y), self.highlighted)


class Palette(CommandPalette):
    """The command palette."""

    def __init__(self, *, id: str | None = None) -> None:
        words = "commands, keys, users, organizations, roles, permissions, flags, apps"
        super().__init__(placeholder=words, id=id)

    def compose(self) -> ComposeResult:
        """Textual's own, but for the list."""
        for widget in super().compose():
            yield MarkedCommands() if type(widget) is CommandList else widget
