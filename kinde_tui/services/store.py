"""The store: what the tenant was last seen to be, kept on this machine.

Everything on screen is painted from here. Records are kept as they came; beside each stand the values of its
collection's columns, so that sorting and filtering never look into a record.

Reads return at once, on the calling thread, through a connection of their own. `put`, `patch`, `remove`, `put_page`
and `finish_pass` write on the calling thread, which takes less than a millisecond for one record, and have published
`RecordsChanged` when they return. `write_page` and `end_pass` do the same work on the store's own thread, and publish
on the event loop's thread after it: they are for lists that are read in the background. All other methods, and the
listeners of the bus, belong to one thread.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kinde_tui.services import passes
from kinde_tui.services.events import RecordsChanged, StoreTroubled
from kinde_tui.services.homes import Home, Homes
from kinde_tui.services.orders import keep
from kinde_tui.services.packing import hash_of, storable, unpack
from kinde_tui.services.rows import delete_rows, upsert, write_one
from kinde_tui.services.stored import Stored

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.events import Bus
    from kinde_tui.services.shape import Prepared

T = TypeVar("T")

TOKEN_LASTS = 900.0
"""Seconds after which a paging token is not tried again."""
_NAMED = 1_000
"""More changed rows than this are not named one by one."""


class Store(Stored):
    """The records of one tenant, in one SQLite file or in memory.

    Collections whose list holds secrets are kept in memory whatever the path.
    """

    def __init__(self, collections: Mapping[str, AnyCollection], path: Path | None, bus: Bus, clock: Clock) -> None:
        """Opens the store, making it when there is none.

        Never fails: a file that cannot be read is put aside (`rebuilt` says so), and a place that cannot be written
        leaves the store in memory (`degraded` says so).

        Args:
            collections: all that may be asked for, by name.
            path: the file; its folder is made private. None: memory.
            bus: where changes are published.
            clock: tells when lists were read.
        """
        homes = Homes(collections, path)
        super().__init__(homes)
        self._bus = bus
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._told = (self.rebuilt, self.degraded)
        self._epoch = homes.disk.epoch

    def put(self, collection: str, raw: Raw, parent: Parent = ()) -> None:
        """Makes the list have this record, instead of the one of the same key if there is one."""
        if (record := self._homes[collection].shape.prepare(raw)) is not None:
            self._put(collection, parent, lambda _found: record, record.key)

    def patch(self, collection: str, key: str, fields: Mapping[str, Any], parent: Parent = ()) -> None:
        """Gives these fields of a record these values; a record that is not there stays so."""
        shape = self._homes[collection].shape
        self._put(
            collection,
            parent,
            lambda found: None if found is None else shape.prepare({**unpack(found), **fields}),
            storable(key),
        )

    def remove(self, collection: str, key: str, parent: Parent = ()) -> None:
        """Makes the list not have this record."""
        home, name = self._homes[collection], storable(key)

        def write(database: sqlite3.Connection) -> tuple[passes.Listed, int] | None:
            listed = passes.find_list(database, collection, parent)
            found = database.execute(home.shape.place, (listed.id, hash_of(name), name)).fetchone()
            if found is None:
                return None
            delete_rows(database, home.shape, listed.id, [found[0]])
            return listed, found[0]

        if (removed := home.database.write(write)) is not None:
            listed, row = removed
            home.orders.settle(listed.id, listed.generation, frozenset(), row)
            self.announce(collection, parent, [key])

    def begin_pass(self, collection: str, parent: Parent = ()) -> int:
        """Begins to read a list from its first page; returns what the pages are stored under."""
        now = self._clock.now()
        return self._homes[collection].database.write(
            lambda database: passes.begin(database, passes.make_list(database, collection, parent).id, now, TOKEN_LASTS)
        )

    def drop_pass(self, collection: str, pass_id: int) -> None:
        """Forgets a pass that cannot go on; its records stay."""
        self._homes[collection].database.write(lambda database: passes.forget(database, pass_id))

    def prepare(self, collection: str, raws: Sequence[Raw]) -> list[Prepared]:
        """Records on their way into the store; those without a key are left out."""
        return self._homes[collection].shape.prepare_page(raws)

    def put_page(self, collection: str, parent: Parent, raws: Sequence[Raw], pass_id: int, token: str = "") -> None:
        """Stores a page of a list in one transaction.

        Args:
            collection: its name.
            parent: the records that the list hangs under.
            raws: the page's records; one without a key is left out, of two with the same key the later one counts.
            pass_id: from `begin_pass`.
            token: what the next page starts at; with it the pass can go on after a restart.
        """
        write = self._page(collection, parent, self.prepare(collection, raws), pass_id, token)
        self.announce(collection, parent, self._homes[collection].database.write(write))

    async def write_page(
        self, collection: str, parent: Parent, page: Sequence[Prepared], pass_id: int, token: str = ""
    ) -> list[str]:
        """Stores a page on the store's thread and returns the keys whose record is another one now.

        The caller publishes, once for as many pages as it likes: see `announce`.
        """
        write = self._page(collection, parent, page, pass_id, token)
        return await self._elsewhere(collection, write)

    def finish_pass(self, collection: str, parent: Parent, pass_id: int, note: str = "") -> tuple[str, ...]:
        """Ends a pass that came to the last page.

        Args:
            collection: its name.
            parent: the records that the list hangs under.
            pass_id: from `begin_pass`.
            note: why the list may not be whole; then nothing is removed.

        Returns:
            The keys of the rows that the pass did not come across, which are removed. A pass that was dropped, or
            whose file was damaged meanwhile, leaves the list as it is and as incomplete as it was.
        """
        removed = self._homes[collection].database.write(self._end(collection, parent, pass_id, note))
        self.announce(collection, parent, removed)
        return removed

    async def end_pass(self, collection: str, parent: Parent, pass_id: int, note: str = "") -> tuple[str, ...]:
        """The same as `finish_pass` on the store's thread; the caller publishes."""
        return await self._elsewhere(collection, self._end(collection, parent, pass_id, note))

    def announce(self, collection: str, parent: Parent, keys: Sequence[str]) -> None:
        """Publishes that these rows changed, when there are any, and what befell the file meanwhile."""
        self._tell()
        if keys:
            self._bus.publish(RecordsChanged(collection, parent, frozenset(keys) if len(keys) <= _NAMED else None))

    def meta_set(self, name: str, value: str) -> None:
        """Keeps a text under a name."""
        self._homes.disk.write(
            lambda database: database.execute("REPLACE INTO meta (name, value) VALUES (?,?)", (name, value))
        )
        self._tell()

    def close(self) -> None:
        """Finishes what is being written and gives the file back."""
        self._thread.shutdown(wait=True)
        for collection, home in self._homes.opened():
            self._keep_order(collection, home)
        self._homes.close()

    def _keep_order(self, collection: str, home: Home) -> None:
        """Writes the order down that edits carried on since the last pass."""

        def write(database: sqlite3.Connection) -> None:
            listed = passes.find_list(database, collection, ())
            if (ids := home.orders.current(home.shape, listed)) is not None:
                keep(database, home.shape, listed, ids)

        if not home.database.in_memory:
            home.database.write(write)

    def _put(self, collection: str, parent: Parent, make: Callable[[bytes | None], Prepared | None], key: str) -> None:
        home = self._homes[collection]

        def write(database: sqlite3.Connection) -> tuple[passes.Listed, frozenset[str], str] | None:
            listed = passes.make_list(database, collection, parent)
            found = database.execute(home.shape.one, (listed.id, hash_of(key), key)).fetchone()
            record = make(found[1] if found else None)
            if record is None:
                return None
            if record.key != key:
                found = database.execute(home.shape.one, (listed.id, record.hash, record.key)).fetchone()
            row, columns = write_one(database, home.shape, listed.id, record, found)
            passes.arrived(database, listed.id, [row])
            return None if columns is None else (listed, columns, record.key)

        if (written := home.database.write(write)) is None:
            self._tell()
            return
        listed, columns, stored = written
        home.orders.settle(listed.id, listed.generation, columns, None)
        self.announce(collection, parent, [stored])

    def _page(
        self, collection: str, parent: Parent, page: Sequence[Prepared], pass_id: int, token: str
    ) -> Callable[[sqlite3.Connection], list[str]]:
        shape, now = self._homes[collection].shape, self._clock.now()

        def write(database: sqlite3.Connection) -> list[str]:
            listed = passes.make_list(database, collection, parent)
            ids, changed, new = upsert(database, shape, listed.id, page, empty=not listed.state.rows)
            passes.saw(database, pass_id, ids, token, now)
            if new:
                passes.arrived(database, listed.id, ids[-new:], besides=pass_id)
            if changed:
                passes.grown(database, listed.id, new)
            return changed

        return write

    def _end(
        self, collection: str, parent: Parent, pass_id: int, note: str
    ) -> Callable[[sqlite3.Connection], tuple[str, ...]]:
        shape, now = self._homes[collection].shape, self._clock.now()

        def write(database: sqlite3.Connection) -> tuple[str, ...]:
            if not passes.is_open(database, pass_id):
                return ()
            listed = passes.make_list(database, collection, parent)
            gone = [] if note else passes.unseen(database, shape, listed.id, pass_id)
            if gone:
                delete_rows(database, shape, listed.id, [row for row, _ in gone])
            passes.forget(database, pass_id)
            passes.finished(database, listed.id, now, note)
            keep(database, shape, passes.find_list(database, collection, parent))
            return tuple(key for _, key in gone)

        return write

    async def _elsewhere(self, collection: str, write: Callable[[sqlite3.Connection], T]) -> T:
        database = self._homes[collection].database
        if database.in_memory:  # one connection and one lock: a thread would only wait for this one
            return database.write(write)
        return await asyncio.get_running_loop().run_in_executor(self._thread, database.write, write)

    def _tell(self) -> None:
        """Publishes what befell the file, once."""
        befell = (self.rebuilt, self.degraded)
        if befell != self._told:
            sentences = [now for now, before in zip(befell, self._told, strict=True) if now != before]
            self._told = befell
            self._bus.publish(StoreTroubled(" ".join(sentences)))
        if self._homes.disk.epoch != self._epoch:
            self._epoch = self._homes.disk.epoch
            elsewhere = {name for name, home in self._homes.opened() if home.database is not self._homes.disk}
            for collection in self._homes:
                if collection not in elsewhere:
                    self._bus.publish(RecordsChanged(collection))
