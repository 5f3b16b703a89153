"""A field that takes one of several, with a sign before the chosen line of its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.widgets import Select
from textual.widgets._select import SelectOverlay  # what opens below it has no public name

from kinde_tui.ui.widgets.marked_list import marked

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.strip import Strip

T = TypeVar("T")


class MarkedOverlay(SelectOverlay):
    """What is chosen from."""

    def render_line(self, y: int) -> Strip:
        """A line of an option."""
        return marked(super().render_line(y), self.highlighted)


class Choice(Select[T]):
    """A field that takes one of several."""

    def compose(self) -> ComposeResult:
        """Textual's own, but for the list."""
        for widget in super().compose():
            yield MarkedOverlay().data_bind(compact=Select.compact) if type(widget) is SelectOverlay else widget
