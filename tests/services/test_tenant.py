"""One tenant, opened and closed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.api.errors import RefusedHereError
from kinde_tui.services.change import Change, Danger, State
from kinde_tui.services.events import Reach, ReachChanged
from kinde_tui.services.guard import Guard
from kinde_tui.services.journal import Journal, JournalError
from kinde_tui.services.tenant import Tenant
from tests.services.writing import Rig, delete, make_role, open_rig, rename, settled_fast
from tests.support.acme import INFO
from tests.support.hand_clock import HandClock

ADA = {"id": "kp_1", "first_name": "Ada", "last_name": "Lovelace"}


async def test_what_the_store_holds_is_there_before_any_connection(tmp_path: Path) -> None:
    async with open_rig() as rig:
        path = tmp_path / "store.db"
        tenant = Tenant(INFO, open_gateway=lambda: settled_fast(rig.app, rig.clock), store=path, clock=rig.clock)
        await tenant.connect()
        await tenant.sync.refresh("users")
        await tenant.close()
        again = Tenant(INFO, open_gateway=lambda: settled_fast(rig.app, rig.clock), store=path, clock=rig.clock)
        assert again.store.count("users") == 24
        assert again.gateway is None
        await again.close()


async def test_connecting_twice_opens_one_gateway_in_a_thread() -> None:
    async with open_rig(connect=False) as rig:
        opened: list[bool] = []

        def open_gateway() -> object:
            try:
                asyncio.get_running_loop()
            except RuntimeError:
                opened.append(True)
            return settled_fast(rig.app, rig.clock)

        rig.tenant._open_gateway = open_gateway  # type: ignore[assignment]  # a client of the demo tenant
        await asyncio.gather(rig.tenant.connect(), rig.tenant.connect())
        await rig.tenant.connect()
        assert opened == [True]
        assert rig.tenant.gateway is not None


async def test_a_gateway_that_cannot_be_made_is_said_and_can_be_tried_again() -> None:
    async with open_rig(connect=False) as rig:
        good, told = rig.tenant._open_gateway, list[ReachChanged]()
        rig.tenant.bus.subscribe(ReachChanged, told.append)

        def bad() -> Rig:
            raise RefusedHereError("There is no secret for this profile.")

        rig.tenant._open_gateway = bad  # type: ignore[assignment]  # raises
        await rig.tenant.connect()
        assert rig.tenant.gateway is None
        assert rig.tenant.trouble == "There is no secret for this profile."
        assert told[-1] == ReachChanged(Reach.REFUSED, rig.tenant.trouble)
        rig.tenant._open_gateway = good
        await rig.tenant.connect()
        assert rig.tenant.trouble == ""


async def test_closing_waits_for_changes_on_their_way(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    async with open_rig(journal=path) as rig:
        await rig.load("users")
        (user,) = rig.users()
        rig.fault(kinde.UPDATE_USER, delay=0.05)
        task = asyncio.ensure_future(rig.tenant.changes.apply(rename(user, "Grace")))
        await asyncio.sleep(0)
    assert (await task).done
    assert rig.written(kinde.UPDATE_USER) == 1


async def test_closing_does_not_wait_for_ever_and_leaves_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    async with open_rig(journal=path) as rig:
        await rig.load("users")
        users = rig.users(12)
        rig.fault(kinde.UPDATE_USER, delay=5.0, times=0)
        changes, sent = [rename(user, "Grace") for user in users], asyncio.Event()
        task = asyncio.ensure_future(rig.tenant.changes.apply_all(changes))
        mark = rig.tenant.journal.sent
        marked: list[str] = []

        def spy(entry_id: str) -> None:
            mark(entry_id)
            marked.append(entry_id)
            if len(marked) == 6:
                loop.call_soon_threadsafe(sent.set)

        loop = asyncio.get_running_loop()
        rig.tenant.journal.sent = spy  # type: ignore[method-assign]  # looks on
        await sent.wait()
        await rig.tenant.changes.close(0.0)
        with pytest.raises(asyncio.CancelledError):
            await task
        assert [rig.user(user["id"])["first_name"] for user in users] == [user["first_name"] for user in users]
    async with open_rig(journal=path) as again:
        states = [entry.state for entry in again.tenant.journal.unsettled()]
        assert (states.count(State.SENT), states.count(State.INTENT)) == (6, 6)


async def test_a_change_log_that_cannot_be_kept_is_an_error_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(JournalError):
        Tenant(INFO, open_gateway=lambda: settled_fast(None, HandClock()), journal=tmp_path / "file" / "j.db")  # type: ignore[arg-type]  # never opened


async def test_names_of_other_records() -> None:
    async with open_rig() as rig:
        await rig.load("organizations")
        raw = next(iter(rig.tenant.store.rows("organizations")))
        context = rig.tenant.context()
        assert context.name_of("organizations", raw["code"]) == raw["name"]
        assert context.find("organizations", raw["code"]) == raw
        assert context.name_of("organizations", "org_0") is None
        assert context.name_of("no such list", "x") is None
        assert context.name_of("users", "") is None
        assert context.now == rig.clock.now()


def test_sentences_name_tenant_and_environment() -> None:
    assert INFO.called == "Acme (staging)"
    assert replace(INFO, label="").called == "acme (staging)"
    assert replace(INFO, label="demo tenant", environment="demo").called == "demo tenant"


def test_scopes_that_are_not_known_forbid_nothing() -> None:
    guard = Guard("acme")
    assert guard.refusal(kinde.UPDATE_USER) == ""
    assert Guard("acme", scopes=frozenset).refusal(kinde.UPDATE_USER) != ""
    assert Guard("acme", scopes=frozenset).refusal(kinde.VERIFY_API_KEY) == ""
    assert Guard("acme", scopes=lambda: frozenset({"update:users"})).refusal(kinde.UPDATE_USER) == ""


def test_a_read_only_profile_still_reads() -> None:
    guard = Guard("acme", read_only=True)
    assert guard.refusal(kinde.GET_USERS) == ""
    assert "`:readonly off`" in guard.refusal(kinde.UPDATE_USER)


def test_a_run_that_was_started_read_only_says_what_undoes_that() -> None:
    guard = Guard("acme", read_only=True, started_read_only=True)
    assert guard.refusal(kinde.GET_USERS) == ""
    assert "start again without it" in guard.refusal(kinde.UPDATE_USER)
    assert ":readonly" not in guard.refusal(kinde.UPDATE_USER)


def delete_again(_: object) -> Change:
    """A way back: without one, every deletion is asked for by typing."""
    return delete(ADA)


@pytest.mark.parametrize(
    ("protected", "count", "danger", "asked"),
    [
        (False, 1, Danger.NONE, Danger.NONE),
        (False, 1, Danger.CONFIRM, Danger.CONFIRM),
        (False, 1, Danger.TYPED, Danger.CONFIRM),
        (False, 2, Danger.NONE, Danger.CONFIRM),
        (False, 500, Danger.TYPED, Danger.CONFIRM),
        (True, 1, Danger.NONE, Danger.NONE),
        (True, 1, Danger.TYPED, Danger.TYPED),
        (True, 20, Danger.NONE, Danger.CONFIRM),
        (True, 21, Danger.NONE, Danger.TYPED),
    ],
)
def test_how_changes_are_asked_for(protected: bool, count: int, danger: Danger, asked: Danger) -> None:
    changes = [replace(delete(ADA), undo=delete_again, danger=danger)] * count
    assert Guard("acme", protected=protected).asks(changes) is asked


async def test_a_start_says_what_an_earlier_run_left_without_an_outcome(tmp_path: Path) -> None:
    async with open_rig(journal=tmp_path / "journal.db", connect=False) as rig:
        assert rig.tenant.cut_off() == ""
        other = Journal(tmp_path / "journal.db", "acme", rig.tenant.info.issuer_url)
        other.intend([make_role("keeper")])
        assert rig.tenant.cut_off() == "", "it still runs"
        other.close()
        assert rig.tenant.cut_off().startswith("1 change has no outcome: the program was cut off.")
        other = Journal(tmp_path / "journal.db", "acme", rig.tenant.info.issuer_url)
        other.intend([make_role("miller")])
        other.close()
        assert rig.tenant.cut_off().startswith("2 changes have no outcome")
        rig.tenant.journal.close()
        assert rig.tenant.cut_off().startswith("The change log could not be read")
