"""What was changed from here, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Input, Static

from kinde_tui.services.change import State
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import ChangeProgressed
from kinde_tui.services.journal_entry import plain as as_plain
from kinde_tui.ui import bindings
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.events import Event
    from kinde_tui.services.journal_entry import Entry

COLUMNS = (
    TableColumn("at", "When", 12),
    TableColumn("says", "Change", 30, grow=True),
    TableColumn("state", "Outcome", 10),
    TableColumn("undone", "", 8),
)
TONES = {
    State.DONE: Tone.GOOD,
    State.REFUSED: Tone.BAD,
    State.UNKNOWN: Tone.WARNING,
    State.CONFLICT: Tone.WARNING,
    State.SENT: Tone.WARNING,
}
SHOWN = 1_000
"""Entries read at once, the newest."""


class ChangeLogScreen(TenantScreen):
    """The journal, newest first."""

    NAME = "log"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding("slash", "filter", "filter", key_display="/", id="log.filter", tooltip="Filter by words"),
        Binding("y", "copy", "copy", id="log.copy", tooltip="Copy the entry as JSON"),
    ]

    def compose_body(self) -> Iterable[Widget]:
        """Filter, entries, the chosen entry."""
        yield SafeInput(placeholder="/ filter the log", id="log-filter", compact=True)
        with Container(id="split"):
            yield RecordTable(COLUMNS, self._cells, id="rows")
            yield Static(id="entry")

    def on_mount(self) -> None:
        """Reads the journal."""
        super().on_mount()
        self._ends.append(self.tenant.bus.subscribe(ChangeProgressed, self._hear_change))
        self._read()
        self.query_one(RecordTable).focus()

    def on_screen_resume(self) -> None:
        """Other screens made changes."""
        super().on_screen_resume()
        self._read()

    def _hear_change(self, _event: Event) -> None:
        self.call_later(self._read)

    def _read(self) -> None:
        words = self.query_one("#log-filter", Input).value
        entries = self.tenant.journal.entries(limit=SHOWN, filter=words)
        self.query_one(RecordTable).show(LineSource(Line(entry.id, entry) for entry in entries))
        if not entries:
            empty = (
                "Nothing matches."
                if words
                else "Nothing was changed from here yet. Every change you make is written down here."
            )
            self.query_one("#entry", Static).update(plain(empty))

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        entry: Entry | None = row.item if isinstance(row, Line) else None
        if entry is None:
            return [Cell("")] * len(COLUMNS)
        note = "undone" if entry.undone_by else ("undo" if entry.undo_of else "")
        return [
            Cell(ago(entry.at, self.tenant.clock.now()), Tone.MUTED),
            Cell(entry.says),
            Cell(str(entry.state), TONES.get(entry.state, Tone.PLAIN)),
            Cell(note, Tone.MUTED),
        ]

    @on(RecordTable.Highlighted)
    def _show_entry(self, event: RecordTable.Highlighted) -> None:
        entry: Entry | None = event.row.item if isinstance(event.row, Line) else None
        if entry is None:
            return
        lines = [
            plain(entry.says, "bold"),
            plain(
                str(entry.state), {"done": "$text-success", "refused": "$text-error"}.get(entry.state, "$text-warning")
            ),
            Content(""),
        ]
        facts = [
            ("When", f"{entry.at:%Y-%m-%d %H:%M:%S} UTC"),
            ("Profile", entry.profile),
            ("Request", entry.request),
            ("Body", json.dumps(entry.body, ensure_ascii=False) if entry.body is not None else ""),
            ("Before", json.dumps(dict(entry.before), ensure_ascii=False) if entry.before else ""),
            ("After", json.dumps(dict(entry.after), ensure_ascii=False) if entry.after else ""),
            ("Why", entry.sentence),
            ("Undo", "taken back later" if entry.undone_by else ""),
        ]
        lines += [Content.assemble((f"{label:<9}", "$label"), plain(text)) for label, text in facts if text]
        self.query_one("#entry", Static).update(Content("\n").join(lines))

    @on(Input.Changed, "#log-filter")
    def _filter(self) -> None:
        self._read()

    @on(Input.Submitted, "#log-filter")
    def _focus_rows(self) -> None:
        self.query_one(RecordTable).focus()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one("#log-filter", Input).focus()

    def action_copy(self) -> None:
        """Copies the entry."""
        row = self.query_one(RecordTable).cursor_row
        entry: Entry | None = row.item if isinstance(row, Line) else None
        if entry is not None:
            self.post_message(CopyRequested(json.dumps(as_plain(entry), ensure_ascii=False), "the entry"))

    def action_escape(self) -> None:
        """The filter first."""
        field = self.query_one("#log-filter", Input)
        if field.has_focus or field.value:
            field.value = ""
            self.query_one(RecordTable).focus()
        else:
            super().action_escape()

    def status(self) -> Content:
        """How long the log is, and that it stays."""
        return Content(
            f"{len(self.query_one(RecordTable).source):,} changes · kept on this machine only, never deleted"
        )

    def trail(self) -> list[str]:
        """The screen."""
        return [BY_NAME[self.NAME].title]
