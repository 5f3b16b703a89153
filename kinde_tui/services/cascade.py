"""The cascade of a flag: what it is worth on each level, how that is known, and which level decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """Where a flag has a value; each level wins over the ones before it."""

    BUSINESS = "business"
    """The default, given with the flag's definition; all environments share it."""
    ENVIRONMENT = "environment"
    ORGANIZATION = "organization"
    USER = "user"


class Provenance(StrEnum):
    """How a value is known."""

    READ = "read"
    """The API said so."""
    INFERRED = "inferred"
    """From what this program wrote, or by elimination."""
    UNREADABLE = "unreadable"
    """The API cannot say, or has not been asked yet: see the note."""
    ABSENT = "absent"
    """The API says that there is none on this level."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a flag is worth on one level."""

    value: Any = None
    """In the flag's own type; None where it is not known or absent."""
    provenance: Provenance = Provenance.UNREADABLE
    note: str = ""
    """How it is known, or why it is not, in a few words."""
    at: datetime | None = None
    """When the API said so, or when this program wrote it."""
    inherited: bool | None = False
    """Whether it only repeats the level above; None: that cannot be told."""

    @property
    def known(self) -> bool:
        """Whether there is a value, read or inferred."""
        return self.provenance in {Provenance.READ, Provenance.INFERRED}

    @property
    def overrides(self) -> bool:
        """Whether it is known to be an override, and not only to have a value."""
        return self.known and self.inherited is False


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One flag in the cascade of an organization and a user."""

    key: str
    type: str
    """One of FlagType, or what the API says; empty where it does not say."""
    cells: Mapping[Level, Cell]
    """The levels that were asked for."""
    in_force: Cell
    """Never better known than the level it rests on."""
    level: Level | None = None
    """The level that decides; None: not known."""
    unless: tuple[Level, ...] = ()
    """Levels that may decide otherwise, for all that can be read."""

    @property
    def certain(self) -> bool:
        """Whether the value in force was read and nothing unread can change it."""
        return self.in_force.provenance is Provenance.READ and not self.unless


def decide(key: str, kind: str, cells: Mapping[Level, Cell]) -> FlagRow:
    """The row of a flag from its cells: the most specific level that has a value decides."""
    unless: list[Level] = []
    repeated: Cell | None = None
    for level in reversed(Level):
        cell = cells.get(level)
        if cell is None or cell.provenance is Provenance.ABSENT:
            continue
        if cell.provenance is Provenance.UNREADABLE:
            if level is not Level.BUSINESS:
                unless.append(level)
            continue
        if cell.inherited and level is Level.ORGANIZATION:
            repeated = cell
            continue
        return FlagRow(key, kind, cells, _resting(cell, repeated, unless), level, tuple(unless))
    return FlagRow(key, kind, cells, Cell(note="No level that can be read has a value."), None, tuple(unless))


def _resting(cell: Cell, repeated: Cell | None, unless: list[Level]) -> Cell:
    """The cell in force that rests on `cell`; a level in between that repeats its value was read as well."""
    provenance = Provenance.INFERRED if unless or cell.provenance is not Provenance.READ else Provenance.READ
    at = min((one.at for one in (cell, repeated) if one is not None and one.at is not None), default=None)
    return replace(cell, provenance=provenance, at=at, inherited=False)
