"""The permissions of a role, as a grid of ticks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from kinde_tui.api import operations as kinde
from kinde_tui.models.role import Permission, Role
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.role_access import grant, revoke
from kinde_tui.services.events import ChangeProgressed, RecordsChanged, SyncProgressed
from kinde_tui.ui.messages import ChangesRequested, Place, PlaceRequested
from kinde_tui.ui.text import plain, safe
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from kinde_tui.services.events import Event
    from kinde_tui.ui.widgets.collection_list import CollectionList

COLUMNS = (
    TableColumn("held", "", 3),
    TableColumn("key", "Permission", 22, grow=True),
    TableColumn("name", "Name", 18, grow=True),
)
LIST = "role_permissions"


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


class RolePermissionsPanel(Vertical):
    """All permissions, ticked where the role has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t",
            "tick",
            "tick",
            key_display="space",
            id="grid.tick",
            tooltip="Give the permission to the role, or take it away",
        ),
        Binding("r", "reload", "refresh", show=False, id="grid.refresh", tooltip="Read the role's permissions again"),
    ]
    BINDING_GROUP_TITLE = "Permissions of the role"

    def __init__(self, rows: CollectionList) -> None:
        super().__init__()
        self._tenant = rows.tenant
        self._role = Role()
        self._held: frozenset[str] = frozenset()
        self._first: frozenset[str] | None = None
        """What stands above the others: what was held when the grid was opened. A tick moves no row."""
        self._ends: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """How many, and the grid."""
        yield Static("", classes="panel-note")
        yield TickTable(COLUMNS, self._cells)

    def on_mount(self) -> None:
        """Follows the store."""
        bus = self._tenant.bus
        self._ends = [bus.subscribe(kind, self._hear) for kind in (RecordsChanged, SyncProgressed, ChangeProgressed)]

    def on_unmount(self) -> None:
        """Listens no more."""
        for end in self._ends:
            end()

    def _hear(self, event: Event) -> None:
        if isinstance(event, ChangeProgressed) or getattr(event, "collection", "") in {LIST, "permissions"}:
            self.call_later(self._show)

    def point(self, row: TableRow) -> None:
        """Shows this role."""
        role = Role.read(row.raw)
        if role.id != self._role.id:
            self._first = None
        self._role = role
        self._show()
        self._read(only_due=True)

    def _read(self, *, only_due: bool) -> None:
        sync = self._tenant.sync
        for name, parent in ((LIST, (self._role.id,)), ("permissions", ())):
            if self._tenant.gateway is not None and (not only_due or sync.due(name, parent)):
                self.run_worker(sync.refresh(name, parent), group=f"read.{name}", description="read permissions")

    def _show(self) -> None:
        if not self.is_attached or not self._role.id:
            return
        store, parent = self._tenant.store, (self._role.id,)
        self._held = frozenset(str(raw.get("id")) for raw in store.rows(LIST, parent))
        lines = [Line(permission.id, permission) for permission in map(Permission.read, store.rows("permissions"))]
        complete = store.age(LIST, parent).complete
        opened = self._first is None and complete
        if opened:
            self._first = self._held
        first = self._held if self._first is None else self._first
        lines.sort(key=lambda line: (line.key not in first, line.item.key or ""))
        table = self.query_one(RecordTable)
        pending = {change.target.key for change in self._tenant.on_their_way if change.target.collection == LIST}
        table.pending = frozenset(pending)
        table.show(LineSource(lines), key=lines[0].key if opened and lines else None)
        table.redraw()
        words = f"{len(self._held)} of {len(lines)} permissions" if complete else "reading the role's permissions …"
        error = self._tenant.sync.state(LIST, parent).error
        self.query_one(".panel-note", Static).update(plain(str(error) if error else words, "$label"))

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        permission: Permission | None = line.item if isinstance(line, Line) else None
        if permission is None:
            return [Cell("")] * len(COLUMNS)
        held = permission.id in self._held
        tone = Tone.PLAIN if held else Tone.MUTED
        return [
            Cell("[✓]" if held else "[ ]", Tone.GOOD if held else Tone.MUTED),
            Cell(permission.key or permission.id, tone),
            Cell(permission.name or "", Tone.MUTED),
        ]

    @on(TickTable.Ticked)
    def _tick_row(self, event: TickTable.Ticked) -> None:
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Gives or takes."""
        line = self.query_one(RecordTable).cursor_row
        permission: Permission | None = line.item if isinstance(line, Line) else None
        if permission is None:
            return
        if refusal := self._tenant.guard.refusal(kinde.UPDATE_ROLE_PERMISSIONS):
            self.notify(safe(refusal), severity="warning", markup=False)
            return
        describe = revoke if permission.id in self._held else grant
        self.post_message(ChangesRequested([describe(self._role, permission)]))

    def action_reload(self) -> None:
        """Reads again."""
        self._read(only_due=False)

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.post_message(PlaceRequested(Place("permissions", event.row.key)))

    @on(RecordTable.SortRequested)
    @on(RecordTable.Highlighted)
    def _keep(self, event: RecordTable.SortRequested | RecordTable.Highlighted) -> None:
        event.stop()
