"""The records inside an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kinde_tui.api.listings import Records

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw

_MAPS = frozenset({"feature_flags"})
"""Fields that hold key → record instead of a list."""


def record_of(operation: Operation, answer: Raw) -> Raw | None:
    """The one record that an answer is about; None when it holds none."""
    if not operation.holds:
        return answer or None
    if operation.holds not in answer and "id" in answer:
        return answer
    found, _ = sorted_out(operation, answer)
    return found[0] if found else None


def records_of(operation: Operation, answer: Raw) -> Sequence[Raw]:
    """The records of a list answer, in its order; what is no record is left out.

    A map of flags becomes records with their key inside, a single object a list of one.
    """
    return sorted_out(operation, answer)[0]


def sorted_out(operation: Operation, answer: Raw) -> tuple[Sequence[Raw], int]:
    """The records of a list answer, and how many entries were none."""
    held = answer.get(operation.holds) if operation.holds else answer
    if isinstance(held, Records):
        return held, 0
    if operation.holds in _MAPS and isinstance(held, Mapping):
        return tuple(_keyed(key, value) for key, value in held.items()), 0
    if isinstance(held, Mapping):
        return ((held,) if held else ()), 0
    if not isinstance(held, list):
        return (), 0 if held is None else 1
    if all(entry.__class__ is dict and "id" in entry for entry in held):
        return tuple(held), 0  # nearly every page of every list; what follows takes ten times as long
    records = tuple(_unwrapped(operation.holds, entry) for entry in held if isinstance(entry, Mapping))
    return records, len(held) - len(records)


def _unwrapped(held: str, entry: Raw) -> Raw:
    """The record in an entry that has an envelope of its own, as each of a list of connections has."""
    inner = entry.get(held.removesuffix("s"))
    return inner if "code" in entry and "id" not in entry and isinstance(inner, Mapping) else entry


def _keyed(key: str, value: Any) -> Raw:
    return {**value, "key": key} if isinstance(value, Mapping) else {"key": key, "value": value}


def identity_of(record: Raw) -> str:
    """What tells a record from the others of its list; empty when nothing does."""
    for name in ("id", "code", "key", "session_id"):
        if isinstance(found := record.get(name), (str, int)) and found != "":
            return str(found)
    return ""
