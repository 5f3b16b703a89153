"""Notices: the newest is read whole, and none lies over a question."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast

from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.refusing import A_WHILE
from tests.faults.glass import readable
from tests.support.ui import Stage, open_app
from tests.support.ui_lists import dialog

LONG = (
    "The token lacks the scope update:users. Add it in Kinde under Settings › Applications › your machine-to-machine "
    "application › APIs › Kinde Management API › Manage scopes, then try again with a new token."
)


def standing(stage: Stage) -> list[str]:
    return [toast._notification.title for toast in stage.app.screen.query(Toast)]


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_newest_notice_is_there_whole_however_many_stood_before_it(size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        for number in range(8):
            stage.app.notify(LONG, title=f"Number {number}", severity="error", timeout=30, markup=False)
            await stage.settle()
        await stage.until(lambda: "Number 7" in stage.text)
        assert readable(stage.text, f"Number 7 {LONG}")
        assert "Number 0" not in stage.text
        assert "Users ›" in stage.text
        assert "all 40 loaded" in stage.text


async def test_a_question_takes_older_notices_away_and_leaves_what_was_said_with_it() -> None:
    async with open_app() as stage:
        stage.app.notify(LONG, title="Said long ago", timeout=30, markup=False)
        stage.app.notify(LONG, title="Said just now", timeout=30, markup=False)
        await stage.settle()
        for one in stage.app._notifications:
            if one.title == "Said long ago":
                one.raised_at -= A_WHILE + 1
        await stage.press("y")
        assert dialog(stage, MenuDialog).is_current
        await stage.until(lambda: standing(stage) == ["Said just now"])
