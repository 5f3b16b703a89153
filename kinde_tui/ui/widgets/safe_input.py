"""An input that may hold anything and paints nothing that steers the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.highlighter import Highlighter
from rich.text import Text
from textual.widgets import Input

from kinde_tui.ui.text import signs

if TYPE_CHECKING:
    from rich.style import Style


class _Painter(Highlighter):
    """Paints the value of its input: a sign for each character that is not safe, and what is wrong underlined."""

    def __init__(self, owner: SafeInput) -> None:
        self._owner = owner

    def __call__(self, _text: str | Text) -> Text:
        """The value itself: what arrives has lost some control characters, and the cursor would be beside its place."""
        text = Text(signs(self._owner.value, own=self._owner.own), no_wrap=True, overflow="ignore", end="")
        self.highlight(text)
        return text

    def highlight(self, text: Text) -> None:
        """Underlines the word that is wrong."""
        wrong = self._owner.wrong_at
        if wrong is not None:
            end = text.plain.find(" ", wrong)
            style: Style = self._owner.get_component_rich_style("safe-input--wrong", partial=True)
            text.stylize(style, min(wrong, max(0, len(text) - 1)), len(text) if end <= wrong else end)


class SafeInput(Input):
    """An input. Its value is what was typed, pasted or stored, unchanged; what is painted is safe."""

    COMPONENT_CLASSES = {"safe-input--wrong"}  # noqa: RUF012 - Textual's own name and form
    DEFAULT_CSS = "SafeInput > .safe-input--wrong { text-style: underline bold; }"

    def __init__(self, value: str = "", *, own: bool = False, **more: Any) -> None:
        """As an input.

        Args:
            value: what it holds at first.
            own: a profile's name is typed here, which no mask covers.
            more: as Textual's input takes.
        """
        self.own = own
        self.wrong_at: int | None = None
        """Where in the value something is wrong."""
        super().__init__(value, highlighter=_Painter(self), **more)

    @property
    def painted(self) -> str:
        """What is seen of the value: one sign for each character."""
        return signs(self.value, own=self.own)

    def _position_to_cell(self, position: int) -> int:
        """Where a character stands: what is painted for it has another width than it may have itself."""
        return cell_len(self.painted[:position])

    def _cell_offset_to_index(self, offset: int) -> int:
        """The character at a cell, counted from what is seen of the value."""
        painted = self.painted
        cell = offset + self.scroll_offset.x
        return next((at for at in range(len(painted)) if cell_len(painted[: at + 1]) > cell), len(painted))

    def refuse(self) -> None:
        """Shows that the value will not do, until it is another one."""
        self.add_class("-wrong")

    def watch_value(self) -> None:
        """Another value may do."""
        if self.has_class("-wrong"):
            self.remove_class("-wrong")

    def tell_wrong(self, position: int | None) -> None:
        """Underlines the word at a position, or none."""
        if position != self.wrong_at:
            self.wrong_at = position
            self.refresh()
