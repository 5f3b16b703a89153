"""What this program itself did to flags: all that is known of defaults and of users' overrides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from kinde_tui.api import operations
from kinde_tui.services.cascade import Level
from kinde_tui.services.change import State
from kinde_tui.services.journal import JournalError

if TYPE_CHECKING:
    from kinde_tui.services.journal import Entry, Journal

SETS: Mapping[str, Level] = {
    operations.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE.id: Level.ENVIRONMENT,
    operations.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE.id: Level.ORGANIZATION,
    operations.UPDATE_USER_FEATURE_FLAG_OVERRIDE.id: Level.USER,
}
CLEARS: Mapping[str, Level] = {
    operations.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE.id: Level.ENVIRONMENT,
    operations.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE.id: Level.ORGANIZATION,
}
CLEARS_ALL: Mapping[str, Level] = {
    operations.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES.id: Level.ENVIRONMENT,
    operations.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES.id: Level.ORGANIZATION,
}
DEFINES = frozenset({operations.CREATE_FEATURE_FLAG.id, operations.UPDATE_FEATURE_FLAG.id})
OPERATIONS = frozenset({*SETS, *CLEARS, *CLEARS_ALL, *DEFINES, operations.DELETE_FEATURE_FLAG.id})

Spot: TypeAlias = tuple[Level, str, str]
"""A level, the organization's code or the user's id (empty for the environment), and the flag's key."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value that this program set."""

    value: str
    at: datetime
    certain: bool = True
    """False: the answer was lost, so it may not have been set."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A flag as this program created or replaced it."""

    key: str
    name: str
    description: str
    type: str
    level: str
    """The lowest level that may override it: `env`, `org`, `usr`."""
    default: str
    at: datetime


@dataclass(slots=True)
class Known:
    """What follows from the journal, oldest entry to newest. Others may have changed it since."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    overrides: dict[Spot, Written] = field(default_factory=dict)
    note: str = ""
    """Why nothing is known, when the journal cannot be read."""

    def take(self, entry: Entry) -> None:
        """Follows one more entry."""
        key, certain = entry.target.key, entry.state is State.DONE
        scope = entry.target.parent[0] if entry.target.parent else ""
        if (level := SETS.get(entry.operation)) is not None:
            self.overrides[level, scope, key] = Written(str(entry.after.get("value", "")), entry.at, certain)
        elif (level := CLEARS.get(entry.operation)) is not None:
            self.overrides.pop((level, scope, key), None)
        elif (level := CLEARS_ALL.get(entry.operation)) is not None:
            self._forget(lambda spot: spot[:2] == (level, scope))
        elif entry.operation in DEFINES and certain:
            self.definitions[key] = _definition(key, entry)
        elif entry.operation in DEFINES:
            self.definitions.pop(key, None)
        elif entry.operation == operations.DELETE_FEATURE_FLAG.id:
            self.definitions.pop(key, None)
            self._forget(lambda spot: spot[2] == key)

    def _forget(self, which: Callable[[Spot], bool]) -> None:
        self.overrides = {spot: written for spot, written in self.overrides.items() if not which(spot)}


class FlagLedger:
    """Reads the journal once for as long as nothing is added to it."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._version: object = None
        self._known = Known()

    def known(self) -> Known:
        """What this program did to the flags of this tenant."""
        try:
            version = self._journal.version()
            if version != self._version:
                known = Known()
                for entry in self._journal.ledger(OPERATIONS):
                    known.take(entry)
                self._known, self._version = known, version
        except JournalError as error:
            return Known(note=str(error))
        return self._known


def _definition(key: str, entry: Entry) -> Definition:
    after = {name: str(value) for name, value in entry.after.items() if value is not None}
    return Definition(
        key=key,
        name=after.get("name", key),
        description=after.get("description", ""),
        type=after.get("type", ""),
        level=after.get("allow_override_level", ""),
        default=after.get("default_value", ""),
        at=entry.at,
    )
