"""All operations of the API, narrowed by words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Vertical
from textual.widgets import Input

from kinde_tui.api.summaries import summary_of
from kinde_tui.services.calls.finding import callable_operations
from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.messages import StatusChanged
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import ReadTable
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.tenant import Tenant

COLUMNS = (TableColumn("method", "Method", 6), TableColumn("what", "Operation", 26, grow=True))
TONES = {"GET": Tone.MUTED, "DELETE": Tone.BAD}


class OperationList(Vertical):
    """A filter, and a row an operation; what the token or the profile refuses is muted."""

    def __init__(self, tenant: Tenant, *, id: str) -> None:
        super().__init__(id=id)
        self._tenant = tenant

    def compose(self) -> ComposeResult:
        """The filter, the rows."""
        yield SafeInput(placeholder="/ filter operations", id="operation-filter", compact=True)
        yield ReadTable(COLUMNS, self._cells, id="operation-rows")

    @property
    def table(self) -> ReadTable:
        """The rows."""
        return self.query_one(ReadTable)

    @property
    def filter(self) -> Input:
        """What the words are typed into."""
        return self.query_one(Input)

    def fill(self, words: str = "") -> None:
        """Shows the operations that hold all the words, those whose name begins with them first."""
        text = " ".join(words.lower().split())
        found = [row for row in callable_operations().values() if _holds(row, text)]
        found.sort(key=lambda row: _rank(summary_of(row).lower(), text))
        self.table.show(LineSource(Line(row.id, row) for row in found))
        if text:
            self.table.move_to(0)
        self.post_message(StatusChanged())

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        operation: Operation | None = row.item if isinstance(row, Line) else None
        if operation is None:
            return [Cell(""), Cell("")]
        refused = self._tenant.guard.refusal(operation)
        tone = Tone.MUTED if refused else TONES.get(operation.method, Tone.ACCENT)
        return [Cell(operation.method, tone), Cell(summary_of(operation), Tone.MUTED if refused else Tone.PLAIN)]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self.fill(event.value)

    @on(Input.Submitted)
    def _leave_filter(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.set_focus(self.table)


def _holds(row: Operation, text: str) -> bool:
    where = f"{row.method} {row.path} {row.id} {summary_of(row)} {row.scope}".lower()
    return all(word in where for word in text.split())


def _rank(summary: str, text: str) -> int:
    if summary == text or not text:
        return 0
    return 1 if summary.startswith(text) else 2 if text in summary else 3
