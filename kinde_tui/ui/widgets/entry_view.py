"""One entry of the change log, in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from kinde_tui.services.change import State
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from kinde_tui.services.journal_entry import Entry

LABEL = 9
"""Cells of the names at the left."""
NARROWEST = 10
TONES = {State.DONE: "$text-success", State.REFUSED: "$text-error"}


class EntryView(VerticalScroll):
    """What was asked for, what was sent, and what became of it; it scrolls when that is long."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield EntryText()

    def show(self, entry: Entry | None, sentence: str = "") -> None:
        """Shows an entry from its beginning, or a sentence where there is none."""
        if self.query_one(EntryText).show(entry, sentence):
            self.scroll_home(animate=False)


class EntryText(Widget):
    """An entry in words, or a sentence where there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._entry: Entry | None = None
        self._sentence = ""

    def show(self, entry: Entry | None, sentence: str) -> bool:
        """Shows an entry, or the sentence; False: it is shown already."""
        if (entry, sentence) == (self._entry, self._sentence):
            return False
        self._entry, self._sentence = entry, sentence
        self.refresh(layout=True)
        return True

    def on_resize(self) -> None:
        """Other lines."""
        self.refresh(layout=True)

    def render(self) -> Content:
        """Names at the left, what belongs to them beside them, however long it is."""
        entry = self._entry
        if entry is None:
            return plain(self._sentence)
        lines = [
            plain(entry.says, "bold"),
            plain(str(entry.state), TONES.get(entry.state, "$text-warning")),
            Content(),
        ]
        room = max(NARROWEST, self.content_size.width - LABEL)
        for label, text in _facts(entry):
            for number, line in enumerate(plain(text).wrap(room)):
                lines.append(Content.assemble((f"{'' if number else label:<{LABEL}}", "$label"), line))
        return Content("\n").join(lines)


def _facts(entry: Entry) -> list[tuple[str, str]]:
    method, _, address = entry.request.partition(" ")
    facts = [
        ("When", f"{entry.at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Profile", entry.profile),
        ("Request", method),
        ("", address),
        ("Body", "" if entry.body is None else json.dumps(entry.body, ensure_ascii=False)),
        ("Before", json.dumps(dict(entry.before), ensure_ascii=False) if entry.before else ""),
        ("After", json.dumps(dict(entry.after), ensure_ascii=False) if entry.after else ""),
        ("Why", entry.sentence),
        ("Undo", "taken back later" if entry.undone_by else ("takes an earlier one back" if entry.undo_of else "")),
    ]
    return [(label, text) for label, text in facts if text]
