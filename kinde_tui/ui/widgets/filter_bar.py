"""The line above a table: its filter, and how many rows there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from kinde_tui.services.completing import completions, token_at
from kinde_tui.services.folding import fold
from kinde_tui.ui.text import signs, width
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.completing import Values


class FieldSuggester(Suggester):
    """Ends the word being typed with a field, a state or a value that the list has."""

    def __init__(self, collection: AnyCollection, values: Values | None) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._collection = collection
        self._values = values

    async def get_suggestion(self, value: str) -> str | None:
        """The whole filter with its last word ended; None when nothing fits."""
        start, _ = token_at(value, len(value))
        word = value[start:]
        if not word:
            return None
        for completion in completions(value, len(value), self._collection, self._values):
            if len(completion) > len(word) and fold(completion).startswith(fold(word)):
                return value + completion[len(word) :]
        return None


class FilterBar(Horizontal):
    """A filter that is typed into, with the count beside it."""

    DEFAULT_CSS = """
    FilterBar { height: 1; }
    FilterBar .prompt { width: 3; }
    FilterBar Input { width: 1fr; height: 1; border: none; padding: 0; background: transparent; }
    FilterBar .count { width: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "leave(True)", "clear", id="filter.clear", tooltip="Clear the filter and go back to the rows"
        ),
        Binding("down,enter", "leave(False)", "rows", id="filter.rows", tooltip="Keep the filter and go to the rows"),
        Binding("tab", "complete", "complete", show=False, id="filter.complete", tooltip="Take the suggestion"),
    ]
    BINDING_GROUP_TITLE = "Filter"

    @dataclass
    class Changed(Message):
        """The filter says something else."""

        bar: FilterBar
        text: str

        @property
        def control(self) -> FilterBar:
            """The filter."""
            return self.bar

    @dataclass
    class Left(Message):
        """The rows want the keyboard back."""

        bar: FilterBar

    def __init__(self, collection: AnyCollection, values: Values | None = None) -> None:
        super().__init__()
        self._collection = collection
        self._values = values
        self._widest = 0

    def compose(self) -> ComposeResult:
        """Prompt, input, count."""
        yield Static(Content.styled(" / ", "bold $primary"), classes="prompt")
        yield SafeInput(
            placeholder=f"filter {self._collection.many}",
            suggester=FieldSuggester(self._collection, self._values),
            select_on_focus=False,
            compact=True,
        )
        yield Static(classes="count")

    @property
    def text(self) -> str:
        """What the filter says."""
        return self.query_one(Input).value

    @text.setter
    def text(self, value: str) -> None:
        self.query_one(Input).value = value

    def focus_input(self) -> None:
        """Takes the keyboard."""
        self.screen.set_focus(self.query_one(Input))

    def tell(self, count: Content) -> None:
        """Shows the count."""
        # It never gets narrower: another width would lay out the whole screen anew, for every letter of a filter.
        wider = count.cell_length > self._widest
        self._widest = max(self._widest, count.cell_length)
        self.query_one(".count", Static).update(count.pad_left(self._widest - count.cell_length), layout=wider)

    def tell_wrong(self, position: int | None) -> None:
        """Underlines the word at a position, or none."""
        self.query_one(SafeInput).tell_wrong(position)

    def cells_before(self, position: int) -> int:
        """Cells between the left edge of the input and a place in what it says, as far as it is scrolled now."""
        field = self.query_one(SafeInput)
        before = width(signs(field.value[:position])) - field.scroll_offset.x
        return max(0, min(before, field.size.width - 1))

    @on(Input.Changed)
    def _tell_change(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(self, event.value))

    @on(Input.Submitted)
    def _go_to_rows(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave(clear=False)

    def action_leave(self, clear: bool) -> None:
        """Gives the keyboard back to the rows."""
        if clear:
            self.text = ""
        self.post_message(self.Left(self))

    def action_complete(self) -> None:
        """Takes the suggestion that is shown in grey."""
        self.query_one(Input).action_cursor_right()
