"""The least that a start can cost: a Textual program that shows one block of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult


class BareApp(App[None]):
    """Shows what looks like rows of users."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static("\n".join("  Ada Lovelace  ada@example.com" for _ in range(38)))


if __name__ == "__main__":
    BareApp().run()
