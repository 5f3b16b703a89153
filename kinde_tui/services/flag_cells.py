"""One cell of the cascade, from what the lists hold and what this program wrote."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.services.cascade import Cell, Level, Provenance
from kinde_tui.services.flag_values import read_value, wire

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.flag_ledger import Known, Written
    from kinde_tui.services.passes import ListState

NOT_READ = "not read yet"
NOT_READABLE = "the API cannot read it"
YOURS = "you set it"
LOST = "you set it, and the answer was lost"
SAME = "the same as the environment's, so probably inherited"
SAME_AS_DEFAULT = "the same as the default you gave, so probably inherited"
ONLY_OVERRIDES = "this list seems to hold overrides only, so this is one"
EITHER = "an override or inherited: the API does not say"


def business(key: str, kind: str, known: Known) -> Cell:
    """The default: the API never tells it, so only this program's own definitions do."""
    definition = known.definitions.get(key)
    if definition is None:
        return Cell(note=known.note or NOT_READABLE)
    return Cell(read_value(kind, definition.default), Provenance.INFERRED, YOURS, definition.at)


def environment(key: str, kind: str, raw: Raw | None, state: ListState, known: Known) -> Cell:
    """The environment's value, as its map has it."""
    if raw is None:
        return _missing(state)
    value = read_value(kind, raw.get("value"))
    definition = known.definitions.get(key)
    if _wrote(known.overrides.get((Level.ENVIRONMENT, "", key)), raw):
        return Cell(value, Provenance.READ, YOURS, state.read_at)
    if definition is not None and read_value(kind, definition.default) == value:
        return Cell(value, Provenance.READ, SAME_AS_DEFAULT, state.read_at, inherited=True)
    inherited = None if definition is None else False
    return Cell(value, Provenance.READ, EITHER if inherited is None else "", state.read_at, inherited)


@dataclass(frozen=True, slots=True)
class Map:
    """The list of an organization's flag values."""

    org_code: str
    raws: Mapping[str, Raw]
    state: ListState
    overrides_only: bool
    """Whether it seems to lack what is not overridden: Kinde does not say what it holds."""

    @classmethod
    def of(cls, org_code: str, raws: Mapping[str, Raw], state: ListState, environment: Collection[str]) -> Map:
        """Tells from what it lacks: most of the environment's flags."""
        lacking = sum(key not in raws for key in environment)
        return cls(org_code, raws, state, state.read_at is not None and lacking * 2 > len(environment))


def organization(key: str, kind: str, flags: Map, above: Cell, known: Known) -> Cell:
    """An organization's value: an override where it differs from the environment's, else probably inherited."""
    raw, state = flags.raws.get(key), flags.state
    if raw is None:
        return _missing(state)
    value = read_value(kind, raw.get("value"))
    if _wrote(known.overrides.get((Level.ORGANIZATION, flags.org_code, key)), raw):
        return Cell(value, Provenance.READ, YOURS, state.read_at)
    if not above.known:
        return Cell(value, Provenance.READ, EITHER, state.read_at, inherited=None)
    if above.value == value and flags.overrides_only:
        return Cell(value, Provenance.INFERRED, ONLY_OVERRIDES, state.read_at)
    if above.value == value:
        return Cell(value, Provenance.INFERRED, SAME, state.read_at, inherited=True)
    return Cell(value, Provenance.READ, "", state.read_at)


def user(key: str, kind: str, user_id: str, known: Known) -> Cell:
    """A user's override: nobody can read it, so only this program's own writes tell."""
    written = known.overrides.get((Level.USER, user_id, key))
    if written is None:
        return Cell(note=known.note or NOT_READABLE)
    if not written.certain:
        return Cell(note=LOST, at=written.at)
    return Cell(read_value(kind, written.value), Provenance.INFERRED, YOURS, written.at)


def _missing(state: ListState) -> Cell:
    if state.complete:
        return Cell(provenance=Provenance.ABSENT, at=state.read_at)
    return Cell(note=state.note or NOT_READ)


def _wrote(written: Written | None, raw: Raw) -> bool:
    """Whether this program set just this value."""
    return written is not None and raw.get("value") is not None and written.value == wire(raw["value"])
