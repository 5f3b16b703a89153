"""What was changed from here, and what became of it."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Input

from kinde_tui.services.change import Danger, State
from kinde_tui.services.events import ChangeProgressed
from kinde_tui.services.journal import JournalError
from kinde_tui.services.journal_entry import plain as as_plain
from kinde_tui.ui import bindings
from kinde_tui.ui.messages import ChangesRequested, CopyRequested
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.entry_view import EntryView
from kinde_tui.ui.widgets.log_table import LogTable
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from kinde_tui.services.change import Change
    from kinde_tui.services.events import Event
    from kinde_tui.services.tenant import Tenant

SHOWN = 1_000
"""Entries read at once, the newest."""
REPAINT = 30
"""Ticks between two paintings of the times."""
EMPTY = "Nothing was changed from here yet. Every change you make is written down here."
NO_MATCH = "Nothing matches. Escape clears the filter."


class ChangeLogScreen(TenantScreen):
    """The journal, newest first."""

    NAME = "log"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding("slash", "filter", "filter", key_display="/", id="log.filter", tooltip="Filter by words"),
        Binding("y", "copy", "copy", id="log.copy", tooltip="Copy the entry as JSON"),
        Binding(
            "s", "settle", "settle", id="log.settle", tooltip="Look what became of changes whose outcome is not known"
        ),
        Binding("u", "undo_last", "undo last", id="log.undo", tooltip="Take the last change back, whichever is chosen"),
        Binding("m", "make_again", "make again", id="log.again", tooltip="Make what is shown as not done"),
    ]

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(tenant)
        self._open = 0
        self._ticks = 0
        self._looking = ""

    def compose_body(self) -> Iterable[Widget]:
        """Filter, entries, the chosen entry."""
        yield SafeInput(placeholder="/ filter the log", id="log-filter", compact=True)
        with Container(id="split"):
            yield LogTable(self.tenant.clock, id="rows")
            yield EntryView(id="entry")

    @property
    def table(self) -> LogTable:
        """The entries."""
        return self.query_one(LogTable)

    @property
    def filter(self) -> Input:
        """What the words are typed into."""
        return self.query_one("#log-filter", Input)

    def on_mount(self) -> None:
        """Reads the journal."""
        self._ends.append(self.tenant.bus.subscribe(ChangeProgressed, self._hear_change))
        self._count_open()
        self._read()
        self.screen.set_focus(self.table)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is offered where there is nothing to settle or to make."""
        if action == "settle" and (self._looking or not self._open):
            return False
        if action == "make_again" and not any(entry.state is State.NOT_DONE for entry in self.table.entries):
            return False
        return super().check_action(action, parameters)

    def on_screen_resume(self) -> None:
        """Other screens made changes."""
        self._count_open()
        self._read()

    def tick(self) -> None:
        """Follows changes on their way: nothing is published when one is sent."""
        super().tick()
        self._ticks += 1
        if self.is_current and self.tenant.on_their_way:
            self._read()
        elif self.is_current and self._ticks % REPAINT == 0:
            self.table.redraw()

    def _count_open(self) -> None:
        """Goes through the whole log, so it is done when somebody comes here and not with every change."""
        with suppress(JournalError):  # the list below says it
            self._open = len(self.tenant.changes.recovery.open())

    def _hear_change(self, event: Event) -> None:
        if isinstance(event, ChangeProgressed) and event.outcome and event.outcome.state is State.UNKNOWN:
            self.call_later(self._count_open)
        self.call_later(self._read)

    def _read(self) -> None:
        words = self.filter.value
        entries, why = [], NO_MATCH if words else EMPTY
        try:
            entries = self.tenant.journal.entries(limit=SHOWN, filter=words)
        except JournalError as error:
            why = str(error)
        self.table.show_entries(entries)
        if not entries:
            self.query_one(EntryView).show(None, why)
        self.show_status()
        self.refresh_bindings()

    @on(LogTable.Highlighted)
    def _show_entry(self) -> None:
        if (entry := self.table.chosen) is not None:
            self.query_one(EntryView).show(entry)

    @on(Input.Changed, "#log-filter")
    def _filter(self) -> None:
        self._read()

    @on(Input.Submitted, "#log-filter")
    def _focus_rows(self) -> None:
        self.screen.set_focus(self.table)

    @on(LogTable.Opened)
    def _enter_entry(self) -> None:
        self.set_focus(self.query_one(EntryView))

    def action_filter(self) -> None:
        """To the filter."""
        self.screen.set_focus(self.filter)

    def action_copy(self) -> None:
        """Copies the entry."""
        if (entry := self.table.chosen) is not None:
            self.post_message(CopyRequested(json.dumps(as_plain(entry), ensure_ascii=False), "the entry"))

    def action_settle(self) -> None:
        """Looks for what has no outcome."""
        if self.tenant.gateway is None:
            self.notify("The tenant is not connected: connect it first, then look again.", markup=False)
        elif not self._looking:
            self._looking = "◌ looking what became of them"
            self.run_worker(self._settle(), group="settle")

    async def _settle(self) -> None:
        def progress(number: int, of: int) -> None:
            self._looking = f"◌ looking what became of them: {number:,} of {of:,}"
            self.show_status()

        self.show_status()
        try:
            settled = await self.tenant.changes.recovery.settle(progress)
        except JournalError as error:
            self.notify(safe(str(error)), severity="error", markup=False, timeout=12)
        else:
            more = " m makes what was not done." if settled.not_done else ""
            self.notify(safe(f"{settled}.{more}"), title="Settled", markup=False, timeout=8)
        finally:
            self._looking = ""
        self._count_open()
        self._read()

    def action_make_again(self) -> None:
        """Asks to make what was not done; what was made meanwhile is left out."""
        try:
            again = self.tenant.changes.recovery.again(self.table.entries)
        except JournalError as error:
            self.notify(safe(str(error)), severity="error", markup=False, timeout=12)
            return
        for change in again.elsewhere:
            self.notify(safe(self._where(change)), severity="warning", markup=False, timeout=12)
        if again.changes:
            title = f"Make {len(again.changes):,} changes that were not made"
            self.post_message(ChangesRequested(again.changes, title))
        elif not again.elsewhere:
            said = "Nothing to make: it was made meanwhile, or held a secret that the log does not keep."
            self.notify(said, markup=False)

    @work(group="ask")
    async def action_undo_last(self) -> None:
        """Takes the last change back, which may be another than the one under the cursor: then it asks."""
        tenant = self.tenant
        await tenant.changes.settled()
        step, chosen = tenant.changes.next_step(back=True), self.table.chosen
        inverses = step.inverses if step is not None else ()
        pointed_at = chosen is not None and chosen.id in {one.entry for one in inverses}
        harmless = all(tenant.guard.asks([one.change]) is Danger.NONE for one in inverses)
        if step is not None and inverses and harmless and not pointed_at:  # what is not harmless is asked for anyway
            from kinde_tui.ui.dialogs.confirm import ConfirmDialog

            what = step.called or inverses[0].origin.says
            says = ["The row under the cursor is another change."] if chosen is not None else []
            dialog = ConfirmDialog(f"Undo “{what}”, the last change?", says, info=tenant.info)
            if not await self.app.push_screen_wait(dialog) or tenant.changes.next_step(back=True) is not step:
                return
        await self.app.run_action("undo")

    def _where(self, change: Change) -> str:
        """Where a change that answers with a secret is made."""
        collection = self.tenant.collections.get(change.target.collection)
        where = "on its own screen" if collection is None else f"in {collection.title} (:{collection.name})"
        return f"“{change.says}” answers with a secret, which the log could not show: do it {where}."

    def action_escape(self) -> None:
        """The entry and the filter first."""
        if self.query_one(EntryView).has_focus:
            self.screen.set_focus(self.table)
        elif self.filter.has_focus or self.filter.value:
            self.filter.value = ""
            self.screen.set_focus(self.table)
        else:
            super().action_escape()

    def status(self) -> Content:
        """How long the log is, and that it stays."""
        count = len(self.table.source)
        kept = Content(f"{count:,} change{'' if count == 1 else 's'} · kept on this machine only, never deleted")
        if self._looking:
            return Content.assemble((self._looking, "$text-accent"), " · ", kept)
        if self._open:
            return Content.assemble((f"{self._open:,} without an outcome, s settles", "$text-warning"), " · ", kept)
        return kept
