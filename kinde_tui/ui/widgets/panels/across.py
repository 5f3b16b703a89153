"""Who of a whole list has the record under the cursor: found out one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.ui.widgets.panels.holding import Holding

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw, Record
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.details import Across, Values
    from kinde_tui.services.events import Event
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
        self._rows: dict[str, tuple[Raw, Parent]] | None = None
        """The lines, with what the list of each hangs under; None: to be looked up again."""
        self._known: dict[Parent, tuple[bool, bool]] = {}
        """Of each list that was looked up since it changed: whether it is complete, and whether it has the record."""

    def point(self, key: str, owner: Record) -> None:
        """Is about this record from now on."""
        if key != self.key:
            self._known.clear()
        super().point(key, owner)

    def heard(self, event: Event) -> bool:
        """Whether what is known is other than before; only lists that changed are looked up again."""
        if isinstance(event, RecordsChanged | SyncProgressed):
            if event.collection == self.held.name:
                self._known.pop(tuple(event.parent), None)
                if not event.parent:  # the whole store was begun anew
                    self._known.clear()
            elif event.collection == self.whole.name:
                self._rows = None
        return super().heard(event)

    def rows(self) -> list[tuple[str, Raw]]:
        """The first of the whole list, in its own order, with their keys."""
        return [(key, raw) for key, (raw, _) in self._lines().items()]

    def _lines(self) -> dict[str, tuple[Raw, Parent]]:
        if self._rows is None:
            view = self.tenant.store.view(self.whole.name, sort=self.whole.sort)
            shown = view.window(0, LINES)
            self._rows = {row.key: (row.raw, self.ticks.parent(self.whole.read(row.raw))) for row in shown}
        return self._rows

    def _parents(self) -> dict[str, Parent]:
        """What the list of each of the whole hangs under, by its key."""
        return {key: under for key, (_, under) in self._lines().items()}

    def _look(self, under: Parent) -> tuple[bool, bool]:
        """Whether a list is complete, and whether it has the record."""
        if (known := self._known.get(under)) is None:
            store, name = self.tenant.store, self.held.name
            raw = store.get(name, self.sought, under)
            known = (store.age(name, under).complete, raw is not None and self.ticks.counts(raw))
            self._known[under] = known
        return known

    def now(self) -> tuple[frozenset[str], bool]:
        """The keys of those that have it; all of them are known when every list was read."""
        found = {key: self._look(under) for key, under in self._parents().items()}
        self._unread = frozenset(key for key, (complete, _) in found.items() if not complete)
        has = frozenset(key for key, (_, held) in found.items() if held)
        return has, bool(found) and not self._unread

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
        """Reads some of the lists: those never read before those that are too old, and any when somebody asks."""
        sync, store, name = self.tenant.sync, self.tenant.store, self.held.name
        if sync.due(self.whole.name):
            await sync.refresh(self.whole.name)
        parents = list(self._parents().values())
        unread = [under for under in parents if not store.age(name, under).complete]
        wanted = unread or parents
        if only_due:
            first = set(unread)
            wanted = [one for one in (*unread, *(p for p in parents if p not in first)) if sync.due(name, one)]
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

    def told(self, held: int, number: int, *, complete: bool, key: str = "r") -> str:
        """How many of how many, and how many were not asked."""
        unread, everything = len(self._unread), self.tenant.store.count(self.whole.name)
        first = f" · the first {number:,} of {everything:,}" if everything > number else ""
        if complete or not number:
            return super().told(held, number, complete=complete) + first
        return f"{held} of {number - unread} read · {unread} not read · {key} reads on{first}"

    def is_unknown(self, key: str) -> bool:
        """Whether it was not asked yet if this one has it."""
        return key in self._unread
