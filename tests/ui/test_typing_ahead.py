"""Keys that come faster than the screen follows."""

from __future__ import annotations

from textual.events import Paste
from textual.widgets import Input

from kinde_tui.ui.dialogs.form import FormDialog
from tests.support.ui import SMALL, Stage, open_app
from tests.support.ui_lists import keys_of, list_shown


def burst(stage: Stage, *keys: str) -> None:
    """Sends keys without waiting for what they do, as a paste or a script does."""
    for key in keys:
        stage.send(key)


async def test_a_filter_typed_in_one_burst_reaches_the_filter_whole() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, "slash", *"suspended", "enter", "down")
        await stage.until(lambda: list_shown(stage).filter_bar.text == "suspended")
        await stage.until(lambda: list_shown(stage).table.has_focus)
        assert not stage.demo.ledger.entries
        assert not stage.notices


async def test_a_form_is_filled_in_one_burst() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, "n", *"dsu", "enter", *"Ada")
        await stage.until(lambda: isinstance(stage.screen, FormDialog))
        form = stage.screen
        await stage.until(lambda: form.query_one("#field-1", Input).value == "Ada")
        assert form.query_one("#field-0", Input).value == "dsu"
        assert not stage.demo.ledger.entries


async def test_what_is_pasted_after_a_key_goes_where_that_key_leads() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, "n", "tab")
        stage.app.post_message(Paste("Ada"))
        burst(stage, "tab", "x")
        await stage.until(lambda: isinstance(stage.screen, FormDialog))
        form = stage.screen
        await stage.until(lambda: form.query_one("#field-2", Input).value == "x")
        assert [form.query_one(f"#field-{number}", Input).value for number in (0, 1)] == ["", "Ada"]


async def test_keys_for_a_dialog_wait_for_it_and_those_after_it_too() -> None:
    async with open_app(size=SMALL) as stage:
        rows = list_shown(stage)
        second = keys_of(rows.table)[1]
        burst(stage, "a", "escape", "down", "question_mark", *"sess", "escape", "down", "up", "space")
        await stage.until(lambda: rows.table.marks)
        assert rows.table.marks == {second}
        assert not stage.demo.ledger.entries
        assert list_shown(stage).filter_bar.text == ""


async def test_keys_that_come_while_it_is_left_do_nothing() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, *["down"] * 5, "ctrl+q", *["down"] * 20)
        await stage.until(lambda: stage.app._exit)
    assert stage.app.fault is None


async def test_many_moves_are_all_made() -> None:
    async with open_app(size=SMALL) as stage:
        keys = keys_of(list_shown(stage).table)
        burst(stage, *["down"] * 30, *["up"] * 5, "space")
        await stage.until(lambda: list_shown(stage).table.marks)
        assert list_shown(stage).table.marks == {keys[25]}
