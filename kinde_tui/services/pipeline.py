"""The way of one change: compared, written down, sent, settled, written down again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.api.errors import ConflictError, DryRunError, KindeError, UnreachableError
from kinde_tui.api.operations import CREATE_DIRECTORY
from kinde_tui.services.change import Inserted, Outcome, State
from kinde_tui.services.journal import JournalError
from kinde_tui.services.pending import place
from kinde_tui.services.settling import SHOWN, sentence
from kinde_tui.services.truth import same

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Conflict, Target
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.journal import Journal
    from kinde_tui.services.settling import Settling
    from kinde_tui.services.truth import Lists, Reading, Truth

Made: TypeAlias = tuple[Outcome, str]
"""What became of a change, and its journal entry; the latter is empty when nothing was written down."""

NOT_CONNECTED = "The tenant is not connected, so nothing was sent. Try again when it is."

MADE_ALL_THE_SAME = frozenset({CREATE_DIRECTORY.id})
"""Operations that are known to answer 409 although they did what was asked."""


def _tell_nobody(_target: Target, _raw: Raw | None) -> None:
    """For who does not want to know what a comparison found."""


@dataclass(frozen=True, slots=True)
class Job:
    """One change on its way, and how it is to be made."""

    change: Change
    entry: str = ""
    """The journal's entry, when its intent is already written down."""
    undoes: str = ""
    """The entry that this change takes back."""
    overwrite: bool = False
    """Makes it even when somebody else changed the same fields meanwhile."""
    lists: Lists | None = None
    """Shared by the changes of a bulk."""
    told: Callable[[Target, Raw | None], None] = _tell_nobody
    """Hears what the tenant has when that is not what the person saw; None: nothing."""


class Pipeline:
    """Takes a change that the guard let pass to its outcome. It changes nothing that is shown."""

    def __init__(
        self, gateway: Callable[[], Gateway | None], journal: Journal, truth: Truth, settling: Settling
    ) -> None:
        self._gateway = gateway
        self._journal = journal
        self._truth = truth
        self._settling = settling
        self._doubtful: set[str] = set()
        """Ids of changes that were sent and may have happened: the difference that they find may be their own."""

    async def run(self, job: Job) -> Made:
        """Makes the change; returns what became of it."""
        change, entry = job.change, job.entry
        gateway = self._gateway()
        if gateway is None:
            error = UnreachableError(NOT_CONNECTED)
            return await self._noted(Outcome(change, State.REFUSED, NOT_CONNECTED, error=error), entry)
        if not job.overwrite and (refused := await self._compare(job)):
            return await self._noted(refused, entry)
        try:
            if not entry:
                undoes = {change.id: job.undoes} if job.undoes else None
                (entry,) = await asyncio.to_thread(self._journal.intend, [change], undoes=undoes)
            await asyncio.to_thread(self._journal.sent, entry)
        except JournalError as error:
            return Outcome(change, State.REFUSED, f"Nothing was sent. {error}"), ""
        outcome = await self._send(gateway, change)
        if outcome.state is State.UNKNOWN:
            self._doubtful.add(change.id)
        return await self._noted(outcome, entry)

    async def refused(self, job: Job, why: str) -> Made:
        """Does not make the change, and writes that down where its intent was written down."""
        return await self._noted(Outcome(job.change, State.REFUSED, why), job.entry)

    async def _compare(self, job: Job) -> Outcome | None:
        """None when the tenant has what the person saw, or does not tell; else there is nothing to send."""
        change = job.change
        if not change.before:
            return None
        try:
            reading = await self._truth.of(change.target, job.lists)
        except KindeError as error:
            return Outcome(change, State.REFUSED, f"Nothing was sent: {sentence(error)}", error=error)
        return self._judged(job, reading)

    def _judged(self, job: Job, reading: Reading) -> Outcome | None:
        change, raw = job.change, reading.raw
        if not reading.known or (raw is None and _makes_target(change)):
            return None
        if raw is None:
            job.told(change.target, None)
            name = change.target.name or change.target.key
            return Outcome(change, State.REFUSED, f"{name} was deleted elsewhere; nothing was sent.")
        conflicts = self._truth.conflicts(change, raw)
        if not conflicts:
            return None
        job.told(change.target, raw)
        if change.id in self._doubtful and all(_is_as_wanted(change, conflict) for conflict in conflicts):
            return Outcome(change, State.DONE, SHOWN)
        return Outcome(change, State.CONFLICT, "Somebody else changed this meanwhile; nothing was sent.", conflicts)

    async def _send(self, gateway: Gateway, change: Change) -> Outcome:
        try:
            answer = await gateway.send(change.request)
        except DryRunError as error:
            return Outcome(change, State.DRY_RUN, sentence(error), error=error)
        except ConflictError as error:
            if change.request.operation.id in MADE_ALL_THE_SAME:
                settled = await self._settling.settle(change, error)
                if settled.done:
                    return replace(settled, error=error)
            return Outcome(change, State.CONFLICT, sentence(error), await self._conflicts_now(change), error=error)
        except KindeError as error:
            if error.ambiguous:
                return replace(await self._settling.settle(change, error), error=error)
            return Outcome(change, State.REFUSED, sentence(error), error=error)
        return Outcome(change, State.DONE, answer=answer)

    async def _conflicts_now(self, change: Change) -> tuple[Conflict, ...]:
        try:
            reading = await self._truth.of(change.target)
        except KindeError:
            return ()  # the tenant's own sentence has to do
        return () if reading.raw is None else self._truth.conflicts(change, reading.raw)

    async def _noted(self, outcome: Outcome, entry: str) -> Made:
        if entry:
            try:
                await asyncio.to_thread(self._journal.settle, [entry], outcome.state, outcome.sentence)
            except JournalError as error:
                return replace(outcome, sentence=f"{outcome.sentence} {error}".strip()), entry
        return outcome, entry


def _is_as_wanted(change: Change, conflict: Conflict) -> bool:
    return conflict.field in change.after and same(conflict.found, conflict.wanted)


def _makes_target(change: Change) -> bool:
    """Whether the record is there after the change even where it was not before."""
    target = place(change.target)
    return any(isinstance(effect, Inserted) and place(effect.target) == target for effect in change.effects)
