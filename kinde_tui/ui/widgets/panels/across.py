"""A whole list, ticked where what stands there has the record under the cursor: found out one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.widgets.panels.ticks import TicksPanel
from kinde_tui.ui.widgets.source import Cell

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.details import Across
    from kinde_tui.ui.widgets.collection_list import CollectionList

AT_FIRST = 25
"""So many lists are read when the tab is opened: each is a request."""
MORE = 100
"""So many more at the press of the key for it."""


class AcrossPanel(TicksPanel):
    """All that might have the record, ticked where they do, with a question mark where that was not read yet."""

    def __init__(self, across: Across[Any], rows: CollectionList) -> None:
        super().__init__(across, rows)
        self._across = across
        self._unread: frozenset[str] = frozenset()

    def _parents(self) -> dict[str, Parent]:
        """What the list of each of the whole hangs under, by its key."""
        whole = self._whole

        def parent(raw: Raw) -> Parent:
            return self._across.parent(whole.read(raw))

        return {whole.key(raw): parent(raw) for raw in self._tenant.store.rows(whole.name)}

    def held_now(self) -> tuple[frozenset[str], bool]:
        """The keys of those that have it; all of them are known when every list was read."""
        store, name, parents = self._tenant.store, self._across.held, self._parents()
        self._unread = frozenset(key for key, under in parents.items() if not store.age(name, under).complete)
        rows = {key: store.get(name, self._key, under) for key, under in parents.items()}
        held = frozenset(key for key, raw in rows.items() if raw is not None and self._across.counts(raw))
        return held, bool(parents) and not self._unread

    def pending_now(self) -> frozenset[str]:
        """The keys of those whose tick is on its way."""
        on_their_way = {
            change.target.parent
            for change in self._tenant.on_their_way
            if (change.target.collection, change.target.key) == (self._across.held, self._key)
        }
        return (
            frozenset(key for key, under in self._parents().items() if under in on_their_way)
            if on_their_way
            else frozenset()
        )

    def read(self, *, only_due: bool) -> None:
        """Reads the lists that were not read yet, some of them; all anew when none is left and somebody asks."""
        if self._tenant.gateway is not None:
            self.run_worker(
                self._read_some(AT_FIRST if only_due else MORE, again=not only_due),
                group="read.across",
                exclusive=True,
                description="read lists",
            )

    async def _read_some(self, number: int, *, again: bool) -> None:
        sync, store, name = self._tenant.sync, self._tenant.store, self._across.held
        if sync.due(self._whole.name):
            await sync.refresh(self._whole.name)
        parents = list(self._parents().values())
        unread = [under for under in parents if not store.age(name, under).complete]
        wanted = unread if again and unread else parents if again else [one for one in unread if sync.due(name, one)]
        for under in wanted[:number]:
            await sync.refresh(name, under)
            if sync.state(name, under).error is not None:
                break

    def trouble(self) -> str:
        """Why it cannot be found out; empty: it can."""
        held = self._tenant.collections[self._across.held]
        if refusal := self._tenant.guard.refusal(held.lists) or self._tenant.guard.refusal(self._whole.lists):
            return refusal
        states = (self._tenant.sync.state(held.name, under).error for under in self._parents().values())
        return next((str(error) for error in states if error is not None), "")

    def told(self, number: int, *, complete: bool) -> str:
        """How many of how many, and how many were not asked."""
        if complete or not number:
            return super().told(number, complete=complete)
        unread = len(self._unread)
        return f"{len(self._held)} of {number - unread} read · {unread} not read · r reads on"

    def sign(self, key: str) -> Cell:
        """The tick, none, or that it is not known."""
        return Cell("[?]", Tone.MUTED) if key in self._unread and key not in self._held else super().sign(key)
