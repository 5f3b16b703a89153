"""The rarer ends of a change, and what is shown meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.services.change import Change, State, Target
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.journal import JournalError
from kinde_tui.services.natural import natural_key
from tests.services.writing import Rig, delete, make_role, open_rig, rename, settled_fast


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig() as rig:
        await rig.load("users", "roles", "organizations")
        yield rig


def creation(collection: str, **answers: str) -> Change:
    """What the declaration describes for a new record."""
    declared = COLLECTIONS[collection].creation
    assert declared is not None
    (change,) = declared.changes(answers, ())
    return change


@pytest.mark.parametrize("after", [False, True])
async def test_a_new_user_is_found_by_the_address(rig: Rig, after: bool) -> None:
    change = creation("users", email="grace.hopper@example.com", first_name="Grace")
    rig.fault(kinde.CREATE_USER, status=504, after=after)
    outcome = await rig.tenant.changes.apply(change)
    assert outcome.state is (State.DONE if after else State.UNKNOWN)
    assert rig.written(kinde.CREATE_USER) == int(after)
    if after:
        undone = await rig.tenant.changes.undo()
        assert undone is not None
        assert undone.done
        assert rig.written(kinde.DELETE_USER) == 1


async def test_without_the_whole_list_nobody_claims_that_the_record_is_new() -> None:
    async with open_rig() as rig:
        rig.fault(kinde.CREATE_USER, status=504, after=True)
        outcome = await rig.tenant.changes.apply(creation("users", email="grace.hopper@example.com"))
        assert outcome.done
        step = rig.tenant.changes.next_step(back=True)
        assert step is not None
        assert step.inverses == ()


async def test_an_organization_that_has_nothing_but_a_name_cannot_be_told_from_others(rig: Rig) -> None:
    rig.fault(kinde.CREATE_ORGANIZATION, status=504, after=True)
    outcome = await rig.tenant.changes.apply(creation("organizations", name="Acme"))
    assert outcome.state is State.UNKNOWN
    assert "Nothing tells it from other records" in outcome.sentence
    assert rig.written(kinde.CREATE_ORGANIZATION) == 1


async def test_a_tenant_that_cannot_be_looked_at_leaves_it_unknown(rig: Rig) -> None:
    rig.fault(kinde.CREATE_ROLE, status=504, after=True)
    rig.fault(kinde.GET_ROLES, status=400, times=0, body={"errors": [{"code": "X", "message": "Closed."}]})
    outcome = await rig.tenant.changes.apply(make_role("keeper"))
    assert outcome.state is State.UNKNOWN
    assert "could not be looked up either: " in outcome.sentence


async def test_a_list_that_may_not_be_read_leaves_it_unknown(rig: Rig) -> None:
    rig.fault(kinde.CREATE_ROLE, status=504, after=True)
    missing = {"errors": [{"code": "FORBIDDEN", "message": "The scope read:roles is needed."}]}
    rig.fault(kinde.GET_ROLES, status=403, times=0, body=missing)
    outcome = await rig.tenant.changes.apply(make_role("keeper"))
    assert outcome.state is State.UNKNOWN
    assert "read:roles" in outcome.sentence


async def test_a_record_that_may_not_be_read_is_changed_without_comparing(rig: Rig) -> None:
    (user,) = rig.users()
    missing = {"errors": [{"code": "FORBIDDEN", "message": "The scope read:users is needed."}]}
    rig.fault(kinde.GET_USER, status=403, times=0, body=missing)
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.done
    assert rig.written(kinde.UPDATE_USER) == 1


async def test_a_change_of_something_that_no_list_shows_is_unknown_when_its_answer_is_lost(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.REFRESH_USER_CLAIMS, status=503, times=0)
    request = Request(kinde.REFRESH_USER_CLAIMS, {"user_id": user["id"]})
    outcome = await rig.tenant.changes.apply(
        Change(request, Target("users", user["id"], "Ada"), "Refresh claims of Ada")
    )
    assert outcome.state is State.UNKNOWN
    assert "no way to see it: check Ada" in outcome.sentence


async def test_409_shows_both_sides(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.UPDATE_USER, status=409, body={"errors": [{"code": "X", "message": "Not as you think."}]})
    await rig.stranger.users.get(user["id"])
    change = replace(rename(user, "Grace"), before={})
    outcome = await rig.tenant.changes.apply(change)
    assert (outcome.state, outcome.conflicts) == (State.CONFLICT, ())
    assert "Not as you think" in outcome.sentence
    assert rig.user(user["id"])["first_name"] == user["first_name"]


async def test_409_while_the_tenant_cannot_be_read_is_still_told(rig: Rig) -> None:
    (user,) = rig.users()
    rig.fault(kinde.UPDATE_USER, status=409)
    rig.fault(kinde.GET_USER, status=400, times=0)
    outcome = await rig.tenant.changes.apply(replace(rename(user, "Grace"), before={}))
    assert (outcome.state, outcome.conflicts) == (State.CONFLICT, ())


async def test_what_the_write_itself_finds_gone_leaves_the_screen(rig: Rig) -> None:
    (user,) = rig.users()
    await rig.stranger.users.delete(user["id"], erase_profile=True)
    outcome = await rig.tenant.changes.apply(replace(rename(user, "Grace"), before={}))
    await rig.tenant.changes.settled()
    assert outcome.state is State.REFUSED
    assert rig.tenant.store.get("users", user["id"]) is None


async def test_a_client_in_dry_run_sends_nothing_either(rig: Rig) -> None:
    (user,) = rig.users()
    assert rig.tenant.gateway is not None
    await rig.tenant.gateway.close()
    rig.tenant.gateway = settled_fast(rig.app, rig.clock, dry_run=True)
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.state is State.DRY_RUN
    assert rig.user(user["id"]) == user
    assert rig.written(kinde.UPDATE_USER) == 0


async def test_a_journal_that_fails_after_the_answer_does_not_hide_it(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise JournalError("The change log could not be written: the disk is full.")

    (user,) = rig.users()
    monkeypatch.setattr(rig.tenant.journal, "settle", fail)
    outcome = await rig.tenant.changes.apply(rename(user, "Grace"))
    assert outcome.done
    assert "disk is full" in outcome.sentence


async def test_a_dry_run_tells_what_would_refuse_it() -> None:
    async with open_rig(dry_run=True, read_only=True) as rig:
        outcome = await rig.tenant.changes.apply(make_role("keeper"))
        assert outcome.state is State.DRY_RUN
        assert "Without the dry run: " in outcome.sentence
        assert "read-only" in outcome.sentence


async def test_a_fault_of_our_own_takes_the_change_off_the_screen(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    (user,) = rig.users()

    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(rig.tenant.changes._pipeline, "run", broken)
    with pytest.raises(ZeroDivisionError):
        await rig.tenant.changes.apply(rename(user, "Grace"))
    assert rig.user(user["id"]) == user
    assert rig.tenant.changes.on_their_way == ()


KEYS: list[tuple[Operation, dict[str, str], dict[str, Any], dict[str, str], tuple[tuple[str, ...], str] | None]] = [
    (kinde.CREATE_ROLE, {}, {"name": "A", "key": "a"}, {}, (("key",), "a")),
    (kinde.CREATE_ORGANIZATION, {}, {"name": "A", "handle": "h", "external_id": "e"}, {}, (("external_id",), "e")),
    (kinde.CREATE_CATEGORY, {}, {"name": "A", "context": "usr"}, {}, (("name",), "A")),
    (kinde.CREATE_USER_IDENTITY, {"user_id": "k"}, {"value": "a@b.c"}, {}, (("name", "email"), "a@b.c")),
    (kinde.CREATE_SUBSCRIBER, {}, {}, {"email": "a@b.c"}, (("email",), "a@b.c")),
    (kinde.CREATE_USER, {}, {"profile": {}}, {}, None),
    (kinde.CREATE_USER, {}, {"identities": [{"type": "phone", "details": {"phone": "+1"}}]}, {}, (("phone",), "+1")),
    (kinde.CREATE_ORGANIZATION, {}, {"name": "A"}, {}, None),
]


@pytest.mark.parametrize(("operation", "path", "body", "query", "expected"), KEYS)
def test_natural_keys(
    operation: Operation,
    path: dict[str, str],
    body: dict[str, Any],
    query: dict[str, str],
    expected: tuple[tuple[str, ...], str] | None,
) -> None:
    key = natural_key(Request(operation, path, query, body))
    assert (None if key is None else (key.fields, key.value)) == expected


def test_a_natural_key_is_compared_where_the_record_has_it() -> None:
    key = natural_key(
        Request(kinde.CREATE_USER, body={"identities": [{"type": "email", "details": {"email": "a@b.c"}}]})
    )
    assert key is not None
    assert key.is_in({"preferred_email": "a@b.c"})
    assert not key.is_in({"email": None, "preferred_email": "x@y.z"})


async def test_a_deletion_somebody_else_made_first_is_said(rig: Rig) -> None:
    (user,) = rig.users()
    await rig.stranger.users.delete(user["id"], erase_profile=True)
    outcome = await rig.tenant.changes.apply(replace(delete(user), before={"first_name": user["first_name"]}))
    assert outcome.state is State.REFUSED
    assert rig.tenant.store.get("users", user["id"]) is None
    assert rig.written(kinde.DELETE_USER) == 1
