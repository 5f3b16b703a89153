"""A record of the store, picked by typing a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from kinde_tui.services.filters import FilterError
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.source import Cell, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.tenant import Tenant

COLUMNS = 3


class PickDialog(Dialog[str]):
    """Returns the key of a record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "down", show=False, id="pick.down", tooltip="Next record"),
        Binding("up", "move(-1)", "up", show=False, id="pick.up", tooltip="Previous record"),
    ]

    def __init__(self, tenant: Tenant, collection: AnyCollection, title: str = "", parent: Parent = ()) -> None:
        super().__init__(title or f"Choose a {collection.one}", info=None)
        self._tenant = tenant
        self._collection = collection
        self._parent_keys = parent
        self._columns = [column for column in collection.columns if not column.hidden][:COLUMNS]

    def compose_body(self) -> Iterable[Widget]:
        """A filter over the rows."""
        yield SafeInput(placeholder=f"type a part of the {self._collection.one}", classes="dialog-input")
        yield RecordTable([TableColumn(c.key, c.title, c.width, c.grow, c.right) for c in self._columns], self._cells)
        yield Static(hints(("enter", "choose"), ("esc", "cancel")), classes="dialog-hints")

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        record, context = self._collection.read(row.raw), self._tenant.context()
        return [
            Cell(c.text(record, context), c.tone(record)) if c.tone else Cell(c.text(record, context))
            for c in self._columns
        ]

    def on_mount(self) -> None:
        """Shows all of them."""
        self._show("")

    def _show(self, text: str) -> None:
        try:
            view = self._tenant.store.view(
                self._collection.name, self._parent_keys, filter=text, sort=self._collection.sort
            )
        except FilterError as error:
            self.query_one(".dialog-hints", Static).update(plain(str(error), "$text-error"))
            return
        self.query_one(RecordTable).show(view)
        if not len(view):
            words = "Nothing matches." if text else f"No {self._collection.title.lower()} are loaded yet."
            self.query_one(".dialog-hints", Static).update(plain(words, "$text-warning"))
        else:
            self.query_one(".dialog-hints", Static).update(hints(("enter", "choose"), ("esc", "cancel")))

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        event.stop()
        row = self.query_one(RecordTable).cursor_row
        if row is not None:
            self.dismiss(row.key)

    @on(RecordTable.Opened)
    def _choose_row(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(event.row.key)

    def action_move(self, by: int) -> None:
        """Moves in the table while the filter has the keyboard."""
        self.query_one(RecordTable).action_move(by)
