"""When a list is read again, what an error says of the tenant, and what is told while a list is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

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
from kinde_tui.services.events import Reach, ReachChanged, SyncProgressed
from kinde_tui.services.sync import SyncState
from tests.services.paged import PagedTenant
from tests.services.reading import Rig, failing, keys, things
from tests.services.things import THINGS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from kinde_tui.api.operation import Operation
    from kinde_tui.api.paging import Page


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
