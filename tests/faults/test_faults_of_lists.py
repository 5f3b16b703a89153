"""Faults of whole lists over every collection: a few of them here, all of them by `python -m tests.faults`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.lists import LIST_TRIALS, try_lists
from tests.faults.proxy import Moment, Strike
from tests.faults.rig import client_of, fault_rig
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from tests.faults.proxy import Wire

QUICK = ("fields of every kind", "the same page for ever")


async def test_lists_stay_readable_and_end_whatever_the_tenant_sends() -> None:
    trials = tuple(trial for trial in LIST_TRIALS if trial.name in QUICK)
    assert len(trials) == len(QUICK)
    async with fault_rig() as rig:
        cells, found = await try_lists(rig, trials)
    assert cells >= 18 * len(trials)
    assert not found, "\n".join(f"{complaint.kind}: {complaint.text}" for complaint in found)


async def test_rows_that_come_and_go_between_two_pages_are_there_once_or_not_at_all() -> None:
    async with fault_rig(users=1200) as rig:
        people = rig.served.demo.tenant.people
        before = [people.ids[index] for index in people.indexes()]

        async def meanwhile(wire: Wire) -> None:
            stranger = client_of(rig.served, rig.served.issuer_url, HandClock())
            for key in (before[0], before[700], before[-1]):
                await stranger.users.delete(key, erase_profile=True)
            for number in range(3):
                await stranger.users.create(email=f"new{number}@example.com")
            await stranger.close()
            await wire.send(wire.answer.bytes())

        rig.proxy.plan(Strike("getUsers", meanwhile, Moment.AFTER, nth=2))
        await rig.tenant.sync.refresh("users")
        assert rig.proxy.struck["getUsers"] == 1
        keys = [str(raw["id"]) for raw in rig.tenant.store.rows("users")]
        assert len(keys) == len(set(keys))
        assert set(before) - set(keys) <= {before[0], before[700], before[-1]}
        await rig.tenant.sync.refresh("users")
        now = {people.ids[index] for index in people.indexes()}
        assert {str(raw["id"]) for raw in rig.tenant.store.rows("users")} == now
