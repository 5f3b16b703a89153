"""A list of 100,000 users: scrolled, sorted, filtered and marked as a short one, and never held as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.events import Bus
from kinde_tui.services.store import Store
from tests.support.hand_clock import HandClock
from tests.support.ui import open_app
from tests.support.ui_lists import chosen_key, list_shown

if TYPE_CHECKING:
    from tests.support.ui import Stage

USERS = 100_000
PAGE = 2_000
NAMES = ("Ada", "Alan", "Grace", "Edsger", "Barbara", "Dennis", "Margaret")


def user(number: int) -> dict[str, Any]:
    return {
        "id": f"kp_{number:06}",
        "first_name": NAMES[number % len(NAMES)],
        "last_name": f"Nº{number:06}",
        "email": f"{USERS - number:06}@example.com",
        "is_suspended": number % 1_000 == 0,
    }


def name(number: int) -> str:
    return f"{NAMES[number % len(NAMES)]} Nº{number:06}"


def filled(file: Path) -> list[int]:
    """Fills a store; returns the users in the order in which they are first shown."""
    store = Store(COLLECTIONS, file, Bus(), HandClock())
    pass_id = store.begin_pass("users")
    for start in range(0, USERS, PAGE):
        store.put_page("users", (), [user(number) for number in range(start, start + PAGE)], pass_id)
    store.finish_pass("users", (), pass_id)
    store.close()
    return sorted(range(USERS), key=name)


def held(stage: Stage) -> int:
    """Rows that the table holds now."""
    table = list_shown(stage).table
    return max(len(table._window), len(table._drawn))


def at(stage: Stage) -> int:
    return int(chosen_key(stage).removeprefix("kp_"))


async def test_a_hundred_thousand_users_are_handled_as_forty_are(tmp_path: Path) -> None:
    file = tmp_path / "private" / "store"
    order = filled(file)
    async with open_app(store=file, offline=True) as stage:
        rows = list_shown(stage)
        page = rows.table.page

        assert at(stage) == order[0]
        await stage.press("end")
        assert at(stage) == order[-1]
        await stage.press("pageup")
        assert at(stage) in order[-2 * page : -1]
        await stage.press("home", "pagedown", "down")
        assert at(stage) in order[1 : 2 * page]
        assert name(at(stage)) in stage.text
        assert held(stage) < 10 * page

        chosen = at(stage)
        await stage.press("right", "o")
        assert rows.sort == ("email", False)
        assert at(stage) == chosen, "the selection is a record, not a line"
        await stage.press("home")
        assert at(stage) == USERS - 1

        await stage.press("slash")
        await stage.type("grace -is:suspended")
        met = [number for number in range(USERS) if number % len(NAMES) == 2 and number % 1_000]
        assert len(rows.table.source) == len(met)
        assert f"{len(met):,} of {USERS:,}" in stage.text
        await stage.press("enter", "ctrl+a")
        assert f"{len(met):,} marked" in stage.text
        assert rows.table.marks == {f"kp_{number:06}" for number in met}

        await stage.press("slash")
        await stage.type("~[")
        assert len(rows.table.source) == len(met), "a wrong filter keeps the last good answer"
        await stage.type("")
        assert len(rows.table.source) == USERS
        assert len(rows.table.marks) == len(met)

        await stage.press("enter", "home")
        stage.tenant.store.remove("users", chosen_key(stage))
        await stage.settle()
        assert at(stage) == USERS - 2
        assert len(rows.table.source) == USERS - 1
        assert held(stage) < 10 * page
