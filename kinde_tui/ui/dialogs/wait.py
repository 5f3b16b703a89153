"""Something that takes a while before there is anything to ask: how far it is, and Escape leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import ProgressBar, Static

from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from kinde_tui.services.tenant import TenantInfo


class WaitDialog(Dialog[None]):
    """Takes the keys meanwhile: one that was meant for the list must not answer the question that comes of it."""

    def __init__(self, title: str, words: str, total: int, info: TenantInfo) -> None:
        super().__init__(title, info=info)
        self._words = words
        self._total = total
        self.left = False
        """Whether the person waits no more."""

    def compose_body(self) -> Iterable[Widget]:
        """What is done, how far it is, and the key."""
        yield Static(plain(self._words), classes="dialog-text")
        yield ProgressBar(total=self._total, show_eta=False)
        yield Static(hints(("esc", "stop: nothing is sent")), classes="dialog-hints")

    def advance(self, steps: int) -> None:
        """So many more are done."""
        if self.is_mounted:
            self.query_one(ProgressBar).advance(steps)

    def action_leave(self) -> None:
        """Waits no more; who does the work closes the dialog."""
        self.left = True

    def close(self) -> None:
        """The work is over."""
        if self.is_attached:
            self.dismiss(None)
