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
    from kinde_tui.services.change import Change
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
    """What one press of the key takes back: one change, or all that were made together."""

    inverses: tuple[Inverse, ...]
    together: str = ""
    """What they were called together when they were made: `Suspend: 12 users`."""

    @property
    def changes(self) -> list[Change]:
        """All of its changes."""
        return [inverse.change for inverse in self.inverses]

    @property
    def called(self) -> str:
        """What several changes are called together; empty: it is one, or they have no name."""
        return self.together if len(self.inverses) > 1 else ""

    @property
    def change(self) -> Change:
        """The first of its changes."""
        return self.inverses[0].change

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

    def way_of(self, change: Change) -> Way | None:
        """The way whose next step is this very change; None: neither."""
        for way in (self.undo_way, self.redo_way):
            if way.origin and [one.id for one in way.origin[-1].changes] == [change.id]:
                return way
        return None


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
