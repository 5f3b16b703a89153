"""When the overview's figures are counted anew, and when they are not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kinde_tui.services.counting import Counting
from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.services.override_counts import LIST
from tests.services.writing import Rig, open_rig


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "organizations", "environment_flags")
        yield rig


async def count(counting: Counting) -> int:
    """Counts while it is wanted, and tells how often there were new figures."""
    told: list[object] = []
    await counting.run(lambda: told.append(counting.found), lambda: True)
    return len(told)


async def test_what_has_not_changed_is_not_counted_again(rig: Rig) -> None:
    counting = Counting(rig.tenant)
    assert (counting.is_due, await count(counting), counting.is_due) == (True, 1, False)
    assert counting.found is not None
    assert [figure.count for figure in counting.found.headline if figure.id == "users"] == [24]
    assert await count(counting) == 0


async def test_rows_a_list_read_to_its_end_and_another_day_are_counted(rig: Rig) -> None:
    counting = Counting(rig.tenant)
    await count(counting)
    counting.hear(RecordsChanged("roles"))
    counting.hear(SyncProgressed("roles"))
    assert not counting.is_due
    for event in (RecordsChanged("users"), SyncProgressed("users"), RecordsChanged(LIST, ("org_1",))):
        counting.hear(event)
        assert (counting.is_due, await count(counting)) == (True, 1)
    rig.clock.advance(86_400)
    assert (counting.is_due, await count(counting), counting.is_due) == (True, 1, False)


async def test_nobody_counts_twice_at_once_or_for_a_screen_that_is_not_seen(rig: Rig) -> None:
    counting = Counting(rig.tenant)
    await counting.run(lambda: None, lambda: False)
    assert counting.found is None
    first = asyncio.create_task(count(counting))
    await asyncio.sleep(0)
    assert not counting.is_due
    assert await count(counting) == 0
    assert await first == 1
