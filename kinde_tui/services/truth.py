"""What the tenant says now about one record, and how it differs from what somebody saw."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import MissingScopeError, NotFoundError, RouteNotFoundError
from kinde_tui.api.operation import Request, query_text
from kinde_tui.api.records import record_of
from kinde_tui.services.change import Conflict, Removed
from kinde_tui.services.pending import place

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Parent, Target
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.gateway import Gateway

FRESH_FOR = 30.0
"""Seconds for which a list that was read for one comparison serves the next ones of the same bulk."""

PAGES = 20
"""A record that can only be found by reading its list is looked for on so many pages."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one record."""

    raw: Raw | None = None
    """The record; None: the tenant has none, if `known`."""
    known: bool = True
    """Whether the tenant told; False where the API offers no way to see this record."""
    why: str = ""
    """Why it is not known, as a sentence."""


UNREADABLE = Reading(known=False)


class Lists:
    """Lists read once for many comparisons, for as long as they are fresh.

    A bulk over three hundred members of one organization would read its member list three hundred times otherwise.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lists: dict[tuple[str, Parent], tuple[float, asyncio.Task[dict[str, Raw] | None]]] = {}

    async def reading(self, gateway: Gateway, collection: AnyCollection, target: Target) -> Reading:
        """The target from its list; the list is read at most once while it is fresh.

        Raises:
            KindeError: the list cannot be read.
        """
        where, now = (target.collection, target.parent), self._clock.monotonic()
        read_at, task = self._lists.get(where, (0.0, None))
        if task is None or now - read_at > FRESH_FOR:
            task = asyncio.ensure_future(_rows(gateway, collection, target.parent))
            self._lists[where] = (now, task)
        rows = await asyncio.shield(task)
        return UNREADABLE if rows is None else Reading(rows.get(target.key))

    def made(self, change: Change) -> None:
        """Brings the lists up to date with what was just done, so that the next change of the same record fits."""
        _, task = self._lists.get((change.target.collection, change.target.parent), (0.0, None))
        rows = task.result() if task is not None and task.done() and not task.exception() else None
        if rows is not None and change.target.key in rows:
            rows[change.target.key] = {**rows[change.target.key], **change.after}


class Truth:
    """Reads records from the tenant without touching the store."""

    def __init__(self, gateway: Callable[[], Gateway | None], collections: Mapping[str, AnyCollection]) -> None:
        self._gateway = gateway
        self._collections = collections

    async def of(self, target: Target, lists: Lists | None = None) -> Reading:
        """The target as the tenant has it now, by its own call or from its list.

        Args:
            target: the record.
            lists: when many records of one list are read in a row, keeps the list between them.

        Raises:
            KindeError: the tenant could not be asked; a missing scope and a missing route are no error but "not known".
        """
        collection, gateway = self._collections.get(target.collection), self._gateway()
        if collection is None or gateway is None or not target.key:
            return UNREADABLE
        try:
            if collection.reads is None:
                if lists is not None:
                    return await lists.reading(gateway, collection, target)
                return await _first(gateway, collection, target, {}, lambda raw: collection.key(raw) == target.key)
            return await _one(gateway, collection, collection.reads, target)
        except (MissingScopeError, RouteNotFoundError) as error:
            return Reading(known=False, why=str(error))
        except NotFoundError:
            return Reading()

    async def find(self, target: Target, query: Mapping[str, str], matches: Callable[[Raw], bool]) -> Reading:
        """The first record of the target's list that matches, read with `query` beside the list's own.

        Raises:
            KindeError: as `of`.
        """
        collection, gateway = self._collections.get(target.collection), self._gateway()
        if collection is None or gateway is None:
            return UNREADABLE
        try:
            return await _first(gateway, collection, target, query, matches)
        except (MissingScopeError, NotFoundError) as error:
            return Reading(known=False, why=str(error))

    def conflicts(self, change: Change, raw: Raw) -> tuple[Conflict, ...]:
        """The fields of the change's `before` that are not what the tenant has."""
        collection = self._collections[change.target.collection]
        return tuple(
            Conflict(name, seen, found, change.after.get(name))
            for name, seen in change.before.items()
            for found in _values(collection, raw, name)
            if not same(seen, found)
        )

    def reached(self, change: Change, reading: Reading) -> bool | None:
        """Whether the record is what the change makes of it; None where that cannot be told from the record."""
        if not reading.known:
            return None
        removes = any(
            isinstance(effect, Removed) and place(effect.target) == place(change.target) for effect in change.effects
        )
        if reading.raw is None:
            return removes or change.request.operation.method == "DELETE"
        if removes:
            return False
        collection = self._collections[change.target.collection]
        pairs = [
            (wanted, found) for name, wanted in change.after.items() for found in _values(collection, reading.raw, name)
        ]
        if not pairs or len(pairs) < len(change.after):
            return None
        if change.after.keys() == change.before.keys() and all(
            same(wanted, change.before[name]) for name, wanted in change.after.items()
        ):
            return None  # it looked like this before: an override that repeats what is inherited
        return all(same(wanted, found) for wanted, found in pairs)


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same, as the API spells them: absent is empty, lists have no order, 5 is "5"."""
    if one == other or (one in (None, "") and other in (None, "")):
        return True
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    scalars = (str, int, float, bool)
    return isinstance(one, scalars) and isinstance(other, scalars) and query_text(one) == query_text(other)


def _values(collection: AnyCollection, raw: Raw, name: str) -> tuple[Any, ...]:
    """The field of that name, in a tuple; none when the answer does not have it and nothing can be compared."""
    if name in raw:
        return (raw[name],)
    record = collection.read(raw)
    return (getattr(record, name),) if name in record.model_fields_set else ()


async def _one(gateway: Gateway, collection: AnyCollection, reads: Operation, target: Target) -> Reading:
    path = collection.reads_path(target.key, target.parent)
    query = collection.reads_query(target.key, target.parent)
    raw = record_of(reads, await gateway.send(Request(reads, path, query)))
    return Reading(None if raw is None else collection.without_secrets(raw))


async def _rows(gateway: Gateway, collection: AnyCollection, parent: Parent) -> dict[str, Raw] | None:
    path, query = collection.asked(parent)
    rows: dict[str, Raw] = {}
    async for page in gateway.pages(collection.lists, path, query):
        rows.update((collection.key(raw), raw) for raw in collection.taken(page.records))
        if page.note:
            return None
    return rows


async def _first(
    gateway: Gateway,
    collection: AnyCollection,
    target: Target,
    query: Mapping[str, str],
    matches: Callable[[Raw], bool],
) -> Reading:
    path, asked = collection.asked(target.parent)
    count = 0
    async for page in gateway.pages(collection.lists, path, {**asked, **query}):
        for raw in collection.taken(page.records):
            if matches(raw):
                return Reading(raw)
        count += 1
        if page.note or count >= PAGES:
            return Reading(known=False, why=page.note or "The list is too long to look for one record in it.")
    return Reading()
