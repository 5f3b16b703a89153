"""The verdict on one call that a fault struck: what the program said of it, against what the ledger knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api.operation import Operation, Repeat
from kinde_tui.services.change import State
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.faults.proxy import Moment
from tests.faults.trials import Ends

if TYPE_CHECKING:
    from tests.faults.trials import Trial

LONGEST_SENTENCE = 700
_MARKUP = re.compile(r"<(html|head|body|h1|!doctype)", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """One call under one fault."""

    trial: Trial
    moment: Moment
    operation: Operation
    end: str
    """`answered`, the name of an error, or a change's state."""
    sentence: str
    effects: int
    """How often the tenant took it, by the ledger."""
    noted: str = ""
    """The state in the change log; empty where there is none."""
    struck: int = 1
    """How often the fault really hit."""

    @property
    def name(self) -> str:
        return f"{self.trial.row} {self.trial.name} {self.moment} {self.operation.id}"


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a cell."""

    kind: str
    """`unhandled`, `duplicated`, `lost`, `mislabelled`."""
    text: str


def complaints(cell: Cell) -> list[Complaint]:
    """All that is wrong; nothing when the program behaved as the table says."""
    found = [*_against_the_ledger(cell), *_of_the_sentence(cell)]
    if not found and cell.end not in expected(cell):
        found.append(("mislabelled", f"expected {' or '.join(sorted(expected(cell)))}"))
    if not cell.struck:
        found.append(("unhandled", "the fault never struck"))
    story = f"{cell.name}: {cell.end}, {cell.effects} effects; {cell.sentence}"
    return [Complaint(kind, f"{why}: {story}") for kind, why in found]


def _against_the_ledger(cell: Cell) -> list[tuple[str, str]]:
    once = cell.operation.repeat in {Repeat.CREATE, Repeat.UNREPEATABLE}
    found = []
    if cell.end.startswith("!"):
        found.append(("unhandled", "an exception got through"))
    if once and cell.effects > 1:
        found.append(("duplicated", "it happened more than once"))
    if cell.end == State.DONE and not cell.effects:
        found.append(("lost", "it was called done and never happened"))
    if cell.end in {State.REFUSED, State.CONFLICT, State.INTENT} and cell.effects:
        found.append(("mislabelled", "it was called not done and happened"))
    if cell.noted and cell.noted != cell.end:
        found.append(("mislabelled", f"the change log says {cell.noted}"))
    return found


def _of_the_sentence(cell: Cell) -> list[tuple[str, str]]:
    if cell.end in {"answered", State.DONE}:
        return []
    said = cell.sentence
    found = []
    if not said.rstrip().endswith((".", "!", "?")) or len(said) > LONGEST_SENTENCE or _MARKUP.search(said):
        found.append(("mislabelled", "that is no sentence for people"))
    if cell.end == State.UNKNOWN and "not known" not in said:
        found.append(("mislabelled", "it does not say that the outcome is not known"))
    return found


def expected(cell: Cell) -> set[str]:
    """The ends that the fault table allows."""
    read, ends = not cell.operation.writes, cell.trial.ends
    sent_alone = cell.operation.anonymous or (cell.operation.public and not cell.trial.token)
    if read and sent_alone and cell.trial.row in OF_TOKENS:
        return {"InvalidRequestError"}  # it needs no token: a refusal is about what was sent
    if ends is Ends.WELL:
        return {"answered" if read else State.DONE}
    if ends in {Ends.REFUSED, Ends.CONFLICT}:
        if read:
            return REFUSALS[cell.trial.row]
        return {State.CONFLICT if ends is Ends.CONFLICT else State.REFUSED}
    if read:
        return FOREIGN[cell.trial.row] if ends is Ends.FOREIGN else {"answered"}
    return _of_a_doubtful_write(cell)


def _of_a_doubtful_write(cell: Cell) -> set[str]:
    repeat = cell.operation.repeat
    if repeat is Repeat.SET and cell.trial.ends is Ends.LOST:
        seen = cell.moment is not Moment.BEFORE and cell.operation.id in REFUSED_TWICE
        return {State.UNKNOWN if seen else State.DONE}
    if repeat is Repeat.CREATE and cell.moment is not Moment.BEFORE and cell.operation.id in FOUND.keys() - ALIKE:
        return {State.DONE}
    return {State.UNKNOWN}


OF_TOKENS = frozenset({11, 12, 13})
REFUSALS = {
    12: {"CredentialsError"},
    13: {"CredentialsError"},
    14: {"MissingScopeError", "AnsweredError"},
    15: {"NotFoundError"},
    16: {"RouteNotFoundError"},
    17: {"ConflictError"},
    18: {"InvalidRequestError"},
    19: {"TokenTooLargeError"},
}
FOREIGN = {26: {"ForeignAnswerError"}, 36: {"AnswerTooLargeError"}, 38: {"ForeignAnswerError"}}

REFUSED_TWICE = frozenset({"RevokeConnectedAppToken"})
"""Sets that the tenant refuses when they are there already, and that nothing shows: the lost one stays unknown."""

FOUND: dict[str, str] = {
    "CreateFeatureFlag": "environment_flags",
    **{
        collection.creation.operation.id: name
        for name, collection in COLLECTIONS.items()
        if collection.creation is not None and collection.creation.operation.repeat is Repeat.CREATE
    },
}
"""Creations whose record a list shows, and that list: as the collections declare them."""

ALIKE = frozenset({"CreateConnection"})
"""Creations of records that nothing tells from others: when the answer is lost, they stay unknown."""
