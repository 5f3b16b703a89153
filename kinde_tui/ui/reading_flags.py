"""Reading the flags of many organizations, for the overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.override_counts import LIST
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinde_tui.services.tenant import Tenant

AT_ONCE = 100
"""So many organizations are asked for at one key press: each takes a request."""


class ReadingFlags:
    """Reads organization after organization; it can be stopped."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._stopped = False
        self.progress = ""
        """How far it is; empty: nothing is being read."""

    def refusal(self) -> str:
        """Why nothing can be read, as a sentence; empty: it can."""
        tenant = self._tenant
        if refused := tenant.guard.refusal(tenant.collections[LIST].lists):
            return safe(refused)
        if tenant.gateway is None:
            return "There is no connection to the tenant yet; try again in a moment."
        if not tenant.store.count("organizations"):
            return "The organizations are not loaded yet; r reads them."
        return (
            ""
            if self._wanted(())
            else "The flags of all organizations are read; in an organization r reads them again."
        )

    async def run(self, first: Sequence[str], tell: Callable[[], None]) -> str:
        """Reads those that were not read; returns a sentence when it ended early or some are left.

        Args:
            first: codes of the organizations to begin with.
            tell: called after each.
        """
        tenant, wanted = self._tenant, self._wanted(first)
        self._stopped = False
        try:
            for number, code in enumerate(wanted[:AT_ONCE]):
                self.progress = f"reading flags, {number} of {len(wanted[:AT_ONCE])} · esc stops"
                tell()
                await tenant.sync.refresh(LIST, (code,))
                if (error := tenant.sync.state(LIST, (code,)).error) is not None:
                    return safe(str(error))
                if self._stopped:
                    read = number + tenant.store.age(LIST, (code,)).complete
                    return f"Stopped after {read} of {len(wanted):,} organizations; f goes on."
        finally:
            self.progress = ""
        left = len(wanted) - AT_ONCE
        return f"{left:,} organizations are left; f reads the next." if left > 0 else ""

    def stop(self) -> bool:
        """Goes on to no other organization; False: nothing is being read."""
        self._stopped = bool(self.progress)
        return self._stopped

    def _wanted(self, first: Sequence[str]) -> list[str]:
        """Codes of the organizations whose flags were not read, these first."""
        store = self._tenant.store
        every = dict.fromkeys(store.view("organizations").keys())
        codes = dict.fromkeys([*(code for code in first if code in every), *every])
        known = {parent[0] for parent in store.parents(LIST) if parent and store.age(LIST, parent).complete}
        return [code for code in codes if code not in known]
