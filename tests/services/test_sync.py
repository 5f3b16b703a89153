"""Lists become rows: the real client reads the demo tenant into the store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from kinde_tui.api import operations as kinde
from kinde_tui.api.client import Kinde
from kinde_tui.api.clock import SystemClock
from kinde_tui.api.errors import (
    AnsweredError,
    CredentialsError,
    MissingScopeError,
    RouteNotFoundError,
    UnreachableError,
)
from kinde_tui.api.operation import Request
from kinde_tui.demo import credentials
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.events import Bus, Reach, RecordsChanged, SyncProgressed
from kinde_tui.services.reading import merged
from kinde_tui.services.store import Store
from kinde_tui.services.sync import Sync
from tests.services.things import Listener
from tests.services.writing import Rig, open_rig


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with open_rig(users=1_200) as opened:
        yield opened


def calls(rig: Rig) -> int:
    return rig.faults.calls["getUsers"]


async def test_a_list_of_many_pages_is_read_whole(rig: Rig) -> None:
    listener = Listener(rig.tenant.bus, RecordsChanged)
    await rig.tenant.sync.refresh("users")
    age = rig.tenant.store.age("users")
    assert (age.complete, age.rows, age.note, age.read_at) == (True, 1_200, "", rig.clock.wall)
    assert calls(rig) == 3
    assert rig.tenant.sync.reach is Reach.CONNECTED
    assert not rig.tenant.sync.due("users")
    listener.heard.clear()
    await rig.tenant.sync.refresh("users")
    assert calls(rig) == 6
    assert listener.heard == []  # nothing changed: nothing is told, and nothing is painted


async def test_what_others_change_and_delete_arrives_with_the_next_reading(rig: Rig) -> None:
    await rig.tenant.sync.refresh("users")
    renamed, deleted = rig.users(2)
    await rig.stranger.send(
        Request(kinde.UPDATE_USER, query={"id": renamed["id"]}, body={"given_name": "Grace-Émilie"})
    )
    await rig.stranger.send(Request(kinde.DELETE_USER, query={"id": deleted["id"], "is_delete_profile": True}))
    listener = Listener(rig.tenant.bus, RecordsChanged)
    await rig.tenant.sync.refresh("users")
    assert set().union(*(keys or set() for keys in listener.changed())) == {renamed["id"], deleted["id"]}
    assert list(rig.tenant.store.view("users", filter="grace-emilie").keys()) == [renamed["id"]]
    assert rig.tenant.store.get("users", deleted["id"]) is None


async def test_a_failing_page_leaves_what_came_and_the_next_reading_goes_on(rig: Rig) -> None:
    rig.fault(kinde.GET_USERS, nth=2, status=500, times=0)
    await rig.tenant.sync.refresh("users")
    state = rig.tenant.sync.state("users")
    assert (rig.tenant.store.count("users"), rig.tenant.store.age("users").complete) == (500, False)
    assert state.error is not None
    rig.faults.faults.clear()
    before = calls(rig)
    await rig.tenant.sync.refresh("users")
    assert calls(rig) - before == 2
    assert rig.tenant.store.age("users").complete
    assert rig.tenant.store.count("users") == 1_200


async def test_a_missing_scope_is_named_and_the_tenant_is_there(rig: Rig) -> None:
    rig.fault(kinde.GET_USERS, status=403, times=0, body={"errors": [{"code": "FORBIDDEN", "message": "read:users"}]})
    await rig.tenant.sync.refresh("users")
    error = rig.tenant.sync.state("users").error
    assert isinstance(error, MissingScopeError)
    assert error.scope == "read:users"
    assert rig.tenant.sync.reach is Reach.CONNECTED


async def test_one_record_is_read_again_and_keeps_what_only_the_list_tells(rig: Rig) -> None:
    await rig.tenant.sync.refresh("users")
    user = rig.users()[0]
    await rig.stranger.send(Request(kinde.UPDATE_USER, query={"id": user["id"]}, body={"given_name": "Renamed"}))
    found = await rig.tenant.sync.reread("users", user["id"])
    assert found is not None
    stored = rig.user(user["id"])
    assert stored == found
    assert stored["first_name"] == "Renamed"
    assert set(user) - {"email"} <= set(stored)
    read = COLLECTIONS["users"].read(stored)
    assert read.email == user["email"]
    await rig.stranger.send(Request(kinde.DELETE_USER, query={"id": user["id"], "is_delete_profile": True}))
    assert await rig.tenant.sync.reread("users", user["id"]) is None
    assert rig.tenant.store.get("users", user["id"]) is None


async def test_a_route_that_is_not_offered_is_no_deletion(rig: Rig) -> None:
    await rig.tenant.sync.refresh("users")
    user = rig.users()[0]
    body = {"errors": {"code": "ROUTE_NOT_FOUND", "message": "No such route"}}
    rig.fault(kinde.GET_USER, status=404, body=body)
    with pytest.raises(RouteNotFoundError):
        await rig.tenant.sync.reread("users", user["id"])
    assert rig.user(user["id"]) == user


async def test_where_no_call_reads_one_record_the_list_is_read(rig: Rig) -> None:
    assert COLLECTIONS["permissions"].reads is None
    await rig.tenant.sync.refresh("permissions")
    first = next(iter(rig.tenant.store.rows("permissions")))
    assert await rig.tenant.sync.reread("permissions", first["id"]) == first
    assert await rig.tenant.sync.reread("permissions", "no such permission") is None
    rig.fault(kinde.GET_PERMISSIONS, status=403, times=0)
    with pytest.raises(AnsweredError):
        await rig.tenant.sync.reread("permissions", first["id"])


async def test_lists_under_an_organization_are_read_apart(rig: Rig) -> None:
    await rig.tenant.sync.refresh("organizations")
    code = next(iter(rig.tenant.store.rows("organizations")))["code"]
    await rig.tenant.sync.refresh("members", (code,))
    assert rig.tenant.store.count("members", (code,)) > 0
    assert rig.tenant.store.parents("members") == [(code,)]
    assert {parent for parent, _ in rig.tenant.store.rows_everywhere("members")} == {(code,)}


async def test_every_list_without_a_parent_is_loaded(rig: Rig) -> None:
    counts = await rig.tenant.sync.load_all()
    assert counts["users"] == 1_200
    assert set(counts) == {name for name, collection in COLLECTIONS.items() if not collection.parents}
    assert all(rig.tenant.store.age(name).read_at for name in counts)


async def test_a_tenant_closed_while_it_is_read_keeps_what_came(tmp_path: Path) -> None:
    file = tmp_path / "private" / "store.db"
    async with open_rig(users=1_200) as rig:
        store = Store(COLLECTIONS, file, rig.tenant.bus, rig.clock)
        rig.tenant.store.close()
        rig.tenant.store = store
        rig.tenant.sync = Sync(store, lambda: rig.tenant.gateway, rig.tenant.bus, rig.clock, COLLECTIONS)
        first_page = asyncio.Event()
        rig.tenant.bus.subscribe(SyncProgressed, lambda _event: first_page.set() if store.count("users") else None)
        reading = asyncio.create_task(rig.tenant.sync.refresh("users"))
        await first_page.wait()
    await reading
    again = Store(COLLECTIONS, file, Bus(), SystemClock())
    assert 500 <= again.count("users") < 1_200
    assert not again.age("users").complete
    again.close()


async def test_a_wrong_secret_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    async with open_rig() as rig:
        await rig.tenant.sync.refresh("roles")
        wrong = Kinde(
            credentials.ISSUER,
            credentials.CLIENT_ID,
            SecretStr("wrong"),
            credentials.AUDIENCE,
            clock=rig.clock,
            sleep=rig.clock.sleep,
            transport=httpx.ASGITransport(app=rig.app),
        )
        bus = Bus()
        store = Store(COLLECTIONS, tmp_path / "private" / "store.db", bus, rig.clock)
        sync = Sync(store, lambda: wrong, bus, rig.clock, COLLECTIONS)
        await sync.refresh("roles")
        assert sync.reach is Reach.REFUSED
        assert isinstance(sync.state("roles").error, CredentialsError)
        with pytest.raises(CredentialsError):
            await sync.reread("users", "kp_1")
        await wrong.close()
        store.close()


async def test_a_tenant_that_is_not_there_is_offline() -> None:
    gateway = Kinde("http://127.0.0.1:9", "id", SecretStr("secret"), "http://127.0.0.1:9/api", sleep=no_wait)
    bus, clock = Bus(), SystemClock()
    store = Store(COLLECTIONS, None, bus, clock)
    sync = Sync(store, lambda: gateway, bus, clock, COLLECTIONS)
    await sync.refresh("users")
    assert isinstance(sync.state("users").error, UnreachableError)
    assert sync.reach is Reach.OFFLINE
    await gateway.close()
    store.close()


async def no_wait(_seconds: float) -> None:
    """A wait between two tries that takes no time."""


async def test_an_answer_that_holds_a_secret_is_not_stored(rig: Rig) -> None:
    users = COLLECTIONS["users"]
    await rig.tenant.sync.refresh("users")
    user = rig.users()[0]
    assert users.reads is not None
    secretive = replace(users.reads, secret=True)
    sync = Sync(
        rig.tenant.store,
        lambda: rig.tenant.gateway,
        rig.tenant.bus,
        rig.clock,
        {**COLLECTIONS, "users": replace(users, reads=secretive)},
    )
    await rig.stranger.send(Request(kinde.UPDATE_USER, query={"id": user["id"]}, body={"given_name": "Renamed"}))
    found = await sync.reread("users", user["id"])
    assert found is not None
    assert found["first_name"] == "Renamed"
    assert rig.user(user["id"]) == user


def test_the_same_field_under_two_names_is_one_field() -> None:
    old = {"id": "kp_1", "email": "old@example.com", "organizations": ["org_1"]}
    new = {"id": "kp_1", "preferred_email": "new@example.com"}
    assert merged(COLLECTIONS["users"], old, new) == {
        "id": "kp_1",
        "organizations": ["org_1"],
        "preferred_email": "new@example.com",
    }
