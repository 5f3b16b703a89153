"""The chosen line of every list has a sign, for a background is seen neither without colours nor by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import OptionList

from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.palette import Palette
from kinde_tui.ui.widgets.choice import Choice
from tests.support.ui import SMALL, open_app, screen_lines
from tests.support.ui_lists import dialog

if TYPE_CHECKING:
    from tests.support.ui import Stage


def marked(stage: Stage) -> list[str]:
    """What stands behind the sign in the list with the chosen line, line by line."""
    options = next(one for one in stage.screen.query(OptionList) if one.display)
    left, top, width, height = options.content_region
    lines = [line[left : left + width] for line in screen_lines(stage.app)[top : top + height]]
    return [line.removeprefix("▌").strip(" ▁▂▃▄▅▆▇█▔") for line in lines if line.startswith("▌ ")]


async def test_a_menu_marks_the_chosen_line_and_no_other() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("7")
        assert len(marked(stage)) == 1
        assert marked(stage)[0].startswith("Permissions")
        await stage.press("down")
        assert len(marked(stage)) == 1
        assert marked(stage)[0].startswith("System permissions")
        await stage.type("webhook")
        assert len(marked(stage)) == 1
        assert marked(stage)[0].startswith("Webhooks")


async def test_the_first_screen_marks_the_whole_choice() -> None:
    async with open_app(size=SMALL, with_tenant=False) as stage:
        assert marked(stage)[0] == "Look around the demo tenant"
        await stage.press("down")
        assert marked(stage)[0] == "Connect your tenant"


async def test_the_palette_marks_the_chosen_line() -> None:
    async with open_app(size=SMALL) as stage:
        stage.send("ctrl+p")
        await stage.until(lambda: isinstance(stage.screen, Palette) and marked(stage))
        assert marked(stage)[0] == ":overview"
        await stage.press("down")
        assert marked(stage) == [":users", "Go to Users"]


async def test_a_field_with_a_list_marks_the_chosen_line_and_takes_it() -> None:
    async with open_app(size=SMALL, start="roles") as stage:
        await stage.press("n", "down", "down", "down", "enter")
        assert marked(stage) == ["No"]
        await stage.press("down")
        assert marked(stage) == ["Yes, to all who join an organization"]
        await stage.press("enter")
        form = dialog(stage, FormDialog)
        assert form.query_one(Choice).value == list(form.answers.values())[-1] != "no"


@pytest.mark.parametrize("steps", [0, 3])
async def test_the_label_of_the_field_with_the_keyboard_is_bold_and_no_other(steps: int) -> None:
    async with open_app(size=SMALL, start="roles") as stage:
        await stage.press("n", *["tab"] * steps)
        labels = list(dialog(stage, FormDialog).query(".form-label"))
        assert [bool(label.styles.text_style.bold) for label in labels] == [at == steps for at in range(len(labels))]
