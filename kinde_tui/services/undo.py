"""What can be taken back, and what can be done once more."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from kinde_tui.services.change import State
from kinde_tui.services.collections.collection import InvalidInputError

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Outcome
    from kinde_tui.services.pipeline import Made

DEPTH = 200
"""So many steps back are remembered."""


@dataclass(frozen=True, slots=True)
class Inverse:
    """A change that takes another one back."""

    change: Change
    entry: str
    """The journal's entry of what it takes back."""
    origin: Change
    """What it takes back."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one press of the key takes back: one change, or all that were made together.

    What cannot be taken back is a step as well: else the key would take back what was done before it.
    """

    inverses: tuple[Inverse, ...]
    together: str = ""
    """What they were called together when they were made: `Suspend: 12 users`."""
    stuck: tuple[Outcome, ...] = ()
    """What has no way back; where there is any, there are no inverses."""

    @property
    def changes(self) -> list[Change]:
        """All of its changes."""
        return [inverse.change for inverse in self.inverses]

    @property
    def called(self) -> str:
        """What several changes are called together; empty: it is one, or they have no name."""
        return self.together if len(self.inverses or self.stuck) > 1 else ""

    @property
    def change(self) -> Change:
        """The first of its changes; of what has no way back, what was done itself."""
        return self.inverses[0].change if self.inverses else self.stuck[0].change

    @property
    def does(self) -> str:
        """What it is called itself."""
        return self.called or self.change.says

    @property
    def undoes(self) -> str:
        """What was done, as it was called then."""
        return self.called or (self.inverses[0].origin if self.inverses else self.change).says

    @property
    def why_stuck(self) -> str:
        """Why it is not taken back, as a sentence; empty: it can be."""
        if not self.stuck:
            return ""
        others = len(self.stuck) - 1
        named = f"“{self.undoes}”" + (f" and {others:,} more" if others and not self.called else "")
        if all(outcome.done for outcome in self.stuck):
            return f"{named} cannot be taken back."
        return f"Whether {named} happened is not known."

    @property
    def lossy(self) -> str:
        """What this step cannot bring back."""
        return next((inverse.origin.lossy for inverse in self.inverses if inverse.origin.lossy), "")


@dataclass(frozen=True, slots=True)
class Way:
    """The way back, or the way forth again."""

    origin: deque[Step]
    """Where the next step is taken from."""
    other: deque[Step]
    """Where it is put when it worked, to be walked the other way."""

    @property
    def next(self) -> Step | None:
        """The next step; None: there is none."""
        return self.origin[-1] if self.origin else None

    def take(self, step: Step) -> bool:
        """Takes the step off, when it is the next one still."""
        if not self.origin or self.origin[-1] is not step:
            return False
        self.origin.pop()
        return True

    def walked(self, step: Step, made: Sequence[Made]) -> None:
        """Remembers what came of a step: what worked can be walked the other way, what did not can be tried again."""
        origins = {inverse.change.id: inverse.origin for inverse in step.inverses}
        back = [inverse for one in made for inverse in _back(one, origins[one[0].change.id])]
        if back:
            self.other.append(Step(tuple(reversed(back)), step.together))
        again = {outcome.change.id for outcome, _ in made if outcome.state not in {State.DONE, State.UNKNOWN}}
        if again:
            left = tuple(inverse for inverse in step.inverses if inverse.change.id in again)
            self.origin.append(Step(left, step.together))
        self.origin.extend(_stuck(made, step.together, frozenset({State.UNKNOWN})))


class History:
    """Two stacks: what can be undone and what can be redone."""

    def __init__(self) -> None:
        self.undos: deque[Step] = deque(maxlen=DEPTH)
        self.redos: deque[Step] = deque(maxlen=DEPTH)
        self.undo_way = Way(self.undos, self.redos)
        self.redo_way = Way(self.redos, self.undos)

    def done(self, made: Sequence[Made], called: str = "") -> None:
        """Remembers changes that were made together, and by which name; whatever could be redone no longer can."""
        if any(outcome.done for outcome, _ in made):
            self.redos.clear()
        inverses = [inverse for one in made for inverse in _inverse(one)]
        if inverses:
            self.undos.append(Step(tuple(reversed(inverses)), called))
        ways = {inverse.origin.id for inverse in inverses}
        none = [one for one in made if one[0].change.id not in ways]
        self.undos.extend(_stuck(none, "" if inverses else called, frozenset({State.DONE, State.UNKNOWN})))

    def recall(self, change: Change) -> tuple[Way, Step] | None:
        """Makes the step that is this very change the next of its way; None: neither way has it.

        Other changes may have come to their end after the step met a conflict, and lie above it.
        """
        for way in (self.undo_way, self.redo_way):
            for step in way.origin:
                if [one.id for one in step.changes] == [change.id]:
                    way.origin.remove(step)
                    way.origin.append(step)
                    return way, step
        return None


def _stuck(made: Sequence[Made], called: str, states: frozenset[State]) -> list[Step]:
    """A step for what has no way back, when there is any."""
    stuck = tuple(outcome for outcome, _ in made if outcome.state in states)
    return [Step((), called, stuck)] if stuck else []


def _inverse(made: Made) -> list[Inverse]:
    outcome, entry = made
    change = outcome.change
    if not outcome.done or change.undo is None:
        return []
    try:
        return [Inverse(change.undo(outcome.answer or {}), entry, change)]
    except InvalidInputError:
        return []  # the answer does not say what was made, so there is no way back


def _back(made: Made, origin: Change) -> list[Inverse]:
    outcome, entry = made
    if not outcome.done:
        return []
    # A record that an undo made again has another id than before: only the inverse of that undo knows it.
    return _inverse(made) or [Inverse(replace(origin, id=uuid4().hex), entry, outcome.change)]
