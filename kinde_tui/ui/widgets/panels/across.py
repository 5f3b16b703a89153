"""Who of a whole list has the record under the cursor: found out one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.ui.widgets.panels.holding import Holding

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.details import Across, Values
    from kinde_tui.services.tenant import Tenant

AT_FIRST = 25
"""So many lists are read when the tab is opened: each is a request."""
MORE = 100
"""So many more at the press of the key for it."""
LINES = 500
"""So many of the whole list are shown; of more, these are the first in its order."""


class HoldingAcross(Holding):
    """What is known from the other side only: each of the whole list has a list of its own."""

    def __init__(self, tenant: Tenant, across: Across[Any] | Values[Any]) -> None:
        super().__init__(tenant, across)
        self._unread: frozenset[str] = frozenset()

    def rows(self) -> list[tuple[str, Raw]]:
        """The first of the whole list, in its own order, with their keys."""
        view = self.tenant.store.view(self.whole.name, sort=self.whole.sort)
        return [(row.key, row.raw) for row in view.window(0, LINES)]

    def _parents(self) -> dict[str, Parent]:
        """What the list of each of the whole hangs under, by its key."""
        return {key: self.ticks.parent(self.whole.read(raw)) for key, raw in self.rows()}

    def now(self) -> tuple[frozenset[str], bool]:
        """The keys of those that have it; all of them are known when every list was read."""
        store, name, parents = self.tenant.store, self.held.name, self._parents()
        self._unread = frozenset(key for key, under in parents.items() if not store.age(name, under).complete)
        rows = {key: store.get(name, self.sought, under) for key, under in parents.items()}
        has = frozenset(key for key, raw in rows.items() if raw is not None and self.ticks.counts(raw))
        return has, bool(parents) and not self._unread

    def pending(self) -> frozenset[str]:
        """The keys of those whose tick is on its way."""
        wanted = (self.held.name, self.sought)
        on_their_way = {
            change.target.parent
            for change in self.tenant.on_their_way
            if (change.target.collection, change.target.key) == wanted
        }
        parents = self._parents() if on_their_way else {}
        return frozenset(key for key, under in parents.items() if under in on_their_way)

    async def read(self, *, only_due: bool) -> None:
        """Reads lists that were not read yet, some of them; all anew when none is left and somebody asks."""
        sync, store, name = self.tenant.sync, self.tenant.store, self.held.name
        if sync.due(self.whole.name):
            await sync.refresh(self.whole.name)
        parents = list(self._parents().values())
        unread = [under for under in parents if not store.age(name, under).complete]
        wanted = [under for under in unread if sync.due(name, under)] if only_due else unread or parents
        for under in wanted[: AT_FIRST if only_due else MORE]:
            await sync.refresh(name, under)
            if sync.state(name, under).error is not None:
                break

    def trouble(self) -> str:
        """Why it cannot be found out; empty: it can."""
        guard, sync = self.tenant.guard, self.tenant.sync
        if refusal := guard.refusal(self.held.lists) or guard.refusal(self.whole.lists):
            return refusal
        states = (sync.state(self.held.name, under).error for under in self._parents().values())
        return next((str(error) for error in states if error is not None), "")

    def told(self, held: int, number: int, *, complete: bool) -> str:
        """How many of how many, and how many were not asked."""
        unread, everything = len(self._unread), self.tenant.store.count(self.whole.name)
        first = f" · the first {number:,} of {everything:,}" if everything > number else ""
        if complete or not number:
            return super().told(held, number, complete=complete) + first
        return f"{held} of {number - unread} read · {unread} not read · r reads on{first}"

    def is_unknown(self, key: str) -> bool:
        """Whether it was not asked yet if this one has it."""
        return key in self._unread
