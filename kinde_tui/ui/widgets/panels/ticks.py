"""A whole list, ticked where the record under the cursor has what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from kinde_tui.services.collections.collection import InvalidInputError, Tone
from kinde_tui.ui.messages import ChangesRequested
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.panels.whole_list import TickTable, WholeListPanel
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Record
    from kinde_tui.services.collections.details import Across, Ticks
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.panels.holding import Holding


class TicksPanel(WholeListPanel):
    """All there are, ticked where the record has them; space gives and takes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t", "tick", "tick", key_display="space", id="grid.tick", tooltip="Give it to the record, or take it away"
        ),
    ]
    BINDING_GROUP_TITLE = "Ticks"

    def __init__(self, ticks: Ticks[Any] | Across[Any], holding: Holding, rows: CollectionList) -> None:
        super().__init__(holding, rows)
        self._ticks = ticks
        self._guard = rows.tenant.guard

    def table_columns(self) -> list[TableColumn]:
        """The ticks, and the columns of the whole list."""
        return [TableColumn("held", "", 3), *super().table_columns()]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Greys out a tick that the token or the profile forbids."""
        operation = self.operation_of(action, parameters)
        if operation is not None and self._guard.refusal(operation):
            return None
        return super().check_action(action, parameters)

    def operation_of(self, action: str, _parameters: tuple[object, ...]) -> Operation | None:
        """What a tick calls: to give or to take, whichever is allowed."""
        if action != "tick":
            return None
        refusal, ticks = self._guard.refusal, self._ticks
        return ticks.takes if refusal(ticks.gives) and not refusal(ticks.takes) else ticks.gives

    def cells_of(self, key: str, record: Record) -> Sequence[Cell]:
        """A tick, none, or that it is not known; and the record."""
        has = key in self.has
        tick = Cell("[✓]", Tone.GOOD) if has else Cell("[?]" if self.holding.is_unknown(key) else "[ ]", Tone.MUTED)
        first, *others = super().cells_of(key, record)
        others = [Cell(cell.text, Tone.MUTED) for cell in others]
        return [tick, Cell(first.text, Tone.PLAIN if has else Tone.MUTED), *others]

    @on(TickTable.Ticked)
    def _tick_row(self, event: TickTable.Ticked) -> None:
        event.stop()
        self.action_tick()

    def action_tick(self) -> None:
        """Gives or takes."""
        line = self.query_one(RecordTable).cursor_row
        if line is None:
            return
        record = self.record_of(line)
        has = line.key in self.has
        refusal = self._guard.refusal(self._ticks.takes if has else self._ticks.gives)
        try:
            change = (self._ticks.take if has else self._ticks.give)(self.holding.owner, record)
        except InvalidInputError as error:
            refusal = refusal or str(error)
        if refusal:
            self.notify(safe(refusal), severity="warning", markup=False)
        else:
            self.post_message(ChangesRequested([change]))
