"""The one way by which anything is written: guarded, compared, journalled, sent, settled, shown."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from kinde_tui.services.aftermath import Aftermath
from kinde_tui.services.bulk import Bulk
from kinde_tui.services.change import Outcome, State
from kinde_tui.services.events import ChangeProgressed
from kinde_tui.services.pending import Pending
from kinde_tui.services.pipeline import Job, Pipeline
from kinde_tui.services.recovery import Recovery
from kinde_tui.services.redaction import exact
from kinde_tui.services.settling import Settling
from kinde_tui.services.truth import Truth
from kinde_tui.services.turns import Turns
from kinde_tui.services.undo import History

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.services.bulk import Progress
    from kinde_tui.services.change import Change
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.events import Bus
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.guard import Guard
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.pipeline import Made
    from kinde_tui.services.store import Store
    from kinde_tui.services.sync import Sync
    from kinde_tui.services.undo import Step, Way

T = TypeVar("T")

ON_ITS_WAY = "It is on its way already, and is not sent twice."
WENT_ON = "Something else was changed meanwhile, and is next: try again."


class Changes:
    """Makes changes, one after the other where they are about the same record, and remembers how to take them back.

    A change that was begun is brought to its end, even when whoever asked for it stops waiting.
    """

    def __init__(
        self,
        gateway: Callable[[], Gateway | None],
        store: Store,
        sync: Sync,
        journal: Journal,
        bus: Bus,
        clock: Clock,
        guard: Guard,
        collections: Mapping[str, AnyCollection],
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._bus = bus
        self._guard = guard
        self._sync = sync
        self._pending = Pending(store, bus, collections)
        truth = Truth(gateway, collections)
        settling = Settling(truth, collections, store, self._pending, pause)
        self._pipeline = Pipeline(gateway, journal, truth, settling)
        self.recovery = Recovery(journal, settling, collections, clock, pause)
        """For changes of earlier runs that have no outcome."""
        self._bulk = Bulk(self._refused, self._make, journal, clock)
        self._history = History()
        self._way: dict[str, Change] = {}
        self._aftermath = Aftermath(store, self._pending, sync, collections)
        self._turns = Turns()
        self._writes: set[asyncio.Task[Any]] = set()

    @property
    def on_their_way(self) -> tuple[Change, ...]:
        """Changes that have begun and have no outcome yet, oldest first."""
        return tuple(self._way.values())

    @property
    def next_redo(self) -> Change | None:
        """The change that `redo` would make; of several made together, the first."""
        return self._history.redos[-1].change if self._history.redos else None

    def next_step(self, *, back: bool) -> Step | None:
        """All that `undo` would do, or `redo`, and what that cannot bring back; None: nothing.

        What has no way back is a step as well (`stuck`): `undo` refuses it once, and then goes on to what was before.
        """
        way = self._history.undos if back else self._history.redos
        return way[-1] if way else None

    async def apply(self, change: Change, *, overwrite: bool = False) -> Outcome:
        """Makes one change.

        Args:
            change: what is to be made. The inverse that an undo ran into a conflict with counts as that undo.
            overwrite: makes it even though somebody else changed the same fields: after the person saw both.

        Returns:
            What became of it; no KindeError is raised.
        """
        return await self._owned(self._apply(change, overwrite))

    async def apply_all(
        self,
        changes: Sequence[Change],
        *,
        called: str = "",
        progress: Progress | None = None,
        stop: asyncio.Event | None = None,
    ) -> list[Outcome]:
        """Makes many changes, a few at a time, and takes them back together.

        What failed is tried again by calling this with those changes. A failure that every further change would meet
        as well (no network, credentials refused, a missing scope) ends it.

        Args:
            changes: what is to be made.
            called: what they are called together when they are taken back: `Suspend: 12 users`.
            progress: is called after each with the number finished, the number of all, and its outcome.
            stop: once it is set, no further change is sent; those that are not have the state INTENT.

        Returns:
            The outcomes in the order of the changes.
        """
        made = await self._owned(self._apply_all(list(changes), called, progress, stop))
        return [outcome for outcome, _ in made]

    async def undo(
        self,
        step: Step | None = None,
        *,
        overwrite: bool = False,
        progress: Progress | None = None,
        stop: asyncio.Event | None = None,
    ) -> Outcome | None:
        """Takes back what was done last; None: there is nothing to take back.

        Args:
            step: what the person was shown; refused when something else is next by now. None: whatever is next.
            overwrite: as in `apply`.
            progress: as in `apply_all`.
            stop: as in `apply_all`.
        """
        return await self._owned(self._walk(self._history.undo_way, step, overwrite, progress, stop))

    async def redo(
        self,
        step: Step | None = None,
        *,
        overwrite: bool = False,
        progress: Progress | None = None,
        stop: asyncio.Event | None = None,
    ) -> Outcome | None:
        """Does again what was taken back last; None: there is nothing. The arguments are those of `undo`."""
        return await self._owned(self._walk(self._history.redo_way, step, overwrite, progress, stop))

    async def settled(self) -> None:
        """Waits until every change has its outcome and what follows from it was read again."""
        while self._writes:
            await asyncio.wait(tuple(self._writes))
        await self._aftermath.settled()

    async def close(self, patience: float) -> None:
        """Waits for changes on their way, at most so many seconds; the journal marks what is not settled by then.

        Lists that are read again because of changes are given up.
        """
        if self._writes:
            await asyncio.wait(tuple(self._writes), timeout=patience)
        for task in self._writes:
            task.cancel()
        await asyncio.gather(*self._writes, return_exceptions=True)
        await self._aftermath.close()
        self._pending.close()

    async def _owned(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.ensure_future(work)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def _apply(self, change: Change, overwrite: bool) -> Outcome:
        recalled = self._history.recall(change)
        if recalled is not None and (walked := await self._walk(*recalled, overwrite)):
            return walked
        made = self._refused(change) or await self._make(Job(change, overwrite=overwrite))
        self._history.done([made])
        await self._aftermath.of([made[0]])
        return made[0]

    async def _apply_all(
        self, changes: Sequence[Change], called: str, progress: Progress | None, stop: asyncio.Event | None
    ) -> list[Made]:
        made = await self._bulk.run(changes, {}, progress, stop)
        self._history.done(made, called)
        await self._aftermath.of([outcome for outcome, _ in made])
        return made

    async def _walk(
        self,
        way: Way,
        step: Step | None,
        overwrite: bool,
        progress: Progress | None = None,
        stop: asyncio.Event | None = None,
    ) -> Outcome | None:
        step = step or way.next
        if step is None:
            return None
        if not way.take(step):
            return Outcome(step.change, State.REFUSED, f"Nothing was sent. {WENT_ON}")
        if step.stuck:
            return Outcome(step.change, State.REFUSED, step.why_stuck)
        undoes = {inverse.change.id: inverse.entry for inverse in step.inverses}
        if len(step.inverses) == 1:
            change = step.change
            job = Job(change, undoes=undoes[change.id], overwrite=overwrite)
            made = [self._refused(change) or await self._make(job)]
        else:
            made = await self._bulk.run(step.changes, undoes, progress, stop)
        way.walked(step, made)
        outcomes = [outcome for outcome, _ in made]
        await self._aftermath.of(outcomes)
        return _together(outcomes)

    def _refused(self, change: Change) -> Made | None:
        """The outcome of a change that is not even begun; None: it may begin."""
        refusal = self._guard.refusal(change.request.operation)
        if self._guard.dry_run:
            said = f"Dry run, nothing was sent: {exact(change.request)}"
            outcome = Outcome(change, State.DRY_RUN, f"{said} Without the dry run: {refusal}" if refusal else said)
        elif refusal:
            outcome = Outcome(change, State.REFUSED, refusal)
        else:
            return None
        self._bus.publish(ChangeProgressed(change, outcome))
        return outcome, ""

    async def _make(self, job: Job) -> Made:
        """Shows the change, takes it through the pipeline when its turn comes, and shows what became of it."""
        change = job.change
        if change.id in self._way:
            return await self._pipeline.refused(job, ON_ITS_WAY)
        self._way[change.id] = change
        self._pending.lay(change)
        self._bus.publish(ChangeProgressed(change))
        outcome = None
        try:
            async with self._turns.of(change):
                outcome, entry = await self._pipeline.run(replace(job, told=self._aftermath.told))
        finally:
            del self._way[change.id]
            if outcome is not None and outcome.done:
                self._pending.keep(change)
            else:
                self._pending.take_back(change)
        if outcome.done or outcome.error is not None:
            self._sync.heard(None if outcome.done else outcome.error)
        self._bus.publish(ChangeProgressed(change, outcome))
        return outcome, entry


def _together(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome for changes that were made together: the first that did not work, with how many did."""
    if len(outcomes) == 1:
        return outcomes[0]
    worked = sum(outcome.done for outcome in outcomes)
    worst = next((outcome for outcome in outcomes if not outcome.done), outcomes[0])
    return replace(worst, sentence=f"{worked} of {len(outcomes)} changes made. {worst.sentence}".strip())
