"""The filter language, and the fields and words of one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from kinde_tui.services.filter_help import GRAMMAR, NOTES, fields_of, words_of
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from kinde_tui.services.collections.collection import AnyCollection


class GrammarDialog(Dialog[None]):
    """To read and leave."""

    def __init__(self, collection: AnyCollection) -> None:
        super().__init__("The filter language")
        self._collection = collection
        self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """The grammar, then what this list has."""
        with VerticalScroll(classes="grammar"):
            yield Static(plain(NOTES, "$label"), classes="grammar-note")
            for examples, means in GRAMMAR:
                yield from self._line("\n".join(examples), means)
            title = self._collection.title
            yield Static(plain(f"{title}: fields", "bold"), classes="grammar-head")
            for names, what in fields_of(self._collection):
                yield from self._line(names, what)
            if words := words_of(self._collection):
                yield Static(plain(f"{title}: words after is: and has:", "bold"), classes="grammar-head")
                for word, what in words:
                    yield from self._line(word, what)
        yield Static(hints(("↑ ↓", "scroll"), ("esc", "close")), classes="dialog-hints")

    @staticmethod
    def _line(code: str, words: str) -> Iterable[Widget]:
        with Horizontal(classes="grammar-line"):
            yield Static(plain(code, "$text-accent", lines=True), classes="grammar-code")
            yield Static(plain(words), classes="grammar-words")

    def on_mount(self) -> None:
        """The keys scroll."""
        self.set_focus(self.query_one(VerticalScroll))
