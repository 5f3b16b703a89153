"""What is shown before the tenant has confirmed it: effects of changes on their way, and how they are taken back."""

from __future__ import annotations

from collections.abc import Collection as Names
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.services.change import Inserted, Patched, Removed
from kinde_tui.services.events import RecordsChanged

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Parent, Target
    from kinde_tui.services.events import Bus
    from kinde_tui.services.store import Store

Place: TypeAlias = "tuple[str, Parent, str]"
"""A record: collection, parent, key."""
Shown: TypeAlias = Patched | Inserted | Removed


def place(target: Target) -> Place:
    """Where a target's record is kept."""
    return (target.collection, target.parent, target.key)


@dataclass(slots=True)
class _Held:
    """One record with changes on their way."""

    base: Raw | None
    """The record without them, as the tenant last told it."""
    shown: Raw | None = None
    """What the store was given."""
    layers: list[tuple[str, Shown]] = field(default_factory=list)
    """Id of a change, and what it does; in the order in which they were asked for."""


class Pending:
    """Lays the effects of changes over the records in the store.

    Several changes may be on their way for one record, and a background read may bring it anew meanwhile: the base
    and the layers are kept apart, so that any layer can be taken off and leaves what the tenant last told.
    """

    def __init__(self, store: Store, bus: Bus, collections: Names[str]) -> None:
        self._store = store
        self._collections = frozenset(collections)
        self._held: dict[Place, _Held] = {}
        self._own = False
        self._leave = bus.subscribe(RecordsChanged, self._records_changed)

    def lay(self, change: Change) -> None:
        """Shows the change's effects at once."""
        for effect in self._effects(change):
            where = place(effect.target)
            held = self._held.get(where)
            if held is None:
                base = self._store.get(effect.target.collection, effect.target.key, effect.target.parent)
                held = self._held[where] = _Held(base, base)
            held.layers.append((change.id, effect))
            self._show(where, held)

    def keep(self, change: Change) -> None:
        """The tenant has it: the effects become part of what it told."""
        for where, held in self._of(change):
            held.base = _over(held.base, [layer for layer in held.layers if layer[0] == change.id])
            self._drop(where, held, change)

    def take_back(self, change: Change) -> None:
        """The tenant does not have it: the records are again what it last told."""
        for where, held in self._of(change):
            self._drop(where, held, change)

    def learn(self, target: Target, raw: Raw | None) -> None:
        """The tenant just told what it has; None: no such record."""
        held = self._held.get(place(target))
        if held is not None:
            held.base = raw
            self._show(place(target), held)
        elif raw is None:
            self._store.remove(target.collection, target.key, target.parent)
        else:
            self._store.put(target.collection, raw, target.parent)

    def has(self, where: Place) -> bool:
        """Whether a change of this record is on its way."""
        return where in self._held

    def close(self) -> None:
        """Stops listening."""
        self._leave()

    def _effects(self, change: Change) -> list[Shown]:
        return [
            effect
            for effect in change.effects
            if isinstance(effect, (Patched, Inserted, Removed))
            and effect.target.key
            and effect.target.collection in self._collections
        ]

    def _of(self, change: Change) -> list[tuple[Place, _Held]]:
        places = dict.fromkeys(place(effect.target) for effect in self._effects(change))
        return [(where, self._held[where]) for where in places if where in self._held]

    def _drop(self, where: Place, held: _Held, change: Change) -> None:
        held.layers = [layer for layer in held.layers if layer[0] != change.id]
        self._show(where, held)
        if not held.layers:
            del self._held[where]

    def _show(self, where: Place, held: _Held) -> None:
        collection, parent, key = where
        wanted = _over(held.base, held.layers)
        if wanted == held.shown:
            return
        self._own = True  # the store's event comes back here at once
        try:
            if wanted is None:
                self._store.remove(collection, key, parent)
            else:
                self._store.put(collection, wanted, parent)
        finally:
            self._own = False
        held.shown = self._store.get(collection, key, parent)

    def _records_changed(self, event: RecordsChanged) -> None:
        if self._own:
            return
        for where, held in list(self._held.items()):
            collection, parent, key = where
            if (collection, parent) != (event.collection, event.parent):
                continue
            if event.keys is not None and key not in event.keys:
                continue
            found = self._store.get(collection, key, parent)
            if found != held.shown:
                held.base = held.shown = found
                self._show(where, held)


def _over(base: Raw | None, layers: list[tuple[str, Shown]]) -> Raw | None:
    raw = base
    for _, effect in layers:
        match effect:
            case Patched(fields=fields):
                raw = None if raw is None else {**raw, **fields}
            case Inserted(raw=inserted):
                raw = {**(raw or {}), **inserted}
            case Removed():
                raw = None
    return raw
