"""A list that is stopped, cancelled, or cannot be read at all keeps what came and says that it is not whole."""

from __future__ import annotations

import asyncio

import pytest

from kinde_tui.api.errors import UnreachableError
from kinde_tui.services.events import SyncProgressed
from kinde_tui.services.sync import SyncState
from tests.services.paged import PagedTenant
from tests.services.reading import Rig, keys, settle, things
from tests.services.things import shown


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


async def test_nothing_is_read_without_a_gateway() -> None:
    rig = Rig(None)
    await rig.sync.refresh("things")
    assert rig.state == SyncState()
    with pytest.raises(UnreachableError, match="no connection"):
        await rig.sync.reread("things", "t1")
