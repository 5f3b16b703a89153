"""A sync over a list that is cut into pages, with time in the hand, for tests of everything that reads."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import KindeError, ServerError
from kinde_tui.services.events import Bus, ReachChanged, RecordsChanged
from kinde_tui.services.store import Store
from kinde_tui.services.sync import Sync, SyncState
from tests.services.things import ALL, Listener, thing
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kinde_tui.services.gateway import Gateway
    from tests.services.paged import PagedTenant

NAMED = {collection.name: collection for collection in ALL}


class Rig:
    """A sync over a store, with what it talks to and what it says."""

    def __init__(self, tenant: PagedTenant | None, file: Path | None = None) -> None:
        self.tenant = tenant
        self.bus = Bus()
        self.clock = HandClock()
        self.store = Store(NAMED, file, self.bus, self.clock)
        self.sync = Sync(self.store, self.gateway, self.bus, self.clock, NAMED)
        self.reached = Listener(self.bus, ReachChanged)
        self.changed = Listener(self.bus, RecordsChanged)

    @property
    def state(self) -> SyncState:
        return self.sync.state("things")

    def gateway(self) -> Gateway | None:
        return self.tenant

    def complete(self) -> bool:
        return self.store.age("things").complete


def things(number: int) -> list[dict[str, Any]]:
    return [thing(each) for each in range(number)]


def keys(number: int) -> list[str]:
    return [f"t{each}" for each in range(number)]


def failing(call: int, error: KindeError | None = None) -> dict[int, KindeError]:
    return {call: error or ServerError("Kinde failed; try again.", 500)}


async def settle(done: Callable[[], bool]) -> None:
    """Lets others run until something is so; the test's own time limit ends a wait in vain."""
    while not done():  # noqa: ASYNC110 - what is waited for is a state of the sync, which has no event for it
        await asyncio.sleep(0)
