"""The cascade of feature flags as it is read: business, environment, organization, user, and what is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kinde_tui.services.cascade import FlagRow, Level
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import ChangeProgressed, ReachChanged, RecordsChanged, SyncProgressed
from kinde_tui.services.flag_values import shown
from kinde_tui.ui.messages import StatusChanged
from kinde_tui.ui.text import plain, safe
from kinde_tui.ui.widgets.cascade_cells import LEGEND, in_force_cell, level_cell
from kinde_tui.ui.widgets.cascade_words import Wording
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from kinde_tui.services.events import Event
    from kinde_tui.services.tenant import Tenant

LISTS = ("environment_flags", "organization_flags")
ROOMY = 104
"""Cells from which there is room for all columns."""
TIGHT = 72
"""Cells below which the doubt about a value is told in few words."""
LONGEST_KEY = 26
"""Cells of the longest key that is shown whole."""


class FlagTable(RecordTable):
    """Flags are changed one by one, so nothing is marked."""

    MARKS: ClassVar[bool] = False
    SORTS: ClassVar[bool] = False


class CascadeView(Vertical):
    """A row a flag, a column a level, and in words what the cell under the cursor says."""

    def __init__(self, tenant: Tenant, org_code: str = "", user_id: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tenant = tenant
        self.org_code = org_code
        self.user_id = user_id
        self.words = ""
        self._rows: list[FlagRow] = []
        self._levels: list[Level | None] = []
        """Column by column; None: no level."""
        self._narrow = self._tight = False
        self.wanted = ""
        """The key of a flag that the cursor goes to when the list has it."""
        self._end: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        """What is wrong with the choice, table, what the cell under the cursor says, legend."""
        yield Static("", classes="not-member")
        yield FlagTable((), self._cells)
        yield Static("", classes="cell-note")
        yield Static(LEGEND, classes="legend")

    @property
    def wording(self) -> Wording:
        """How its levels are called."""
        return Wording(self.tenant, self.org_code, self.user_id)

    @property
    def table(self) -> RecordTable:
        """The rows."""
        return self.query_one(RecordTable)

    def on_mount(self) -> None:
        """Follows the store."""
        bus = self.tenant.bus
        self._end = bus.listen(self._hear, RecordsChanged, SyncProgressed, ChangeProgressed, ReachChanged)
        self.watch(self.table, "chosen_column", self._explain, init=False)
        self.point_at(self.org_code, self.user_id)

    def on_unmount(self) -> None:
        """Listens no more."""
        self._end()

    def _hear(self, event: Event) -> None:
        if isinstance(event, ChangeProgressed) or getattr(event, "collection", "") in LISTS:
            self.call_later(self.reload)
        elif isinstance(event, ReachChanged):
            self.call_later(self.ask_if_due)

    # What is shown

    def point_at(self, org_code: str, user_id: str) -> None:
        """Shows the cascade of this organization and this user; either may be empty."""
        self.org_code, self.user_id = org_code, user_id
        self._lay_out()
        self.table.chosen_column = max(0, len(self._levels) - 2)
        self.reload()
        self.ask_if_due()

    def _lay_out(self) -> None:
        """The columns. Where there is little room, what the API hardly ever tells goes first."""
        if width := self.size.width:  # it may have been told before it could hear it
            self._narrow, self._tight = width < ROOMY, width < TIGHT
        key, level, in_force = (12, 8, 12) if self._narrow else (LONGEST_KEY, 14, 14)
        if self._tight:
            key, level = 10, 5
        titles = {Level.BUSINESS: "" if self._narrow else "Business", Level.ENVIRONMENT: "Environment"}
        titles[Level.ORGANIZATION] = self.wording.called("organizations", self.org_code)
        titles[Level.USER] = self.wording.called("users", self.user_id)
        columns = [TableColumn("flag", "Flag", key, grow=self._narrow)]
        if not self._narrow:
            columns.append(TableColumn("type", "Type", 5))
        self._levels = [None for _ in columns]
        for one, title in ((one, title) for one, title in titles.items() if title):
            columns.append(TableColumn(one.value, safe(title), level, grow=one is not Level.BUSINESS))
            self._levels.append(one)
        self._levels.append(None)
        self.table.lay_out([*columns, TableColumn("in_force", "In force", in_force, grow=True, first=True)])

    def on_resize(self, event: events.Resize) -> None:
        """Other columns, the same level under the cursor."""
        if (event.size.width < ROOMY, event.size.width < TIGHT) != (self._narrow, self._tight):
            _, level = self.chosen
            self._lay_out()
            self.table.chosen_column = self._levels.index(level) if level in self._levels else len(self._levels) - 1
            self.reload()

    def ask_if_due(self) -> None:
        """Reads the maps that are too old."""
        self.read(only_due=True)

    def read(self, *, only_due: bool) -> None:
        """Reads the maps of flags from the tenant."""
        sync = self.tenant.sync
        wanted: list[tuple[str, tuple[str, ...]]] = [("environment_flags", ())]
        if self.org_code:
            wanted.append(("organization_flags", (self.org_code,)))
        for name, parent in wanted:
            if self.tenant.gateway is not None and (not only_due or sync.due(name, parent)):
                self.run_worker(sync.refresh(name, parent), group=f"read.{name}", description="read flags")

    def reload(self) -> None:
        """Shows the cascade as the store has it."""
        if not self.is_attached:
            return
        rows = self.tenant.flags.cascade(self.org_code or None, self.user_id or None)
        words = self.words.lower().split()
        self._rows = [row for row in rows if all(word in row.key.lower() for word in words)]
        pending = {change.target.key for change in self.tenant.on_their_way}
        self.table.pending = frozenset(row.key for row in self._rows if row.key in pending)
        here = self.wanted if any(row.key == self.wanted for row in self._rows) else None
        if here:
            self.wanted = ""
        self.table.show(LineSource(Line(row.key, row, {"row": repr(row)}) for row in self._rows), key=here)
        self.table.redraw()
        self._explain()
        self._say_membership()
        self.post_message(StatusChanged())

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        row: FlagRow | None = line.item if isinstance(line, Line) else None
        if row is None:
            return [Cell("")] * len(self._levels)
        cells = [Cell(row.key, Tone.STRONG)]
        if not self._narrow:
            cells.append(Cell(row.type or "?", Tone.MUTED))
        now = self.tenant.clock.now()
        cells += [level_cell(row.cells.get(level), level, now) for level in self._levels if level is not None]
        return [*cells, in_force_cell(row, "" if self._narrow else self.wording.user(), brief=self._tight)]

    @property
    def levels(self) -> list[Level]:
        """Those that have a column."""
        return [level for level in self._levels if level is not None]

    @property
    def chosen(self) -> tuple[FlagRow | None, Level | None]:
        """The flag and the level under the cursor."""
        line, column = self.table.cursor_row, self.table.column
        row = line.item if isinstance(line, Line) else None
        level = next((one for one in Level if column is not None and one.value == column.key), None)
        return row, level

    def _say_membership(self) -> None:
        said = self.wording.not_a_member()
        line = self.query_one(".not-member", Static)
        line.update(plain(said, "$text-warning"))
        line.display = bool(said)

    def _explain(self, *_: object) -> None:
        row, level = self.chosen
        words = ""
        if row is not None and level is not None:
            cell = row.cells.get(level)
            where = self.wording.where(level)
            words = f"{row.key} {where}: {shown(cell.value) if cell and cell.known else 'not known'}"
            words += f" ({cell.note})" if cell is not None and cell.note else ""
        elif row is not None:
            words = self.wording.why_in_force(row)
        self.query_one(".cell-note", Static).update(plain(words, "$label"))

    @on(RecordTable.Highlighted)
    def _explain_row(self) -> None:
        self._explain()

    def status(self) -> Content:
        """How many flags there are and how old their values."""
        age = self.tenant.store.age("environment_flags")
        when = f" · {ago(age.read_at, self.tenant.clock.now())}" if age.read_at else ""
        return Content(f"{len(self._rows):,} flags{when}")
