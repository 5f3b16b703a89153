"""An answer of the tenant, as JSON in colours; what is secret in it is shown for a while, when that is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from kinde_tui.services.redaction import answered
from kinde_tui.ui.json_text import highlighted
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.revealing import SHOWN_FOR
from kinde_tui.ui.text import escaped

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.timer import Timer

    from kinde_tui.api.operation import Operation


class AnswerView(VerticalScroll, can_focus=True):
    """It scrolls; `y` copies what is shown, `v` shows what is secret."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="call.copy", tooltip="Copy the answer as JSON"),
        Binding("v", "reveal", "show secrets", id="call.reveal", tooltip="Show the secrets in it for ten seconds"),
        Binding("j", "scroll_down", "down", show=False, id="call.down", tooltip="One line down"),
        Binding("k", "scroll_up", "up", show=False, id="call.up", tooltip="One line up"),
    ]
    BINDING_GROUP_TITLE = "The answer"

    text = ""
    """The answer as it is shown; empty: there is none."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._whole = self._masked = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def show(self, answer: Any, operation: Operation | None = None) -> None:
        """Shows an answer, without the secrets in it; None: none."""
        self._whole = _as_json(answer)
        self._masked = _as_json(answered(answer, operation)) if operation is not None else self._whole
        self.hide()
        self.scroll_home(animate=False)

    def hide(self) -> None:
        """Shows no secret any more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._paint(self._masked)

    def _paint(self, text: str) -> None:
        self.text = text
        if self.is_attached:
            self.query_one(Static).update(highlighted(text))
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is shown where nothing is hidden."""
        if action == "reveal" and self._whole == self._masked:
            return False
        return super().check_action(action, parameters)

    def action_reveal(self) -> None:
        """Shows the secrets for a while, or hides them again."""
        if self._timer is not None:
            self.hide()
            return
        self._paint(self._whole)
        self._timer = self.set_timer(SHOWN_FOR, self.hide)

    def action_copy(self) -> None:
        """Copies the answer."""
        if self.text:
            self.post_message(CopyRequested(self.text, "the answer"))


def _as_json(answer: Any) -> str:
    return "" if answer is None else escaped(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
