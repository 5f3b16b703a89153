"""An input whose value is painted otherwise than it is."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from kinde_tui.ui.widgets.safe_input import SafeInput


class Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield SafeInput(compact=True)


@pytest.mark.parametrize("hostile", ["\x07\x07", "a\u200db", "日\x9b語", "e" + "\u0301" * 9, "\t|", "🧑\u200d🚀"])
async def test_each_character_stands_where_it_is_painted(hostile: str) -> None:
    app = Alone()
    async with app.run_test(size=(60, 3)) as pilot:
        field = app.query_one(SafeInput)
        field.value = f"{hostile}|end"
        await pilot.pause()
        painted = field._value.plain
        assert len(painted) == len(field.value)
        assert field._position_to_cell(len(painted)) == field._value.cell_len
        wide = [at for at in range(len(painted)) if field._position_to_cell(at + 1) > field._position_to_cell(at)]
        assert [field._cell_offset_to_index(field._position_to_cell(at)) for at in wide] == wide
