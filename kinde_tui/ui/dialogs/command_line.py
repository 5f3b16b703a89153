"""The line that `:` opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from kinde_tui.ui.dialogs.dialog import Dialog
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class CommandDialog(Dialog[str]):
    """Returns what was typed."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("Command")
        self._names = names

    def compose(self) -> ComposeResult:
        """One line at the bottom of the screen."""
        with Horizontal(classes="command-line"):
            yield Static(Content.styled(" : ", "bold $primary"), classes="prompt")
            yield SafeInput(
                suggester=SuggestFromList(self._names), placeholder="users, flags, theme, quit …", compact=True
            )

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)
