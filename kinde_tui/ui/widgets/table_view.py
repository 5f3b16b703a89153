"""The part of a table that is seen: rows read window by window, columns laid out, lines drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.text import fit, width
from kinde_tui.ui.widgets.columns import GAP, TableColumn, layout
from kinde_tui.ui.widgets.source import Cell, Cells, EmptySource, Source, TableRow

if TYPE_CHECKING:
    from rich.style import Style

MARGIN = 50
"""Rows read beyond each edge of the screen."""
MEASURED = 60
"""Rows that are looked at for the widths of growing columns."""
WIDEST = 48
"""Cells that no growing column asks for more than."""
GUTTER = 2
"""Cells at the left that show the cursor and the marks."""


class TableView(Widget):
    """Rows of a source under a header. It knows where the cursor is and which rows are marked, and moves neither."""

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
    HEADER: ClassVar[int] = 1
    """Lines above the rows."""
    SORTS: ClassVar[bool] = True
    """Whether rows can be put into another order, which an arrow in the header tells."""
    SPREADS: ClassVar[bool] = False
    """Whether a text takes the room of empty cells beside it; without a header it does anyway."""

    chosen_column: reactive[int] = reactive(0)
    """Position of the chosen column among those shown."""
    sorted_by: reactive[tuple[str, bool]] = reactive(("", False))
    """Column key and whether descending: an arrow in the header."""

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
        self._window: Sequence[TableRow] = ()
        self._window_start = 0
        self._drawn: dict[str, Sequence[Cell]] = {}
        self._layout: list[tuple[int, int]] = []
        self._styles: dict[str, Style] = {}
        self._needs: dict[int, int] = {}

    # What is shown

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

    def redraw(self) -> None:
        """Draws the same rows again: times passed, or something beside the records changed."""
        self._drawn.clear()
        self._measure_page()
        self.refresh()

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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as there are rows, where the height is left to the table."""
        return self.HEADER + max(1, len(self.source))

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
        self._take_needs(self._window[:MEASURED], range(len(self.columns)))
        self._measure_page()

    def _measure_page(self) -> None:
        """Gives the rows that came on screen their room too; what grows stays as it is, or all would move about."""
        rows = (self._row(index) for index in range(self._top, self._top + self.page))
        narrow = [index for index, column in enumerate(self.columns) if not column.grow]
        self._take_needs([row for row in rows if row is not None], narrow)

    def _take_needs(self, rows: Sequence[TableRow], columns: Sequence[int]) -> None:
        before = dict(self._needs)
        for row in rows:
            cells = self._drawn.get(row.key) or self._drawn.setdefault(row.key, self._cells(row))
            for index in columns:
                arrow = 2 if self.SORTS else 0
                least = max(self._needs.get(index, 0), len(self.columns[index].title) + arrow)
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
        """Position and width of the cells to draw."""
        spreads = self.SPREADS or not self.HEADER
        drawn: list[tuple[int, int]] = []
        for position, (index, cell_width) in enumerate(self._layout):
            if drawn and spreads and not cells[index].text:
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

    def _keep_in_view(self) -> None:
        last = max(0, len(self.source) - self.page)
        self._top = max(min(self._top, self._cursor, last), min(self._cursor - self.page + 1, last), 0)

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
