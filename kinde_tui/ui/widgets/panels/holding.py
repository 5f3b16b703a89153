"""What a record has of a whole list, and how that is found out: by one list under the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kinde_tui.services.events import ChangeProgressed, SyncProgressed

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw, Record
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.details import Across, Ticks, Values
    from kinde_tui.services.events import Event
    from kinde_tui.services.tenant import Tenant


class Holding:
    """What one record has; pointed at another one when the cursor moves."""

    def __init__(self, tenant: Tenant, ticks: Ticks[Any] | Across[Any] | Values[Any]) -> None:
        self.tenant = tenant
        self.ticks = ticks
        self.whole = tenant.collections[ticks.whole]
        self.held = tenant.collections[ticks.held]
        self.key = ""
        self.owner: Record | None = None

    def point(self, key: str, owner: Record) -> None:
        """Is about this record from now on."""
        self.key, self.owner = key, owner

    def heard(self, event: Event) -> bool:
        """Whether what is known is other than before, by an event of the store, the reading or the changes."""
        if isinstance(event, ChangeProgressed):
            return True
        if isinstance(event, SyncProgressed) and self.tenant.sync.state(event.collection, event.parent).reading:
            return False  # what came so far is told as records
        return getattr(event, "collection", "") in {self.ticks.held, self.ticks.whole}

    @property
    def under(self) -> Parent:
        """What the list of what the record has hangs under."""
        return self.ticks.parent(self.owner) if self.owner is not None else ()

    @property
    def sought(self) -> str:
        """The key under which a list from the other side has this record."""
        named = getattr(self.ticks, "key", None)
        return self.key if named is None or self.owner is None else str(named(self.owner))

    def rows(self) -> list[tuple[str, Raw]]:
        """The whole list, with keys."""
        return [(self.whole.key(raw), raw) for raw in self.tenant.store.rows(self.whole.name)]

    def now(self) -> tuple[frozenset[str], bool]:
        """The keys of those that it has, and whether that is all of them."""
        store, ticks = self.tenant.store, self.ticks
        raws = store.rows(ticks.held, self.under)
        keys = frozenset(self.held.key(raw) for raw in raws if ticks.counts(raw))
        return keys, store.age(ticks.held, self.under).complete

    def pending(self) -> frozenset[str]:
        """The keys of those whose tick is on its way."""
        under = self.under
        return frozenset(
            change.target.key
            for change in self.tenant.on_their_way
            if (change.target.collection, change.target.parent) == (self.ticks.held, under)
        )

    async def read(self, *, only_due: bool) -> None:
        """Asks the tenant; what it says comes through the store."""
        sync = self.tenant.sync
        for name, parent in ((self.ticks.held, self.under), (self.ticks.whole, ())):
            if not only_due or sync.due(name, parent):
                await sync.refresh(name, parent)

    def trouble(self) -> str:
        """Why it cannot be found out; empty: it can."""
        for name, under in ((self.ticks.held, self.under), (self.ticks.whole, ())):
            refusal = self.tenant.guard.refusal(self.tenant.collections[name].lists)
            if refusal or self.tenant.sync.state(name, under).error is not None:
                return refusal or str(self.tenant.sync.state(name, under).error)
        return ""

    def told(self, held: int, number: int, *, complete: bool, key: str = "r") -> str:  # noqa: ARG002 - see HoldingAcross
        """How many of how many; `key` reads what is missing."""
        what = self.whole.many
        return f"{held} of {number} {what}" if complete else f"reading the {what} …"

    def is_unknown(self, _key: str) -> bool:
        """Whether it was not asked yet if the record has this one."""
        return False
