"""The entries of the change log as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.change import State
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import ago
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import ReadTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinde_tui.api.clock import Clock
    from kinde_tui.services.journal_entry import Entry

COLUMNS = (
    TableColumn("at", "When", 12),
    TableColumn("says", "Change", 30, grow=True),
    TableColumn("state", "Outcome", 10),
    TableColumn("undone", "", 10),
)
TONES = {
    State.DONE: Tone.GOOD,
    State.REFUSED: Tone.BAD,
    State.UNKNOWN: Tone.WARNING,
    State.CONFLICT: Tone.WARNING,
    State.SENT: Tone.WARNING,
}


class LogTable(ReadTable):
    """A row an entry."""

    def __init__(self, clock: Clock, *, id: str) -> None:
        super().__init__(COLUMNS, self._tell_entry, id=id)
        self._clock = clock

    @property
    def entries(self) -> list[Entry]:
        """Those shown, in their order."""
        return [entry for row in self.source.window(0, len(self.source)) if (entry := _entry_of(row)) is not None]

    @property
    def chosen(self) -> Entry | None:
        """The entry under the cursor."""
        return _entry_of(self.cursor_row)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Shows these, in this order."""
        self.show(
            LineSource(
                [Line(entry.id, entry, {"state": str(entry.state), "undone": entry.undone_by}) for entry in entries]
            )
        )

    def _tell_entry(self, row: TableRow) -> Sequence[Cell]:
        entry = _entry_of(row)
        if entry is None:
            return [Cell("")] * len(COLUMNS)
        note = "taken back" if entry.undone_by else ("undo" if entry.undo_of else "")
        return [
            Cell(ago(entry.at, self._clock.now()), Tone.MUTED),
            Cell(entry.says),
            Cell(str(entry.state), TONES.get(entry.state, Tone.PLAIN)),
            Cell(note, Tone.MUTED),
        ]


def _entry_of(row: TableRow | None) -> Entry | None:
    entry: Entry | None = row.item if isinstance(row, Line) else None
    return entry
