"""Where one is in the app, and how one gets elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from kinde_tui.ui.messages import Place, PlaceRequested
from kinde_tui.ui.navigation import BY_NAME, History
from kinde_tui.ui.running import Runs
from kinde_tui.ui.screens.registry import make_screen
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from kinde_tui.services.tenant import Tenant


class Moves(Runs):
    """The part of the app that goes from place to place."""

    def __init__(self, tenant: Tenant | None, start: str) -> None:
        self._generation = 0
        if tenant is not None:
            # The first screen is the first mode: switching to it from Textual's own would cost a layout and 50 ms.
            self.DEFAULT_MODE = self.mode_of(start)  # type: ignore[misc]
        super().__init__()
        self.tenant = tenant
        self.start = start
        self.places = History()
        self._going = Place(start)
        """What is shown next: a screen that is made for it must know under what its list hangs."""

    def mode_of(self, screen: str) -> str:
        """The name of a screen's mode: each tenant that is opened has its own."""
        return f"{screen}@{self._generation}"

    def make(self, screen: str, tenant: Tenant) -> TenantScreen:
        """A screen, under the records of the place that is gone to."""
        return make_screen(screen, tenant, self._going.parent if self._going.screen == screen else ())

    def show(self, place: Place) -> None:
        """Shows a place without remembering it."""
        if self.tenant is None or place.screen not in BY_NAME:
            return
        above = BY_NAME[place.screen].under
        if above and not place.parent:
            place = Place(above)  # where one is chosen
        self._going = place
        self.switch_mode(self.mode_of(place.screen))
        screen = self.screen
        if isinstance(screen, TenantScreen):
            if screen.is_mounted:
                screen.arrive(place)
            else:
                self.call_after_refresh(screen.arrive, place)

    def visit(self, place: Place) -> None:
        """Shows a place, and remembers where from."""
        if isinstance(self.screen, TenantScreen):
            here = self.screen.place()
            if self.places.here is None:
                self.places.visit(here)
            else:
                self.places.amend(here)
        self.places.visit(place)
        self.show(place)

    @on(PlaceRequested)
    def _visit_requested(self, event: PlaceRequested) -> None:
        self.visit(event.place)

    def action_go(self, screen: str) -> None:
        """To a screen."""
        if not (isinstance(self.screen, TenantScreen) and screen == self.screen.NAME):
            self.visit(Place(screen))

    def go_to(self, screen: str, words: str = "") -> None:
        """To a screen; what follows its name in a command is a filter there."""
        self.visit(Place(screen, filter=words or None))

    def go_to_record(self, screen: str, key: str) -> None:
        """To a record."""
        self.visit(Place(screen, key))

    async def action_back(self) -> None:
        """To the place before."""
        self._step(-1)

    def action_forward(self) -> None:
        """To the place after."""
        self._step(1)

    def _step(self, by: int) -> None:
        if isinstance(self.screen, TenantScreen) and by < 0:
            self.places.amend(self.screen.place())
        place = self.places.step(by)
        if place is not None:
            self.show(place)

    def action_open_web(self) -> None:
        """Opens what is shown in Kinde's web dashboard."""
        if self.tenant is None or not isinstance(self.screen, TenantScreen):
            return
        path = self.screen.web_path()
        url = f"{self.tenant.info.issuer_url.rstrip('/')}/{path.lstrip('/')}"
        if not path or self.tenant.info.environment == "demo":
            words = (
                "The demo tenant has no web dashboard." if path else "There is no page for this in the web dashboard."
            )
            self.notify(words, markup=False)
            return
        self.notify(safe(url), title="Opening", markup=False)
        self.open_url(url)
