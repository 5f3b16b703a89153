"""One change on its way through the pipeline, against the demo tenant; its ledger is the oracle."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Outcome, State, Target
from kinde_tui.services.events import ChangeProgressed
from tests.services.writing import Rig, delete, make_role, open_rig, rename


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "roles")
        yield rig


async def test_a_change_reaches_the_tenant_once_and_the_store(rig: Rig) -> None:
    (user,) = rig.users()
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    await rig.tenant.changes.settled()
    assert outcome.state is State.DONE
    assert rig.written(kinde.UPDATE_USER) == 1
    assert rig.user(user["id"])["first_name"] == "Grace"
    assert (await rig.stranger.users.get(user["id"])).first_name == "Grace"


async def test_it_is_shown_before_the_answer_and_is_on_its_way_until_then(rig: Rig) -> None:
    (user,) = rig.users()
    seen: list[tuple[str, bool]] = []

    def look(event: ChangeProgressed) -> None:
        on_its_way = event.change in rig.tenant.changes.on_their_way
        seen.append((rig.user(user["id"])["first_name"], on_its_way))

    rig.tenant.bus.subscribe(ChangeProgressed, look)
    await rig.tenant.changes.apply(rename(user, "Grace"))
    assert seen == [("Grace", True), ("Grace", False)]


async def test_what_the_tenant_refuses_is_rolled_back_to_the_very_record(rig: Rig) -> None:
    (user,) = rig.users()
    before = rig.user(user["id"])
    rig.fault(kinde.UPDATE_USER, status=400, body={"errors": [{"code": "X", "message": "No such name."}]})
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    await rig.tenant.changes.settled()
    assert outcome.state is State.REFUSED
    assert "No such name" in outcome.sentence
    assert rig.user(user["id"]) == before
    assert rig.written(kinde.UPDATE_USER) == 0
    assert rig.tenant.on_their_way == ()


async def test_a_refused_deletion_brings_the_row_back(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.DELETE_USER, status=403, body={"errors": [{"code": "X", "message": "No."}]})
    gone: list[bool] = []
    rig.tenant.bus.subscribe(
        ChangeProgressed, lambda _e: gone.append(rig.tenant.store.get("users", user["id"]) is None)
    )
    outcome = await rig.tenant.changes.apply(delete(user))
    assert outcome.state is State.REFUSED
    assert gone == [True, False]
    assert rig.user(user["id"]) == user


async def test_what_somebody_else_changed_meanwhile_is_a_conflict_and_nothing_is_sent(rig: Rig) -> None:
    (user,) = rig.users()
    await rig.stranger.users.update(user["id"], first_name="Edsger")
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.state is State.CONFLICT
    (conflict,) = outcome.conflicts
    assert (conflict.field, conflict.seen, conflict.found, conflict.wanted) == (
        "first_name",
        user["first_name"],
        "Edsger",
        "Grace",
    )
    assert rig.written(kinde.UPDATE_USER) == 1
    assert rig.user(user["id"])["first_name"] == "Edsger"
    assert rig.tenant.changes.next_step(back=True) is None


async def test_who_saw_the_conflict_may_overwrite(rig: Rig) -> None:
    (user,) = rig.users()
    await rig.stranger.users.update(user["id"], first_name="Edsger")
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    outcome = await rig.tenant.changes.apply(outcome.change, overwrite=True)
    await rig.tenant.changes.settled()
    assert outcome.done
    assert rig.written(kinde.UPDATE_USER) == 2
    assert rig.user(user["id"])["first_name"] == "Grace"


async def test_a_change_of_another_field_by_somebody_else_is_no_conflict(rig: Rig) -> None:
    (user,) = rig.users()
    await rig.stranger.users.update(user["id"], last_name="Dijkstra")
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    await rig.tenant.changes.settled()
    assert outcome.done
    assert rig.user(user["id"])["last_name"] == "Dijkstra"


async def test_what_was_deleted_elsewhere_leaves_the_store(rig: Rig) -> None:
    (user,) = rig.users()
    await rig.stranger.users.delete(user["id"], erase_profile=True)
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.state is State.REFUSED
    assert "deleted elsewhere" in outcome.sentence
    assert rig.written(kinde.UPDATE_USER) == 0
    assert rig.tenant.store.get("users", user["id"]) is None


@pytest.mark.parametrize("after", [False, True])
async def test_a_lost_answer_to_a_set_is_settled_by_what_the_tenant_shows(rig: Rig, after: bool) -> None:
    (user,) = rig.users()
    rig.fault(kinde.UPDATE_USER, status=503, after=after, times=0)
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    await rig.tenant.changes.settled()
    took_effect = (await rig.stranger.users.get(user["id"])).first_name == "Grace"
    assert took_effect is after
    assert outcome.state is (State.DONE if after else State.UNKNOWN)
    assert rig.user(user["id"])["first_name"] == ("Grace" if after else user["first_name"])
    step = rig.tenant.changes.next_step(back=True)
    assert step is not None
    assert bool(step.stuck) is not after, "what may have happened is not passed over"


async def test_a_deletion_whose_answer_is_lost_is_done_once_the_record_is_gone(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.DELETE_USER, status=503, after=True)
    rig.fault(kinde.DELETE_USER, status=503, times=0)
    outcome = await rig.tenant.changes.apply(delete(user))
    assert outcome.done
    assert rig.written(kinde.DELETE_USER) == 1
    assert rig.tenant.store.get("users", user["id"]) is None


async def test_a_deletion_whose_answer_is_lost_is_not_done_while_the_record_is_there(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.DELETE_USER, status=503, times=0)
    outcome = await rig.tenant.changes.apply(delete(user))
    await rig.tenant.changes.settled()
    assert outcome.state is State.UNKNOWN
    assert rig.written(kinde.DELETE_USER) == 0
    assert rig.tenant.store.get("users", user["id"]) is not None


@pytest.mark.parametrize("key", ["keeper", "shown-keeper"])
@pytest.mark.parametrize("after", [False, True])
async def test_a_creation_whose_answer_is_lost_is_looked_up_and_never_sent_twice(
    rig: Rig, after: bool, key: str
) -> None:
    rig.fault(kinde.CREATE_ROLE, status=502, after=after)
    outcome = await rig.tenant.changes.apply(make_role(key))
    assert rig.written(kinde.CREATE_ROLE) == int(after)
    assert rig.faults.calls[kinde.CREATE_ROLE.id] == 1
    assert rig.clock.slept[:1] == [1.0]
    assert outcome.state is (State.DONE if after else State.UNKNOWN)
    assert after or f"There is no {key} yet" in outcome.sentence
    if after:
        undone = await rig.tenant.changes.undo()
        assert undone is not None
        assert undone.done
        assert rig.written(kinde.DELETE_ROLE) == 1


async def test_a_record_that_was_there_before_is_not_taken_for_the_new_one(rig: Rig) -> None:
    old = next(iter(rig.tenant.store.rows("roles")))
    rig.fault(kinde.CREATE_ROLE, status=502)
    outcome = await rig.tenant.changes.apply(make_role(old["key"]))
    assert outcome.state is State.UNKNOWN
    assert "was there before" in outcome.sentence


async def test_what_must_not_be_repeated_is_unknown_with_what_to_check(rig: Rig) -> None:
    rig.fault(kinde.CREATE_APPLICATION, status=502, after=True)
    request = Request(kinde.CREATE_APPLICATION, body={"name": "Billing", "type": "m2m"})
    outcome = await rig.tenant.changes.apply(Change(request, Target("applications", "", "Billing"), "Make Billing"))
    assert outcome.state is State.UNKNOWN
    assert "Look for the application" in outcome.sentence
    assert rig.written(kinde.CREATE_APPLICATION) == 1
    assert rig.faults.calls[kinde.CREATE_APPLICATION.id] == 1


async def test_two_changes_of_one_record_are_made_in_order(rig: Rig) -> None:
    (user,) = rig.users()
    first = rename(user, "Grace")
    second = rename({**user, "first_name": "Grace"}, "Barbara")
    outcomes = await asyncio.gather(rig.tenant.changes.apply(first), rig.tenant.changes.apply(second))
    await rig.tenant.changes.settled()
    assert [outcome.state for outcome in outcomes] == [State.DONE, State.DONE]
    assert [entry.body["given_name"] for entry in rig.ledger.of(kinde.UPDATE_USER.id)] == ["Grace", "Barbara"]
    assert rig.user(user["id"])["first_name"] == "Barbara"


async def test_a_refused_change_leaves_the_one_behind_it_on_screen(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.UPDATE_USER, status=400, body={"errors": [{"code": "X", "message": "No."}]})
    other = rename(user, "Grace")
    suspend = rename(user, user["first_name"])
    seen: list[str] = []
    rig.tenant.bus.subscribe(ChangeProgressed, lambda _e: seen.append(rig.user(user["id"])["first_name"]))
    first, second = await asyncio.gather(rig.tenant.changes.apply(other), rig.tenant.changes.apply(suspend))
    assert (first.state, second.state) == (State.REFUSED, State.DONE)
    assert seen == ["Grace", user["first_name"], user["first_name"], user["first_name"]]


async def test_a_background_read_does_not_take_the_change_off_the_screen(rig: Rig) -> None:
    (user,) = rig.users()
    change = rename(user, "Grace")
    began = asyncio.Event()
    rig.tenant.bus.subscribe(ChangeProgressed, lambda _e: began.set())
    task = asyncio.ensure_future(rig.tenant.changes.apply(change))
    await began.wait()
    rig.tenant.store.put("users", {**user, "last_name": "Hopper"})
    shown = rig.user(user["id"])
    assert (shown["first_name"], shown["last_name"]) == ("Grace", "Hopper")
    assert (await task).done


async def test_a_change_that_is_on_its_way_is_not_sent_a_second_time(rig: Rig) -> None:
    changes, change = rig.tenant.changes, make_role("keeper")
    one, other = await asyncio.gather(changes.apply(change), changes.apply(change))
    assert one.done
    assert (other.state, other.sentence) == (State.REFUSED, "It is on its way already, and is not sent twice.")
    assert rig.written(kinde.CREATE_ROLE) == 1
    assert changes.on_their_way == ()


async def test_a_bulk_leaves_out_what_is_on_its_way_and_writes_that_down(rig: Rig) -> None:
    changes, change = rig.tenant.changes, make_role("keeper")
    one, outcomes = await asyncio.gather(changes.apply(change), changes.apply_all([change, make_role("miller")]))
    assert one.done
    assert [outcome.state for outcome in outcomes] == [State.REFUSED, State.DONE]
    assert rig.written(kinde.CREATE_ROLE) == 2
    states = [(entry.says, entry.state) for entry in rig.tenant.journal.entries()]
    assert sorted(states) == [
        ("Make the role keeper", State.DONE),
        ("Make the role keeper", State.REFUSED),
        ("Make the role miller", State.DONE),
    ]


async def test_whoever_stops_waiting_does_not_stop_the_change(rig: Rig) -> None:
    (user,) = rig.users()
    task = asyncio.ensure_future(rig.tenant.changes.apply(rename(user, "Grace")))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await rig.tenant.changes.settled()
    assert rig.written(kinde.UPDATE_USER) == 1
    assert rig.tenant.journal.entries()[0].state is State.DONE
    assert rig.tenant.changes.next_step(back=True) is not None


async def test_a_scope_that_is_missing_is_named_and_nothing_is_sent(rig: Rig) -> None:
    (user,) = rig.users()
    narrow = frozenset({"read:users"})
    async with open_rig() as other:
        await other.load("users")
        guard = other.tenant.guard
        object.__setattr__(guard, "scopes", lambda: narrow)
        outcome = await other.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.state is State.REFUSED
    assert "update:users" in outcome.sentence
    assert "“acme”" in outcome.sentence
    assert other.written(kinde.UPDATE_USER) == 0
    assert other.faults.calls[kinde.UPDATE_USER.id] == 0


async def test_a_read_only_profile_sends_nothing() -> None:
    async with open_rig(read_only=True) as rig:
        await rig.load("users")
        (user,) = rig.users()
        outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
        assert outcome.state is State.REFUSED
        assert "read-only" in outcome.sentence
        assert rig.faults.calls[kinde.UPDATE_USER.id] == 0
        assert rig.tenant.journal.entries() == []


async def test_a_dry_run_shows_the_exact_request() -> None:
    async with open_rig(dry_run=True) as rig:
        await rig.load("users")
        (user,) = rig.users()
        outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
        assert outcome.state is State.DRY_RUN
        assert f'PATCH /api/v1/user?id={user["id"]} {{"given_name": "Grace"}}' in outcome.sentence
        assert rig.user(user["id"]) == user
        assert rig.faults.calls[kinde.UPDATE_USER.id] == 0


async def test_without_a_connection_nothing_is_sent() -> None:
    async with open_rig(connect=False) as rig:
        outcome: Outcome = await rig.tenant.changes.apply(make_role("keeper"))
        assert outcome.state is State.REFUSED
        assert "not connected" in outcome.sentence


async def test_a_tenant_that_cannot_be_asked_first_is_not_written_to(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.GET_USER, status=400, body={"errors": [{"code": "X", "message": "Closed."}]})
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.state is State.REFUSED
    assert outcome.sentence.startswith("Nothing was sent")
    assert rig.written(kinde.UPDATE_USER) == 0


async def test_a_journal_that_cannot_be_written_stops_the_change(rig: Rig) -> None:
    (user,) = rig.users()
    rig.tenant.journal.close()
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.state is State.REFUSED
    assert "change log" in outcome.sentence
    assert rig.written(kinde.UPDATE_USER) == 0
    assert rig.user(user["id"]) == user
