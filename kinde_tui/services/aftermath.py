"""After a change: the store is brought to what the tenant has."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kinde_tui.api.errors import KindeError, NotFoundError
from kinde_tui.services.change import Removed, Stale, State
from kinde_tui.services.pending import place

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Outcome, Parent, Target
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.pending import Pending
    from kinde_tui.services.store import Store
    from kinde_tui.services.sync import Sync


class Aftermath:
    """Reads again what a change has touched, behind the back of whoever asked for the change."""

    def __init__(self, store: Store, pending: Pending, sync: Sync, collections: Mapping[str, AnyCollection]) -> None:
        self._store = store
        self._pending = pending
        self._sync = sync
        self._collections = collections
        self._tasks: set[asyncio.Task[None]] = set()

    async def of(self, outcomes: Sequence[Outcome]) -> None:
        """Reads again what these changes touched: at once after a conflict, which is about to be shown."""
        if len(outcomes) == 1 and outcomes[0].state is State.CONFLICT:
            await self._target(outcomes[0].change)
        else:
            self.read_again(outcomes)

    def read_again(self, outcomes: Sequence[Outcome]) -> None:
        """The same in the background."""
        task = asyncio.ensure_future(self._follow(outcomes))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def told(self, target: Target, raw: Raw | None) -> None:
        """Keeps what a comparison found; what a record's own call answers is read again in the list's spelling."""
        collection = self._collections[target.collection]
        if raw is None or collection.reads is None:
            self._pending.learn(target, raw)

    async def settled(self) -> None:
        """Waits until everything is read."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    async def close(self) -> None:
        """Gives up what is still being read."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _follow(self, outcomes: Sequence[Outcome]) -> None:
        touched = [outcome for outcome in outcomes if outcome.done or _doubtful(outcome)]
        # One by one only for a single change: a bulk would cost twice as many requests.
        if len(touched) == 1 and not _gone(touched[0]):
            await self._target(touched[0].change)
        lists = dict.fromkeys(
            (effect.collection, effect.parent)
            for outcome in touched
            for effect in outcome.change.effects
            if isinstance(effect, Stale) and self._loaded(effect.collection, effect.parent)
        )
        for collection, parent in lists:
            await self._sync.refresh(collection, parent)

    async def _target(self, change: Change) -> None:
        target = change.target
        collection = self._collections.get(target.collection)
        if collection is not None and collection.reads is not None and target.key:
            with suppress(KindeError):  # the list's own state tells that the tenant does not answer
                await self._sync.reread(target.collection, target.key, target.parent)

    def _loaded(self, collection: str, parent: Parent) -> bool:
        """Whether somebody has looked at the list; others are read when somebody does."""
        return collection in self._collections and self._store.age(collection, parent).read_at is not None


def _doubtful(outcome: Outcome) -> bool:
    return outcome.state in {State.UNKNOWN, State.CONFLICT} or isinstance(outcome.error, NotFoundError)


def _gone(outcome: Outcome) -> bool:
    target = place(outcome.change.target)
    effects = outcome.change.effects
    return outcome.done and any(isinstance(effect, Removed) and place(effect.target) == target for effect in effects)
