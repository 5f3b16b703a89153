"""What the dialog of many changes says: of a dry run, of the row under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.containers import VerticalScroll
from textual.widgets import Static

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Target
from kinde_tui.ui.dialogs.bulk import BulkDialog
from kinde_tui.ui.messages import ChangesRequested
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


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (110, 31), (110, 32), (140, 40)])
async def test_the_keys_are_in_sight_at_every_size(size: tuple[int, int]) -> None:
    async with open_app(size=size, dry_run=True) as stage:
        await stage.press("ctrl+a", "s")
        assert "suspended already" in " ".join(stage.text.replace("│", "").split())
        assert "y start   esc no" in stage.text
        await stage.press("y", "down")
        assert sentence(stage).endswith('{"is_suspended": true}')
        assert "none sent" in stage.text
        assert "enter close" in stage.text


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


def row_of(stage: Stage, key: str) -> str:
    """What stands in the column of the name."""
    return str(stage.tenant.name_of("users", key))


@SIZES
async def test_marked_rows_that_need_no_change_or_are_out_of_sight_are_told(size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        idle, one, other = users(stage, suspended=True)[0], *users(stage)[:2]
        await mark(stage, [idle, one, other])
        await stage.press("s")
        assert dialog(stage, BulkDialog).heading == "Suspend: 3 users"
        assert "2 changes. Nothing has been sent yet." in stage.text
        assert "1 of the 3 users is suspended already: no change is needed." in stage.text
        assert "hidden" not in stage.text
        await stage.press("escape", "slash")
        await stage.type(f"id:={one}")
        await stage.press("enter", "s")
        said = " ".join(stage.text.replace("│", " ").split())
        assert "no change is needed. 2 marked rows are hidden by the filter at present." in said
        assert "y start esc no" in said
        await stage.press("escape", "slash")
        await stage.type(f"id:={idle}")
        await stage.press("enter", "S")
        told = "2 of the 3 users are not suspended: no change is needed. 2 marked rows are hidden by the filter"
        assert stage.notices[-2] == f"{told} at present."
        assert stage.notices[-1] == f"Done: Restore {row_of(stage, idle)} · u undoes it"


async def test_where_all_marked_rows_are_changed_and_in_sight_nothing_is_told_of_it() -> None:
    async with open_app() as stage:
        await mark(stage, users(stage)[:3])
        await stage.press("s")
        assert not dialog(stage, BulkDialog).query(".bulk-note")


async def test_actions_without_a_word_for_it_say_that_they_do_not_apply() -> None:
    async with open_app(start="apis") as stage:
        await stage.press("ctrl+a", "d")
        assert "1 of the " in stage.text
        assert " is left out: it does not apply to it." in stage.text


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


def invite(stage: Stage, email: str) -> Change:
    """An invitation, which sends a mail."""
    code = next(iter(stage.tenant.store.rows("organizations")))["code"]
    body = {"email": email, "first_name": "N", "last_name": "W", "send_email": True, "roles": []}
    target = Target("organization_invites", "", email, (code,))
    return Change(Request(kinde.CREATE_ORGANIZATION_INVITE, {"org_code": code}, body=body), target, f"Invite {email}")


async def test_what_may_have_happened_is_counted_apart_and_not_sent_a_second_time() -> None:
    async with open_app() as stage:
        changes = [invite(stage, f"{name}@example.com") for name in "abc"]
        stage.fault(kinde.CREATE_ORGANIZATION_INVITE, nth=1, status=502, after=True)
        stage.fault(kinde.CREATE_ORGANIZATION_INVITE, nth=2, status=400)
        stage.app.post_message(ChangesRequested(changes, "Invite three"))
        await stage.settle()
        await stage.press("y")
        assert "1 done · 1 not done · 1 not known" in stage.text
        assert "t retry what failed" in stage.text
        await stage.press("t")
        assert "2 done · 0 not done · 1 not known" in stage.text
        assert "retry" not in stage.text
        await stage.press("t")
        assert len(stage.written(kinde.CREATE_ORGANIZATION_INVITE)) == 3


@pytest.mark.parametrize("after", [True, False])
async def test_what_may_be_sent_twice_without_harm_is_tried_again_whatever_became_of_it(after: bool) -> None:
    async with open_app() as stage:
        await mark(stage, users(stage)[:2])
        stage.fault(kinde.UPDATE_USER, nth=1, status=504, after=after)
        stage.fault(kinde.UPDATE_USER, nth=2, status=504, times=9)
        stage.fault(kinde.GET_USER, nth=3, status=400, times=99)
        await stage.press("s", "y")
        assert "0 done · 0 not done · 2 not known" in stage.text
        stage.demo.faults.faults.clear()
        await stage.press("t")
        assert "2 done · 0 not done" in stage.text


def height(stage: Stage) -> tuple[int, int]:
    """Lines of the dialog, and those of its rows."""
    shown = dialog(stage, BulkDialog)
    return shown.query_one(".dialog").outer_size.height, shown.query_one(RecordTable).size.height


@pytest.mark.parametrize("size", [(80, 24), (110, 31), (140, 40)])
async def test_a_few_changes_take_as_many_lines_as_they_need(size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        await mark(stage, users(stage)[:3])
        stage.fault(kinde.UPDATE_USER, nth=2, status=400, body={"errors": [{"code": "X", "message": REFUSED}]})
        await stage.press("s")
        before, rows = height(stage)
        assert rows == 1 + 3
        assert before < size[1] - 8
        await stage.press("y", "end", "up")
        after, rows = height(stage)
        assert rows == 1 + 3
        assert before < after <= size[1]
        assert "t retry what failed   enter close" in stage.text
        await stage.press("t")
        assert height(stage)[1] == 1 + 3


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (110, 31)])
async def test_many_changes_take_the_terminal_and_no_more(size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        await stage.press("ctrl+a", "s")
        whole, rows = height(stage)
        assert whole == min(size[1], 30)
        assert 3 <= rows < len(users(stage))
        assert "y start   esc no" in stage.text


@pytest.mark.parametrize("number", [6, 9, 10, 11, 12, 15])
async def test_at_every_number_of_changes_all_rows_or_the_whole_terminal_is_used(number: int) -> None:
    async with open_app(size=(80, 24)) as stage:
        await mark(stage, users(stage)[:number])
        await stage.press("s")
        whole, rows = height(stage)
        assert rows == 1 + number if whole < 24 else rows <= 1 + number
        await stage.press("y")
        whole, rows = height(stage)
        assert rows == 1 + number if whole < 24 else rows <= 1 + number
        assert "enter close" in stage.text


async def test_a_terminal_that_becomes_smaller_keeps_the_keys_in_sight() -> None:
    async with open_app(size=(80, 38)) as stage:
        await mark(stage, users(stage)[:14])
        await stage.press("s")
        assert height(stage)[1] == 1 + 14
        await stage.pilot.resize_terminal(80, 20)
        await stage.settle()
        assert height(stage)[0] == 20
        assert "y start   esc no" in stage.text
        await stage.pilot.resize_terminal(80, 38)
        await stage.settle()
        assert height(stage)[1] == 1 + 14
