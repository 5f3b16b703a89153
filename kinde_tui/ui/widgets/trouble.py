"""What hinders, and the next key: above what is still shown, and only while it does."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from kinde_tui.ui.text import plain

LINES = 5
"""A longer sentence is cut; the key after it never is."""


class Trouble(Static):
    """A sentence and what helps, on as many lines as they need."""

    DEFAULT_CSS = "Trouble { height: auto; padding: 0 1; }"

    def say(self, sentence: str, helps: str) -> None:
        """Shows both."""
        hint = Content.assemble(("  ", ""), (helps, "$label")) if helps else Content()
        room = LINES * max(1, self.app.size.width - 2) - hint.cell_length
        said = plain(f"✕ {sentence}", "$text-error")
        self.update(Content.assemble(said.truncate(room, ellipsis=True), hint))
