"""What is taken from a record as it came: its key, and what it is sorted and filtered by."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.collections.collection import SortValue


_WHOLE, _SECONDS = len("2026-01-31T10:00:00.000000+00:00"), len("2026-01-31T10:00:00+00:00")


def by(name: str) -> Callable[[Raw], str]:
    """The record's identity is this field; empty where it is missing or no text."""

    def key(raw: Raw) -> str:
        value = raw.get(name)
        return value if isinstance(value, str) else ""

    return key


def path(*names: str) -> Callable[[Raw], SortValue]:
    """The first of these fields that is there, as something that sorts."""
    first, *others = names

    def value(raw: Raw) -> SortValue:
        # Asked for each field of each record of a tenant: the usual case comes first.
        found = raw.get(first)
        if found.__class__ is str:
            return found
        for name in others:
            if found is not None:
                break
            found = raw.get(name)
        return sortable(found)

    return value


def joined(*names: str) -> Callable[[Raw], SortValue]:
    """These fields with a space between, those that are there."""

    def value(raw: Raw) -> SortValue:
        return " ".join([str(found) for name in names if (found := raw.get(name))]) or None

    return value


def count(name: str) -> Callable[[Raw], SortValue]:
    """How many things a list field holds; None when it is not there."""

    def value(raw: Raw) -> SortValue:
        found = raw.get(name)
        return len(found) if isinstance(found, (list, tuple, dict)) else None

    return value


def sortable(value: object) -> SortValue:
    """A value that SQLite can keep and compare, whatever the API sent."""
    if value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and abs(value) < 2**63:
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def instant(name: str) -> Callable[[Raw], SortValue]:
    """A moment, as UTC in ISO 8601 so that text order is time order; None where it is missing or unreadable."""

    def value(raw: Raw) -> SortValue:
        found = raw.get(name)
        if not isinstance(found, str):
            return None
        try:
            moment = datetime.fromisoformat(found)
            if moment.tzinfo is not UTC:
                moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
            elif found[-6:] == "+00:00" and found[4] == "-" and found[13] == ":":
                # As it would be written anyway, but quicker: a list has two of them for each record.
                if (length := len(found)) == _WHOLE:
                    return found
                if length == _SECONDS:
                    return found[:-6] + ".000000+00:00"
            return moment.isoformat(timespec="microseconds")
        except (ValueError, OverflowError):
            return None

    return value


def either(name: str, yes: str, no: str) -> Callable[[Raw], SortValue]:
    """One of two words for a boolean; None where it is missing or no boolean."""

    def value(raw: Raw) -> SortValue:
        found = raw.get(name)
        return (yes if found else no) if isinstance(found, bool) else None

    return value


def listed(name: str) -> Callable[[Raw], SortValue]:
    """The texts in a list field, each once and with a space between; None where there are none."""

    def value(raw: Raw) -> SortValue:
        found = raw.get(name)
        if not isinstance(found, (list, tuple)):
            return None
        return " ".join(dict.fromkeys(item for item in found if isinstance(item, str))) or None

    return value
