"""Keeping the store up to date: what is due, how a list becomes rows, and whether the tenant can be reached."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api.errors import (
    AnsweredError,
    CredentialsError,
    KindeError,
    MissingScopeError,
    NoAnswerError,
    NotFoundError,
    RateLimitedError,
    RouteNotFoundError,
    UnreachableError,
)
from kinde_tui.api.operation import Request
from kinde_tui.api.records import record_of
from kinde_tui.services.events import Reach, ReachChanged, SyncProgressed
from kinde_tui.services.reading import ListReading, merged

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.events import Bus
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.store import Store

Place = tuple[str, "Parent"]


@dataclass(frozen=True, slots=True)
class SyncState:
    """Where the reading of a list stands."""

    reading: bool = False
    loaded: int = 0
    """Records of the pass on its way, or of the last one in this run."""
    error: KindeError | None = None
    """Why the last pass ended early; None: it did not, or there was none."""
    note: str = ""
    """What else there is to know of the last pass, as a sentence."""


_IDLE = SyncState()
_AWAY = frozenset({Reach.OFFLINE, Reach.REFUSED})
_OUTAGES = (UnreachableError, NoAnswerError, CredentialsError)
_REST = 60
_ROW_TAKES = 0.1 / 500
"""Seconds, until a pass was timed: a page of 500 in a tenth of a second is an assumption."""


@dataclass(slots=True)
class _Flight:
    """A list being read, and how many wait for it."""

    reading: ListReading
    task: asyncio.Task[None]
    waiting: int = 0


class Sync:
    """Reads lists from the tenant into the store; belongs to the event loop's thread."""

    def __init__(
        self,
        store: Store,
        gateway: Callable[[], Gateway | None],
        bus: Bus,
        clock: Clock,
        collections: Mapping[str, AnyCollection],
    ) -> None:
        """Reads nothing yet.

        Args:
            store: where records go.
            gateway: the tenant's API; None: not connected yet.
            bus: told of progress and of the tenant's reach.
            clock: tells what is due.
            collections: all that may be asked for, by name.
        """
        self._store = store
        self._gateway = gateway
        self._bus = bus
        self._clock = clock
        self._collections = collections
        self._flights: dict[Place, _Flight] = {}
        self._states: dict[Place, SyncState] = {}
        self._tried: dict[Place, float] = {}
        self._took: dict[Place, float] = {}
        """Seconds that the last whole pass over a list took, in this run."""
        self._paused: set[Place] = set()
        self._reach = Reach.UNKNOWN
        self._reach_says = ""

    @property
    def reach(self) -> Reach:
        """Whether the tenant answers, from the last call on."""
        return self._reach

    @property
    def trouble(self) -> str:
        """Why the tenant does not answer, as a sentence; empty: it does, or nobody has asked yet."""
        return self._reach_says if self._reach in _AWAY else ""

    def state(self, collection: str, parent: Parent = ()) -> SyncState:
        """Where the reading of a list stands."""
        return self._states.get((collection, parent), _IDLE)

    def due(self, collection: str, parent: Parent = ()) -> bool:
        """Whether a list should be read again: never complete, or older than the collection wants it to be.

        A long list rests sixty times as long as it takes to read: neither the tenant's limits nor this machine are for
        reading the same 100,000 records every minute.

        Not while it is being read or was stopped by hand, not with a token that is known to lack the scope, and after
        a failure not before that time went by again.
        """
        place = (collection, parent)
        if place in self._flights or place in self._paused or self._lacks_scope(collection):
            return False
        fresh_for = self._collections[collection].fresh_for
        if (tried := self._tried.get(place)) is not None and self._clock.monotonic() - tried < fresh_for:
            return False
        age = self._store.age(collection, parent)
        if not age.complete or age.read_at is None:
            return True
        pass_takes = self._took.get(place, age.rows * _ROW_TAKES)
        return not 0 <= (self._clock.now() - age.read_at).total_seconds() < max(fresh_for, pass_takes * _REST)

    def rests(self, collection: str, parent: Parent = ()) -> float:
        """Seconds until a list that could not be read is due again by itself; 0: it is now, or never."""
        place = (collection, parent)
        if place in self._flights or place in self._paused or self._lacks_scope(collection) or place not in self._tried:
            return 0.0
        return max(0.0, self._tried[place] + self._collections[collection].fresh_for - self._clock.monotonic())

    def _lacks_scope(self, collection: str) -> bool:
        gateway, scope = self._gateway(), self._collections[collection].lists.scope
        if gateway is None or not scope:
            return False
        return scope in gateway.refused_scopes or (gateway.scopes is not None and scope not in gateway.scopes)

    def forgive(self) -> None:
        """Lists that were refused for want of a scope are due again at once: there is another token."""
        self._excuse(MissingScopeError)

    async def refresh(self, collection: str, parent: Parent = ()) -> None:
        """Reads a list into the store; returns when it was read, could not be read, or was stopped.

        A list that is being read already is waited for. One that was cut off goes on where it was, when its paging
        token is fresh. Errors of the tenant are found in `state` and never raised. When the caller is cancelled and
        nobody else waits, the reading ends; what came so far is kept.

        Kinde: the collection's `lists` operation.
        """
        place = (collection, parent)
        flight = self._flights.get(place) or self._start(place)
        if flight is None:
            return
        flight.waiting += 1
        try:
            await asyncio.wait({flight.task})
        except asyncio.CancelledError:
            if flight.waiting == 1:
                self._flights.pop(place, None)
                flight.task.cancel()
            raise
        finally:
            flight.waiting -= 1
        if not flight.task.cancelled():
            flight.task.result()

    async def reread(self, collection: str, key: str, parent: Parent = ()) -> Raw | None:
        """Reads one record and stores it; None: the tenant has it no more, and the store neither.

        Where the API has no call for one record, the list is read. An answer that holds a secret is returned and
        not stored, unless the collection names its secret fields: then it is stored and returned without them.

        Raises:
            KindeError: the tenant did not tell.
        """
        declared, gateway = self._collections[collection], self._gateway()
        if gateway is None:
            raise UnreachableError("There is no connection to the tenant yet; try again in a moment.")
        if declared.reads is None:
            await self.refresh(collection, parent)
            if (error := self.state(collection, parent).error) is not None:
                raise error
            return self._store.get(collection, key, parent)
        request = Request(declared.reads, declared.reads_path(key, parent), declared.reads_query(key, parent))
        try:
            raw = record_of(declared.reads, await gateway.send(request))
            raw = None if raw is None else declared.without_secrets(raw)
        except KindeError as error:
            self.heard(error)
            if not isinstance(error, NotFoundError) or isinstance(error, RouteNotFoundError):
                raise
            raw = None
        else:
            self.heard(None)
        if raw is None:
            self._store.remove(collection, key, parent)
        elif declared.lists.secret or declared.secrets or not declared.reads.secret:
            raw = merged(declared, self._store.get(collection, key, parent) or {}, raw)
            self._store.put(collection, raw, parent)
        return raw

    async def load_all(self, progress: Callable[[str, int], None] | None = None) -> dict[str, int]:
        """Reads every list that hangs under nothing, in the order in which the collections were given.

        Ends early when it is stopped, or when the tenant cannot be reached at all; `state` tells what failed.

        Args:
            progress: called with a collection's name and its records so far, as they come.

        Returns:
            How many records the store has of each.
        """
        names = [name for name, collection in self._collections.items() if not collection.parents]

        def told(event: SyncProgressed) -> None:
            if progress is not None and not event.parent:
                progress(event.collection, self.state(event.collection).loaded)

        leave = self._bus.subscribe(SyncProgressed, told)
        try:
            for name in names:
                await self.refresh(name)
                if (name, ()) in self._paused or self._reach in {Reach.OFFLINE, Reach.REFUSED}:
                    break
        finally:
            leave()
        return {name: self._store.count(name) for name in names}

    def stop(self) -> None:
        """Ends all reading; what came so far is kept, and what is stopped is not due until somebody asks for it."""
        for place, flight in self._flights.items():
            self._paused.add(place)
            flight.reading.stop()

    async def close(self) -> None:
        """Ends all reading at once; what came so far is kept. Call it before the store is closed."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _start(self, place: Place) -> _Flight | None:
        collection, parent = place
        gateway = self._gateway()
        if gateway is None:
            return None
        self._paused.discard(place)
        reading = ListReading(self._store, gateway, self._clock, self._collections[collection], parent)
        task = asyncio.create_task(self._read(place, reading), name=f"read {collection}")
        flight = self._flights[place] = _Flight(reading, task)
        return flight

    async def _read(self, place: Place, reading: ListReading) -> None:
        def tell() -> None:
            self.heard(None)
            self._tell(place, SyncState(reading=True, loaded=reading.loaded))

        error: KindeError | None = None
        self._tell(place, SyncState(reading=True))
        begun = self._clock.monotonic()
        try:
            await reading.run(tell)
            self.heard(None)
            self._took[place] = self._clock.monotonic() - begun
        except KindeError as failed:
            error = failed
            self.heard(failed)
        finally:
            if (flight := self._flights.get(place)) is not None and flight.reading is reading:
                del self._flights[place]
            self._tried[place] = self._clock.monotonic()
            reading.settle()
            self._tell(place, SyncState(loaded=reading.loaded, error=error, note=self._note(place, reading)))

    def _note(self, place: Place, reading: ListReading) -> str:
        if place in self._paused and reading.stopped_early:
            return f"Stopped after {reading.loaded:,}: r goes on." if reading.loaded else "Stopped: r reads it again."
        return reading.note

    def _tell(self, place: Place, state: SyncState) -> None:
        self._states[place] = state
        self._bus.publish(SyncProgressed(*place))

    def heard(self, error: KindeError | None) -> None:
        """Learns from the end of any call whether the tenant answers; None: it did what was asked.

        When it answers again, lists that could not be read while it did not are due at once.
        """
        match error:
            case None:
                reach = Reach.CONNECTED
            case UnreachableError() | NoAnswerError():
                reach = Reach.OFFLINE
            case CredentialsError():
                reach = Reach.REFUSED
            case RateLimitedError():
                reach = Reach.THROTTLED
            case AnsweredError():
                reach = Reach.CONNECTED
            case _:
                return
        if reach is not self._reach:
            if reach is Reach.CONNECTED:
                self._excuse(*_OUTAGES)
            self._reach, self._reach_says = reach, "" if reach is Reach.CONNECTED else str(error)
            self._bus.publish(ReachChanged(reach, self._reach_says))

    def _excuse(self, *kinds: type[KindeError]) -> None:
        for place in [place for place, state in self._states.items() if isinstance(state.error, kinds)]:
            self._tried.pop(place, None)
            self._tell(place, _IDLE)
