"""The figures of a tenant while its lists change: what has to be counted anew, and when."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.services.override_counts import ENVIRONMENT, LIST, OverrideCounts
from kinde_tui.services.overview import survey

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinde_tui.services.overview import Survey
    from kinde_tui.services.tenant import Tenant

RESTS = 5
"""While lists are being read, counting rests so many times as long as it took."""
COUNTED = frozenset({"users", "organizations", ENVIRONMENT, LIST})
"""Collections that the figures are taken from."""


class Counting:
    """Counts users, organizations and overrides of flags, as often as it is worth it."""

    def __init__(self, tenant: Tenant) -> None:
        """Counts nothing yet.

        Args:
            tenant: whose lists are counted.
        """
        self._tenant = tenant
        self.found: Survey | None = None
        """The figures of users and organizations; None: they were not counted yet."""
        self.overrides = OverrideCounts(tenant.flags, tenant.store)
        """The figures of flags."""
        self._outdated = True
        self._running = False

    @property
    def is_due(self) -> bool:
        """Whether the figures are not those of these lists and this day, and nobody is counting."""
        return not self._running and self._is_outdated()

    def hear(self, event: RecordsChanged | SyncProgressed) -> None:
        """Notes what has to be counted anew."""
        if event.collection not in COUNTED:
            return
        if isinstance(event, RecordsChanged):
            if event.collection in {ENVIRONMENT, LIST}:
                self.overrides.forget(event.parent if event.collection == LIST else None)
        elif self._tenant.sync.state(event.collection, event.parent).reading:
            return
        self._outdated = True  # also by an end of reading: a list may have become whole without a row changing

    async def run(self, tell: Callable[[], None], is_wanted: Callable[[], bool]) -> None:
        """Counts on another thread, again and again while the lists change, and never most of the time.

        Args:
            tell: called when there are new figures.
            is_wanted: whether anybody looks at them.
        """
        if self._running:
            return
        tenant, organizations = self._tenant, self._tenant.collections["organizations"]
        self._running = True
        try:
            while self._is_outdated() and is_wanted():
                self._outdated, begun = False, time.monotonic()
                self.found = await asyncio.to_thread(survey, tenant.store, organizations, tenant.clock.now())
                for _ in self.overrides.catch_up():
                    await asyncio.sleep(0)
                tell()
                await asyncio.sleep((time.monotonic() - begun) * RESTS)
        finally:
            self._running = False

    def _is_outdated(self) -> bool:
        another_day = self.found is not None and self.found.day != self._tenant.clock.now().date()
        return self._outdated or another_day
