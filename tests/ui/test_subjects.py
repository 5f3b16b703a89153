"""What is done with very many marked rows: bit by bit, in the order of the list, left with Escape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.ui import subjects
from kinde_tui.ui.dialogs.bulk import BulkDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.wait import WaitDialog
from tests.support.ui import open_app
from tests.support.ui_lists import dialog, list_shown

if TYPE_CHECKING:
    from tests.support.ui import Stage

USERS = 30


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Makes 30 rows very many; what the dialog said while it was there, at each step."""
    for name, number in (("FEW", 3), ("MANY", 5), ("SLICE", 4)):
        monkeypatch.setattr(subjects, name, number)
    said: list[str] = []
    advance = WaitDialog.advance

    def advanced(self: WaitDialog, steps: int) -> None:
        assert self.app.screen is self, "keys go to what is under way"
        said.append(self._words)
        advance(self, steps)

    monkeypatch.setattr(WaitDialog, "advance", advanced)
    return said


async def marked(stage: Stage, shown: str) -> list[str]:
    """Marks all users, filters some of them; the keys as the list has them, then those that the filter hides."""
    await stage.press("ctrl+a", "slash")
    await stage.type(shown)
    await stage.press("enter")
    table = list_shown(stage).table
    assert len(table.marks) == USERS
    first = [row.key for row in table.source.window(0, USERS)]
    assert 4 < len(first) < USERS - 4, "many are shown and many are hidden"
    return [*first, *sorted(table.marks - set(first))]


@pytest.mark.parametrize("few", [3, USERS])
async def test_marked_rows_are_taken_in_the_order_of_the_list_and_hidden_ones_last(
    waits: list[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subjects, "FEW", few)
    async with open_app(users=USERS) as stage:
        keys = await marked(stage, "name:~^[a-k]")
        await stage.press("d")
        form = dialog(stage, FormDialog)
        assert form.heading == "Delete: 30 users"
        await stage.press("ctrl+s")
        asked = [change.target.key for change in dialog(stage, BulkDialog)._changes]
        assert asked == keys
        assert ("Reading 30 users …" in waits) is (few == 3)
        assert "Preparing the changes to 30 users …" in waits
        await stage.press("escape")
        assert stage.written(kinde.DELETE_USER) == []


@pytest.mark.parametrize("during", ["Reading", "Preparing"])
async def test_escape_leaves_what_is_under_way_and_nothing_is_asked(
    waits: list[str], during: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = WaitDialog.advance

    def left(self: WaitDialog, steps: int) -> None:
        counted(self, steps)
        if self._words.startswith(during):
            self.action_leave()

    monkeypatch.setattr(WaitDialog, "advance", left)
    async with open_app(users=USERS) as stage:
        await marked(stage, "name:~^[a-k]")
        below = stage.app.screen
        await stage.press("d")
        if during == "Preparing":
            await stage.press("ctrl+s")
        assert stage.app.screen is below
        assert [said for said in waits if said.startswith(during)] == [waits[-1]]
        assert len(list_shown(stage).table.marks) == USERS
        assert stage.written(kinde.DELETE_USER) == []


async def test_all_that_match_are_marked_without_reading_their_records(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(users=USERS) as stage:
        source = list_shown(stage).table.source
        windows: list[int] = []
        window = type(source).window

        def read(_view: object, start: int, stop: int) -> object:
            windows.append(stop - start)
            return window(source, start, stop)

        monkeypatch.setattr(type(source), "window", read)
        list_shown(stage).table.action_mark_all()
        assert windows == []
        assert len(list_shown(stage).table.marks) == USERS


async def test_what_a_filter_hides_stays_marked_when_the_rows_it_shows_are_unmarked() -> None:
    async with open_app(users=USERS) as stage:
        keys = await marked(stage, "name:~^[a-k]")
        table = list_shown(stage).table
        hidden = set(keys[len(table.source) :])
        await stage.press("ctrl+a")
        assert table.marks == hidden
        await stage.press("ctrl+a")
        assert table.marks == set(keys)
        await stage.press("escape")
        assert table.marks == set()
