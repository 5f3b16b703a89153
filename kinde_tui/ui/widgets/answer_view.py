"""An answer of the tenant, as JSON in colours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from kinde_tui.ui.json_text import highlighted
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.text import escaped

if TYPE_CHECKING:
    from textual.app import ComposeResult


class AnswerView(VerticalScroll, can_focus=True):
    """It scrolls; `y` copies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="call.copy", tooltip="Copy the answer as JSON"),
        Binding("j", "scroll_down", "down", show=False, id="call.down", tooltip="One line down"),
        Binding("k", "scroll_up", "up", show=False, id="call.up", tooltip="One line up"),
    ]
    BINDING_GROUP_TITLE = "The answer"

    text = ""
    """The answer; empty: there is none."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def show(self, answer: Any) -> None:
        """Shows an answer; None: none."""
        self.text = "" if answer is None else escaped(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
        self.query_one(Static).update(highlighted(self.text))
        self.scroll_home(animate=False)

    def action_copy(self) -> None:
        """Copies the answer."""
        if self.text:
            self.post_message(CopyRequested(self.text, "the answer"))
