"""Somebody else changed the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.change import Outcome
    from kinde_tui.services.tenant import TenantInfo

COLUMNS = (
    TableColumn("field", "Field", 16),
    TableColumn("seen", "You saw", 16, grow=True),
    TableColumn("found", "It is now", 16, grow=True),
    TableColumn("wanted", "You want", 16, grow=True),
)


class ConflictDialog(Dialog[bool]):
    """Shows both values of each field; True writes over the other's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "answer(True)", "overwrite", id="conflict.overwrite", tooltip="Write yours over it"),
        Binding("enter,k", "answer(False)", "keep", id="conflict.keep", tooltip="Keep what is there"),
    ]

    def __init__(self, outcome: Outcome, info: TenantInfo) -> None:
        super().__init__(f"{outcome.change.says}: somebody else changed it meanwhile", info=info)
        self._outcome = outcome
        self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """Both sides, and the choice."""
        table = RecordTable(COLUMNS, self._cells)
        table.can_focus = False
        yield table
        yield Static(plain("Nothing was sent."), classes="dialog-text")
        yield Static(hints(("o", "overwrite with yours"), ("enter / esc", "keep theirs")), classes="dialog-hints")

    def on_mount(self) -> None:
        """Fills the table."""
        lines = [Line(conflict.field, conflict) for conflict in self._outcome.conflicts]
        self.query_one(RecordTable).show(LineSource(lines))

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        conflict = row.item if isinstance(row, Line) else None
        values = (conflict.seen, conflict.found, conflict.wanted) if conflict else ("", "", "")
        return [Cell(row.key), *(Cell(_said(value)) for value in values)]

    def action_answer(self, overwrite: bool) -> None:
        """Yours or theirs."""
        self.dismiss(overwrite)


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value)) or "—"
    return "—" if value is None else str(value)
