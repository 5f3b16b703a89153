"""What is loaded, how old it is, and what cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.ui import bindings
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.events import Event

COLUMNS = (
    TableColumn("title", "In this tenant", 24),
    TableColumn("rows", "Loaded", 8, right=True),
    TableColumn("age", "As of", 14),
    TableColumn("state", "", 40, grow=True),
)


class ListTable(RecordTable):
    """Lists are opened, not marked."""

    MARKS: ClassVar[bool] = False


class OverviewScreen(TenantScreen):
    """One line a list."""

    NAME = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding("r", "load", "load all", id="overview.load", tooltip="Read every list from the tenant"),
    ]

    def compose_body(self) -> Iterable[Widget]:
        """The lists, and the tenant."""
        yield Static(id="tenant-facts")
        yield ListTable(COLUMNS, self._cells)

    def on_mount(self) -> None:
        """Shows what the store knows."""
        super().on_mount()
        self.query_one("#tenant-facts", Static).update(self._facts())
        bus = self.tenant.bus
        self._ends += [bus.subscribe(RecordsChanged, self._hear_rows), bus.subscribe(SyncProgressed, self._hear_rows)]
        lists = [Line(c.name, c) for c in self.tenant.collections.values() if not c.parents]
        self.query_one(RecordTable).show(LineSource(lists))
        self.screen.set_focus(self.query_one(RecordTable))

    def _hear_rows(self, _event: Event) -> None:
        self.call_later(self._redraw)

    def _redraw(self) -> None:
        if self.is_current:
            self.query_one(RecordTable).redraw()
            self.query_one("#tenant-facts", Static).update(self._facts())

    def tick(self) -> None:
        """Keeps ages and facts true."""
        super().tick()
        if self.is_current:
            self.query_one("#tenant-facts", Static).update(self._facts())

    def _facts(self) -> Content:
        info, gateway = self.tenant.info, self.tenant.gateway
        scopes = gateway.scopes if gateway else None
        facts = [
            ("Tenant", info.issuer_url),
            ("Client id", info.client_id),
            ("Scopes", "not known yet" if scopes is None else f"{len(scopes)} granted"),
            ("Writing", "off: read-only" if info.read_only else "on"),
        ]
        return Content("\n").join(Content.assemble((f"{label:<11}", "$label"), plain(text)) for label, text in facts)

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        collection: AnyCollection | None = row.item if isinstance(row, Line) else None
        if collection is None:
            return [Cell("")] * len(COLUMNS)
        tenant = self.tenant
        age, state = tenant.store.age(collection.name), tenant.sync.state(collection.name)
        refusal = tenant.guard.refusal(collection.lists)
        when = ago(age.read_at, tenant.clock.now()) if age.read_at else "never"
        if refusal:
            note = Cell(refusal, Tone.WARNING)
        elif state.error is not None:
            note = Cell(str(state.error), Tone.BAD)
        elif state.reading:
            note = Cell(f"reading, {state.loaded:,} so far", Tone.ACCENT)
        else:
            note = Cell("" if age.complete else "not all loaded", Tone.MUTED)
        return [Cell(collection.title), Cell(f"{age.rows:,}"), Cell(when, Tone.MUTED), note]

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        name = {"environment_flags": "flags", "property_categories": "properties"}.get(event.row.key, event.row.key)
        if name in BY_NAME:
            self.go(name)

    def action_load(self) -> None:
        """Reads everything."""
        self.app.run_worker(self.app.run_action("refresh_all"), group="read.all")

    def status(self) -> Content:
        """What Enter does."""
        return Content("enter opens a list · r reads all of them")
