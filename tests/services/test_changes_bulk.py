"""Many changes together, against the demo tenant; its ledger is the oracle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.cascade import Level
from kinde_tui.services.change import Change, Outcome, Patched, Stale, State, Target
from tests.services.writing import Rig, open_rig, rename

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "organizations")
        yield rig


def names(rig: Rig, users: list[Raw]) -> list[str]:
    return [rig.user(user["id"])["first_name"] for user in users]


async def test_each_change_is_made_exactly_once_with_progress_and_in_order(rig: Rig) -> None:
    users = rig.users(12)
    changes = [rename(user, f"Name {number}") for number, user in enumerate(users)]
    told: list[tuple[int, int]] = []
    outcomes = await rig.tenant.changes.apply_all(changes, progress=lambda n, of, _o: told.append((n, of)))
    assert [outcome.change for outcome in outcomes] == changes
    assert all(outcome.done for outcome in outcomes)
    assert told == [(number, 12) for number in range(1, 13)]
    assert rig.written(kinde.UPDATE_USER) == 12
    assert names(rig, users) == [f"Name {number}" for number in range(12)]


async def test_what_failed_is_tried_again_alone(rig: Rig) -> None:
    users = rig.users(10)
    no = {"errors": [{"code": "X", "message": "Not now."}]}
    rig.fault(kinde.UPDATE_USER, nth=3, times=2, status=400, body=no)
    outcomes = await rig.tenant.changes.apply_all([rename(user, "Grace") for user in users])
    failed = [outcome.change for outcome in outcomes if not outcome.done]
    assert len(failed) == 2
    assert names(rig, users).count("Grace") == 8
    again = await rig.tenant.changes.apply_all(failed)
    assert all(outcome.done for outcome in again)
    assert rig.written(kinde.UPDATE_USER) == 10


async def test_stopping_sends_nothing_more_and_says_so(rig: Rig) -> None:
    users = rig.users(20)
    stop = asyncio.Event()

    def progress(number: int, _of: int, _outcome: Outcome) -> None:
        if number == 1:
            stop.set()

    outcomes = await rig.tenant.changes.apply_all(
        [rename(user, "Grace") for user in users], progress=progress, stop=stop
    )
    made = [outcome for outcome in outcomes if outcome.done]
    left = [outcome for outcome in outcomes if outcome.state is State.INTENT]
    assert len(made) + len(left) == 20
    assert len(left) >= 14
    assert "stopped" in left[0].sentence
    assert rig.written(kinde.UPDATE_USER) == len(made)
    assert names(rig, users).count("Grace") == len(made)
    states = [entry.state for entry in rig.tenant.journal.entries()]
    assert states.count(State.INTENT) == len(left)


async def test_what_every_further_change_would_meet_ends_the_bulk(rig: Rig) -> None:
    users = rig.users(20)
    lacking = {"errors": [{"code": "FORBIDDEN", "message": "The scope update:users is needed."}]}
    rig.fault(kinde.UPDATE_USER, status=403, times=0, body=lacking)
    outcomes = await rig.tenant.changes.apply_all([rename(user, "Grace") for user in users])
    states = [outcome.state for outcome in outcomes]
    assert State.REFUSED in states
    assert states.count(State.INTENT) >= 14
    assert rig.faults.calls[kinde.UPDATE_USER.id] <= 6
    assert next(o for o in outcomes if o.state is State.INTENT).sentence.startswith("Not sent. ")


async def test_lost_answers_in_a_bulk_leave_nothing_twice(rig: Rig) -> None:
    users = rig.users(15)
    rig.fault(kinde.UPDATE_USER, nth=4, times=3, status=504, after=True)
    outcomes = await rig.tenant.changes.apply_all([rename(user, "Grace") for user in users])
    assert all(outcome.done for outcome in outcomes)
    found = [rig.stranger.users.get(user["id"]) for user in users]
    assert [user.first_name for user in await asyncio.gather(*found)] == ["Grace"] * 15


async def test_one_key_takes_the_whole_bulk_back_and_does_it_again(rig: Rig) -> None:
    users = rig.users(7)
    before = names(rig, users)
    changes = rig.tenant.changes
    await changes.apply_all([rename(user, f"{number}") for number, user in enumerate(users)])
    step = changes.next_step(back=True)
    assert step is not None
    assert len(step.inverses) == 7
    undone = await changes.undo()
    assert undone is not None
    assert undone.sentence == "7 of 7 changes made."
    assert names(rig, users) == before
    assert changes.next_step(back=True) is None
    redone = await changes.redo()
    assert redone is not None
    assert redone.done
    assert names(rig, users) == [f"{number}" for number in range(7)]


async def test_what_could_not_be_taken_back_can_be_tried_again(rig: Rig) -> None:
    users = rig.users(5)
    before = names(rig, users)
    changes = rig.tenant.changes
    await changes.apply_all([rename(user, "Grace") for user in users])
    rig.fault(kinde.UPDATE_USER, nth=2, status=400, body={"errors": [{"code": "X", "message": "Not now."}]})
    undone = await changes.undo()
    assert undone is not None
    assert undone.state is State.REFUSED
    assert undone.sentence == "4 of 5 changes made. Not now."
    step = changes.next_step(back=True)
    assert step is not None
    assert len(step.inverses) == 1
    again = await changes.undo()
    assert again is not None
    assert again.done
    assert names(rig, users) == before


async def test_two_changes_of_one_record_are_taken_back_in_the_other_order(rig: Rig) -> None:
    (user,) = rig.users()
    second = rename({**user, "first_name": "Grace"}, "Barbara")
    outcomes = await rig.tenant.changes.apply_all([rename(user, "Grace"), second])
    assert [outcome.state for outcome in outcomes] == [State.DONE, State.DONE]
    undone = await rig.tenant.changes.undo()
    assert undone is not None
    assert undone.done, undone.sentence
    assert names(rig, [user]) == [user["first_name"]]


async def test_the_shared_list_follows_what_the_bulk_itself_did(rig: Rig) -> None:
    await rig.load("environment_flags")
    flags = rig.tenant.flags
    first = flags.set_override(Level.ENVIRONMENT, "theme", "harbour")
    second = Change(first.request, first.target, "again", before={"value": "harbour"}, after={"value": "harbour"})
    outcomes = await rig.tenant.changes.apply_all([first, second])
    assert [outcome.state for outcome in outcomes] == [State.DONE, State.DONE]


async def test_members_of_one_list_are_compared_with_one_reading_of_it(rig: Rig) -> None:
    code, members = await crowded(rig)
    changes = [leave(code, raw) for raw in members]
    calls = rig.faults.calls[kinde.GET_ORGANIZATION_USERS.id]
    outcomes = await rig.tenant.changes.apply_all(changes)
    assert all(outcome.done for outcome in outcomes), [outcome.sentence for outcome in outcomes]
    assert rig.faults.calls[kinde.GET_ORGANIZATION_USERS.id] == calls + 1


async def test_a_member_that_somebody_else_changed_is_a_conflict_inside_a_bulk(rig: Rig) -> None:
    code, members = await crowded(rig)
    stale = [
        leave(code, {**raw, "roles": ["nonsense"]}) if number == 1 else leave(code, raw)
        for number, raw in enumerate(members)
    ]
    outcomes = await rig.tenant.changes.apply_all(stale)
    assert [outcome.state is State.CONFLICT for outcome in outcomes] == [number == 1 for number in range(len(members))]
    assert rig.written(kinde.REMOVE_ORGANIZATION_USER) == len(members) - 1


async def test_lists_that_a_bulk_makes_stale_are_read_once_and_only_if_somebody_saw_them(rig: Rig) -> None:
    users = rig.users(6)
    stale = (Stale("organizations"), Stale("roles"))
    changes = [rename(user, "Grace") for user in users]
    calls = rig.faults.calls[kinde.GET_ORGANIZATIONS.id]
    marked = [Change(c.request, c.target, c.says, c.before, c.after, (*c.effects, *stale)) for c in changes]
    await rig.tenant.changes.apply_all(marked)
    await rig.tenant.changes.settled()
    assert rig.faults.calls[kinde.GET_ORGANIZATIONS.id] == calls + 1
    assert rig.faults.calls[kinde.GET_ROLES.id] == 0


async def test_a_dry_run_shows_every_request_and_sends_none() -> None:
    async with open_rig(dry_run=True) as rig:
        await rig.load("users")
        outcomes = await rig.tenant.changes.apply_all([rename(user, "Grace") for user in rig.users(3)])
        assert [outcome.state for outcome in outcomes] == [State.DRY_RUN] * 3
        assert rig.faults.calls[kinde.UPDATE_USER.id] == 0


async def test_without_a_journal_a_bulk_does_not_begin(rig: Rig) -> None:
    rig.tenant.journal.close()
    outcomes = await rig.tenant.changes.apply_all([rename(user, "Grace") for user in rig.users(3)])
    assert [outcome.state for outcome in outcomes] == [State.REFUSED] * 3
    assert rig.faults.calls[kinde.UPDATE_USER.id] == 0


async def test_an_empty_bulk_is_no_bulk(rig: Rig) -> None:
    assert await rig.tenant.changes.apply_all([]) == []


async def crowded(rig: Rig) -> tuple[str, list[Raw]]:
    """An organization with several members."""
    for raw in list(rig.tenant.store.rows("organizations")):
        await rig.load(("members", (raw["code"],)))
        members = list(rig.tenant.store.rows("members", (raw["code"],)))
        if len(members) >= 3:
            return raw["code"], members
    raise AssertionError("The demo tenant has no organization with three members.")


def leave(code: str, member: Raw) -> Change:
    """Ends a membership, if its roles are still the same."""
    target = Target("members", member["id"], "", (code,))
    request = Request(kinde.REMOVE_ORGANIZATION_USER, {"org_code": code, "user_id": member["id"]})
    effects = (Patched(target, {"is_suspended": True}),)
    return Change(request, target, "Remove", before={"roles": member["roles"]}, effects=effects)
