"""A list that is cut off, stopped, cancelled or cut into odd pages ends up whole, and never claims to be before."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.api.errors import (
    CredentialsError,
    KindeError,
    NoAnswerError,
    RateLimitedError,
    ServerError,
    UnreachableError,
    UnreadableAnswerError,
)
from kinde_tui.services import sync
from kinde_tui.services.events import Bus, Reach, ReachChanged, RecordsChanged, SyncProgressed
from kinde_tui.services.store import Store
from kinde_tui.services.sync import Sync, SyncState
from tests.services.paged import PagedTenant
from tests.services.things import ALL, THINGS, Listener, shown, thing
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from kinde_tui.api.operation import Operation
    from kinde_tui.api.paging import Page
    from kinde_tui.services.gateway import Gateway

NAMED = {collection.name: collection for collection in ALL}


class Rig:
    """A sync over a store, with what it talks to and what it says."""

    def __init__(self, tenant: PagedTenant | None, file: Path | None = None) -> None:
        self.tenant = tenant
        self.bus = Bus()
        self.clock = HandClock()
        self.store = Store(NAMED, file, self.bus, self.clock)
        self.sync = Sync(self.store, self.gateway, self.bus, self.clock, NAMED)
        self.reached = Listener(self.bus, ReachChanged)
        self.changed = Listener(self.bus, RecordsChanged)

    @property
    def state(self) -> SyncState:
        return self.sync.state("things")

    def gateway(self) -> Gateway | None:
        return self.tenant

    def complete(self) -> bool:
        return self.store.age("things").complete


def things(number: int) -> list[dict[str, Any]]:
    return [thing(each) for each in range(number)]


def keys(number: int) -> list[str]:
    return [f"t{each}" for each in range(number)]


def failing(call: int, error: KindeError | None = None) -> dict[int, KindeError]:
    return {call: error or ServerError("Kinde failed; try again.", 500)}


async def test_a_list_cut_off_keeps_its_rows_and_goes_on_where_it_was() -> None:
    tenant = PagedTenant(things(5), fails=failing(3))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    assert shown(rig.store) == keys(4)
    assert not rig.complete()
    assert (rig.state.reading, rig.state.loaded, str(rig.state.error)) == (False, 4, "Kinde failed; try again.")
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "4"]
    assert rig.complete()
    assert rig.state == SyncState(loaded=5)
    assert shown(rig.store) == keys(5)
    assert tenant.closed == 2


async def test_it_goes_on_after_a_restart_and_removes_what_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "private" / "store.db"
    first = Rig(PagedTenant([*things(4), thing(9)]), file)
    await first.sync.refresh("things")
    assert first.tenant is not None
    first.tenant.records.pop()
    first.tenant.fails = failing(len(first.tenant.asked) + 2)
    await first.sync.refresh("things")
    first.store.close()
    second = Rig(PagedTenant(things(4)), file)
    await second.sync.refresh("things")
    assert second.tenant is not None
    assert second.tenant.asked == ["2"]
    assert shown(second.store) == keys(4)
    assert second.changed.changed() == [{"t9"}]
    second.store.close()


async def test_a_token_that_is_not_known_any_more_begins_from_the_start() -> None:
    tenant = PagedTenant(things(5), fails=failing(2))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    tenant.forgets_tokens = True
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "2", "", "2", "4"]
    assert rig.complete()
    assert rig.state == SyncState(loaded=5)


async def test_a_token_that_leads_to_nothing_begins_from_the_start() -> None:
    tenant = PagedTenant(things(5), fails=failing(3))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    tenant.records = things(3)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "4", "", "2"]
    assert shown(rig.store) == keys(3)


async def test_an_old_token_is_not_tried() -> None:
    tenant = PagedTenant(things(5), fails=failing(3))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    rig.clock.advance(1_000)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "", "2", "4"]
    assert rig.complete()


async def test_a_pass_that_went_on_and_was_refused_later_keeps_its_error() -> None:
    tenant = PagedTenant(things(7), fails=failing(2))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    odd = UnreadableAnswerError("This is no answer of Kinde.")
    tenant.fails = failing(4, odd)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "2", "4"]
    assert rig.state.error is odd
    assert len(shown(rig.store)) == 4


async def test_a_note_keeps_rows_and_says_that_the_list_may_not_be_whole() -> None:
    tenant = PagedTenant(things(4))
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    tenant.records = things(2)
    tenant.notes = {len(tenant.asked) + 1: "Stopped: the server repeated a page."}
    await rig.sync.refresh("things")
    assert shown(rig.store) == keys(4)
    assert rig.state.note == rig.store.age("things").note == "Stopped: the server repeated a page."
    assert not rig.complete()


async def test_stop_keeps_what_came_waits_for_nothing_and_is_not_due_until_asked_for() -> None:
    tenant = PagedTenant(things(6), holds={2: asyncio.Event()})
    rig = Rig(tenant)
    reading = asyncio.create_task(rig.sync.refresh("things"))
    await settle(lambda: len(tenant.asked) == 2)
    assert rig.state == SyncState(reading=True, loaded=2)
    rig.sync.stop()
    await reading
    assert shown(rig.store) == keys(2)
    assert tenant.closed == 1
    assert rig.state.note == "Stopped after 2: r goes on."
    assert not rig.complete()
    rig.clock.advance(3_600)
    assert not rig.sync.due("things")
    rig.clock.advance(-3_600)
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "2", "4"]
    assert rig.complete()
    assert rig.sync.due("things") is False
    rig.clock.advance(61)
    assert rig.sync.due("things")


async def test_stop_before_the_first_page_leaves_what_was_there() -> None:
    tenant = PagedTenant(things(2), holds={2: asyncio.Event()})
    rig = Rig(tenant)
    await rig.sync.refresh("things")
    reading = asyncio.create_task(rig.sync.refresh("things"))
    await settle(lambda: len(tenant.asked) == 2)
    rig.sync.stop()
    await reading
    assert shown(rig.store) == keys(2)
    assert rig.state == SyncState(note="Stopped: r reads it again.")


async def test_stop_on_the_last_page_is_no_stop() -> None:
    rig = Rig(PagedTenant(things(2)))

    def stop(_event: SyncProgressed) -> None:
        if rig.state.reading and rig.state.loaded == 2:
            rig.sync.stop()

    rig.bus.subscribe(SyncProgressed, stop)
    await rig.sync.refresh("things")
    assert rig.complete()
    assert rig.state.note == ""


async def test_when_the_tenant_answers_again_what_could_not_be_read_is_due() -> None:
    gone = UnreachableError("Cannot find the host.")
    rig = Rig(PagedTenant(things(2), fails={1: gone}))
    await rig.sync.refresh("things")
    assert (rig.sync.trouble, rig.sync.rests("things")) == ("Cannot find the host.", 60)
    rig.clock.advance(20)
    assert (rig.sync.due("things"), rig.sync.rests("things")) == (False, 40)
    rig.sync.heard(None)  # by whatever call
    assert (rig.sync.due("things"), rig.sync.rests("things"), rig.sync.trouble) == (True, 0, "")
    assert rig.state == SyncState()


async def test_many_ask_and_one_reads_and_the_last_to_leave_ends_it() -> None:
    tenant = PagedTenant(things(6), holds={3: asyncio.Event()})
    rig = Rig(tenant)
    readings = [asyncio.create_task(rig.sync.refresh("things")) for _ in range(3)]
    await settle(lambda: len(tenant.asked) == 3)
    for reading in readings[:2]:
        reading.cancel()
    await asyncio.wait(readings[:2])
    assert rig.state.reading
    readings[2].cancel()
    await asyncio.wait(readings)
    await settle(lambda: not rig.state.reading)
    assert shown(rig.store) == keys(4)
    assert not rig.complete()
    tenant.holds.clear()
    await rig.sync.refresh("things")
    assert tenant.asked == ["", "2", "4", "4"]
    assert rig.complete()


async def test_one_who_leaves_does_not_end_it_for_another() -> None:
    tenant = PagedTenant(things(4), holds={2: asyncio.Event()})
    rig = Rig(tenant)
    stays, leaves = (asyncio.create_task(rig.sync.refresh("things")) for _ in range(2))
    await settle(lambda: len(tenant.asked) == 2)
    leaves.cancel()
    await asyncio.wait([leaves])
    tenant.holds[2].set()
    await stays
    assert rig.complete()
    assert tenant.asked == ["", "2"]


async def test_close_ends_all_reading_and_those_who_wait_go_on() -> None:
    tenant = PagedTenant(things(4), holds={2: asyncio.Event()})
    rig = Rig(tenant)
    await rig.sync.close()
    reading = asyncio.create_task(rig.sync.refresh("things"))
    await settle(lambda: len(tenant.asked) == 2)
    await rig.sync.close()
    await reading
    assert tenant.closed == 1
    assert shown(rig.store) == keys(2)


@pytest.mark.parametrize(
    ("error", "reach"),
    [
        (UnreachableError("Cannot find the host."), Reach.OFFLINE),
        (NoAnswerError("No answer in 20 s."), Reach.OFFLINE),
        (CredentialsError("The secret is wrong.", 401), Reach.REFUSED),
        (RateLimitedError("Kinde wants 30 s.", 30.0), Reach.THROTTLED),
        (ServerError("Kinde failed.", 500), Reach.CONNECTED),
        (UnreadableAnswerError("This is no answer of Kinde."), Reach.UNKNOWN),
    ],
)
async def test_what_an_error_says_of_the_tenants_reach(error: KindeError, reach: Reach) -> None:
    rig = Rig(PagedTenant(things(1), fails={1: error}))
    await rig.sync.refresh("things")
    assert rig.sync.reach is reach
    assert rig.state.error is error
    sentence = "" if reach is Reach.CONNECTED else str(error)
    assert rig.reached.heard == ([ReachChanged(reach, sentence)] if reach is not Reach.UNKNOWN else [])
    await rig.sync.refresh("things")
    assert rig.sync.reach is Reach.CONNECTED
    assert rig.reached.heard[-1] == ReachChanged(Reach.CONNECTED)
    assert rig.state.error is None


async def test_what_is_due() -> None:
    rig = Rig(PagedTenant(things(3), fails=failing(1)))
    assert rig.sync.due("things")
    await rig.sync.refresh("things")
    assert not rig.sync.due("things")  # it has just failed
    rig.clock.advance(THINGS.fresh_for)
    assert rig.sync.due("things")
    await rig.sync.refresh("things")
    assert not rig.sync.due("things")
    rig.clock.advance(THINGS.fresh_for)
    assert rig.sync.due("things")
    assert rig.sync.due("parts", ("org",))
    rig.clock.wall = rig.clock.wall.replace(year=2020)  # set back: the age cannot be told
    assert rig.sync.due("things")


async def test_nothing_is_read_without_a_gateway() -> None:
    rig = Rig(None)
    await rig.sync.refresh("things")
    assert rig.state == SyncState()
    with pytest.raises(UnreachableError, match="no connection"):
        await rig.sync.reread("things", "t1")


async def test_progress_is_told_and_rows_as_they_come() -> None:
    tenant = PagedTenant(things(1_500), size=500)
    rig = Rig(tenant)
    told: list[tuple[bool, int]] = []
    rig.bus.subscribe(SyncProgressed, lambda _event: told.append((rig.state.reading, rig.state.loaded)))
    await rig.sync.refresh("things")
    assert told == [(True, 0), (True, 500), (True, 1_500), (False, 1_500)]
    assert rig.changed.changed() == [set(keys(500)), {f"t{number}" for number in range(500, 1_500)}]


async def test_load_all_reads_what_hangs_under_nothing_and_tells() -> None:
    rig = Rig(PagedTenant(things(3)))
    told: list[tuple[str, int]] = []
    counts = await rig.sync.load_all(lambda name, loaded: told.append((name, loaded)))
    assert counts == {"things": 3, "secrets": 3}
    assert told[0] == ("things", 0)
    assert told[-1] == ("secrets", 3)
    assert await rig.sync.load_all() == counts


async def test_load_all_ends_when_the_tenant_is_gone_or_somebody_stops_it() -> None:
    rig = Rig(PagedTenant(things(3), fails={1: UnreachableError("Cannot find the host.")}))
    assert await rig.sync.load_all() == {"things": 0, "secrets": 0}
    tenant = rig.tenant = PagedTenant(things(3), holds={2: asyncio.Event()})
    loading = asyncio.create_task(rig.sync.load_all())
    await settle(lambda: len(tenant.asked) == 2)
    rig.sync.stop()
    assert await loading == {"things": 2, "secrets": 0}


async def test_a_path_that_cannot_be_built_is_an_error_to_read() -> None:
    rig = Rig(PagedTenant(things(2)))
    await rig.sync.refresh("parts", ("..",))
    assert "needs a value for org_code" in str(rig.sync.state("parts", ("..",)).error)


async def test_a_mistake_of_ours_is_not_taken_for_the_tenants() -> None:
    rig = Rig(PagedTenant([]))
    with pytest.raises(ValueError, match="zip"):
        await rig.sync.refresh("parts", ())
    assert not rig.sync.state("parts").reading


@settings(max_examples=40, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 12), max_size=12),
    then=st.lists(st.integers(0, 12), max_size=12),
    size=st.integers(1, 5),
    cuts=st.lists(st.integers(1, 12), max_size=4),
)
def test_any_list_in_any_pages_with_any_cuts_ends_up_whole(
    numbers: list[int], then: list[int], size: int, cuts: list[int]
) -> None:
    async def run() -> None:
        tenant = PagedTenant([thing(number) for number in numbers], size=size)
        rig = Rig(tenant)
        for records in (tenant.records, [thing(number, size=number) for number in then]):
            tenant.records = records
            tenant.fails = {len(tenant.asked) + cut: ServerError("Kinde failed.", 500) for cut in cuts}
            rig.clock.advance(10_000)
            for _ in range(len(cuts) + 1):
                await rig.sync.refresh("things")
                if rig.state.error is None:
                    break
            assert rig.complete()
            assert {raw["id"]: raw for raw in rig.store.rows("things")} == {raw["id"]: raw for raw in records}
        rig.store.close()

    asyncio.run(run())


async def settle(done: Any) -> None:
    """Lets others run until something is so; the test's own time limit ends a wait in vain."""
    while not done():  # noqa: ASYNC110 - what is waited for is a state of the sync, which has no event for it
        await asyncio.sleep(0)


async def test_a_list_that_takes_long_to_read_rests_longer() -> None:
    class SlowTenant(PagedTenant):
        async def pages(
            self, operation: Operation, path: Mapping[str, str], query: Mapping[str, Any], *, start: str = ""
        ) -> AsyncIterator[Page]:
            async for page in super().pages(operation, path, query, start=start):
                rig.clock.advance(5.0)
                yield page

    rig = Rig(SlowTenant(things(5)))
    await rig.sync.refresh("things")
    assert rig.complete()
    for seconds, due in ((THINGS.fresh_for, False), (15 * 60 - THINGS.fresh_for - 1, False), (1, True)):
        rig.clock.advance(seconds)
        assert rig.sync.due("things") is due


def test_a_long_list_that_was_read_in_another_run_rests_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "_ROW_TAKES", 1.0)
    rig = Rig(PagedTenant([]))
    pass_id = rig.store.begin_pass("things")
    rig.store.put_page("things", (), things(5), pass_id)
    rig.store.finish_pass("things", (), pass_id)
    rig.clock.advance(5 * 60 - 1)
    assert not rig.sync.due("things")
    rig.clock.advance(1)
    assert rig.sync.due("things")
