"""Many changes together: a few at a time, each with its own outcome, stoppable."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.api.errors import CredentialsError, MissingScopeError, RefusedHereError, UnreachableError
from kinde_tui.services.change import Outcome, State
from kinde_tui.services.journal import JournalError
from kinde_tui.services.pipeline import Job
from kinde_tui.services.truth import Lists

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.services.change import Change
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.pipeline import Made

Progress: TypeAlias = Callable[[int, int, Outcome], None]
"""Hears how many are finished, of how many, and the last one's outcome."""

AT_ONCE = 6
"""So many changes are on their way together; the API layer slows them down where the tenant wants it."""

_HOPELESS = (UnreachableError, CredentialsError, MissingScopeError, RefusedHereError)
"""Every further change would meet these as well."""


@dataclass(slots=True)
class _Run:
    """One bulk while it runs."""

    changes: Sequence[Change]
    entries: Mapping[str, str]
    lists: Lists
    progress: Progress | None
    stop: asyncio.Event | None
    made: dict[int, Made] = field(default_factory=dict)
    halted: str = ""

    @property
    def why_not(self) -> str:
        """Why no further change is sent; empty: it may be."""
        return "It was stopped before its turn." if self.stop is not None and self.stop.is_set() else self.halted

    def finished(self, index: int, made: Made) -> None:
        self.made[index] = made
        if self.progress is not None:
            self.progress(len(self.made), len(self.changes), made[0])


class Bulk:
    """Makes many changes.

    All intents are written down first, in one transaction: after a crash the journal tells what was not done.
    """

    def __init__(
        self,
        refused: Callable[[Change], Made | None],
        make: Callable[[Job], Awaitable[Made]],
        journal: Journal,
        clock: Clock,
    ) -> None:
        self._refused = refused
        self._make = make
        self._journal = journal
        self._clock = clock

    async def run(
        self,
        changes: Sequence[Change],
        undoes: Mapping[str, str],
        progress: Progress | None,
        stop: asyncio.Event | None,
    ) -> list[Made]:
        """Makes the changes; what each became, in their order."""
        run = _Run(changes, {}, Lists(self._clock), progress, stop)
        allowed: list[tuple[int, Change]] = []
        for index, change in enumerate(changes):
            if (made := self._refused(change)) is not None:
                run.finished(index, made)
            else:
                allowed.append((index, change))
        try:
            ids = await asyncio.to_thread(self._journal.intend, [change for _, change in allowed], undoes=undoes)
        except JournalError as error:
            for index, change in allowed:
                run.finished(index, (Outcome(change, State.REFUSED, f"Nothing was sent. {error}"), ""))
        else:
            run.entries = {change.id: entry for (_, change), entry in zip(allowed, ids, strict=True)}
            await self._work(run, allowed)
        return [run.made[index] for index in range(len(changes))]

    async def _work(self, run: _Run, allowed: Sequence[tuple[int, Change]]) -> None:
        queue = iter(allowed)
        workers = [asyncio.ensure_future(self._worker(run, queue)) for _ in range(min(AT_ONCE, len(allowed)))]
        try:
            if workers:
                await asyncio.wait(workers)
        finally:
            for worker in workers:  # nothing to do but when the bulk itself is given up
                worker.cancel()
        for worker in workers:
            worker.result()
        await self._give_up(run, list(queue))

    async def _worker(self, run: _Run, queue: Iterator[tuple[int, Change]]) -> None:
        while not run.why_not and (item := next(queue, None)) is not None:
            index, change = item
            made = await self._make(Job(change, entry=run.entries[change.id], lists=run.lists))
            outcome = made[0]
            if outcome.done:
                run.lists.made(change)
            elif isinstance(outcome.error, _HOPELESS):
                run.halted = outcome.sentence
            run.finished(index, made)

    async def _give_up(self, run: _Run, rest: Sequence[tuple[int, Change]]) -> None:
        if not rest:
            return
        why = f"Not sent. {run.why_not}"
        entries = [run.entries[change.id] for _, change in rest]
        try:
            await asyncio.to_thread(self._journal.settle, entries, State.INTENT, why)
        except JournalError as error:
            why = f"{why} {error}"
        for index, change in rest:
            run.finished(index, (Outcome(change, State.INTENT, why), run.entries[change.id]))
