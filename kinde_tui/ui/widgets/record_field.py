"""A field of a form that holds a record, or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import Question


class RecordField(Widget, can_focus=True):
    """A record that is picked in a dialog of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,down", "pick", "choose", id="form.pick", tooltip="Choose the record"),
    ]
    DEFAULT_CSS = "RecordField { height: 1; }"

    class Wanted(Message):
        """The person wants to choose."""

        def __init__(self, field: RecordField) -> None:
            super().__init__()
            self.field = field

    def __init__(self, question: Question, *, id: str) -> None:
        super().__init__(id=id)
        self.question = question
        self.value = ""
        self.shown = ""

    def choose(self, key: str, name: str) -> None:
        """Takes a record, or several."""
        self.value, self.shown = key, name
        self.refresh()

    def render(self) -> Content:
        """The record's name, or how to choose one."""
        return (
            Content.assemble(plain(self.shown), (" ▾", "$label"))
            if self.shown
            else Content.styled("choose … ▾", "$label")
        )

    def action_pick(self) -> None:
        """Asks for the dialog."""
        self.post_message(self.Wanted(self))

    def on_click(self) -> None:
        """The same with the mouse."""
        self.action_pick()
