"""The cascade of feature flags: business, environment, organization, user, and what is in force."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kinde_tui.api import operations as kinde
from kinde_tui.models.flag import FlagType
from kinde_tui.services.cascade import FlagRow, Level
from kinde_tui.services.collections.collection import InvalidInputError, Tone
from kinde_tui.services.collections.texts import ago
from kinde_tui.services.events import ChangeProgressed, ReachChanged, RecordsChanged, SyncProgressed
from kinde_tui.services.flag_values import parse_value, shown
from kinde_tui.ui.calling import read_or_renew
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.messages import ChangesRequested, CopyRequested, StatusChanged
from kinde_tui.ui.text import plain, safe
from kinde_tui.ui.widgets.cascade_cells import LEGEND, in_force_cell, level_cell
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.flag_questions import CALLS, DEFINITION, NEW_FLAG, REPLACES, definition_of, value_question
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.change import Change
    from kinde_tui.services.collections.collection import Answers
    from kinde_tui.services.events import Event
    from kinde_tui.services.tenant import Tenant

SETS: dict[Level, Operation] = {
    Level.ENVIRONMENT: kinde.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE,
    Level.ORGANIZATION: kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE,
    Level.USER: kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE,
}
LISTS = ("environment_flags", "organization_flags")
ROOMY = 104
"""Cells from which there is room for all columns."""
LONGEST_KEY = 26
"""Cells of the longest key that is shown whole."""


class FlagTable(RecordTable):
    """Flags are changed one by one, so nothing is marked."""

    MARKS: ClassVar[bool] = False


class Cascade(Vertical):
    """A row a flag, a column a level. The cursor is on a cell: what is done is done on its level."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "turn", "toggle", id="flags.toggle", tooltip="Toggle on the level under the cursor, or edit"),
        Binding("e,enter", "edit", "edit", id="flags.edit", tooltip="Set the value on the level under the cursor"),
        Binding("c", "clear", "clear", id="flags.clear", tooltip="Clear the override on the level under the cursor"),
        Binding("n", "create", "new", id="flags.new", tooltip="Make a flag"),
        Binding(
            "d", "remove", "delete", show=False, id="flags.delete", tooltip="Delete the flag and all its overrides"
        ),
        Binding("D", "define", "define", show=False, id="flags.define", tooltip="Replace the flag's definition"),
        Binding("y", "copy", "copy", show=False, id="flags.copy", tooltip="Copy the value under the cursor"),
        Binding("r", "reload", "refresh", show=False, id="flags.refresh", tooltip="Read the flags again"),
    ]
    BINDING_GROUP_TITLE = "Flags"

    def __init__(self, tenant: Tenant, org_code: str = "", user_id: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tenant = tenant
        self.org_code = org_code
        self.user_id = user_id
        self.words = ""
        self._rows: list[FlagRow] = []
        self._levels: list[Level | None] = []
        """Column by column; None: no level."""
        self._narrow = False
        self._ends: list[Callable[[], None]] = []

    def compose(self) -> ComposeResult:
        """Table, what the cell under the cursor says, legend."""
        yield FlagTable((), self._cells)
        yield Static("", classes="cell-note")
        yield Static(LEGEND, classes="legend")

    @property
    def table(self) -> RecordTable:
        """The rows."""
        return self.query_one(RecordTable)

    def on_mount(self) -> None:
        """Follows the store."""
        bus = self.tenant.bus
        self._ends = [
            bus.subscribe(kind, self._hear) for kind in (RecordsChanged, SyncProgressed, ChangeProgressed, ReachChanged)
        ]
        self.watch(self.table, "chosen_column", self._explain, init=False)
        self.point_at(self.org_code, self.user_id)

    def on_unmount(self) -> None:
        """Listens no more."""
        for end in self._ends:
            end()

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
        key, level, in_force = (12, 6, 12) if self._narrow else (LONGEST_KEY, 14, 22)
        titles = {Level.BUSINESS: "" if self._narrow else "Business", Level.ENVIRONMENT: "Environment"}
        titles[Level.ORGANIZATION] = self._called("organizations", self.org_code)
        titles[Level.USER] = self._called("users", self.user_id)
        columns = [TableColumn("flag", "Flag", key, grow=self._narrow)]
        if not self._narrow:
            columns.append(TableColumn("type", "Type", 5))
        self._levels = [None for _ in columns]
        for one, title in ((one, title) for one, title in titles.items() if title):
            columns.append(TableColumn(one.value, safe(title), level, grow=one is not Level.BUSINESS))
            self._levels.append(one)
        self._levels.append(None)
        self.table.lay_out([*columns, TableColumn("in_force", "In force", in_force, grow=True)])

    def on_resize(self, event: events.Resize) -> None:
        """Other columns, the same level under the cursor."""
        narrow = event.size.width < ROOMY
        if narrow != self._narrow:
            _, level = self.chosen
            self._narrow = narrow
            self._lay_out()
            self.table.chosen_column = self._levels.index(level) if level in self._levels else len(self._levels) - 1
            self.reload()

    def _called(self, collection: str, key: str) -> str:
        return self.tenant.name_of(collection, key) or key

    def _user_called(self) -> str:
        """The user's first name, where there is room for it."""
        return "" if self._narrow else self._called("users", self.user_id).split(" ")[0] or "this user"

    def ask_if_due(self) -> None:
        """Reads the maps that are too old."""
        self._read(only_due=True)

    def _read(self, *, only_due: bool) -> None:
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
        self.table.show(LineSource(Line(row.key, row, {"row": repr(row)}) for row in self._rows))
        self.table.redraw()
        self._explain()
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
        return [*cells, in_force_cell(row, self._user_called())]

    @property
    def chosen(self) -> tuple[FlagRow | None, Level | None]:
        """The flag and the level under the cursor."""
        line, column = self.table.cursor_row, self.table.column
        row = line.item if isinstance(line, Line) else None
        level = next((one for one in Level if column is not None and one.value == column.key), None)
        return row, level

    def _explain(self, *_: object) -> None:
        row, level = self.chosen
        words = ""
        if row is not None and level is not None:
            cell = row.cells.get(level)
            where = self._where(level)
            words = f"{row.key} {where}: {shown(cell.value) if cell and cell.known else 'not known'}"
            words += f" ({cell.note})" if cell is not None and cell.note else ""
        elif row is not None:
            words = self._why_in_force(row)
        self.query_one(".cell-note", Static).update(plain(words, "$label"))

    def _why_in_force(self, row: FlagRow) -> str:
        if not row.in_force.known:
            return row.in_force.note
        rests = f"{row.key} is {shown(row.in_force.value)}" + (f", set {self._where(row.level)}" if row.level else "")
        if not row.unless:
            return rests
        doubt = " or ".join(self._where(level) for level in row.unless)
        return f"{rests}. Whether it is overridden {doubt} cannot be read."

    def _where(self, level: Level) -> str:
        if level is Level.ORGANIZATION:
            return f"in {self._called('organizations', self.org_code)}"
        return f"for {self._called('users', self.user_id)}" if level is Level.USER else f"in the {level}"

    @on(RecordTable.Highlighted)
    def _explain_row(self) -> None:
        self._explain()

    @on(RecordTable.Opened)
    def _edit_row(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_edit()

    @on(RecordTable.SortRequested)
    def _no_sorting(self, event: RecordTable.SortRequested) -> None:
        event.stop()

    # What is done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Greys out what the token or the profile forbids."""
        operation = self.operation_of(action, parameters)
        return None if operation is not None and self.tenant.guard.refusal(operation) else True

    def operation_of(self, action: str, _parameters: tuple[object, ...]) -> Operation | None:
        """What a key calls first; which level is meant is seen when its cell is."""
        return CALLS.get(action)

    def _spot(self) -> tuple[FlagRow, Level] | None:
        row, level = self.chosen
        if row is None:
            return None
        if level is None or level is Level.BUSINESS:
            words = (
                "The default belongs to the flag's definition: D replaces it."
                if level
                else "Choose a level with < and >."
            )
            self.notify(words, markup=False)
            return None
        if refusal := self.tenant.guard.refusal(SETS[level]):
            self.notify(safe(refusal), severity="warning", markup=False)
            return None
        return row, level

    def _request(self, describe: Callable[[], Change], title: str = "") -> None:
        try:
            described = describe()
        except InvalidInputError as error:
            self.notify(safe(str(error)), severity="warning", markup=False, timeout=10)
            return
        self.post_message(ChangesRequested([described], title))

    def _set(self, row: FlagRow, level: Level, value: Any) -> Change:
        return self.tenant.flags.set_override(
            level, row.key, value, org_code=self.org_code or None, user_id=self.user_id or None
        )

    def action_turn(self) -> None:
        """On becomes off; anything but a boolean is edited."""
        spot = self._spot()
        if spot is None:
            return
        row, level = spot
        if row.type != FlagType.BOOL:
            self.action_edit()
            return
        flags, org_code, user_id = self.tenant.flags, self.org_code or None, self.user_id or None
        self._request(lambda: flags.toggle(level, row.key, org_code=org_code, user_id=user_id))

    def action_edit(self) -> None:
        """Asks for the value, in the flag's type."""
        spot = self._spot()
        if spot is not None:
            self.app.run_worker(self._ask_value(*spot), group="ask", description="edit a flag")

    async def _ask_value(self, row: FlagRow, level: Level) -> None:
        cell = row.cells.get(level)
        present = cell.value if cell is not None and cell.known else row.in_force.value
        question = value_question(row.type, present)
        title = f"{row.key} {self._where(level)}"
        check = lambda given: parse_value(row.type, given["value"])  # noqa: E731 - three words
        form = FormDialog(title, (question,), tenant=self.tenant, check=check)
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self._request(lambda: self._set(row, level, parse_value(row.type, answers["value"])))

    def action_clear(self) -> None:
        """Clears the override under the cursor."""
        spot = self._spot()
        if spot is not None:
            row, level = spot
            flags = self.tenant.flags
            self._request(
                lambda: flags.clear_override(
                    level, row.key, org_code=self.org_code or None, user_id=self.user_id or None
                )
            )

    def action_create(self) -> None:
        """Asks for a new flag."""

        def describe(given: Answers) -> Change:
            return self.tenant.flags.create(given["key"], **definition_of(given))

        async def ask() -> None:
            answers = await self.app.push_screen_wait(
                FormDialog("New flag", NEW_FLAG, tenant=self.tenant, check=describe)
            )
            if answers is not None:
                self._request(lambda: describe(answers))

        self.app.run_worker(ask(), group="ask", description="new flag")

    def action_define(self) -> None:
        """Asks for the flag's whole definition: the API replaces it as one."""
        row, _ = self.chosen
        if row is None:
            return
        key, kind = row.key, row.type
        known = self.tenant.flags.definition(key)
        former = (
            {}
            if known is None
            else {name: getattr(known, name) for name in ("name", "description", "default", "level")}
        )

        def describe(given: Answers) -> Change:
            fields = definition_of({**given, "type": kind})
            return self.tenant.flags.replace(key, **fields)

        async def ask() -> None:
            title = f"Definition of {key} ({kind})"
            form = FormDialog(title, DEFINITION, tenant=self.tenant, check=describe, answers=former, note=REPLACES)
            answers = await self.app.push_screen_wait(form)
            if answers is not None:
                self._request(lambda: describe(answers))

        self.app.run_worker(ask(), group="ask", description="define a flag")

    def action_remove(self) -> None:
        """Deletes the flag with all its overrides."""
        row, _ = self.chosen
        if row is not None:
            self._request(lambda: self.tenant.flags.delete(row.key))

    def action_reload(self) -> None:
        """Reads the flags again."""
        names = [name for name, _ in self.tenant.flags.needs(self.org_code or None)]
        read_or_renew(self.app, self.tenant, names, lambda: self._read(only_due=False))

    def action_copy(self) -> None:
        """Copies the value under the cursor."""
        row, level = self.chosen
        if row is None:
            return
        cell = row.cells.get(level) if level is not None else row.in_force
        text = row.key if cell is None or not cell.known else json.dumps(cell.value, ensure_ascii=False)
        self.post_message(CopyRequested(text, "the value"))

    def status(self) -> Content:
        """How many flags there are and how old their values."""
        age = self.tenant.store.age("environment_flags")
        when = f" · {ago(age.read_at, self.tenant.clock.now())}" if age.read_at else ""
        return Content(f"{len(self._rows):,} flags{when}")
