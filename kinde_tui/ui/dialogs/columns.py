"""Which columns a list shows, in which order, and how wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.layouts import NARROWEST, WIDEST, Placed, own_columns
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from textual.widget import Widget

    from kinde_tui.services.collections.collection import AnyCollection

COLUMNS = (
    TableColumn("shown", "", 2),
    TableColumn("title", "Column", 20, grow=True),
    TableColumn("width", "Width", 10),
    TableColumn("field", "In a filter", 16),
)


@dataclass(slots=True)
class Choice:
    """A column that may be shown."""

    key: str
    width: int | None
    shown: bool


class ColumnTable(RecordTable):
    """A row a column."""

    MARKS: ClassVar[bool] = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "screen.tick", "show", id="columns.tick", tooltip="Show the column, or hide it"),
        Binding("less_than_sign,ctrl+up", "screen.place(-1)", "left", id="columns.left", tooltip="To the left"),
        Binding(
            "greater_than_sign,ctrl+down",
            "screen.place(1)",
            "right",
            id="columns.right",
            tooltip="Further to the right",
        ),
        Binding("plus", "screen.widen(1)", "wider", key_display="+", id="columns.wider", tooltip="A cell wider"),
        Binding("minus", "screen.widen(-1)", "narrower", key_display="-", id="columns.narrower", tooltip="Narrower"),
        Binding("0", "screen.own_width", "own width", id="columns.own-width", tooltip="As wide as its content needs"),
        Binding("r", "screen.reset", "reset", id="columns.reset", tooltip="The columns that the list has by itself"),
    ]


class ColumnsDialog(Dialog[tuple[Placed, ...]]):
    """Returns the columns to show; none when they are those that the list has by itself.

    Args:
        collection: whose columns.
        placed: those shown now.
        widths: cells that columns take now, by key.
        preview: called with what is chosen so far, so that the list behind follows.
    """

    def __init__(
        self,
        collection: AnyCollection,
        placed: Sequence[Placed],
        widths: Mapping[str, int],
        preview: Callable[[tuple[Placed, ...]], None],
    ) -> None:
        super().__init__(f"Columns of {collection.many}")
        self._collection = collection
        self._preview = preview
        self._widths = {column.key: column.width for column in collection.columns} | dict(widths)
        self._choices = self._choices_of(placed)

    def _choices_of(self, placed: Sequence[Placed]) -> list[Choice]:
        shown = {one.key for one in placed}
        rest = [Choice(column.key, None, shown=False) for column in self._collection.columns if column.key not in shown]
        return [*(Choice(one.key, one.width, shown=True) for one in placed), *rest]

    @property
    def placed(self) -> tuple[Placed, ...]:
        """What is chosen so far."""
        return tuple(Placed(choice.key, choice.width) for choice in self._choices if choice.shown)

    def compose_body(self) -> Iterable[Widget]:
        """The columns and the keys."""
        yield ColumnTable(COLUMNS, self._cells)
        yield Static(
            hints(("space", "show"), ("< >", "move"), ("+ -", "width"), ("0", "own width"), ("r", "reset")),
            classes="dialog-hints",
        )
        yield Static(hints(("enter", "keep"), ("esc", "leave as it was")))

    def on_mount(self) -> None:
        """Shows all columns."""
        self._show()
        self.set_focus(self._table)

    @property
    def _table(self) -> ColumnTable:
        return self.query_one(ColumnTable)

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        choice: Choice = row.item if isinstance(row, Line) else Choice("", None, shown=False)
        column = self._collection.column(choice.key)
        width = "as needed" if choice.width is None else f"{choice.width}"
        tone = Tone.PLAIN if choice.shown else Tone.MUTED
        title = column.title if column is not None else choice.key
        return [
            Cell("✓" if choice.shown else "", Tone.ACCENT),
            Cell(title, tone),
            Cell(width if choice.shown else "", tone),
            Cell(f"{choice.key}:", Tone.MUTED),
        ]

    def _show(self) -> None:
        self._table.show(LineSource(Line(choice.key, choice) for choice in self._choices))
        self._table.redraw()

    def _follow(self) -> None:
        self._show()
        self._preview(self.placed)

    @property
    def _chosen(self) -> int:
        return self._table.cursor_index

    def action_tick(self) -> None:
        """Shows or hides the column, and goes down; one stays."""
        choice = self._choices[self._chosen]
        if choice.shown and len(self.placed) == 1:
            self.notify("A list shows at least one column.", severity="warning", markup=False)
            return
        choice.shown = not choice.shown
        self._table.action_move(1)
        self._follow()

    def action_place(self, by: int) -> None:
        """Moves the column; the cursor goes with it."""
        here = self._chosen
        there = here + by
        if 0 <= there < len(self._choices):
            self._choices.insert(there, self._choices.pop(here))
            self._follow()

    def action_widen(self, by: int) -> None:
        """Makes the column a cell wider or narrower, and shows it."""
        choice = self._choices[self._chosen]
        width = self._widths[choice.key] if choice.width is None else choice.width
        choice.width = max(NARROWEST, min(width + by, WIDEST))
        choice.shown = True
        self._follow()

    def action_own_width(self) -> None:
        """As wide as the content needs."""
        self._choices[self._chosen].width = None
        self._follow()

    def action_reset(self) -> None:
        """The columns that the list has by itself."""
        self._choices = self._choices_of(own_columns(self._collection))
        self._follow()

    @on(RecordTable.Opened)
    def _keep(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.dismiss(() if self.placed == own_columns(self._collection) else self.placed)
