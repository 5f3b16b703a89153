"""What an inspected token says: verdicts, a bar that counts down, a line a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kinde_tui.services.collections.collection import Tone
from kinde_tui.tokens.sections import Line as Told
from kinde_tui.tokens.sections import sections
from kinde_tui.tokens.verdicts import State
from kinde_tui.ui.resolving import Resolved
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.facts_view import PlainTable
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from kinde_tui.tokens.inspection import Inspection
    from kinde_tui.tokens.times import Times

COLUMNS = (
    TableColumn("label", "", 22, grow=True, first=True),
    TableColumn("text", "", 40, grow=True),
    TableColumn("meaning", "", 34, grow=True),
)
TONES = {"good": Tone.GOOD, "warn": Tone.WARNING, "bad": Tone.BAD, "muted": Tone.MUTED, "plain": Tone.PLAIN}
SIGNS = {
    State.GOOD: ("✓", "$text-success"),
    State.WARNING: ("!", "$text-warning"),
    State.BAD: ("✕", "$text-error"),
    State.UNCHECKED: ("?", "$label"),
}
WORDS = {State.GOOD: "ok", State.WARNING: "with warnings", State.BAD: "bad", State.UNCHECKED: "not checked"}
BAR = 40
"""Cells of the time bar."""


class InspectionView(Vertical):
    """It is shown one inspection after another, and forgets each."""

    _times: Times | None = None

    def compose(self) -> ComposeResult:
        """Verdicts, bar, facts, and the one under the cursor in full."""
        yield Static(id="verdicts")
        yield Static(id="time-bar")
        yield PlainTable(COLUMNS, self._cells)
        yield Static(id="explanation")

    def show(self, inspection: Inspection, resolved: Sequence[Resolved], now: datetime, *, roomy: bool) -> None:
        """Shows an inspection, and what its claims name in this tenant."""
        lines: list[Line] = []
        for section in sections(inspection, now):
            lines.append(Line(f"#{section.title}", section.title))
            lines += [Line(f"{section.title}.{number}", line) for number, line in enumerate(section.lines)]
            if section.title == "Claims" and resolved:
                lines.append(Line("#tenant", "In this tenant"))
                lines += [Line(f"tenant.{number}", one) for number, one in enumerate(resolved)]
        self.query_one(PlainTable).show(LineSource(lines))
        self._times = inspection.times
        self._show_verdicts(inspection, roomy=roomy)

    def clear(self) -> None:
        """Forgets the token."""
        self._times = None
        self.query_one(PlainTable).show(LineSource(()))
        for name in ("#verdicts", "#time-bar", "#explanation"):
            self.query_one(name, Static).update("")

    @property
    def chosen_text(self) -> str:
        """The value of the line under the cursor; empty: it has none."""
        row = self.query_one(PlainTable).cursor_row
        item = row.item if isinstance(row, Line) else None
        if item is None or isinstance(item, str):
            return ""
        return str(item.name if isinstance(item, Resolved) else item.text)

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        item = row.item if isinstance(row, Line) else None
        if isinstance(item, str):
            return [Cell(item, Tone.STRONG), Cell(""), Cell("")]
        if isinstance(item, Resolved):
            return [Cell(f"  {item.reference.kind}"), Cell(item.name, item.tone), Cell(item.note, Tone.MUTED)]
        if not isinstance(item, Told):
            return [Cell(""), Cell(""), Cell("")]
        line = item
        text = line.text.replace("\n", " · ")
        return [
            Cell(f"  {line.label}", Tone.MUTED),
            Cell(text, TONES.get(line.tone.value, Tone.PLAIN)),
            Cell(line.explanation, Tone.MUTED),
        ]

    def _show_verdicts(self, inspection: Inspection, *, roomy: bool) -> None:
        verdicts = inspection.verdicts
        parts = []
        for name, state in (
            ("decoded", verdicts.decoded.state),
            ("signature", verdicts.signature.state),
            ("claims", verdicts.claims.state),
        ):
            sign, style = SIGNS[state]
            words = "warn" if state is State.WARNING and not roomy else WORDS[state]
            parts.append(Content.assemble((f"{sign} {name} ", f"bold {style}"), (words, style)))
        title = plain(inspection.recognized.label, "bold")
        gap = "    " if roomy else "  "
        self.query_one("#verdicts", Static).update(Content(gap).join([title, *parts]))

    def count_down(self, now: datetime) -> None:
        """Draws the bar from when it was issued to when it expires."""
        if self._times is None:
            return
        times = self._times
        fraction, left = times.fraction(now), times.remaining(now)
        bar = Content()
        if fraction is not None and left is not None:
            gone = round(fraction * BAR)
            style = "$text-error" if left <= 0 else ("$text-warning" if fraction > 0.9 else "$primary")  # noqa: PLR2004 - the last tenth
            bar = Content.assemble(
                ("issued ", "$label"),
                ("━" * gone, "$rule"),
                ("━" * (BAR - gone), style),
                (" expires ", "$label"),
                (times.expires.relative(now), style),
            )
        self.query_one("#time-bar", Static).update(bar)

    @on(RecordTable.Highlighted)
    def _explain(self, event: RecordTable.Highlighted) -> None:
        item = event.row.item if isinstance(event.row, Line) else None
        if isinstance(item, Resolved):
            words = plain(item.note)
        elif item is None or isinstance(item, str):
            words = Content()
        else:
            text = plain(item.text, lines=True)
            words = Content("\n").join(part for part in (text, plain(item.explanation, "$label")) if part)
        self.query_one("#explanation", Static).update(words)
