"""Changes without an outcome: those that a cut-off run left behind, and those whose answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.services.change import State
from kinde_tui.services.rebuilding import is_whole, rebuilt, reveals
from kinde_tui.services.settling import Look

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.journal_entry import Entry
    from kinde_tui.services.settling import Settling

SETTLES = 30.0
"""Seconds in which a request that was sent may still take effect: only then "it is not there" means "not done"."""
AT_ONCE = 6
SLACK = timedelta(minutes=2)
"""The tenant's clock and this one may differ by so much."""

NEVER_SENT = "Never sent: the program ended before its turn."
HAPPENED = "The answer was lost; the tenant shows that it happened."
DID_NOT = "It did not happen: the answer was lost, and the tenant does not show it."
UNTOLD = "The change log does not tell what to look for: look in Kinde before you do it again."
_CREATED = ("created_on", "created_at", "created")


@dataclass(frozen=True, slots=True)
class Settled:
    """How many entries were found to be what."""

    done: int = 0
    not_done: int = 0
    unknown: int = 0

    def __str__(self) -> str:
        return f"{self.done:,} done, {self.not_done:,} not done, {self.unknown:,} still unknown"


@dataclass(frozen=True, slots=True)
class Again:
    """What was not done, as changes, oldest first."""

    changes: tuple[Change, ...] = ()
    elsewhere: tuple[Change, ...] = ()
    """Those whose answer holds a secret that is seen once: they are made where it is shown, and not from the log."""


class Recovery:
    """Finds out what became of changes without an outcome; it never sends a write."""

    def __init__(
        self,
        journal: Journal,
        settling: Settling,
        collections: Mapping[str, AnyCollection],
        clock: Clock,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._journal = journal
        self._settling = settling
        self._collections = collections
        self._clock = clock
        self._pause = pause
        self._began = clock.now()

    def open(self) -> list[Entry]:
        """The entries without an outcome, oldest first.

        Raises:
            JournalError: the change log cannot be read.
        """
        return self._journal.open()

    async def settle(self, progress: Callable[[int, int], None] | None = None) -> Settled:
        """Looks for every open entry at the tenant, and writes down what it shows.

        What was never sent is not done. What was sent and is there is done; what is not there when the settling time
        is over is not done; what cannot be seen stays unknown, with what to check.

        Args:
            progress: is called with the number settled so far, and the number of all.

        Raises:
            JournalError: the change log cannot be read or written.
        """
        entries = await asyncio.to_thread(self.open)
        unsent = [entry for entry in entries if entry.state is State.INTENT]
        sent = [entry for entry in entries if entry.state is not State.INTENT]
        if unsent:
            ids = [entry.id for entry in unsent]
            await asyncio.to_thread(self._journal.settle, ids, State.NOT_DONE, NEVER_SENT)
        found = await self._each(sent, len(unsent), progress)
        states = [*(State.NOT_DONE for _ in unsent), *found]
        return Settled(*(states.count(state) for state in (State.DONE, State.NOT_DONE, State.UNKNOWN)))

    def again(self, entries: Sequence[Entry]) -> Again:
        """What was not done, as changes to be made.

        What was made meanwhile is left out, and what held a secret, for the log does not have it.

        Raises:
            JournalError: the change log cannot be read.
        """
        wanted = {entry.id for entry in entries if entry.state is State.NOT_DONE}
        seen: set[str] = set()
        changes: list[Change] = []
        for entry in self._journal.entries(None) if wanted else ():  # newest first
            same = f"{entry.request} {entry.body}"
            if entry.id in wanted and same not in seen and (change := rebuilt(entry, self._collections)) is not None:
                changes.append(change)
            if entry.state not in {State.REFUSED, State.CONFLICT, State.DRY_RUN}:
                seen.add(same)
        elsewhere = tuple(change for change in reversed(changes) if reveals(change.request.operation))
        return Again(
            tuple(change for change in reversed(changes) if change not in elsewhere and is_whole(change)), elsewhere
        )

    async def _each(
        self, entries: Sequence[Entry], before: int, progress: Callable[[int, int], None] | None
    ) -> list[State]:
        queue, found = iter(entries), list[State]()

        async def work() -> None:
            for entry in queue:
                found.append(await self._one(entry))
                if progress is not None:
                    progress(before + len(found), before + len(entries))

        await asyncio.gather(*(work() for _ in range(min(AT_ONCE, len(entries)))))
        return found

    async def _one(self, entry: Entry) -> State:
        look = await self._look(entry)
        if look.happened is False and (wait := self._still_settles(entry)) > 0:
            await self._pause(wait)
            look = await self._look(entry)
        state, said = _verdict(look)
        await asyncio.to_thread(self._journal.settle, [entry.id], state, said)
        return state

    async def _look(self, entry: Entry) -> Look:
        change = rebuilt(entry, self._collections)
        if change is None:
            return Look(None, UNTOLD)
        return await self._settling.look(change, was_there=lambda raw: _is_older(raw, entry.at))

    def _still_settles(self, entry: Entry) -> float:
        """Seconds; a program that was killed had its last moment before this one began."""
        last = max(self._began, entry.settled_at or self._began)
        return SETTLES - (self._clock.now() - last).total_seconds()


def _verdict(look: Look) -> tuple[State, str]:
    if look.happened is None:
        return State.UNKNOWN, f"Whether it happened is not known. {look.why}"
    return (State.DONE, HAPPENED) if look.happened else (State.NOT_DONE, DID_NOT)


def _is_older(raw: Raw, moment: datetime) -> bool:
    """Whether the record says that it was made before that moment."""
    text = next((raw[name] for name in _CREATED if isinstance(raw.get(name), str)), "")
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return False
    made = made if made.tzinfo else made.replace(tzinfo=UTC)
    return made < moment - SLACK
