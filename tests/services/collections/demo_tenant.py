"""The demo tenant behind the real client, as the tests of the declarations use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kinde_tui.api.operation import Request
from kinde_tui.api.records import record_of
from kinde_tui.services.change import Change, Inserted, Patched, Removed, Stale, Target
from kinde_tui.services.collections.collection import Context
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections.declared import NOW

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Effect, Parent
    from kinde_tui.services.gateway import Gateway


@dataclass
class Demo:
    """A tenant that answers, and what was loaded of it."""

    gateway: Gateway
    loaded: dict[str, dict[str, Raw]] = field(default_factory=dict)

    async def load(self, *names: str) -> None:
        """Reads lists without parents, for names and keys."""
        for name in names:
            self.loaded[name] = {COLLECTIONS[name].key(raw): raw for raw in await self.rows(name)}

    @property
    def context(self) -> Context:
        """What declarations may ask of the lists that were loaded."""

        def find(collection: str, key: str) -> Raw | None:
            return self.loaded.get(collection, {}).get(key)

        def name_of(collection: str, key: str) -> str | None:
            raw = find(collection, key)
            return COLLECTIONS[collection].called(COLLECTIONS[collection].read(raw)) if raw else None

        return Context(NOW, name_of, find)

    async def rows(self, name: str, parent: Parent = ()) -> list[Raw]:
        """A whole list, as the declaration reads it."""
        collection = COLLECTIONS[name]
        path, query = collection.asked(parent)
        pages = self.gateway.pages(collection.lists, path, query)
        return [raw async for page in pages for raw in collection.taken(page.records)]

    async def now(self, target: Target) -> Raw | None:
        """The record in its list; None: it is not there."""
        key = COLLECTIONS[target.collection].key
        return next((raw for raw in await self.rows(target.collection, target.parent) if key(raw) == target.key), None)

    async def alone(self, target: Target) -> Raw | None:
        """The record by the call that reads it alone; from its list where there is no such call."""
        collection = COLLECTIONS[target.collection]
        if collection.reads is None:
            return await self.now(target)
        path = collection.reads_path(target.key, target.parent)
        query = collection.reads_query(target.key, target.parent)
        return record_of(collection.reads, await self.gateway.send(Request(collection.reads, path, query)))

    async def make(self, change: Change) -> Raw:
        """Sends the change, and fails where the tenant is not what a screen would show at once."""
        answer = await self.gateway.send(change.request)
        for effect in change.effects:
            await self._holds(effect)
        return answer

    async def _holds(self, effect: Effect) -> None:
        match effect:
            case Stale(collection, parent):
                await self.rows(collection, parent)
            case Removed(target):
                assert target.collection == "members" or await self.now(target) is None, effect
            case Inserted(target, raw):
                found = await self.now(target)
                assert found is not None, effect
                same({name: value for name, value in raw.items() if value is not None}, found)
            case Patched(target, fields):
                found = await self.alone(target)
                assert found is not None, effect
                record = COLLECTIONS[target.collection].read(found)
                same(fields, {**found, **record.model_dump(mode="json", include=set(fields))})


def same(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> None:
    """Fails where a field is not as wanted; lists have no order, and absent is empty."""
    for name, value in wanted.items():
        there = found.get(name)
        if isinstance(value, (list, tuple)):
            assert sorted(map(repr, value)) == sorted(map(repr, there or ())), name
        else:
            assert (value or None) == (there or None), name
