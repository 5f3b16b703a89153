"""Where a token is pasted. What arrives here is a credential: it is counted, never shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events


BEGINNINGS = "eBA"
"""A token, `Bearer` or `Authorization` begins with one of these; other keys keep their meaning until then."""
INVITATION = """

A header line, a curl command, a JSON body, quotes and line breaks around it are fine.
Nothing is sent anywhere and nothing is kept: leaving this screen clears it."""


class TokenBox(Widget, can_focus=True):
    """Takes a paste at once; what a terminal types in place of pasting is taken with Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "inspect", "inspect", id="token.inspect", tooltip="Inspect what was typed or pasted"),
        Binding(
            "backspace", "shorten", "shorten", show=False, id="token.shorten", tooltip="Take the last character back"
        ),
    ]
    BINDING_GROUP_TITLE = "Token"

    @dataclass(repr=False)
    class Pasted(Message):
        """There is something to inspect."""

        text: str

        def __rich_repr__(self) -> Iterator[tuple[str, str]]:
            yield "text", f"{len(self.text)} characters"

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""

    def render(self) -> Content:
        """The invitation, or how much was typed."""
        if self._typed:
            return Content.assemble(
                ("•" * min(len(self._typed), 24), "$primary"), f"  {len(self._typed):,} characters · enter inspects"
            )
        return Content.assemble(
            ("Paste a token here.", "bold"),
            (INVITATION, "$label"),
        )

    def on_paste(self, event: events.Paste) -> None:
        """Takes it at once."""
        event.stop()
        self.post_message(self.Pasted(event.text))
        self.clear()

    def on_key(self, event: events.Key) -> None:
        """Takes characters one by one, where the terminal pastes by typing."""
        character = event.character
        if character and event.is_printable and (self._typed or character in BEGINNINGS):
            event.stop()
            event.prevent_default()
            self._typed += character
            self.refresh()

    def action_inspect(self) -> None:
        """Inspects what was typed."""
        if self._typed:
            self.post_message(self.Pasted(self._typed))
            self.clear()

    def action_shorten(self) -> None:
        """One character less."""
        self._typed = self._typed[:-1]
        self.refresh()

    def clear(self) -> None:
        """Forgets what was typed."""
        self._typed = ""
        self.refresh()
