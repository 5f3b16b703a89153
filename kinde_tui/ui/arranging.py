"""How one list is arranged: which columns it shows, and what a saved view makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.services.layouts import ListLayout, Placed, own_columns
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.columns import TableColumn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.services.collections.collection import Column
    from kinde_tui.ui.app import KindeApp
    from kinde_tui.ui.profiles import ListChoices
    from kinde_tui.ui.widgets.collection_list import CollectionList


class Arranging:
    """The columns of a list, as chosen by the person who looks at it.

    Attributes:
        columns: those shown, in order.
    """

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows
        self._placed: tuple[Placed, ...] = ()
        self.columns: tuple[Column[Any], ...] = ()
        self._take(own_columns(rows.collection))

    def recall(self) -> None:
        """Takes the columns that the profile remembers; what cannot be meant is said, and the list has its own."""
        try:
            kept = tuple(self._memory.columns_of(self._rows.tenant.info.name, self._rows.collection))
        except ValueError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False, timeout=12)
            return
        if kept:
            self._take(kept)

    @property
    def table_columns(self) -> list[TableColumn]:
        """The columns as the table draws them."""
        return [
            TableColumn(column.key, column.title, column.width, column.grow, column.right)
            if placed.width is None
            else TableColumn(column.key, column.title, placed.width, right=column.right, fixed=True)
            for placed, column in zip(self._placed, self.columns, strict=True)
        ]

    @property
    def layout(self) -> ListLayout:
        """How the list is shown now."""
        rows = self._rows
        columns = () if self._placed == own_columns(rows.collection) else self._placed
        return ListLayout(columns, rows.sort, rows.filter_bar.text)

    def show(self, layout: ListLayout) -> None:
        """Shows the list so, until something else is chosen."""
        rows = self._rows
        if layout.sort is not None:
            rows.sort = layout.sort
        rows.filter_bar.text = layout.filter
        self.place(layout.columns)

    def place(self, placed: Sequence[Placed]) -> None:
        """Shows these columns; none: the list's own."""
        self._take(tuple(placed) or own_columns(self._rows.collection))
        self._rows.table.lay_out(self.table_columns)
        self._rows.reload()

    def ask(self) -> None:
        """Asks which columns to show."""
        self._rows.app.run_worker(self._ask(), group="ask", description="columns")

    async def _ask(self) -> None:
        from kinde_tui.ui.dialogs.columns import ColumnsDialog

        rows, before = self._rows, self._placed
        dialog = ColumnsDialog(rows.collection, before, rows.table.widths, self.place)
        chosen = await rows.app.push_screen_wait(dialog)
        if chosen is None:
            if self._placed != before:
                self.place(before)
            return
        self.place(chosen)
        try:
            self._memory.keep_columns(rows.tenant.info.name, rows.collection, chosen)
        except ValueError as error:
            rows.notify(safe(f"Shown for now, but not remembered. {error}"), severity="error", markup=False)

    @property
    def _memory(self) -> ListChoices:
        app: KindeApp = self._rows.app  # type: ignore[assignment]  # lists live in no other app
        return app.profiles.lists

    def _take(self, placed: tuple[Placed, ...]) -> None:
        found = [(one, column) for one in placed if (column := self._rows.collection.column(one.key)) is not None]
        self._placed = tuple(one for one, _ in found)
        self.columns = tuple(column for _, column in found)
