"""A whole list, ticked where the record under the cursor has what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from kinde_tui.services.collections.collection import InvalidInputError, Tone
from kinde_tui.services.events import ChangeProgressed, RecordsChanged, SyncProgressed
from kinde_tui.ui.messages import ChangesRequested, Place, PlaceRequested
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.text import plain, safe
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Record
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.details import Across, Ticks
    from kinde_tui.services.events import Event
    from kinde_tui.ui.widgets.collection_list import CollectionList

COLUMNS = 2
"""So many columns of the whole list are shown beside the ticks."""


class TickTable(RecordTable):
    """A table whose rows are ticked where others are marked."""

    class Ticked(Message):
        """Space was pressed on a row."""

    def action_mark(self) -> None:
        """Ticks."""
        self.post_message(self.Ticked())

    def action_mark_range(self) -> None:
        """Ticks are given one by one: each is a write."""

    def action_mark_all(self) -> None:
        """Ticks are given one by one: each is a write."""


class TicksPanel(Vertical):
    """All there are, ticked where the record has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t", "tick", "tick", key_display="space", id="grid.tick", tooltip="Give it to the record, or take it away"
        ),
        Binding("r", "reload", "refresh", show=False, id="grid.refresh", tooltip="Read again what the record has"),
    ]
    BINDING_GROUP_TITLE = "Ticks"

    def __init__(self, ticks: Ticks[Any] | Across[Any], rows: CollectionList) -> None:
        super().__init__()
        self._ticks = ticks
        self._tenant = rows.tenant
        self._owners = rows.collection
        self._whole = rows.tenant.collections[ticks.whole]
        self._columns = [column for column in self._whole.columns if not column.hidden][:COLUMNS]
        self._key = ""
        self._owner: Record | None = None
        self._held: frozenset[str] = frozenset()
        self._first: frozenset[str] | None = None
        """What stands above the others: what was held when the grid was opened. A tick moves no row."""
        self._ends: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """How many, and the grid."""
        columns = [TableColumn(c.key, c.title, c.width, c.grow, c.right) for c in self._columns]
        yield Static("", classes="panel-note")
        yield TickTable([TableColumn("held", "", 3), *columns], self._cells)

    def on_mount(self) -> None:
        """Follows the store."""
        bus = self._tenant.bus
        self._ends = [bus.subscribe(kind, self._hear) for kind in (RecordsChanged, SyncProgressed, ChangeProgressed)]

    def on_unmount(self) -> None:
        """Listens no more."""
        for end in self._ends:
            end()

    def _hear(self, event: Event) -> None:
        named = getattr(event, "collection", "")
        if isinstance(event, ChangeProgressed) or named in {self._ticks.held, self._ticks.whole}:
            self.call_later(self._show)

    def point(self, row: TableRow) -> None:
        """Shows what this record has."""
        if row.key != self._key:
            self._key, self._first = row.key, None
        self._owner = self._owners.read(row.raw)
        self._show()
        self.read(only_due=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Greys out a tick that the token or the profile forbids."""
        operation = self.operation_of(action, parameters)
        if operation is not None and self._tenant.guard.refusal(operation):
            return None
        return super().check_action(action, parameters)

    def operation_of(self, action: str, parameters: tuple[object, ...]) -> Operation | None:  # noqa: ARG002 - as others
        """What a tick calls: to give or to take, whichever is allowed."""
        if action != "tick":
            return None
        refusal, ticks = self._tenant.guard.refusal, self._ticks
        return ticks.takes if refusal(ticks.gives) and not refusal(ticks.takes) else ticks.gives

    # What is held, and how it is found out

    @property
    def under(self) -> Parent:
        """What the list of what the record has hangs under."""
        return self._ticks.parent(self._owner) if self._owner is not None else ()

    def held_now(self) -> tuple[frozenset[str], bool]:
        """The keys of those ticked, and whether that is all of them."""
        store, ticks = self._tenant.store, self._ticks
        key = self._tenant.collections[ticks.held].key
        raws = store.rows(ticks.held, self.under)
        held = frozenset(key(raw) for raw in raws if ticks.counts(raw))
        return held, store.age(ticks.held, self.under).complete

    def pending_now(self) -> frozenset[str]:
        """The keys of those whose tick is on its way."""
        under = self.under
        return frozenset(
            change.target.key
            for change in self._tenant.on_their_way
            if (change.target.collection, change.target.parent) == (self._ticks.held, under)
        )

    def read(self, *, only_due: bool) -> None:
        """Asks the tenant."""
        sync = self._tenant.sync
        for name, parent in ((self._ticks.held, self.under), (self._ticks.whole, ())):
            if self._tenant.gateway is not None and (not only_due or sync.due(name, parent)):
                self.run_worker(sync.refresh(name, parent), group=f"read.{name}", description="read a list")

    def trouble(self) -> str:
        """Why it cannot be found out; empty: it can."""
        for name, under in ((self._ticks.held, self.under), (self._ticks.whole, ())):
            refusal = self._tenant.guard.refusal(self._tenant.collections[name].lists)
            if refusal or self._tenant.sync.state(name, under).error is not None:
                return refusal or str(self._tenant.sync.state(name, under).error)
        return ""

    def told(self, number: int, *, complete: bool) -> str:
        """How many of how many."""
        what = self._whole.title.lower()
        return f"{len(self._held)} of {number} {what}" if complete else f"reading the {what} …"

    def sign(self, key: str) -> Cell:
        """The tick, or none."""
        held = key in self._held
        return Cell("[✓]" if held else "[ ]", Tone.GOOD if held else Tone.MUTED)

    # The grid

    def _show(self) -> None:
        if not self.is_attached or self._owner is None:
            return
        self._held, complete = self.held_now()
        opened = self._first is None and complete
        if opened:
            self._first = self._held
        lines = self._lines(self._held if self._first is None else self._first)
        table = self.query_one(RecordTable)
        table.pending = self.pending_now()
        table.show(LineSource(lines), key=lines[0].key if opened and lines else None)
        table.redraw()
        note = self.trouble() or " · ".join(filter(None, (self.told(len(lines), complete=complete), self._ticks.note)))
        self.query_one(".panel-note", Static).update(plain(note, "$label"))

    def _lines(self, first: frozenset[str]) -> list[Line]:
        whole, by = self._whole, self._whole.column(self._whole.sort[0])
        raws = [(whole.key(raw), raw) for raw in self._tenant.store.rows(whole.name)]
        raws.sort(key=lambda pair: (pair[0] not in first, str((by and by.sort(pair[1])) or "").casefold()))
        return [Line(key, whole.read(raw)) for key, raw in raws]

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        record = line.item if isinstance(line, Line) else None
        if record is None:
            return [Cell("")] * (len(self._columns) + 1)
        context = self._tenant.context()
        first, *others = (column.text(record, context) for column in self._columns)
        return [
            self.sign(line.key),
            Cell(first, Tone.PLAIN if line.key in self._held else Tone.MUTED),
            *(Cell(text, Tone.MUTED) for text in others),
        ]

    @on(TickTable.Ticked)
    def _tick_row(self, event: TickTable.Ticked) -> None:
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Gives or takes."""
        line = self.query_one(RecordTable).cursor_row
        record = line.item if isinstance(line, Line) else None
        if line is None or record is None:
            return
        held = line.key in self._held
        refusal = self._tenant.guard.refusal(self._ticks.takes if held else self._ticks.gives)
        try:
            change = (self._ticks.take if held else self._ticks.give)(self._owner, record)
        except InvalidInputError as error:
            refusal = refusal or str(error)
        if refusal:
            self.notify(safe(refusal), severity="warning", markup=False)
        else:
            self.post_message(ChangesRequested([change]))

    def action_reload(self) -> None:
        """Reads again."""
        self.read(only_due=False)

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self._whole.name in BY_NAME:
            self.post_message(PlaceRequested(Place(self._whole.name, event.row.key)))

    @on(RecordTable.SortRequested)
    @on(RecordTable.Highlighted)
    def _keep(self, event: RecordTable.SortRequested | RecordTable.Highlighted) -> None:
        event.stop()
