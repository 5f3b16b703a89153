"""A table that holds the rows on screen and a margin, however long the list is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui import bindings
from kinde_tui.ui.text import fit, width
from kinde_tui.ui.widgets.columns import GAP, TableColumn, layout
from kinde_tui.ui.widgets.source import Cell, Cells, EmptySource, Source, TableRow

if TYPE_CHECKING:
    from rich.style import Style
    from textual import events
    from textual.binding import BindingType

MARGIN = 50
"""Rows read beyond each edge of the screen."""
MEASURED = 60
"""Rows that are looked at for the widths of growing columns."""
WIDEST = 48
"""Cells that no growing column asks for more than."""
GUTTER = 2
"""Cells at the left that show the cursor and the marks."""


@dataclass
class TableMessage(Message):
    """Something that a table tells."""

    table: RecordTable

    @property
    def control(self) -> RecordTable:
        """The table, for `@on` selectors."""
        return self.table


class RecordTable(Widget, can_focus=True):
    """Rows of a source under a header, with a cursor that stays on its record.

    The cursor is a record's key. When the source is replaced the cursor stays on that key wherever it went; when the
    key is gone it stays at the same height.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "record-table--header",
        "record-table--header-chosen",
        "record-table--cursor",
        "record-table--cursor-cell",
        "record-table--marked",
        "record-table--changed",
        "record-table--bar",
        "record-table--cursor-muted",
        *(f"record-table--{tone}" for tone in Tone),
    }
    BINDING_GROUP_TITLE = "Table"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings.TABLE]

    HEADER: ClassVar[int] = 1
    """Lines above the rows."""
    MARKS: ClassVar[bool] = True
    """Whether rows can be marked, to do something with many."""

    chosen_column: reactive[int] = reactive(0)
    """Position of the chosen column among those shown."""
    sorted_by: reactive[tuple[str, bool]] = reactive(("", False))
    """Column key and whether descending: an arrow in the header."""

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

    def __init__(
        self,
        columns: Sequence[TableColumn],
        cells: Cells,
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.source: Source = EmptySource()
        self.marks: set[str] = set()
        self.pending: frozenset[str] = frozenset()
        """Keys of rows with a change on its way."""
        self.changed: frozenset[str] = frozenset()
        """Keys of rows that a refresh changed a moment ago."""
        self._cells = cells
        self._top = 0
        self._cursor = 0
        self._cursor_row: TableRow | None = None
        self._anchor = 0
        self._window: Sequence[TableRow] = ()
        self._window_start = 0
        self._drawn: dict[str, Sequence[Cell]] = {}
        self._layout: list[tuple[int, int]] = []
        self._styles: dict[str, Style] = {}
        self._needs: dict[int, int] = {}

    # What is shown

    @property
    def cursor_row(self) -> TableRow | None:
        """The record under the cursor; None in an empty table."""
        return self._cursor_row

    @property
    def cursor_index(self) -> int:
        """Where the cursor is, from 0."""
        return self._cursor

    @property
    def column(self) -> TableColumn | None:
        """The chosen column."""
        shown = self._layout
        return self.columns[shown[min(self.chosen_column, len(shown) - 1)][0]] if shown else None

    @property
    def widths(self) -> dict[str, int]:
        """Cells of the columns that there is room for, by key."""
        return {self.columns[index].key: cells for index, cells in self._layout}

    def cells_of(self, row: TableRow) -> Sequence[Cell]:
        """What the cells of a row say, all columns, shown or not."""
        return self._cells(row)

    def show(self, source: Source, *, key: str | None = None) -> None:
        """Replaces the rows, keeping the cursor on its record, or putting it on `key`."""
        wanted = key or (self._cursor_row.key if self._cursor_row else None)
        before = self._cursor_row
        offset = self._cursor - self._top
        self.source = source
        self._forget()
        found = source.index_of(wanted) if wanted is not None else None
        if found is not None and found != self._cursor:
            self._top = max(0, found - offset)
        self._cursor = found if found is not None else max(0, min(self._cursor, len(source) - 1))
        self._keep_in_view()
        self._cursor_row = self._row(self._cursor)
        self._measure()
        self.refresh()
        now = self._cursor_row
        if (before and before.key) != (now and now.key) or (before and now and before.raw != now.raw):
            self._tell(self.Highlighted(self, now))

    def redraw(self) -> None:
        """Draws the same rows again: times passed, or something beside the records changed."""
        self._drawn.clear()
        self.refresh()

    def _tell(self, message: TableMessage) -> None:
        """Posts as the table itself: Textual ends a message's way at its sender, which may be the list around it."""
        self.post_message(message.set_sender(self))

    def _forget(self) -> None:
        self._window = ()
        self._window_start = 0
        self._drawn.clear()

    def _row(self, index: int) -> TableRow | None:
        if not 0 <= index < len(self.source):
            return None
        position = index - self._window_start
        if not 0 <= position < len(self._window):
            self._window_start = max(0, min(index, self._top) - MARGIN)
            stop = min(len(self.source), max(index, self._top) + self.page + MARGIN)
            if stop - self._window_start > self.page * 2 + MARGIN * 4:  # a jump: read around the row alone
                self._window_start, stop = max(0, index - self.page - MARGIN), index + self.page + MARGIN
            self._window = self.source.window(self._window_start, stop)
            position = index - self._window_start
        return self._window[position] if position < len(self._window) else None

    # Drawing

    @property
    def page(self) -> int:
        """Rows that fit below the header."""
        return max(1, self.size.height - self.HEADER)

    def on_resize(self) -> None:
        """Lays the columns out anew."""
        self.lay_out()
        self._keep_in_view()

    def lay_out(self, columns: Sequence[TableColumn] | None = None) -> None:
        """Lays the columns out, other ones if given."""
        if columns is not None:
            self.columns = tuple(columns)
            self._drawn.clear()
            self._needs.clear()
        self._layout = layout(self.columns, self.size.width - GUTTER - 2, self._needs)
        self.refresh()

    def _measure(self) -> None:
        """Gives columns the room that the rows at hand need; they never shrink while one scrolls."""
        before = dict(self._needs)
        for row in self._window[:MEASURED]:
            cells = self._drawn.get(row.key) or self._drawn.setdefault(row.key, self._cells(row))
            for index, column in enumerate(self.columns):
                least = max(self._needs.get(index, 0), len(column.title) + 2)
                self._needs[index] = max(least, min(width(cells[index].text), WIDEST))
        if self._needs != before:
            self.lay_out()

    def notify_style_update(self) -> None:
        """Forgets the colours of the former theme."""
        super().notify_style_update()
        self._styles.clear()

    def _style(self, name: str) -> Style:
        style = self._styles.get(name)
        if style is None:
            style = self._styles[name] = (
                self.rich_style if not name else self.get_component_rich_style(f"record-table--{name}", partial=True)
            )
        return style

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the header, a row, or nothing."""
        if y < self.HEADER:
            return self._header()
        position = self._top + y - self.HEADER
        row = self._row(position)
        room = self.size.width
        if row is None:
            return Strip.blank(room, self._style(""))
        base = self._style("")
        on_cursor = position == self._cursor
        if row.key in self.marks:
            base += self._style("marked")
        elif row.key in self.changed:
            base += self._style("changed")
        if on_cursor and self._shows_cursor:
            base += self._style("cursor")
        segments = [Segment(self._sign(row.key, cursor=on_cursor and self._shows_cursor), base)]
        cells = self._drawn.get(row.key)
        if cells is None:
            cells = self._drawn[row.key] = self._cells(row)
        chosen = min(self.chosen_column, len(self._layout) - 1)
        for position, cell_width in self._spread(cells):
            index = self._layout[position][0]
            cell = cells[index]
            on_cell = on_cursor and position == chosen and self.has_focus
            style = base + self._style("cursor-cell") if on_cell else self._toned(base, cell.tone, lit=on_cursor)
            segments.append(Segment(fit(cell.text, cell_width, right=self.columns[index].right), style))
            segments.append(Segment(" " * GAP, base))
        strip = Strip(segments).adjust_cell_length(room - 1, base)
        return Strip([*strip, Segment(*self._bar(y))])

    def _spread(self, cells: Sequence[Cell]) -> list[tuple[int, int]]:
        """Position and width of the cells to draw. Without a header a text takes the room of empty cells beside it."""
        drawn: list[tuple[int, int]] = []
        for position, (index, cell_width) in enumerate(self._layout):
            if drawn and not self.HEADER and not cells[index].text:
                drawn[-1] = (drawn[-1][0], drawn[-1][1] + GAP + cell_width)
            else:
                drawn.append((position, cell_width))
        return drawn

    def _toned(self, base: Style, tone: Tone, *, lit: bool) -> Style:
        """The style of a cell; what is muted is less so on the cursor's row, where it could not be read."""
        if tone is Tone.PLAIN:
            return base
        return base + self._style("cursor-muted" if lit and tone is Tone.MUTED and self._shows_cursor else tone)

    @property
    def _shows_cursor(self) -> bool:
        """A list shows where it is also without the keyboard; a table without a header is no list."""
        return self.has_focus or self.HEADER > 0

    def _sign(self, key: str, *, cursor: bool) -> str:
        if key in self.pending:
            return "…▌"[::-1] if cursor else "… "
        if key in self.marks:
            return "▌✓" if cursor else "✓ "
        return "▌ " if cursor else "  "

    def _header(self) -> Strip:
        base = self._style("")
        plain, chosen = base + self._style("header"), base + self._style("header-chosen")
        segments = [Segment(" " * GUTTER, plain)]
        key, descending = self.sorted_by
        for position, (index, cell_width) in enumerate(self._layout):
            column = self.columns[index]
            title = column.title.upper()
            if column.key == key:
                title = f"{title} {'↓' if descending else '↑'}"
            style = chosen if position == min(self.chosen_column, len(self._layout) - 1) and self.has_focus else plain
            segments.append(Segment(fit(title, cell_width, right=column.right), style))
            segments.append(Segment(" " * GAP, plain))
        return Strip(segments).adjust_cell_length(self.size.width, plain)

    def _bar(self, y: int) -> tuple[str, Style]:
        """The scroll bar's cell beside line `y`: drawn only when there is more than a page."""
        rows, page = len(self.source), self.page
        if rows <= page:
            return " ", self._style("")
        length = max(1, page * page // rows)
        start = self._top * (page - length) // max(1, rows - page)
        sign = "┃" if start <= y - self.HEADER < start + length else "│"
        return sign, self._style("") + self._style("bar")

    # Moving

    def _keep_in_view(self) -> None:
        last = max(0, len(self.source) - self.page)
        self._top = max(min(self._top, self._cursor, last), min(self._cursor - self.page + 1, last), 0)

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
        """Hides the keys for marking where nothing can be marked."""
        return False if action.startswith("mark") and not self.MARKS else super().check_action(action, parameters)

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
        """Marks all rows of the answer; when all are marked, none."""
        keys = {row.key for row in self.source.window(0, len(self.source))}
        self.marks = set() if keys <= self.marks else self.marks | keys
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
        self.refresh()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """The cursor is drawn differently with and without the keyboard."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def cell_region(self) -> Region | None:
        """Where the chosen cell of the cursor's row is, within the table."""
        if self._cursor_row is None or not self._layout:
            return None
        chosen = min(self.chosen_column, len(self._layout) - 1)
        x = GUTTER + sum(width + GAP for _, width in self._layout[:chosen])
        return Region(x, self._cursor - self._top + self.HEADER, self._layout[chosen][1], 1)
