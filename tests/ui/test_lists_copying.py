"""What is copied of a list and its details."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.ui import copying
from tests.support.ui import open_app
from tests.support.ui_lists import (
    chosen_key,
    list_shown,
    stored,
)

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo


@pytest.mark.parametrize(("what", "moves"), [("cell", 0), ("row", 1), ("id", 2), ("json", 3), ("table", 4)])
async def test_the_copy_menu(what: str, moves: int) -> None:
    async with open_app(start="roles") as stage:
        await stage.press("slash")
        await stage.type("key:=payroll")
        await stage.press("enter", "greater_than_sign", "y", *["down"] * moves, "enter")
        copied = stage.app.clipboard
        key = chosen_key(stage)
        cells = ["payroll", "Payroll", "Turns hours into pay", "no"]
        expected = {
            "cell": "Payroll",
            "row": "\t".join(cells),
            "id": key,
            "table": "Key\tName\tDescription\tDefault\n" + "\t".join(cells),
        }
        if what == "json":
            assert f'"id": "{key}"' in copied
            assert copied.startswith("{")
        else:
            assert copied == expected[what]
        assert "to the terminal's clipboard" in stage.notices[-1]


async def test_a_copied_table_holds_the_filtered_rows_and_no_formula() -> None:
    def poison(demo: Demo) -> None:
        row = next(iter(demo.tenant.roles.values()))
        row["name"] = "=HYPERLINK(1)"

    async with open_app(start="roles", prepare=poison) as stage:
        await stage.press("y", "end", "enter")
        lines = stage.app.clipboard.split("\n")
        assert len(lines) == 9
        assert any("\t'=HYPERLINK(1)\t" in line for line in lines)


async def test_more_rows_than_a_terminal_takes_are_written_to_a_file_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(start="roles") as stage:
        await stage.press("y")
        assert "8 rows as filtered" in stage.text
        await stage.press("escape")
        monkeypatch.setattr(copying, "MOST", 7)
        await stage.press("y", "end", "enter")
        assert "7 rows at most; x writes them to a file" in stage.text
        assert stage.app.clipboard == ""
        await stage.press("escape", "slash")
        await stage.type("key:=payroll")
        await stage.press("enter", "y")
        assert "1 row as filtered" in stage.text


async def test_nothing_is_copied_from_an_empty_list() -> None:
    async with open_app(start="roles") as stage:
        await stage.press("slash")
        await stage.type("zzzz")
        await stage.press("enter")
        before = stage.app.screen
        list_shown(stage).action_copy()
        await stage.settle()
        assert stage.app.screen is before


async def test_facts_and_json_are_copied_where_they_stand() -> None:
    async with open_app() as stage:
        await stage.press("tab", "down", "y")
        assert stage.app.clipboard == stored(stage, "users", chosen_key(stage))["last_name"]
        await stage.press("comma", "y")
        assert stage.app.clipboard.startswith("{")
        assert chosen_key(stage) in stage.app.clipboard
