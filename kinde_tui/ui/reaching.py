"""Keys as they are pressed from where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.widget import Widget


def from_here(widget: Widget, keys: str) -> str:
    """A widget's key and what it does, after the one that leads there from elsewhere: `tab, then r`."""
    return keys if widget.has_focus_within else f"tab, then {keys}"
