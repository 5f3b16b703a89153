"""One tenant, opened: everything that the screens and the command line do with it hangs here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.api.clock import SystemClock
from kinde_tui.api.errors import KindeError, UnreachableError
from kinde_tui.services.aside import aside
from kinde_tui.services.collections.collection import Context
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.events import Bus, Reach, ReachChanged
from kinde_tui.services.guard import Guard
from kinde_tui.services.journal import Journal, JournalError
from kinde_tui.services.store import Store
from kinde_tui.services.sync import Sync

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.models.record import Raw
    from kinde_tui.services.access import Access
    from kinde_tui.services.change import Change
    from kinde_tui.services.changes import Changes
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.exports import Exports
    from kinde_tui.services.flags import Flags
    from kinde_tui.services.gateway import Gateway

PATIENCE = 10.0
"""Seconds that closing waits for changes on their way; what is not settled then is marked in the change log."""


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """What a profile says of its tenant."""

    name: str
    """The profile's name."""
    label: str
    """What people call the tenant; may be empty."""
    environment: str
    """`production`, `staging`, `development` or `demo`."""
    colour: str
    read_only: bool
    issuer_url: str
    client_id: str
    audience: str
    protected: bool
    """Deletions and large bulks are asked for by typing the tenant's name."""
    dry_run: bool = False
    """Changes are shown and not sent."""
    started_read_only: bool = False
    """The run refuses every change, whatever the profile says; then `read_only` is true as well."""

    @property
    def called(self) -> str:
        """The tenant and its environment, as a sentence names them: `Acme (production)`."""
        name = self.label or self.name
        return name if self.environment in name.casefold().split() else f"{name} ({self.environment})"


