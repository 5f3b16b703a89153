"""Many changes at once: preview, progress, a result for each, and another try for what failed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, ProgressBar, Static

from kinde_tui.api.operation import Repeat
from kinde_tui.services.change import Outcome, State
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.redaction import exact
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import own, plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.timer import Timer
    from textual.widget import Widget

    from kinde_tui.services.change import Change
    from kinde_tui.services.tenant import Tenant

COLUMNS = (
    TableColumn("says", "Change", 30, grow=True),
    TableColumn("state", "Result", 10),
    TableColumn("why", "", 24, grow=True),
)
BESIDE = 12
"""Lines that the dialog takes beside its rows, before it is known how many."""
WINDOW = 10
"""Seconds on a protected profile between yes and the first change, in which Esc stops all of them."""
TONES = {State.DONE: Tone.GOOD, State.REFUSED: Tone.BAD, State.CONFLICT: Tone.WARNING, State.UNKNOWN: Tone.WARNING}


class BulkDialog(Dialog[list[Outcome]]):
    """Returns the outcomes of what was tried. The changes run in a worker of the app, which outlives the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "begin", "start", id="bulk.start", tooltip="Make the changes"),
        Binding("t", "retry", "retry failed", id="bulk.retry", tooltip="Try again what failed"),
        Binding(
            "enter", "close", "close", id="bulk.close", tooltip="Leave; while it runs: stop after the change in hand"
        ),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (40, "-tall")]  # noqa: RUF012 - Textual declares it an instance variable

    def __init__(
        self, tenant: Tenant, changes: Sequence[Change], title: str, *, typed: bool = False, note: str = ""
    ) -> None:
        super().__init__(title or f"{len(changes):,} changes", info=tenant.info)
        self._tenant = tenant
        self._changes = list(changes)
        self._outcomes: dict[str, Outcome] = {}
        self._under_way = False
        self._began = False
        self._stop = asyncio.Event()
        self._window: Timer | None = None
        self._left = WINDOW
        self._typed = typed
        self._note = note
        self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """What is left out, what will be lost, the rows, the progress."""
        if self._note:
            yield Static(plain(self._note, "$label"), classes="dialog-text bulk-note")
        loses = list(dict.fromkeys(text for c in self._changes for text in (c.loses, c.lossy) if text))
        if loses:
            yield Static(Content("\n").join(plain(line, "$text-warning") for line in loses), classes="dialog-text")
        yield RecordTable(COLUMNS, self._cells)
        yield VerticalScroll(Static(""), classes="bulk-sentence")
        yield ProgressBar(total=len(self._changes), show_eta=False)
        if self._typed:
            name = self._tenant.info.label or self._tenant.info.name
            yield Static(Content.assemble("Type ", own(name, "bold"), " to start:"), classes="dialog-text bulk-type")
            yield SafeInput(own=True, classes="dialog-input")
        yield Static("", classes="bulk-summary")
        yield Static("", classes="dialog-hints")

    def on_mount(self) -> None:
        """Shows the preview."""
        self.query_one(RecordTable).show(LineSource(Line(change.id, change) for change in self._changes))
        self.query_one(ProgressBar).display = self.query_one(".bulk-sentence").display = False
        self.set_focus(self.query_one(Input) if self._typed else self.query_one(RecordTable))
        for name in ("-tight", "-full"):
            self.set_class(len(self._changes) + BESIDE > self.app.size.height, name)
        self._say()

    def on_resize(self) -> None:
        """Another terminal has room for another number of rows."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Takes as many lines as it needs; where there are too few, first without empty ones, then with fewer rows."""
        if not self.is_attached:
            return
        box, table = self.query_one(".dialog"), self.query_one(RecordTable)
        lines = box.gutter.height + max(child.virtual_region.bottom for child in box.children if child.display)
        lines += table.HEADER + len(self._changes) - table.size.height
        empty = sum(child.display for child in self.query("RecordTable, ProgressBar, .bulk-note, .bulk-summary"))
        tightest = lines - (0 if self.has_class("-tight") else empty)
        self.set_class(tightest + empty > self.size.height, "-tight")
        self.set_class(tightest > self.size.height, "-full")

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        change: Change | None = row.item if isinstance(row, Line) else None
        if change is None:
            return [Cell(""), Cell(""), Cell("")]
        outcome = self._outcomes.get(change.id)
        state = outcome.state if outcome else None
        tone = TONES.get(state, Tone.MUTED) if state else Tone.MUTED
        words = str(state) if state else ("waiting" if self._began else "")
        why = outcome.sentence if outcome else ""
        if state is State.DRY_RUN:  # that nothing was sent stands beside it: the room is for what would be
            why = exact(change.request)
        return [Cell(change.says), Cell(words, tone), Cell(why, Tone.MUTED)]

    @on(RecordTable.Highlighted)
    def _say_whole(self) -> None:
        """The sentence of the row under the cursor, of which the table shows the beginning."""
        row = self.query_one(RecordTable).cursor_row
        outcome = self._outcomes.get(row.key) if row is not None else None
        sentence = outcome.sentence if outcome is not None else ""
        place = self.query_one(".bulk-sentence", VerticalScroll)
        place.query_one(Static).update(plain(sentence, lines=True))
        place.scroll_home(animate=False)
        self.call_after_refresh(self._fit)

    def _say(self) -> None:
        words = f"{len(self._changes):,} changes. Nothing has been sent yet."
        if self._tenant.guard.dry_run:
            words = f"{len(self._changes):,} changes. Dry run: none of them will be sent."
        keys = (
            [("y", "start"), ("esc", "no")]
            if not self._typed
            else [("enter", "start, when the name is typed"), ("esc", "no")]
        )
        if self._window is not None:
            words = f"{len(self._changes):,} changes begin in {self._left} s. Nothing has been sent yet."
            keys = [("esc", "stop: nothing is sent")]
        if self._began:
            words = self._result()
            keys = [("esc", "stop")] if self._under_way else [("enter", "close")]
            if not self._under_way and self._failed():
                keys.insert(0, ("t", "retry what failed"))
        self.query_one(".bulk-summary", Static).update(plain(words))
        self.query_one(".dialog-hints", Static).update(hints(*keys))
        self._say_whole()

    def _result(self) -> str:
        """How far it is, and what came of it."""
        states = [outcome.state for outcome in self._outcomes.values()]
        done, dry, unknown = (states.count(state) for state in (State.DONE, State.DRY_RUN, State.UNKNOWN))
        not_done, waiting = len(states) - done - dry - unknown, len(self._changes) - len(states)
        words = [f"dry run: {dry:,} requests, none sent"] if dry else []
        if not_done or not dry:
            words += [f"{done:,} done", f"{not_done:,} not done"]
        words += [f"{number:,} {what}" for number, what in ((unknown, "not known"), (waiting, "left")) if number]
        return " · ".join(words)

    def _failed(self) -> list[Change]:
        """What is worth another try; a dry run went as it was meant to."""
        outcomes = (self._outcomes.get(change.id) for change in self._changes)
        return [outcome.change for outcome in outcomes if outcome is not None and _worth_another_try(outcome)]

    @on(Input.Submitted)
    def _compare(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() == (self._tenant.info.label or self._tenant.info.name):
            self._typed = False
            event.input.display = self.query_one(".bulk-type").display = False
            self.screen.set_focus(self.query_one(RecordTable))
            self.action_begin()
        else:
            self.query_one(SafeInput).refuse()
            self.notify("That is another name. Esc leaves everything as it is.", severity="warning", markup=False)

    def action_begin(self) -> None:
        """Starts, once; on a protected profile after a window in which it can be stopped."""
        if self._began or self._typed or self._window is not None:
            return
        if self._tenant.guard.protected and not self._tenant.guard.dry_run:
            self._window = self.set_interval(1.0, self.tick)
            self._say()
        else:
            self._start(self._changes)

    def tick(self) -> None:
        """A second of the window has gone by."""
        self._left -= 1
        if self._left > 0:
            self._say()
        elif self._window is not None:
            self._window.stop()
            self._window = None
            self._start(self._changes)

    def action_retry(self) -> None:
        """Tries again what failed."""
        failed = self._failed()
        if failed and not self._under_way:
            for change in failed:
                del self._outcomes[change.id]
            self._start(failed)

    def _start(self, changes: Sequence[Change]) -> None:
        self._began = self._under_way = True
        self._stop.clear()
        self.query_one(ProgressBar).display = True
        self.query(".bulk-note").set(display=False)  # it was for the decision; the room is for what comes of it
        self._say()
        self.app.run_worker(self._run(changes), group="changes", description="bulk")

    async def _run(self, changes: Sequence[Change]) -> None:
        def show(_number: int, _total: int, outcome: Outcome) -> None:
            self._outcomes[outcome.change.id] = outcome
            if self.is_attached:
                self.query_one(ProgressBar).update(progress=len(self._outcomes))
                if outcome.sentence:
                    self.query_one(".bulk-sentence").display = True
                self.query_one(RecordTable).redraw()
                self._say()

        await self._tenant.changes.apply_all(changes, called=self.heading, progress=show, stop=self._stop)
        self._under_way = False
        if self.is_attached:
            self.query_one(RecordTable).redraw()
            self.query_one(ProgressBar).display = False
            self._say()

    def action_close(self) -> None:
        """Leaves when it is over; before the start that is a no."""
        if not self._under_way:
            self.dismiss(list(self._outcomes.values()) if self._began else None)

    def action_leave(self) -> None:
        """While it runs: stops after the change in hand. Else: leaves."""
        if self._under_way:
            self._stop.set()
        else:
            self.action_close()

    @on(RecordTable.Opened)
    def _close_from_table(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_close()


def _worth_another_try(outcome: Outcome) -> bool:
    """Whether it can be sent again: what may have happened only where a second time changes nothing more."""
    if outcome.state is State.UNKNOWN:
        return outcome.change.request.operation.repeat is Repeat.SET
    return outcome.state not in {State.DONE, State.DRY_RUN}
