"""What a form says is wrong: it stands as long as it is so, and no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.messages import Place
from tests.support.ui import SMALL, open_app
from tests.support.ui_forms import complaint
from tests.support.ui_lists import dialog

if TYPE_CHECKING:
    from tests.support.ui import Stage


def field(stage: Stage, number: int) -> None:
    """Gives a field of the form the keyboard."""
    dialog(stage, FormDialog).query_one(f"#field-{number}").focus()


async def test_a_complaint_about_one_field_goes_when_that_field_is_another() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("n")
        await stage.type("nonsense")
        await stage.press("ctrl+s")
        assert "This is no e-mail address" in complaint(stage)
        field(stage, 1)
        await stage.settle()
        await stage.type("Grace")
        assert "This is no e-mail address" in complaint(stage)  # it still is none
        field(stage, 0)
        await stage.settle()
        await stage.press("x")
        assert complaint(stage) == ""
        await stage.press("ctrl+s")
        assert "This is no e-mail address" in complaint(stage)


async def test_a_complaint_about_the_answers_together_goes_with_any_of_them() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("n", "ctrl+s")
        assert "Give an e-mail address, a phone number or a username." in complaint(stage)
        field(stage, 3)
        await stage.settle()
        await stage.press("g")
        assert complaint(stage) == ""


async def test_the_line_of_keys_says_what_enter_does_in_each_field() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("n")
        assert "enter next   ctrl+s done" in stage.text
        field(stage, 7)
        await stage.settle()
        assert "enter choose   ctrl+s done" in stage.text
        await stage.press("escape", "2", "d")
        assert "enter choose   ctrl+s done" in stage.text
        await stage.press("escape")
        stage.app.visit(Place("applications", tab="Callbacks"))
        await stage.settle()
        await stage.press("tab", "n")
        assert "enter done   esc cancel" in stage.text
        await stage.press("escape", "4", "n")
        field(stage, len(dialog(stage, FormDialog).answers) - 2)
        await stage.settle()
        assert "enter next" in stage.text


async def test_a_letter_that_is_heard_of_late_takes_no_complaint_away() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("n")
        await stage.type("nonsense")
        await stage.press("ctrl+s")
        field_of_it = dialog(stage, FormDialog).query_one("#field-0", Input)
        field_of_it.post_message(Input.Changed(field_of_it, field_of_it.value))
        await stage.settle()
        assert "This is no e-mail address" in complaint(stage)


async def test_a_complaint_about_a_record_goes_when_one_is_chosen() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("K", "escape")
        field(stage, 2)
        await stage.settle()
        await stage.press("enter")
        assert "API comes first" in complaint(stage)
        field(stage, 1)
        await stage.settle()
        await stage.press("enter")
        dialog(stage, PickDialog)
        await stage.press("enter")
        assert complaint(stage) == ""


async def test_a_wrong_name_is_marked_until_it_is_another() -> None:
    async with open_app(size=SMALL, start="roles", protected=True) as stage:
        await stage.press("d")
        if not isinstance(stage.screen, ConfirmDialog):
            await stage.press("y")
        name = dialog(stage, ConfirmDialog).query_one(Input)
        await stage.type("Other")
        await stage.press("enter")
        assert name.has_class("-wrong")
        await stage.press("x")
        assert not name.has_class("-wrong")