class Tenant:
    """The services of one tenant. Nothing is asked of it before `connect`; what the store holds is there at once."""

    def __init__(
        self,
        info: TenantInfo,
        *,
        open_gateway: Callable[[], Gateway],
        store: Path | None = None,
        journal: Path | None = None,
        clock: Clock | None = None,
        collections: Mapping[str, AnyCollection] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        sample_token: Callable[[str], str] | None = None,
    ) -> None:
        """Opens what is on this machine.

        Args:
            info: what the profile says.
            open_gateway: makes the API client; runs in a thread, for its imports and a keyring take their time.
            store: the store's file; None: memory.
            journal: the change log's file; None: memory.
            clock: what tells the time.
            collections: all kinds of records; None: all there are.
            sample_token: makes an access token of a user, by id, to look at; only a demo tenant can.
            pause: how the waits before a second look at the tenant are waited.

        Raises:
            JournalError: the change log cannot be written, so nothing could be changed safely.
        """
        self.info = info
        self.clock: Clock = clock or SystemClock()
        self.bus = Bus()
        self.collections = COLLECTIONS if collections is None else collections
        self.sample_token = sample_token
        self.gateway: Gateway | None = None
        self.picked: dict[str, list[str]] = {}
        """What was picked last to answer a question, by collection, the newest first."""
        self.trouble = ""
        """Why there is no gateway, as a sentence; empty: there is one, or nobody has connected yet."""
        self._open_gateway = open_gateway
        self._opening: asyncio.Task[None] | None = None
        self.journal = Journal(journal, info.name, info.issuer_url, self.clock)
        self.store = Store(self.collections, store, self.bus, self.clock)
        self.sync = Sync(self.store, self._current, self.bus, self.clock, self.collections)
        self.guard = Guard(
            info.name,
            environment=info.environment,
            read_only=info.read_only,
            started_read_only=info.started_read_only,
            protected=info.protected,
            dry_run=info.dry_run,
            scopes=self._scopes,
            refused=self._refused_scopes,
        )
        self._pause = pause

    # What is not needed for the first rows is imported when it is first asked for.

    @cached_property
    def changes(self) -> Changes:
        """The pipeline that every write goes through."""
        from kinde_tui.services.changes import Changes

        return Changes(
            self._current,
            self.store,
            self.sync,
            self.journal,
            self.bus,
            self.clock,
            self.guard,
            self.collections,
            pause=self._pause,
        )

    @property
    def on_their_way(self) -> tuple[Change, ...]:
        """Changes that have no outcome yet."""
        return self.changes.on_their_way if "changes" in self.__dict__ else ()

    @cached_property
    def flags(self) -> Flags:
        """The cascade of feature flags."""
        from kinde_tui.services.flags import Flags

        return Flags(self.store, self.journal, self.info.called)

    @cached_property
    def access(self) -> Access:
        """Who may do what, and through which role."""
        from kinde_tui.services.access import Access

        return Access(self.store)

    @cached_property
    def exports(self) -> Exports:
        """Files that are being written."""
        from kinde_tui.services.exports import Exports

        return Exports()

    async def connect(self) -> None:
        """Makes the gateway, behind whatever is on screen; asks the tenant for nothing yet.

        When it cannot be made, `trouble` says why and `ReachChanged` tells; calling this again tries again.
        """
        if self.gateway is not None:
            return
        if self._opening is None:
            self._opening = asyncio.ensure_future(self._connect())
            self._opening.add_done_callback(self._opened)
        await asyncio.shield(self._opening)

    async def reconnect(self) -> None:
        """Makes the gateway anew, with the credentials that there are now; all that is on the screen stays."""
        before, self.gateway = self.gateway, None
        await self.connect()
        if before is not None:
            await before.close()

    async def renew_token(self) -> None:
        """Asks for a new token, for scopes that were ticked meanwhile; lists that lacked one are due again.

        Raises:
            KindeError: none can be had; the one there was stays in use.
        """
        if self.gateway is None:
            raise UnreachableError(self.trouble or "There is no connection to the tenant yet; try again in a moment.")
        try:
            await self.gateway.authenticate()
        except KindeError as error:
            self.sync.heard(error)
            raise
        self.sync.forgive()
        self.sync.heard(None)
        self.bus.publish(ReachChanged(Reach.CONNECTED))

    async def close(self, patience: float = PATIENCE) -> None:
        """Waits for changes on their way, at most so many seconds, and gives everything back."""
        if self._opening is not None:
            self._opening.cancel()  # a keyring that does not answer keeps nobody from leaving
        if "exports" in self.__dict__:
            await self.exports.close()
        if "changes" in self.__dict__:
            await self.changes.close(patience)
        await self.sync.close()
        if self.gateway is not None:
            await self.gateway.close()
            self.gateway = None
        self.store.close()
        self.journal.close()

    def cut_off(self) -> str:
        """What an earlier run of the program left without an outcome, as a sentence; empty: nothing."""
        try:
            count = len(self.journal.unsettled())
        except JournalError as error:
            return str(error)
        if not count:
            return ""
        what = "1 change has" if count == 1 else f"{count:,} changes have"
        return f"{what} no outcome: the program was cut off. The change log (:log) settles that with s."

    def name_of(self, collection: str, key: str) -> str | None:
        """What people call a record of a list without parents; None: it is not loaded."""
        raw = self.find(collection, key)
        return None if raw is None else self.collections[collection].called(self.collections[collection].read(raw))

    def find(self, collection: str, key: str) -> Raw | None:
        """A record of a list without parents, as it came; None: it is not loaded."""
        return self.store.get(collection, key) if collection in self.collections and key else None

    def context(self) -> Context:
        """What cells and actions may know beside their own record."""
        return Context(self.clock.now(), self.name_of, self.find, client_id=self.info.client_id)

    async def _connect(self) -> None:
        try:
            self.gateway = await aside(self._open_gateway)
        except KindeError as error:
            self.trouble = str(error)
            self.bus.publish(ReachChanged(Reach.REFUSED, self.trouble))
        else:
            self.trouble = ""
            self.bus.publish(ReachChanged(Reach.UNKNOWN))

    def _opened(self, _task: asyncio.Task[None]) -> None:
        self._opening = None

    def _current(self) -> Gateway | None:
        return self.gateway

    def _scopes(self) -> frozenset[str] | None:
        return None if self.gateway is None else self.gateway.scopes

    def _refused_scopes(self) -> frozenset[str]:
        return frozenset() if self.gateway is None else self.gateway.refused_scopes
