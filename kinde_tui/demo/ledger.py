"""What was really written: one entry for each write that took effect, whether or not its answer arrived."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One write that took effect."""

    operation: str
    """The operation id of the official document."""
    path: dict[str, str]
    query: dict[str, str]
    body: Any
    at: datetime


@dataclass(slots=True)
class Ledger:
    """Every effective write of a run, oldest first."""

    entries: list[Entry] = field(default_factory=list)

    def of(self, operation: str) -> list[Entry]:
        """The writes of one operation."""
        return [entry for entry in self.entries if entry.operation == operation]

    def counts(self) -> dict[str, int]:
        """How often each operation wrote."""
        return dict(Counter(entry.operation for entry in self.entries))
