"""A list with nothing in it says which keys make the first row, from where the keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.ui.dialogs.form import FormDialog
from tests.support.ui import open_app
from tests.support.ui_lists import dialog, open_tab

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo


def without_callbacks(demo: Demo) -> None:
    """No application has an address to come back to."""
    for application in demo.tenant.applications.values():
        application["redirect_urls"] = []


async def test_a_tab_without_rows_says_the_key_for_where_one_is() -> None:
    async with open_app(start="applications", prepare=without_callbacks) as stage:
        await open_tab(stage, "Callbacks")
        assert "Nobody can sign in here yet" in stage.text
        assert "tab, then n: allow a callback URL" in stage.text
        await stage.press("tab")
        assert "tab, then" not in stage.text
        assert "n: allow a callback URL" in stage.text
        await stage.press("n")
        assert dialog(stage, FormDialog).heading == "Allow a callback URL"
        await stage.press("escape", "tab")
        assert "tab, then n: allow a callback URL" in stage.text
        await stage.press("n")
        assert dialog(stage, FormDialog).heading == "New application"


async def test_no_key_is_named_that_would_be_refused() -> None:
    async with open_app(start="applications", prepare=without_callbacks, read_only=True) as stage:
        await open_tab(stage, "Callbacks")
        assert "Nobody can sign in here yet" in stage.text
        assert "then n" not in stage.text
