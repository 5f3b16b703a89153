"""Search over everything, and going to what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api.errors import KindeError
from kinde_tui.services.searching import FROM_SERVER, Hit
from kinde_tui.ui.navigation import screen_showing
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from kinde_tui.ui.asking import Asks


class FindFlow:
    """What `:find` does."""

    def __init__(self, app: Asks) -> None:
        self._app = app

    def run(self, words: str = "", *, ask: bool = False) -> None:
        """Asks what to look for, or looks for it; `ask`: in the tenant itself."""
        if self._app.tenant is not None:
            self._app.run_worker(self._find(words, ask=ask), group="ask", description="find")

    async def _find(self, words: str, *, ask: bool) -> None:
        from kinde_tui.ui.dialogs.find import FindDialog

        if self._app.tenant is None:
            return
        hit = await self._app.push_screen_wait(FindDialog(self._app.tenant, words, ask=ask))
        if hit is not None:
            await self.go(hit)

    async def go(self, hit: Hit) -> None:
        """Shows the record; one that only the tenant has is read first."""
        app, name = self._app, hit.collection.name
        tenant = app.tenant
        if tenant is not None and hit.source == FROM_SERVER and tenant.store.get(name, hit.key) is None:
            try:
                found = await tenant.sync.reread(name, hit.key)
            except KindeError as error:
                app.notify(safe(str(error)), severity="error", markup=False)
                return
            if found is None:
                app.notify(safe(f"{hit.name} is not in the tenant any more."), severity="warning", markup=False)
                return
        app.go_to_record(screen_showing(name), hit.key)
