"""One entry of the change log, in full."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from kinde_tui.services.change import State
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from kinde_tui.services.journal_entry import Entry

LABEL = 9
"""Cells of the names at the left."""
NARROWEST = 10
TONES = {State.DONE: "$text-success", State.REFUSED: "$text-error"}


class EntryView(Widget):
    """What was asked for, what was sent, and what became of it; or a sentence where there is no entry."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entry: Entry | None = None
        self._sentence = ""

    def show(self, entry: Entry | None, sentence: str = "") -> None:
        """Shows an entry, or the sentence."""
        if (entry, sentence) != (self._entry, self._sentence):
            self._entry, self._sentence = entry, sentence
            self.refresh()

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
