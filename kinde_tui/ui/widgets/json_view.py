"""A record as the API sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from kinde_tui.ui.copying import as_json
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from kinde_tui.ui.widgets.source import TableRow

LONGEST = 200_000
"""Characters painted; copying takes all."""


class JsonView(VerticalScroll, can_focus=True):
    """Scrolls; `y` copies."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "copy", id="json.copy", tooltip="Copy the record as JSON"),
        Binding("j", "scroll_down", "down", show=False, id="json.down", tooltip="One line down"),
        Binding("k", "scroll_up", "up", show=False, id="json.up", tooltip="One line up"),
    ]
    BINDING_GROUP_TITLE = "JSON"

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static()

    def point(self, row: TableRow) -> None:
        """Shows this record."""
        self._text = as_json(row.raw)
        shown = self._text if len(self._text) <= LONGEST else f"{self._text[:LONGEST]}\n… y copies all of it"
        self.query_one(Static).update(plain(shown, lines=True))

    def action_copy(self) -> None:
        """Copies the record."""
        self.post_message(CopyRequested(self._text, "the record"))
