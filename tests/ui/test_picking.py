"""What a picker offers first, and what it says of records that somebody has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.offering import RECENT, FirstThese
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Line, LineSource
from tests.support.ui import SMALL, line_of, open_app
from tests.support.ui_lists import (
    choose,
    dialog,
    inner_list,
    keys_of,
    open_tab,
    organization_with_members,
    stored,
    users,
)

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo
    from tests.support.ui import Stage

KEYS = [f"key-{number}" for number in range(12)]


def offered(stage: Stage) -> list[str]:
    """The keys that can be picked, in order."""
    return keys_of(dialog(stage, PickDialog).query_one(RecordTable))


@given(st.lists(st.sampled_from([*KEYS, "another"]), unique=True), st.integers(-2, 14), st.integers(-2, 14))
def test_some_rows_stand_before_all_others(first: list[str], start: int, stop: int) -> None:
    rows = FirstThese(LineSource(map(Line, KEYS)), first)
    wanted = [key for key in first if key in KEYS]
    wanted += [key for key in KEYS if key not in wanted]
    assert [row.key for row in rows.window(0, len(rows))] == wanted
    assert [row.key for row in rows.window(start, stop)] == wanted[max(0, start) : max(0, stop)]
    assert [rows.index_of(key) for key in wanted] == list(range(len(wanted)))
    assert rows.index_of("another") is None


async def test_where_a_role_is_held_her_own_organizations_come_first() -> None:
    async with open_app(size=SMALL) as stage:
        user = next(key for key in users(stage, member=True) if len(stored(stage, "users", key)["organizations"]) > 1)
        hers = stored(stage, "users", user)["organizations"]
        await choose(stage, user)
        await stage.press("plus")
        keys = offered(stage)
        assert set(keys[: len(hers)]) == set(hers)
        assert len(keys) == stage.tenant.store.count("organizations")
        for code in hers:
            assert "✓ a member" in line_of(stage.app, str(stored(stage, "organizations", code)["name"])[:12])
        assert stage.text.count("✓ a member") == len(hers)
        other = str(stored(stage, "organizations", keys[-1])["name"])
        await stage.type(other)
        assert offered(stage)[0] == keys[-1]
        assert "✓ a member" not in stage.text


def not_all_users(demo: Demo) -> None:
    """Of the users only the first page can be read."""
    demo.faults.add(Fault(kinde.GET_USERS.id, nth=2, times=0, status=403, body={"errors": []}))


async def test_where_not_all_is_loaded_the_picker_says_so_and_no_longer_once_it_is() -> None:
    async with open_app(start="flags", users=620, prepare=not_all_users) as stage:
        await stage.press("P")
        assert "enter choose   esc cancel   500 users: loaded rows only" in stage.text
        await stage.type("nobody is called that")
        assert "None of the 500 users that are loaded match." in stage.text
        await stage.press("escape")
        stage.demo.faults.faults.clear()
        await stage.tenant.sync.refresh("users")
        await stage.press("P")
        assert "enter choose   esc cancel" in stage.text
        assert "loaded" not in line_of(stage.app, "enter choose")
        await stage.type("nobody is called that")
        assert "Nothing matches." in stage.text


async def test_an_organization_that_she_is_in_is_marked_and_the_last_one_picked_comes_first() -> None:
    async with open_app(size=SMALL) as stage:
        code = organization_with_members(stage)
        others = [key for key in users(stage) if code not in (stored(stage, "users", key)["organizations"] or ())]
        await choose(stage, others[0])
        await stage.press("A")
        await stage.type(f"code:={code}")
        await stage.press("enter")
        assert stage.written(kinde.ADD_ORGANIZATION_USERS) == [{"users": [{"id": others[0]}]}]
        await choose(stage, others[1])
        await stage.press("A")
        assert offered(stage)[0] == code
        assert "recent" in line_of(stage.app, str(stored(stage, "organizations", code)["name"])[:12])
        await stage.press("escape", "escape")
        await choose(stage, others[0])
        await stage.press("A")
        assert offered(stage)[0] != code  # she is in it now
        await stage.type(f"code:={code}")
        assert "✓ a member" in stage.text
        assert "recent" not in stage.text


async def test_of_what_was_picked_only_the_last_few_come_first() -> None:
    async with open_app(size=SMALL) as stage:
        picked = stage.tenant.picked.setdefault("organizations", [])
        await stage.press("A")
        offered_before = offered(stage)
        await stage.press("escape", "escape")
        for code in offered_before[2 : 4 + RECENT]:
            await stage.press("A")
            await stage.type(f"code:={code}")
            await stage.press("enter")
        assert picked == offered_before[4 : 4 + RECENT][::-1]


async def test_members_and_what_they_have_are_marked_where_they_would_be_added() -> None:
    async with open_app(size=SMALL, start="organizations") as stage:
        code = organization_with_members(stage)
        await choose(stage, code)
        await open_tab(stage, "Members")
        await stage.press("tab")
        member = next(row for row in stage.tenant.store.view("members", (code,)).window(0, 99) if row.raw["roles"])
        inner_list(stage).select(member.key)
        await stage.settle()
        await stage.press("n")
        await stage.type(f"id:={member.key}")
        assert "✓ a member" in stage.text
        await stage.press("escape", "escape")
        held = {row.key for key in member.raw["roles"] for row in stage.tenant.store.find("roles", "key", key)}
        await stage.press("minus")
        assert set(offered(stage)[: len(held)]) == held
        assert stage.text.count("✓ has it") == len(held)
        await stage.press("escape", "escape", "plus")
        assert stage.text.count("✓ has it") == len(held)
