"""The saved views, to show one or delete it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.saved_views import described
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.layouts import SavedView

COLUMNS = (
    TableColumn("name", "View", 18, grow=True),
    TableColumn("list", "List", 14),
    TableColumn("shows", "Filter, order, columns", 30, grow=True),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A view, and what is wanted of it."""

    view: SavedView
    delete: bool = False


class ViewTable(RecordTable):
    """A row a view."""

    MARKS: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d,delete", "screen.delete", "delete", id="views.delete", tooltip="Delete the view"),
    ]


class ViewsDialog(Dialog[Answer]):
    """Returns the view to show, or to delete."""

    def __init__(self, views: Sequence[SavedView]) -> None:
        super().__init__("Saved views")
        self._views = views
        self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """The views and the keys."""
        yield ViewTable(COLUMNS, self._cells)
        yield Static(hints(("enter", "show"), ("d", "delete"), ("esc", "cancel")), classes="dialog-hints")

    def on_mount(self) -> None:
        """Shows all views."""
        table = self.query_one(ViewTable)
        table.show(LineSource(Line(view.name, view) for view in self._views))
        self.set_focus(table)

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        view: SavedView | None = row.item if isinstance(row, Line) else None
        if view is None:
            return [Cell(""), Cell(""), Cell("")]
        shows = Cell(view.fault, Tone.WARNING) if view.fault else Cell(" · ".join(described(view)), Tone.MUTED)
        return [Cell(view.name), Cell(view.collection, Tone.MUTED), shows]

    @on(RecordTable.Opened)
    def _show(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._answer(delete=False)

    def action_delete(self) -> None:
        """Asks for the view to be deleted."""
        self._answer(delete=True)

    def _answer(self, *, delete: bool) -> None:
        row = self.query_one(ViewTable).cursor_row
        if isinstance(row, Line):
            self.dismiss(Answer(row.item, delete))
