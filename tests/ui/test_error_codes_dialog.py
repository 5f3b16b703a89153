"""`:error`, with a number and without."""

from __future__ import annotations

from textual.widgets import Input, OptionList

from kinde_tui.ui.dialogs.error_code import ErrorCodeDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from tests.support.ui import Stage, open_app


async def colon(stage: Stage, typed: str) -> None:
    await stage.press("colon")
    stage.screen.query_one(Input).value = typed
    await stage.press("enter")


async def test_a_number_is_explained_and_copied() -> None:
    async with open_app() as stage:
        await colon(stage, "error 8809")
        assert isinstance(stage.screen, ErrorCodeDialog)
        assert "Error 8809" in stage.text
        assert "another browser or another device" in stage.text
        await stage.press("y")
        assert "Kinde error 8809" in stage.app.clipboard
        await stage.press("enter")
        assert not isinstance(stage.screen, ErrorCodeDialog)


async def test_without_a_number_it_is_chosen_from_all() -> None:
    async with open_app() as stage:
        await colon(stage, "error")
        assert isinstance(stage.screen, MenuDialog)
        stage.screen.query_one(Input).value = "throw-away"
        await stage.settle()
        assert stage.screen.query_one(OptionList).option_count == 1
        await stage.press("enter")
        assert "Error 9697" in stage.text
        await stage.press("escape")


async def test_another_number_is_told() -> None:
    async with open_app() as stage:
        await colon(stage, "error 8810")
        assert not isinstance(stage.screen, ErrorCodeDialog)
        assert any("8809 (Signing in)" in notice for notice in stage.notices)
