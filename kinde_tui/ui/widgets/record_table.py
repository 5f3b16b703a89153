"""A table that holds the rows on screen and a margin, however long the list is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.geometry import Region
from textual.message import Message

from kinde_tui.ui import bindings
from kinde_tui.ui.widgets.columns import GAP
from kinde_tui.ui.widgets.source import Keyed
from kinde_tui.ui.widgets.table_view import GUTTER, TableView

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType

    from kinde_tui.ui.widgets.source import Source, TableRow


@dataclass
class TableMessage(Message):
    """Something that a table tells."""

    table: RecordTable

    @property
    def control(self) -> RecordTable:
        """The table, for `@on` selectors."""
        return self.table


class RecordTable(TableView, can_focus=True):
    """Rows of a source under a header, with a cursor that stays on its record.

    The cursor is a record's key. When the source is replaced the cursor stays on that key wherever it went; when the
    key is gone it stays at the same height, or goes where the caller says.
    """

    BINDING_GROUP_TITLE = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings.TABLE]

    MARKS: ClassVar[bool] = True
    """Whether rows can be marked, to do something with many."""
    CELLS: ClassVar[bool] = True
    """Whether a column can be chosen, for its cell to be edited or copied."""

    @dataclass
    class Highlighted(TableMessage):
        """The cursor is on another record, or on the same one with other content."""

        row: TableRow | None

    @dataclass
    class Opened(TableMessage):
        """Enter, or a second click, on a row."""

        row: TableRow

    @dataclass
    class SortRequested(TableMessage):
        """The list is wanted in another order."""

        column: str

    class MarksChanged(TableMessage):
        """Rows were marked or unmarked."""

    _anchor = 0
    """Where the last mark was set."""

    # What is shown

    @property
    def cursor_row(self) -> TableRow | None:
        """The record under the cursor; None in an empty table."""
        return self._cursor_row

    @property
    def cursor_index(self) -> int:
        """Where the cursor is, from 0."""
        return self._cursor

    def show(self, source: Source, *, key: str | None = None, otherwise: int | None = None) -> None:
        """Replaces the rows, keeping the cursor on its record, or putting it on `key`.

        Args:
            source: the rows.
            key: of the record that the cursor goes to; None: the one that it is on.
            otherwise: the row that it goes to when that record is not there; None: the one at the same height.
        """
        wanted = key or (self._cursor_row.key if self._cursor_row else None)
        before = self._cursor_row
        offset = self._cursor - self._top
        grown = len(source) != len(self.source)
        self.source = source
        self._forget()
        found = source.index_of(wanted) if wanted is not None else None
        if found is not None and found != self._cursor:
            self._top = max(0, found - offset)
        if found is None:
            found = max(0, min(self._cursor if otherwise is None else otherwise, len(source) - 1))
        self._cursor = found
        self._keep_in_view()
        self._cursor_row = self._row(self._cursor)
        self._measure()
        self.refresh(layout=grown and self.styles.auto_dimensions)
        now = self._cursor_row
        if (before and before.key) != (now and now.key) or (before and now and before.raw != now.raw):
            self._tell(self.Highlighted(self, now))

    def _tell(self, message: TableMessage) -> None:
        """Posts as the table itself: Textual ends a message's way at its sender, which may be the list around it."""
        self.post_message(message.set_sender(self))

    # Moving

    def move_to(self, index: int) -> None:
        """Puts the cursor on a row; beyond the ends it stops there."""
        if not len(self.source):
            return
        index = max(0, min(index, len(self.source) - 1))
        if index == self._cursor:
            self.refresh(Region(0, index - self._top + self.HEADER, self.size.width, 1))  # every key has an answer
            return
        old, top, self._cursor = self._cursor, self._top, index
        self._keep_in_view()
        self._cursor_row = self._row(index)
        if self._top == top:
            for line in {old - top + self.HEADER, index - top + self.HEADER}:
                self.refresh(Region(0, line, self.size.width, 1))
        else:
            self._measure_page()
            self.refresh()
        self._tell(self.Highlighted(self, self._cursor_row))

    def select(self, key: str) -> bool:
        """Puts the cursor on a record; False when it is not in the list."""
        index = self.source.index_of(key)
        if index is None:
            return False
        self.move_to(index)
        return True

    def action_move(self, by: int) -> None:
        """One row up or down."""
        self.move_to(self._cursor + by)

    def action_page(self, by: int) -> None:
        """A page up or down; the view moves with the cursor."""
        self._top = max(0, min(self._top + by * self.page, len(self.source) - self.page))
        self._measure_page()
        self.refresh()
        self.move_to(self._cursor + by * self.page)

    def action_jump(self, index: int) -> None:
        """To the first row, or with -1 to the last."""
        self.move_to(index if index >= 0 else len(self.source) - 1)

    def action_choose_column(self, by: int) -> None:
        """Chooses the column beside."""
        self.chosen_column = max(0, min(min(self.chosen_column, len(self._layout) - 1) + by, len(self._layout) - 1))

    def action_sort(self) -> None:
        """Asks for the list in the order of the chosen column."""
        if self.column is not None:
            self._tell(self.SortRequested(self, self.column.key))

    def action_open(self) -> None:
        """Opens the record under the cursor."""
        if self._cursor_row is not None:
            self._tell(self.Opened(self, self._cursor_row))

    # Marking

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hides the keys that mean nothing here."""
        off = (
            (action.startswith("mark") and not self.MARKS)
            or (action == "sort" and not self.SORTS)
            or (action == "choose_column" and not self.CELLS)
        )
        return False if off else super().check_action(action, parameters)

    def action_mark(self) -> None:
        """Marks or unmarks the row and goes down, so that marking ten is pressing ten times."""
        if self._cursor_row is None:
            return
        self.marks ^= {self._cursor_row.key}
        self._anchor = self._cursor
        self._marks_changed()
        self.action_move(1)

    def action_mark_range(self) -> None:
        """Marks everything from where the last mark was set to here."""
        start, stop = sorted((min(self._anchor, len(self.source)), self._cursor))
        self.mark(row.key for row in self.source.window(start, stop + 1))

    def action_mark_all(self) -> None:
        """Marks all rows of the answer; when all are marked, none of them. Marks that a filter hides stay."""
        rows = self.source
        keys = set(rows.keys() if isinstance(rows, Keyed) else (row.key for row in rows.window(0, len(rows))))
        self.marks = self.marks - keys if keys <= self.marks else self.marks | keys
        self._marks_changed()

    def mark(self, keys: Iterable[str]) -> None:
        """Marks these too."""
        self.marks |= set(keys)
        self._marks_changed()

    def unmark(self) -> None:
        """Marks nothing."""
        self.marks = set()
        self._marks_changed()

    def _marks_changed(self) -> None:
        self.refresh()
        self._tell(self.MarksChanged(self))

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """A row: the cursor goes there, a second click opens it. A title: sort by it."""
        if event.y < self.HEADER and not self.SORTS:
            return
        if event.y < self.HEADER:
            position = GUTTER
            for shown, (index, cell_width) in enumerate(self._layout):
                if position <= event.x < position + cell_width + GAP:
                    self.chosen_column = shown
                    self._tell(self.SortRequested(self, self.columns[index].key))
                position += cell_width + GAP
            return
        index = self._top + event.y - self.HEADER
        if index < len(self.source):
            again = index == self._cursor
            self.move_to(index)
            if again and event.chain > 1:
                self.action_open()

    def on_mouse_scroll_down(self) -> None:
        """Three rows down."""
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        """Three rows up."""
        self._scroll(-3)

    def _scroll(self, by: int) -> None:
        self._top = max(0, min(self._top + by, len(self.source) - self.page))
        self.move_to(max(self._top, min(self._cursor, self._top + self.page - 1)))
        self._measure_page()
        self.refresh()


class ReadTable(RecordTable):
    """Rows that are read one by one, in the order they have: nothing to mark, to sort, or to edit in place."""

    MARKS: ClassVar[bool] = False
    SORTS: ClassVar[bool] = False
    CELLS: ClassVar[bool] = False
