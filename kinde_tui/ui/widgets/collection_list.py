"""A list of records: its filter, its table, its states, and what can be done with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.content import Content
from textual.widgets import Static

from kinde_tui.services.filters import FilterError
from kinde_tui.ui import bindings
from kinde_tui.ui.arranging import Arranging
from kinde_tui.ui.calling import read_or_renew
from kinde_tui.ui.doing import Doing
from kinde_tui.ui.filtering import Filtering
from kinde_tui.ui.following import Following
from kinde_tui.ui.messages import StatusChanged
from kinde_tui.ui.states import list_status, why_empty
from kinde_tui.ui.widgets.cell_editor import CellEditor
from kinde_tui.ui.widgets.filter_bar import FilterBar
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.row_keys import RowKeys
from kinde_tui.ui.widgets.source import Cell, EmptySource, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from kinde_tui.models.record import Record
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection, Context
    from kinde_tui.services.tenant import Tenant


class CollectionList(RowKeys):
    """The rows of one collection, under one parent. `list_of` makes the class for a collection."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, tenant: Tenant, parent: Parent = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tenant = tenant
        self.parent_keys = parent
        self.sort = self.collection.sort
        self.total = 0
        self._shown_filter = ""
        self._availability: tuple[object, ...] = ()
        self._wanted_key: str | None = None
        self.doing = Doing(self)
        self.arranging = Arranging(self)
        self.filtering = Filtering(self)
        self._following = Following(self)

    def compose(self) -> ComposeResult:
        """Filter, table, the sentence in place of an empty table, and the one about a wrong filter."""
        yield FilterBar(self.collection, self.filtering.values)
        self.arranging.recall()
        yield RecordTable(self.arranging.table_columns, self._cells)
        yield Static(classes="empty")
        yield Static(classes="complaint")

    @property
    def table(self) -> RecordTable:
        """The rows."""
        return self.query_one(RecordTable)

    @property
    def filter_bar(self) -> FilterBar:
        """The filter."""
        return self.query_one(FilterBar)

    @property
    def context(self) -> Context:
        """What cells may ask for beside their own record."""
        return self.tenant.context()

    def record(self, row: TableRow) -> Record:
        """The typed record of a row."""
        record: Record = self.collection.read(row.raw)
        return record

    @property
    def chosen(self) -> Record | None:
        """The record under the cursor."""
        row = self.table.cursor_row
        return self.record(row) if row is not None else None

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        record, context = self.record(row), self.context
        cells = [
            Cell(column.text(record, context), column.tone(record))
            if column.tone
            else Cell(column.text(record, context))
            for column in self.arranging.columns
        ]
        if record.problems:
            cells[0] = Cell(f"! {cells[0].text}", cells[0].tone)
        return cells

    # Following the store

    def on_mount(self) -> None:
        """Paints from the store at once, then asks the tenant when that is too old."""
        self._following.begin()
        self.reload()
        self.ask_if_due()

    def on_unmount(self) -> None:
        """Listens no more."""
        self._following.end()

    def ask_if_due(self) -> None:
        """Reads the list from the tenant when what is shown is too old, and what its filter leans on."""
        self.filtering.read_due()
        if self.tenant.gateway is not None and self.tenant.sync.due(self.collection.name, self.parent_keys):
            self.read_again()

    def read_again(self) -> None:
        """Reads the list from the tenant."""
        self.run_worker(
            self.tenant.sync.refresh(self.collection.name, self.parent_keys),
            group=f"read.{self.collection.name}",
            description="read a list",
            exit_on_error=True,
        )

    def reload(self, changed: frozenset[str] | None = None) -> None:
        """Shows the store's answer to the filter; a wrong filter keeps the last good one."""
        try:
            view = self.tenant.store.view(
                self.collection.name, self.parent_keys, filter=self.filter_bar.text, sort=self.sort
            )
        except FilterError as error:
            self.filtering.refused(error)
            return
        self.filtering.took(view)
        asked_anew = self._shown_filter != self.filter_bar.text
        self._shown_filter = self.filter_bar.text
        self.total = view.total
        table = self.table
        table.sorted_by = self.sort
        if changed and len(changed) < len(view):
            self._following.let_stand_out(changed)
        wanted = self._wanted_key
        if wanted is not None and view.index_of(wanted) is not None:
            self._wanted_key = None
            table.show(view, key=wanted)
        else:
            table.show(view, otherwise=0 if asked_anew else None)
        self.tell()

    def tell(self) -> None:
        """Says how many rows there are, and why there are none."""
        table = self.table
        shown, marked = len(table.source), len(table.marks)
        count = Content(f"{shown:,}" if not self._shown_filter else f"{shown:,} of {self.total:,}")
        if marked:
            count = Content.assemble(count, " · ", (f"{marked:,} marked", "$text-warning"))
        self.filter_bar.tell(count=Content.assemble(count, " "))
        self.set_class(shown == 0, "-empty")
        if shown == 0:
            self.query_one(".empty", Static).update(why_empty(self))
        self.post_message(StatusChanged())

    def select(self, key: str) -> None:
        """Puts the cursor on a record, now or when it arrives; clears a filter that hides it."""
        if self.table.select(key):
            return
        self._wanted_key = key
        if self.filter_bar.text:
            self.filter_bar.text = ""
        self.reload()

    def status(self) -> Content:
        """For the status line: how much is loaded, how old it is."""
        return list_status(self)

    # The filter and the order

    @on(FilterBar.Changed)
    def _filter_rows(self, event: FilterBar.Changed) -> None:
        event.stop()
        self.call_after_refresh(self._follow_filter)  # the letter is painted first, whatever the filter costs

    def _follow_filter(self) -> None:
        # A wrong one that was pasted and taken away again leaves what is shown, and a complaint about nothing.
        if self.is_attached and (self._shown_filter != self.filter_bar.text or self.has_class("-wrong-filter")):
            self.reload()

    @on(FilterBar.Left)
    def _focus_rows(self, event: FilterBar.Left) -> None:
        event.stop()
        self._follow_filter()  # no key may reach rows that the filter hides
        self.screen.set_focus(self.table)

    @on(RecordTable.SortRequested)
    def _sort_rows(self, event: RecordTable.SortRequested) -> None:
        event.stop()
        key, descending = self.sort
        self.sort = (event.column, not descending if key == event.column else False)
        self.reload()

    @on(RecordTable.MarksChanged)
    def _count_marks(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self.tell()
        self._offer_actions()

    @on(RecordTable.Highlighted)
    def _offer_actions(self) -> None:
        availability = self.doing.availability()
        if availability != self._availability:
            self._availability = availability
            self.refresh_bindings()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _say_first_key(self) -> None:
        if self.has_class("-empty"):
            self.tell()

    def action_filter(self) -> None:
        """To the filter."""
        self.filter_bar.focus_input()

    @work(group="ask")
    async def action_grammar(self) -> None:
        """Explains the filter language."""
        from kinde_tui.ui.dialogs.grammar import GrammarDialog

        await self.app.push_screen_wait(GrammarDialog(self.collection))

    def action_reload(self) -> None:
        """Reads the list from the tenant now, and what its filter lacks."""
        self.filtering.read_anew()
        read_or_renew(self.app, self.tenant, (self.collection.name,), self.read_again)

    def clear_one(self) -> bool:
        """What Escape takes away here: the marks, or the filter; False when there is neither."""
        if self.table.marks:
            self.table.unmark()
        elif self.filter_bar.text:
            self.filter_bar.text = ""
        else:
            return False
        return True

    # The rows

    @on(CellEditor.Closed)
    def _focus_after_edit(self, event: CellEditor.Closed) -> None:
        event.stop()
        self.screen.set_focus(self.table)

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        if self.doing.open(event.row.key):
            event.stop()

    def hang_under(self, parent: Parent) -> None:
        """Shows the same collection under another record."""
        if parent != self.parent_keys:
            self.parent_keys = parent
            self.table.marks = set()
            self.table.show(EmptySource())
        self.reload()
        self.ask_if_due()


def list_of(collection: AnyCollection) -> type[CollectionList]:
    """The list class of a collection: its actions become bindings that the key map can move."""
    space: dict[str, Any] = {
        "collection": collection,
        "BINDINGS": [*bindings.of_actions(collection), *bindings.of_list(collection)],
        "BINDING_GROUP_TITLE": collection.title,
        "__doc__": f"The list of {collection.many}.",
    }
    return type(f"{collection.name.title().replace('_', '')}List", (CollectionList,), space)
