"""One tenant at a time: its screens, what is done when it is opened, and another one in its place."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import work

from kinde_tui.services.collections.registry import at_start
from kinde_tui.services.events import StoreTroubled
from kinde_tui.ui.messages import Place
from kinde_tui.ui.moving import Moves
from kinde_tui.ui.navigation import SCREENS, History
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from kinde_tui.services.tenant import Tenant


class Opens(Moves):
    """The part of the app that opens tenants."""

    def __init__(self, tenant: Tenant | None, start: str) -> None:
        super().__init__(tenant, start)
        if tenant is not None:
            self._add_modes(tenant)

    def get_default_screen(self) -> Screen[Any]:
        """Without a tenant there is one screen."""
        from kinde_tui.ui.screens.welcome import WelcomeScreen

        return WelcomeScreen()

    def on_mount(self) -> None:
        """Connects behind the first screen."""
        if self.tenant is not None:
            # Behind the first paint: what connecting imports would take its time from the rows of the store.
            self.screen.call_after_refresh(self._connect, self.tenant)

    def _add_modes(self, tenant: Tenant) -> None:
        for destination in SCREENS:
            self.add_mode(self.mode_of(destination.name), partial(self.make, destination.name, tenant))

    @work(group="connect")
    async def _connect(self, tenant: Tenant) -> None:
        self._warn(tenant.store.rebuilt, "warning")
        self._warn(tenant.store.degraded, "warning")
        tenant.bus.subscribe(StoreTroubled, lambda event: self._warn(event.sentence, "warning"))
        await tenant.connect()
        self._warn(tenant.trouble, "error")
        self._warn(tenant.journal.moved_aside, "error")
        self._warn(await asyncio.to_thread(tenant.cut_off), "warning")
        # The visible list asked for itself when the connection came; the others wait for it and follow one by one.
        sync = tenant.sync
        await asyncio.sleep(0)
        for name in at_start(tenant.collections):
            if tenant is self.tenant and (sync.state(name).reading or sync.due(name)):
                await sync.refresh(name)

    def _warn(self, sentence: str, severity: SeverityLevel) -> None:
        if sentence:
            self.notify(safe(sentence), severity=severity, markup=False, timeout=12)

    async def change_tenant(self, tenant: Tenant) -> None:
        """Closes the present tenant and opens another one."""
        before, self.tenant = self.tenant, tenant
        self._mask_again()
        self.places = History()
        await self._rebuild(tenant, Place(self.start), old=before is not None)
        self._connect(tenant)
        if before is not None:
            await before.close()

    async def _rebuild(self, tenant: Tenant, place: Place, *, old: bool) -> None:
        """Makes every screen anew."""
        while self.screen_stack and len(self.screen_stack) > 1:
            self.pop_screen()
        before = [self.mode_of(destination.name) for destination in SCREENS] if old else []
        self._generation += 1
        self._add_modes(tenant)
        self.show(place)
        for mode in before:
            await self.remove_mode(mode)

    # Presentation

    async def present(self, *, on: bool) -> None:
        """Masks what is personal, or shows it again; what is on screen is made anew."""
        from kinde_tui.ui import privacy

        tenant = self.tenant
        if tenant is None or on == privacy.is_on():
            return
        privacy.turn(tenant, on=on)
        self.clear_notifications()
        screen = self.screen
        place = screen.as_shown() if isinstance(screen, TenantScreen) else self.places.here
        await self._rebuild(tenant, place or Place(self.start), old=True)

    def _mask_again(self) -> None:
        """Another tenant has other people."""
        if "kinde_tui.ui.privacy" not in sys.modules:
            return
        from kinde_tui.ui import privacy

        if privacy.is_on():
            privacy.turn(self.tenant, on=True)
