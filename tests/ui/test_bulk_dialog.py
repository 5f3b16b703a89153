"""What the dialog of many changes says: of a dry run, of the row under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.bulk import BulkDialog
from kinde_tui.ui.widgets.record_table import RecordTable
from tests.support.ui import open_app
from tests.support.ui_lists import choose, dialog, users

if TYPE_CHECKING:
    from tests.support.ui import Stage

SIZES = pytest.mark.parametrize("size", [(140, 40), (80, 24)])
REFUSED = "Not today, said the tenant at some length, and not tomorrow either: ask whoever looks after this account."


async def mark(stage: Stage, keys: list[str]) -> None:
    """Marks rows with the keyboard."""
    for key in keys:
        await choose(stage, key)
        await stage.press("space")


def sentence(stage: Stage) -> str:
    """What stands below the table, all of it in sight."""
    place = dialog(stage, BulkDialog).query_one(".bulk-sentence", VerticalScroll)
    assert place.display
    assert place.max_scroll_y == 0
    return " ".join(str(place.query_one(Static).render()).split())


@SIZES
async def test_a_dry_run_says_that_nothing_was_sent_and_shows_each_request_whole(size: tuple[int, int]) -> None:
    async with open_app(size=size, dry_run=True) as stage:
        await stage.press("ctrl+a", "s")
        number = len(users(stage))
        assert number > 20
        assert f"{number} changes. Dry run: none of them will be sent." in stage.text
        await stage.press("y")
        assert f"dry run: {number} requests, none sent" in stage.text
        assert "not done" not in stage.text
        assert "retry" not in stage.text
        table = dialog(stage, BulkDialog).query_one(RecordTable)
        for _ in range(2):
            await stage.press("down")
            assert table.cursor_row is not None
            change = table.cursor_row.item  # type: ignore[attr-defined]  # a line of this dialog
            request = f'PATCH /api/v1/user?id={change.target.key} {{"is_suspended": true}}'
            assert sentence(stage) == f"Dry run, nothing was sent: {request}"
        before = stage.text
        await stage.press("t")
        assert stage.text == before
        assert "enter close" in stage.text
        assert not stage.demo.ledger.entries


@SIZES
async def test_the_whole_sentence_of_a_row_that_failed_stands_below_the_table(size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        await mark(stage, users(stage)[:3])
        stage.fault(kinde.UPDATE_USER, nth=2, status=400, body={"errors": [{"code": "X", "message": REFUSED}]})
        await stage.press("s", "y")
        assert "2 done · 1 not done" in stage.text
        said = []
        for key in ("home", "down", "down"):
            await stage.press(key)
            said.append(sentence(stage))
        assert sorted(said) == ["", "", REFUSED]
        assert "t retry what failed" in stage.text
        await stage.press("t")
        assert "3 done · 0 not done" in stage.text
