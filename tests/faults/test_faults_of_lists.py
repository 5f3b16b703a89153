"""Faults of whole lists over every collection: a few of them here, all of them by `python -m tests.faults`."""

from __future__ import annotations

from tests.faults.lists import LIST_TRIALS, try_lists
from tests.faults.rig import fault_rig

QUICK = ("fields of every kind", "the same page for ever")


async def test_lists_stay_readable_and_end_whatever_the_tenant_sends() -> None:
    trials = tuple(trial for trial in LIST_TRIALS if trial.name in QUICK)
    assert len(trials) == len(QUICK)
    async with fault_rig() as rig:
        cells, found = await try_lists(rig, trials)
    assert cells >= 18 * len(trials)
    assert not found, "\n".join(f"{complaint.kind}: {complaint.text}" for complaint in found)
