"""Labelled values of one record, some of them editable in place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.events import RecordsChanged
from kinde_tui.ui.messages import CopyRequested, Place, PlaceRequested
from kinde_tui.ui.widgets.cell_editor import CellEditor
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.frame import BARRED
from kinde_tui.ui.widgets.record_table import ReadTable, RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from kinde_tui.services.collections.collection import Facts
    from kinde_tui.services.events import Event
    from kinde_tui.ui.revealing import Revealing
    from kinde_tui.ui.widgets.collection_list import CollectionList

COLUMNS = (TableColumn("label", "", 20), TableColumn("value", "", 20, grow=True), TableColumn("hint", "", 6))


class PlainTable(ReadTable):
    """A table without a header."""

    HEADER: ClassVar[int] = 0


class FactsView(Vertical):
    """A detail tab of facts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "edit", "edit", id="facts.edit", tooltip="Edit the value"),
        Binding("v", "reveal", "reveal", id="facts.reveal", tooltip="Show the secret for ten seconds; again hides it"),
        Binding("y", "copy", "copy", id="facts.copy", tooltip="Copy the value"),
    ]
    BINDING_GROUP_TITLE = "Details"

    def __init__(self, facts: Facts[Any], rows: CollectionList) -> None:
        super().__init__()
        self._facts = facts
        self._rows = rows
        self._row: TableRow | None = None
        self._end: Callable[[], None] = lambda: None

    def compose(self) -> ComposeResult:
        """One table."""
        yield PlainTable(COLUMNS, self._cells)

    @cached_property
    def _revealing(self) -> Revealing:
        """What is shown of secrets; imported when there is one."""
        from kinde_tui.ui.revealing import Revealing

        return Revealing(self, self._rows)

    def on_mount(self) -> None:
        """Follows the lists that names come from."""
        self._end = self._rows.tenant.bus.subscribe(RecordsChanged, self._hear)

    def on_unmount(self) -> None:
        """Listens no more."""
        self._end()

    def _hear(self, event: Event) -> None:
        # Its own record comes with `point`.
        if isinstance(event, RecordsChanged) and event.collection != self._rows.collection.name and not event.parent:
            self.call_later(self.redraw)

    def point(self, row: TableRow) -> None:
        """Shows this record."""
        if self._row is not None and row.key != self._row.key:
            self._hide_secret()
        self._row = row
        lines = [Line(fact.label, fact, row.raw) for fact in self._facts.facts]
        self.query_one(PlainTable).show(LineSource(lines))

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        rows = self._rows
        fact = line.item if isinstance(line, Line) else None
        if fact is None:
            return [Cell(""), Cell(""), Cell("")]
        if fact.secret is not None:
            return [Cell(fact.label, Tone.MUTED), *self._revealing.cells(fact.secret)]
        record = rows.collection.read(line.raw)
        tone = fact.tone(record) if fact.tone else Tone.PLAIN
        hint = ""
        if fact.edit is not None and rows.tenant.guard.missing(fact.edit.operation):
            hint = f"edit {BARRED}"
        elif fact.edit is not None and not rows.tenant.guard.refusal(fact.edit.operation):
            hint = "e edit"
        elif fact.opens is not None:
            hint = "⏎ open"
        return [
            Cell(fact.label, Tone.MUTED),
            Cell(fact.text(record, rows.context), tone),
            Cell(hint, Tone.MUTED),
        ]

    def action_edit(self) -> None:
        """Edits the value under the cursor."""
        table = self.query_one(PlainTable)
        line, where = table.cursor_row, table.cell_region()
        if self._row is None or where is None or not isinstance(line, Line):
            return
        fact = line.item
        if fact.secret is not None:
            self.action_reveal()
            return
        if fact.edit is None:
            self.notify(f"{fact.label} is not edited here.", markup=False)
            return
        table.chosen_column = 1
        where = table.cell_region() or where
        self._rows.doing.editing.edit_value(fact.edit, self._row, fact.label, self, where)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """Secrets are revealed where there is one."""
        return action != "reveal" or any(fact.secret is not None for fact in self._facts.facts)

    def action_reveal(self) -> None:
        """Reads the secret and shows it for a few seconds."""
        secret = next((fact.secret for fact in self._facts.facts if fact.secret is not None), None)
        if self._row is not None and secret is not None:
            self._revealing.toggle(secret, self._row)

    def is_pointed_at(self, key: str) -> bool:
        """Whether it shows this record, and is shown."""
        return self.is_on_screen and self._row is not None and self._row.key == key

    def redraw(self) -> None:
        """Paints the values again."""
        for table in self.query(PlainTable):
            table.redraw()

    @on(events.Hide)
    @on(events.Unmount)
    def _hide_secret(self) -> None:
        if "_revealing" in self.__dict__:
            self._revealing.hide()

    def action_copy(self) -> None:
        """Copies the value under the cursor."""
        line = self.query_one(PlainTable).cursor_row
        fact = line.item if isinstance(line, Line) else None
        if fact is not None and fact.secret is not None and not self._revealing.shows(fact.secret):
            self.notify("It is hidden. v shows it, and then y copies it.", markup=False)
        elif line is not None:
            self.post_message(CopyRequested(self._cells(line)[1].text, "the value"))

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        """Goes to what a line names; else edits its value."""
        event.stop()
        fact = event.row.item if isinstance(event.row, Line) else None
        if fact is not None and fact.opens is not None and self._row is not None:
            self.post_message(PlaceRequested(Place(*fact.opens(self._rows.record(self._row)))))
        else:
            self.action_edit()

    @on(CellEditor.Closed)
    def _focus_after_edit(self, event: CellEditor.Closed) -> None:
        event.stop()
        self.screen.set_focus(self.query_one(PlainTable))
