"""Who has a value of what is under the cursor, and which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.messages import Place
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.panels.whole_list import TickTable, WholeListPanel
from kinde_tui.ui.widgets.source import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.models.record import Record
    from kinde_tui.services.collections.details import Values
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.panels.holding import Holding


class ValuesPanel(WholeListPanel):
    """All that might have a value, those that have one first; a question mark where that was not read yet."""

    BINDING_GROUP_TITLE = "Values"
    COLUMNS: ClassVar[int] = 1

    def __init__(self, values: Values[Any], holding: Holding, rows: CollectionList) -> None:
        super().__init__(holding, rows)
        self._values = values

    def table_columns(self) -> list[TableColumn]:
        """The name of each, and the value."""
        return [*super().table_columns(), TableColumn("value", "Value", 20, grow=True)]

    def cells_of(self, key: str, record: Record) -> Sequence[Cell]:
        """The name and the value."""
        (name,) = super().cells_of(key, record)
        return [Cell(name.text, Tone.PLAIN if key in self.has else Tone.MUTED), self._value(key, record)]

    def _value(self, key: str, record: Record) -> Cell:
        if self.holding.is_unknown(key):
            return Cell("?", Tone.MUTED)
        store, held = self.holding.tenant.store, self.holding.held
        column = held.column(self._values.shows)
        raw = store.get(held.name, self.holding.sought, self._values.parent(record)) if key in self.has else None
        if raw is None or column is None:
            return Cell("—", Tone.MUTED)
        return Cell(column.text(held.read(raw), self.holding.tenant.context()))

    def place_of(self, key: str) -> Place:
        """The tab in which the value stands."""
        return Place(self.holding.whole.name, key, self._values.tab)

    @on(TickTable.Ticked)
    def _tell(self, event: TickTable.Ticked) -> None:
        event.stop()
        self.notify("A value is edited where it stands: enter goes there.", markup=False)
