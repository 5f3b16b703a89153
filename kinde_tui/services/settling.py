"""What became of a write whose answer was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations
from kinde_tui.api.errors import KindeError
from kinde_tui.api.operation import Repeat
from kinde_tui.services.change import Outcome, State
from kinde_tui.services.natural import NaturalKey, natural_key

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.pending import Pending
    from kinde_tui.services.store import Store
    from kinde_tui.services.truth import Truth

PAUSES: Mapping[Repeat, tuple[float, ...]] = {Repeat.SET: (0.0, 2.0), Repeat.CREATE: (1.0, 3.0)}
"""Seconds before each look at the tenant: a request may still take effect after its answer was lost."""

CHECKS: Mapping[str, str] = {
    operations.ROTATE_API_KEY.id: "The old key may be void and the new one is lost: rotate the key again.",
    operations.CREATE_API_KEY.id: "If a key of that name is in the list, its secret is lost: revoke it.",
    operations.CREATE_APPLICATION.id: "Look for the application in the list before you make it again.",
    operations.CREATE_ORGANIZATION_INVITE.id: "Look for the invitation in the list: the mail may be out already.",
    operations.CREATE_METER_USAGE_RECORD.id: "Look at the customer's usage before you record it again: it is billed.",
    operations.CREATE_BILLING_AGREEMENT.id: "Look at the customer's agreements before you make another: it is billed.",
}
"""What to check by hand after an operation that must never be sent twice."""


SHOWN = "The answer was lost; the tenant shows that it happened."


@dataclass(frozen=True, slots=True)
class Look:
    """What the tenant shows of a change whose answer was lost."""

    happened: bool | None
    """None: it does not tell."""
    why: str = ""
    """What to do about it, when it is not there or cannot be told."""
    answer: Raw | None = None
    """What the lost answer would have said."""


class Settling:
    """Finds out whether a write took effect, and never sends it again.

    Args:
        truth: what reads the tenant.
        collections: all declarations by name.
        store: knows which records were there before.
        pending: knows which of its rows are hopes only.
        pause: waits for so many seconds.
    """

    def __init__(
        self,
        truth: Truth,
        collections: Mapping[str, AnyCollection],
        store: Store,
        pending: Pending,
        pause: Callable[[float], Awaitable[None]],
    ) -> None:
        self._truth = truth
        self._collections = collections
        self._store = store
        self._pending = pending
        self._pause = pause

    async def settle(self, change: Change, error: KindeError) -> Outcome:
        """The outcome of a change whose answer was lost with `error`: done, or unknown."""
        seen = ""
        for seconds in PAUSES.get(change.request.operation.repeat, (0.0,)):
            if seconds:
                await self._pause(seconds)
            look = await self.look(change)
            if look.happened:
                return Outcome(change, State.DONE, SHOWN, answer=look.answer)
            seen = look.why
        return Outcome(change, State.UNKNOWN, _unknown(error, seen))

    async def look(self, change: Change, *, was_there: Callable[[Raw], bool] | None = None) -> Look:
        """What the tenant shows of a change now; sends no write.

        Args:
            change: whose effect is looked for.
            was_there: of a record with the natural key of a new one, whether it is older than the change; None: the
                store tells.
        """
        repeat = change.request.operation.repeat
        if repeat is Repeat.UNREPEATABLE:
            check = CHECKS.get(change.request.operation.id, f"Check {_called(change)} in Kinde before you do it again.")
            return Look(None, check)
        try:
            if repeat is Repeat.CREATE:
                return await self._look_for_new(change, was_there)
            return await self._look_at_target(change)
        except KindeError as error:
            return Look(None, f"It could not be looked up either: {sentence(error)}")

    async def _look_at_target(self, change: Change) -> Look:
        reading = await self._truth.of(change.target)
        reached = self._truth.reached(change, reading)
        if reached:
            return Look(True, answer={})
        if reached is None:
            return Look(None, f"Kinde offers no way to see it: check {_called(change)} before you do it again.")
        return Look(False, f"{_called(change)} does not show it yet: look again before you do it again.")

    async def _look_for_new(self, change: Change, was_there: Callable[[Raw], bool] | None) -> Look:
        key = natural_key(change.request)
        if key is None:
            why = f"Nothing tells it from other records: look for {_called(change)} before you make it again."
            return Look(None, why)
        reading = await self._truth.find(change.target, key.query, key.is_in)
        if not reading.known:
            return Look(None, reading.why or f"Look for {key.value} in the list before you make it again.")
        if reading.raw is None:
            return Look(False, f"There is no {key.value} yet: look again before you make it again.")
        if self._was_there(change, key) if was_there is None else was_there(reading.raw):
            return Look(None, f"{key.value} was there before: compare it with what you meant.")
        return Look(True, answer=self._answer(change, reading.raw))

    def _was_there(self, change: Change, key: NaturalKey) -> bool:
        collection, parent = change.target.collection, change.target.parent
        key_of = self._collections[collection].key
        return any(
            key.is_in(raw) and not self._pending.has((collection, parent, key_of(raw)))
            for raw in self._store.rows(collection, parent)
        )

    def _answer(self, change: Change, raw: Raw) -> Raw:
        """What the lost answer would have said, in both of the API's forms, so that an undo finds the new id."""
        collection, parent = change.target.collection, change.target.parent
        made: dict[str, Any] = {**raw, self._collections[collection].one: raw}
        if self._store.age(collection, parent).complete:
            made["created"] = True  # the whole list was here before, and this was not in it
        return made


def sentence(error: KindeError) -> str:
    """What an error says, ending in a full stop."""
    text = str(error).strip() or "Kinde did not answer."
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _unknown(error: KindeError, check: str) -> str:
    text = sentence(error)
    return f"{text} {check}" if "not known" in text else f"{text} Whether it happened is not known. {check}"


def _called(change: Change) -> str:
    return change.target.name or change.target.key or "the record"
