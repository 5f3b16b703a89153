"""What a run that was cut off left behind: found out at the tenant, written down, and made again on request."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.services.change import Change, Danger, Patched, State, Target
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.guard import Guard
from kinde_tui.services.journal import Journal
from kinde_tui.services.journal_run import goes_on
from kinde_tui.services.rebuilding import is_whole, rebuilt
from kinde_tui.services.recovery import Settled
from tests.services.writing import Rig, delete, make_role, open_rig, rename


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with open_rig(journal=tmp_path / "journal.db") as rig:
        await rig.load("users", "roles")
        yield rig


def left_behind(rig: Rig, changes: Sequence[Change], *, sent: bool = True) -> Journal:
    """Another run of the program that wrote these down; it ends when it is closed."""
    other = Journal(rig.tenant.journal._path, "acme", rig.tenant.info.issuer_url, rig.clock)
    for entry_id in other.intend(list(changes)):
        if sent:
            other.sent(entry_id)
    return other


def states(rig: Rig) -> list[State]:
    return [entry.state for entry in reversed(rig.tenant.journal.entries())]


async def made(rig: Rig, change: Change) -> Change:
    """The change, after somebody made it without writing it down here."""
    await rig.stranger.send(change.request)
    return change


async def test_what_was_never_sent_is_not_done_and_can_be_made(rig: Rig) -> None:
    one, other = rig.users(2)
    left_behind(rig, [rename(one, "Grace"), rename(other, "Alan")], sent=False).close()
    recovery = rig.tenant.changes.recovery
    assert [entry.state for entry in recovery.open()] == [State.INTENT, State.INTENT]
    assert await recovery.settle() == Settled(not_done=2)
    assert "Never sent" in rig.tenant.journal.entries()[0].sentence
    assert recovery.open() == []
    outcomes = await rig.tenant.changes.apply_all(recovery.again(rig.tenant.journal.entries()).changes)
    assert [outcome.state for outcome in outcomes] == [State.DONE, State.DONE]
    assert {raw["first_name"] for raw in rig.users(2)} == {"Grace", "Alan"}
    assert rig.written(kinde.UPDATE_USER) == 2
    assert recovery.again(rig.tenant.journal.entries()).changes == (), "it was made meanwhile"


async def test_what_was_sent_is_looked_for(rig: Rig) -> None:
    happened, lost, gone, stays = rig.users(4)
    changes = [await made(rig, rename(happened, "Grace")), rename(lost, "Alan")]
    changes += [await made(rig, delete(gone)), delete(stays)]
    changes += [await made(rig, make_role("keeper")), make_role("miller")]
    left_behind(rig, changes).close()
    heard: list[tuple[int, int]] = []
    before = rig.clock.monotonic()
    settled = await rig.tenant.changes.recovery.settle(lambda number, of: heard.append((number, of)))
    assert settled == Settled(done=3, not_done=3)
    assert states(rig) == [State.DONE, State.NOT_DONE] * 3
    assert heard[-1] == (6, 6)
    assert rig.clock.monotonic() - before >= 30, "a request may still take effect"
    assert len(rig.ledger.entries) == 3, "nothing was sent"


async def test_what_takes_effect_while_it_is_settled_is_done(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    (user,) = rig.users()
    change = rename(user, "Grace")
    left_behind(rig, [change]).close()
    recovery = rig.tenant.changes.recovery

    async def meanwhile(seconds: float) -> None:
        assert seconds <= 30
        await made(rig, change)

    monkeypatch.setattr(recovery, "_pause", meanwhile)
    assert await recovery.settle() == Settled(done=1)


async def test_what_cannot_be_seen_stays_unknown_and_says_what_to_check(rig: Rig) -> None:
    (user,) = rig.users()
    target = Target("users", user["id"], "Ada")
    changes = [
        Change(Request(kinde.REFRESH_USER_CLAIMS, {"user_id": user["id"]}), target, "Refresh claims"),
        Change(Request(kinde.ROTATE_API_KEY, {"key_id": "k1"}), Target("api_keys", "k1"), "Rotate"),
        Change(Request(kinde.RESET_USERS_MFA_ALL, {"user_id": user["id"]}), target, "Reset the factors"),
    ]
    left_behind(rig, changes).close()
    assert await rig.tenant.changes.recovery.settle() == Settled(unknown=3)
    said = [entry.sentence for entry in reversed(rig.tenant.journal.entries())]
    assert all(sentence.startswith("Whether it happened is not known. ") for sentence in said)
    assert "rotate the key again" in said[1]
    assert len(rig.tenant.changes.recovery.open()) == 3, "they can be settled again"


async def test_a_record_that_is_older_than_the_change_was_not_made_by_it(rig: Rig) -> None:
    old = next(raw for raw in rig.users(9) if raw["email"])
    body = {"identities": [{"type": "email", "details": {"email": old["email"]}}]}
    change = Change(Request(kinde.CREATE_USER, body=body), Target("users", "", "Ada"), "Make Ada")
    left_behind(rig, [change]).close()
    assert await rig.tenant.changes.recovery.settle() == Settled(unknown=1)
    assert "was there before" in rig.tenant.journal.entries()[0].sentence


async def test_an_unknown_outcome_of_this_run_is_settled_too(rig: Rig) -> None:
    rig.fault(kinde.CREATE_ROLE, status=504, after=True)
    rig.fault(kinde.GET_ROLES, status=400, times=2)
    assert (await rig.tenant.changes.apply(make_role("keeper"))).state is State.UNKNOWN
    assert await rig.tenant.changes.recovery.settle() == Settled(done=1)
    assert rig.written(kinde.CREATE_ROLE) == 1


async def test_a_run_that_goes_on_is_left_alone(rig: Rig) -> None:
    (user,) = rig.users()
    other = left_behind(rig, [rename(user, "Grace")])
    assert rig.tenant.changes.recovery.open() == []
    assert await rig.tenant.changes.recovery.settle() == Settled()
    assert states(rig) == [State.SENT]
    other.close()
    assert await rig.tenant.changes.recovery.settle() == Settled(not_done=1)


async def test_an_entry_that_tells_too_little_stays_unknown(rig: Rig) -> None:
    (user,) = rig.users()
    left_behind(rig, [rename(user, "Grace")]).close()
    rig.tenant.journal._write(lambda database: database.execute("UPDATE entry SET request='PATCH /elsewhere'"))
    assert await rig.tenant.changes.recovery.settle() == Settled(unknown=1)
    assert "does not tell what to look for" in rig.tenant.journal.entries()[0].sentence


def test_a_deletion_that_is_made_again_is_asked_for_like_any_other() -> None:
    change = back(Change(Request(kinde.DELETE_ROLE, {"role_id": "r1"}), Target("roles", "r1"), "Delete it"))
    assert change is not None
    assert Guard("acme", protected=True).asks([change]) is Danger.TYPED


@pytest.mark.parametrize(
    ("operation", "path", "danger"),
    [
        (kinde.UPDATE_ROLE, {"role_id": "r1"}, Danger.CONFIRM),
        (kinde.CREATE_ORGANIZATION, {}, Danger.CONFIRM),
        (kinde.CREATE_ORGANIZATION_INVITE, {"org_code": "org_1"}, Danger.TYPED),
        (kinde.CREATE_METER_USAGE_RECORD, {}, Danger.TYPED),
    ],
)
def test_whatever_is_made_again_is_asked_for(operation: Operation, path: dict[str, str], danger: Danger) -> None:
    change = back(Change(Request(operation, path, body={"name": "x"}), Target("roles", "r1"), "Do it"))
    assert change is not None
    assert change.danger is danger
    assert bool(change.loses) is (danger is Danger.TYPED)
    assert Guard("acme").asks([change]) is not Danger.NONE


def test_what_was_hidden_is_compared_with_nothing() -> None:
    target = Target("variables", "v1", "RATE")
    request = Request(kinde.UPDATE_ENVIRONMENT_VARIABLE, {"variable_id": "v1"}, body={"value": "new"})
    seen = {"key": "RATE", "value": "old"}
    change = back(Change(request, target, "Change it", before=seen, after={"key": "RATE", "value": "new"}))
    assert change is not None
    assert (change.before, change.after) == ({"key": "RATE"}, {})
    assert not any(isinstance(effect, Patched) for effect in change.effects)


async def test_a_hidden_value_does_not_tell_that_a_change_did_not_happen(rig: Rig) -> None:
    await rig.load("variables")
    raw = next(raw for raw in rig.tenant.store.rows("variables") if raw["is_secret"] is False)
    request = Request(kinde.UPDATE_ENVIRONMENT_VARIABLE, {"variable_id": raw["id"]}, body={"value": "new"})
    target = Target("variables", raw["id"], raw["key"])
    change = Change(request, target, "Change it", before={"value": raw["value"]}, after={"value": "new"})
    left_behind(rig, [await made(rig, change)]).close()
    assert await rig.tenant.changes.recovery.settle() == Settled(unknown=1)


async def test_what_answers_with_a_secret_is_made_where_the_secret_is_shown(rig: Rig) -> None:
    target = Target("api_keys", "k1", "Rota")
    rotation = Change(Request(kinde.ROTATE_API_KEY, {"key_id": "k1"}), target, "Rotate the key Rota")
    left_behind(rig, [rotation, make_role("keeper")], sent=False).close()
    recovery = rig.tenant.changes.recovery
    await recovery.settle()
    again = recovery.again(rig.tenant.journal.entries())
    assert [change.says for change in again.changes] == ["Make the role keeper"]
    assert [change.says for change in again.elsewhere] == ["Rotate the key Rota"]
    same = recovery.again(rig.tenant.journal.entries())
    assert [one.id for one in same.changes] == [one.id for one in again.changes], "it is the same change each time"


def test_what_a_killed_run_left_beside_the_log_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "journal.db.run-0123456789abcdef").touch()
    journal = Journal(tmp_path / "journal.db", "acme", "https://acme.kinde.com")
    journal.intend([make_role("keeper")])
    assert len(list(tmp_path.glob("*run-*"))) == 1
    other = Journal(tmp_path / "journal.db", "acme", "https://acme.kinde.com")
    other.intend([make_role("miller")])
    assert len(list(tmp_path.glob("*run-*"))) == 2
    other.close()
    journal.close()


def test_a_run_that_is_over_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path, "acme", "https://acme.kinde.com")
    journal.intend([make_role("keeper")])
    (entry,) = journal.entries()
    assert goes_on(path, entry.run)
    journal.close()
    assert not goes_on(path, entry.run)
    assert not list(tmp_path.glob("*run-*"))
    assert not goes_on(None, "x")


def back(change: Change) -> Change | None:
    journal = Journal(None, "acme", "https://acme.kinde.com")
    journal.intend([change])
    (entry,) = journal.entries()
    return rebuilt(entry, COLLECTIONS)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text not in {".", ".."})


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS | st.integers(-9, 9) | st.none() | st.booleans(), max_size=2))
def test_a_request_comes_back_as_it_was_sent(key: str, value: str, body: dict[str, Any]) -> None:
    named = {f"f_{name}": inner for name, inner in body.items()}
    request = Request(kinde.UPDATE_USER_PROPERTY, {"user_id": "kp_1", "property_key": key}, {"value": value}, named)
    change = back(Change(request, Target("users", "kp_1"), "Set it"))
    assert change is not None
    if is_whole(change):
        assert (change.request.path, change.request.body) == (request.path, named)
        assert change.request.target == request.target


def test_a_secret_does_not_come_back_and_is_not_sent_again(tmp_path: Path) -> None:
    request = Request(kinde.SET_USER_PASSWORD, {"user_id": "kp_1"}, body={"hashed_password": "s3cret"})
    change = back(Change(request, Target("users", "kp_1"), "Set the password"))
    assert change is not None
    assert not is_whole(change)

    async def again() -> list[Change]:
        async with open_rig(journal=tmp_path / "journal.db", connect=False) as rig:
            left_behind(rig, [replace(change, request=request)], sent=False).close()
            await rig.tenant.changes.recovery.settle()
            return list(rig.tenant.changes.recovery.again(rig.tenant.journal.entries()).changes)

    assert asyncio.run(again()) == []
