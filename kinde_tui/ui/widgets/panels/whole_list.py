"""A whole list, and what the record under the cursor has of it beside each line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from kinde_tui.services.events import ChangeProgressed, RecordsChanged, SyncProgressed
from kinde_tui.ui import bindings
from kinde_tui.ui.messages import Place, PlaceRequested
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.reaching import from_here
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from kinde_tui.models.record import Record
    from kinde_tui.services.collections.collection import Column
    from kinde_tui.services.events import Event
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.panels.holding import Holding


class TickTable(RecordTable, inherit_bindings=False):
    """A table whose rows are ticked where others are marked; the panel around it says what the space bar does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(binding for binding in bindings.TABLE if not (binding.id or "").startswith("table.mark")),
        Binding("space", "mark", "tick", show=False),
    ]

    SORTS: ClassVar[bool] = False
    CELLS: ClassVar[bool] = False

    class Ticked(Message):
        """Space was pressed on a row."""

    def action_mark(self) -> None:
        """Ticks: one by one, for each is a write."""
        self.post_message(self.Ticked())


class WholeListPanel(Vertical):
    """All there are, those that the record has above the others."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reload", "refresh", show=False, id="grid.refresh", tooltip="Read again what the record has"),
    ]
    COLUMNS: ClassVar[int] = 2
    """So many columns of the whole list are shown."""

    def __init__(self, holding: Holding, rows: CollectionList) -> None:
        super().__init__()
        self.holding = holding
        self.columns: list[Column[Any]] = [c for c in holding.whole.columns if not c.hidden][: self.COLUMNS]
        self.has: frozenset[str] = frozenset()
        self._owners = rows.collection
        self._first: frozenset[str] | None = None
        """What stands above the others: what was held when the tab was opened. A tick moves no row."""
        self._end: Callable[[], None] = lambda: None
        self._shows_soon = False
        self._complete = False

    def compose(self) -> ComposeResult:
        """How many, and the list."""
        yield Static("", classes="panel-note")
        yield TickTable(self.table_columns(), self._cells)

    def table_columns(self) -> list[TableColumn]:
        """The columns of the whole list."""
        return [TableColumn(c.key, c.title, c.width, c.grow, c.right) for c in self.columns]

    def on_mount(self) -> None:
        """Follows the store."""
        bus = self.holding.tenant.bus
        self._end = bus.listen(self._hear, RecordsChanged, SyncProgressed, ChangeProgressed)

    def on_unmount(self) -> None:
        """Listens no more."""
        self._end()

    def _hear(self, event: Event) -> None:
        if self.holding.heard(event) and not self._shows_soon:
            self._shows_soon = True
            self.call_later(self._show)

    def point(self, row: TableRow) -> None:
        """Shows what this record has."""
        if row.key != self.holding.key:
            self._first = None
        self.holding.point(row.key, self._owners.read(row.raw))
        self._show()
        self._read(only_due=True)

    def _read(self, *, only_due: bool) -> None:
        if self.holding.tenant.gateway is not None:
            reading = self.holding.read(only_due=only_due)
            self.run_worker(reading, group="read.holding", exclusive=True, description="read what a record has")

    def _show(self) -> None:
        holding, self._shows_soon = self.holding, False
        if not self.is_attached or holding.owner is None:
            return
        self.has, complete = holding.now()
        self._complete = complete
        opened = self._first is None and complete
        if opened:
            self._first = self.has
        lines = self._lines(self.has if self._first is None else self._first)
        table = self.query_one(RecordTable)
        table.pending = holding.pending()
        table.show(LineSource(lines), key=lines[0].key if opened and lines else None)
        table.redraw()
        self._say()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _say(self) -> None:
        holding = self.holding
        if holding.owner is None:
            return
        shown, key = len(self.query_one(RecordTable).source), from_here(self, "r")
        told = holding.told(len(self.has), shown, complete=self._complete, key=key)
        note = holding.trouble() or " · ".join(filter(None, (told, holding.ticks.note)))
        self.query_one(".panel-note", Static).update(plain(note, "$label"))

    def _lines(self, first: frozenset[str]) -> list[Line]:
        whole = self.holding.whole
        by, raws = whole.column(whole.sort[0]), self.holding.rows()
        raws.sort(key=lambda pair: (pair[0] not in first, str((by and by.sort(pair[1])) or "").casefold()))
        return [Line(key, None, raw) for key, raw in raws]

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        return self.cells_of(line.key, self.record_of(line))

    def record_of(self, line: TableRow) -> Record:
        """The typed record of a line; only those on screen are read."""
        record: Record = self.holding.whole.read(line.raw)
        return record

    def cells_of(self, key: str, record: Record) -> Sequence[Cell]:  # noqa: ARG002 - for those that show what is had
        """What one line says."""
        context = self.holding.tenant.context()
        return [Cell(column.text(record, context)) for column in self.columns]

    def place_of(self, key: str) -> Place:
        """Where one of the whole list is shown in full."""
        return Place(self.holding.whole.name, key)

    def action_reload(self) -> None:
        """Reads again."""
        self._read(only_due=False)

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        event.stop()
        if self.holding.whole.name in BY_NAME:
            self.post_message(PlaceRequested(self.place_of(event.row.key)))

    @on(RecordTable.Highlighted)
    def _keep(self, event: RecordTable.Highlighted) -> None:
        event.stop()
