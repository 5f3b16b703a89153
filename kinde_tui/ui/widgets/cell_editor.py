"""An input laid over a cell of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from textual.geometry import Region

ROOM = 24
"""Cells that an editor has at least, where the screen has them."""


class CellEditor(SafeInput):
    """Edits one value in place. Enter uses it, Escape leaves it, and what is wrong is said without losing it.

    Args:
        value: the raw value: what is not touched stays as it is.
        use: takes what was typed; raises InvalidInputError with a sentence.
    """

    DEFAULT_CSS = "CellEditor { layer: editor; position: absolute; height: 1; border: none; padding: 0 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "cancel", id="edit.cancel", tooltip="Leave the value as it was"),
        Binding("enter", "submit", "save", id="edit.save", tooltip="Use the value"),
    ]

    @dataclass
    class Closed(Message):
        """Editing ended."""

        editor: CellEditor

    def __init__(self, value: str, use: Callable[[str], None], *, hint: str = "") -> None:
        super().__init__(value, placeholder=hint, compact=True)
        self._use = use

    def place(self, cell: Region, room: int) -> None:
        """Lies over the cell; a narrow one is widened as far as the table goes."""
        wide = min(max(cell.width, ROOM), room)
        self.styles.width = wide
        self.styles.offset = (max(0, min(cell.x, room - wide)), cell.y)

    @on(Input.Submitted)
    def _try(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self._use(event.value)
        except InvalidInputError as error:
            self.refuse()
            self.notify(safe(str(error)), severity="warning", markup=False)
            return
        self.action_leave()

    def action_leave(self) -> None:
        """Goes away."""
        self.post_message(self.Closed(self))
        self.remove()
