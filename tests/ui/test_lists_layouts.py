"""Every size of terminal, no network, and what is there before the tenant answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.services.events import Reach
from kinde_tui.ui.screens.collection_screen import CollectionScreen
from kinde_tui.ui.widgets.detail_pane import DetailPane
from tests.support.ui import SMALL, line_of, open_app, screen_lines
from tests.support.ui_lists import (
    choose,
    chosen_key,
    collection_screen,
    column_of,
    details,
    inner_table,
    keys_of,
    list_shown,
    open_tab,
    users,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.ui import Stage


def shows_details(stage: Stage) -> bool:
    return stage.screen.query_one(DetailPane).is_on_screen


SIZES = [
    ((140, 40), "-wide", True),
    ((110, 30), "-wide", True),
    ((100, 30), "-stacked", True),
    ((80, 24), "-stacked", True),
    ((60, 15), "-narrow", False),
]


@pytest.mark.parametrize(
    ("start", "size", "classes", "both"),
    [
        *(("users", *size) for size in SIZES),
        *((start, *size) for start in ("organizations", "roles", "permissions") for size in SIZES[-2:]),
    ],
)
async def test_list_and_details_have_their_place(start: str, size: tuple[int, int], classes: str, both: bool) -> None:
    async with open_app(start=start, size=size, users=12) as stage:
        screen = collection_screen(stage)
        assert screen.has_class(classes)
        assert list_shown(stage).is_on_screen
        assert shows_details(stage) is both
        if both:
            beside = details(stage).region.x > 0
            assert beside is (classes == "-wide")
            assert details(stage).region.height >= 8
        lines = screen_lines(stage.app)
        assert len(lines) == size[1]
        assert "STAGING" in lines[0]
        assert "loaded" in lines[-2]
        assert lines[-1].endswith("? help")
        first = column_of(screen.rows.table)[0]
        assert first[:8] in stage.text
        await stage.press("enter")
        assert shows_details(stage)
        assert details(stage).has_focus_within
        for _ in details(stage)._tabs:
            await stage.press("full_stop")
            assert details(stage).tab in stage.text
        await stage.press("escape")
        assert list_shown(stage).table.has_focus
        assert shows_details(stage) is both


@pytest.mark.parametrize("size", [(50, 10), (59, 24), (100, 14), (4, 2)])
async def test_below_the_smallest_size_there_is_a_sentence(size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        if size[0] > 20:
            assert f"The terminal is too small ({size[0]}×{size[1]})." in stage.text
            assert "kinde-tui needs 60×15." in stage.text
        assert "Users" not in stage.text
        await stage.press("down", "slash", "a", "escape", "2", "question_mark", "escape")
        await stage.pilot.resize_terminal(80, 24)
        await stage.settle()
        assert "too small" not in stage.text
        assert list_shown(stage).is_on_screen


@pytest.mark.parametrize("start", ["users", "overview", "flags", "token", "log", "api"])
async def test_a_terminal_that_was_too_small_for_a_while_takes_no_keys_from_what_had_them(start: str) -> None:
    async with open_app(start=start, size=(80, 24)) as stage:
        had = stage.app.screen.focused
        assert had is not None
        for _ in range(2):
            await stage.pilot.resize_terminal(1, 1)
            await stage.settle()
            await stage.pilot.resize_terminal(20, 5)
            await stage.settle()
            await stage.pilot.resize_terminal(80, 24)
            await stage.settle()
            assert stage.app.screen.focused is had


async def test_resizing_keeps_record_marks_filter_and_tab() -> None:
    async with open_app() as stage:
        await stage.press("slash")
        await stage.type("-is:suspended")
        await stage.press("enter", "space", "down", "end", "up", "comma")
        key, marks = chosen_key(stage), set(list_shown(stage).table.marks)
        for size in ((80, 24), (60, 15), (50, 10), (110, 30), (140, 40)):
            await stage.pilot.resize_terminal(*size)
            await stage.settle()
            assert chosen_key(stage) == key
            assert list_shown(stage).table.marks == marks
            assert list_shown(stage).filter_bar.text == "-is:suspended"
            assert details(stage).tab == "JSON"
            if size >= (60, 15):
                assert "▌" in stage.text
                assert line_of(stage.app, "▌").split("▌")[1].strip()


async def test_a_terminal_that_grows_while_a_cell_is_edited_keeps_what_was_typed() -> None:
    async with open_app(size=(80, 24)) as stage:
        await stage.press("e")
        await stage.type("Half a na")
        await stage.pilot.resize_terminal(140, 40)
        await stage.settle()
        await stage.press("m", "e", "enter")
        assert stage.written(kinde.UPDATE_USER) == [{"given_name": "Half a", "family_name": "name"}]


async def test_without_a_network_it_says_so_and_reads_when_it_is_back() -> None:
    async with open_app(offline=True) as stage:
        assert stage.tenant.sync.reach is Reach.OFFLINE
        assert "✕ offline" in stage.text
        assert "r tries again" in stage.text
        assert not list_shown(stage).table.source.window(0, 1)
        await stage.press("down", "enter", "space", "ctrl+a", "e", "s", "d", "y", "escape")
        stage.wire.offline = False
        await stage.press("r")
        assert len(list_shown(stage).table.source) == 40
        assert "offline" not in stage.text


async def test_rows_stay_when_the_network_goes() -> None:
    async with open_app() as stage:
        await choose(stage, users(stage)[2])
        before = keys_of(list_shown(stage).table)
        stage.wire.offline = True
        await stage.press("r")
        assert keys_of(list_shown(stage).table) == before
        assert "✕ offline" in stage.text
        assert "all 40 loaded" in stage.text
        assert "✕" in line_of(stage.app, "all 40 loaded")
        await stage.press("s")
        assert "● active" in line_of(stage.app, "▌")
        assert stage.notices
        assert not stage.demo.ledger.entries
        await open_tab(stage, "Identities")
        assert "r tries again" in stage.text
        stage.wire.offline = False
        await stage.press("tab", "r")
        await stage.settle()
        assert keys_of(inner_table(stage))


async def test_what_was_stored_is_there_without_a_network(tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    async with open_app(store=store) as stage:
        before = column_of(list_shown(stage).table)
    async with open_app(store=store, offline=True) as stage:
        assert column_of(list_shown(stage).table) == before
        assert "all 40 loaded" in stage.text
        for screen, title in (("3", "organizations"), ("4", "roles")):
            await stage.press(screen)
            assert title == collection_screen(stage).NAME
            assert list_shown(stage).table.source.window(0, 1)


async def test_a_list_that_is_empty_says_what_helps() -> None:
    async with open_app(start="roles", prepare=lambda demo: demo.tenant.roles.clear()) as stage:
        assert all(words in stage.text for words in ("There is no role yet.", "n: new role"))
        assert "Nothing" not in stage.text
        await stage.press("enter", "space", "full_stop", "tab", "e", "d", "y", "plus")
        await stage.press("a")
        assert "Delete" in stage.text


async def test_a_list_that_failed_says_why_and_r_tries_again() -> None:
    fault = Fault(kinde.GET_ROLES.id, times=0, status=400, body={"errors": [{"code": "X", "message": "Not now."}]})
    async with open_app(start="roles", prepare=lambda demo: demo.faults.add(fault)) as stage:
        assert "Not now." in stage.text
        assert "r tries again" in stage.text
        stage.demo.faults.faults.clear()
        await stage.press("r")
        assert len(list_shown(stage).table.source) == 8


async def test_escape_stops_reading_and_the_rest_is_said_to_be_missing() -> None:
    async with open_app(users=1_200) as stage:
        stage.wire.holds = lambda request: "users" in request.url.path and bool(request.url.params.get("next_token"))
        stage.wire.hold()
        stage.send("r")
        await stage.until(lambda: "reading users" in stage.text)
        assert "esc stops" in stage.text
        stage.send("escape")
        stage.wire.release()
        await stage.settle()
        assert "reading users" not in stage.text
        assert len(list_shown(stage).table.source) == 1_200


async def test_the_list_is_read_again_when_it_is_old_and_looked_at() -> None:
    async with open_app() as stage:
        screen = collection_screen(stage)
        calls = stage.demo.faults.calls[kinde.GET_USERS.id]
        for _ in range(40):
            screen.tick()
        await stage.settle()
        assert stage.demo.faults.calls[kinde.GET_USERS.id] == calls
        stage.clock.advance(90)
        await stage.stranger.users.update(users(stage)[0], last_name="Newname")
        for _ in range(5):
            screen.tick()
        await stage.settle()
        assert stage.demo.faults.calls[kinde.GET_USERS.id] > calls
        assert "Newname" in stage.text
        await stage.press("4")
        calls = stage.demo.faults.calls[kinde.GET_USERS.id]
        stage.clock.advance(90)
        for _ in range(10):
            screen.tick()
        await stage.settle()
        assert stage.demo.faults.calls[kinde.GET_USERS.id] == calls


async def test_the_web_dashboard_is_opened_at_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app() as stage:
        opened: list[str] = []
        monkeypatch.setattr(stage.app, "open_url", opened.append)
        await stage.press("w")
        assert len(opened) == 1
        assert chosen_key(stage) in opened[0] or "users" in opened[0]
    async with open_app(environment="demo") as stage:
        await stage.press("w")
        assert "The demo tenant has no web dashboard." in stage.notices[-1]


async def test_a_key_does_nothing_that_is_not_seen() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.pilot.resize_terminal(30, 8)
        await stage.settle()
        assert "too small" in stage.text
        await stage.press("s", "d", "space")
        await stage.pilot.resize_terminal(*SMALL)
        await stage.settle()
        assert not stage.demo.ledger.entries
        assert isinstance(stage.screen, CollectionScreen)
        assert not list_shown(stage).table.marks
        await stage.press("space")
        assert list_shown(stage).table.marks
