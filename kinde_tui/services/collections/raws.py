"""What is taken out of a record as it came: its key, and what its columns sort and filter by.

A column's values are taken of one record or of a page at once: a first pass over a tenant takes fifteen of each of
100,000 users. Nearly all are texts that are there, and a page of these is taken in a few calls, out of fields that were
read without the rest of their records; a page with anything else in it is taken record by record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.collections.collection import SortValue

_Page: TypeAlias = "list[SortValue]"

_LARGEST = 2**63
_USUAL = frozenset({str, int, NoneType})
_TEXTS = frozenset({str})
_SECONDS = len("2026-01-31T10:00:00+00:00")
_WHOLE = len("2026-01-31T10:00:00.000000+00:00")
_SIGNS = ((4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"))
_ZONE, _FRACTION = "+00:00", ".000000"


class Fields:
    """The records of a page, looked at field by field.

    Attributes:
        raws: the records; looking at them may mean to parse them.
    """

    __slots__ = ("_known", "raws")

    def __init__(self, raws: Sequence[Raw], known: Mapping[str, Sequence[Any]] | None = None) -> None:
        """Knows some fields already.

        Args:
            raws: the records.
            known: of each field that was read apart, its value in each record; None where it is missing.
        """
        self.raws = raws
        self._known = known or {}

    def __getitem__(self, name: str) -> Sequence[Any]:
        """The field's value in each record, None where it is missing."""
        known = self._known.get(name)
        return [raw.get(name) for raw in self.raws] if known is None else known


class Taking:
    """Takes a column's value out of a record.

    Attributes:
        names: the fields that it looks at.
    """

    __slots__ = ("_one", "_usual", "names")

    def __init__(
        self, names: Sequence[str], one: Callable[[Raw], SortValue], usual: Callable[[Fields], _Page | None]
    ) -> None:
        """Combines two ways to the same values.

        Args:
            names: the fields that both look at.
            one: the value of one record, whatever is in it.
            usual: those of many; None where something in them is not as usual.
        """
        self.names = names
        self._one = one
        self._usual = usual

    def __call__(self, raw: Raw) -> SortValue:
        """The record's value."""
        return self._one(raw)

    def of_all(self, page: Fields) -> _Page:
        """The value of each record."""
        found = self._usual(page)
        return [self._one(raw) for raw in page.raws] if found is None else found


class Identity:
    """What tells a record from the others of its list: a field.

    Attributes:
        name: of the field.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, raw: Raw) -> str:
        """The record's; empty where it is missing or no text."""
        value = raw.get(self.name)
        return value if isinstance(value, str) else ""


def by(name: str) -> Identity:
    """The record's identity is this field."""
    return Identity(name)


def path(*names: str) -> Taking:
    """The first of these fields that is there, as something that sorts."""
    first, *others = names

    def one(raw: Raw) -> SortValue:
        found = raw.get(first)
        for name in others:
            if found is not None:
                break
            found = raw.get(name)
        return sortable(found)

    def usual(page: Fields) -> _Page | None:
        found = page[first]
        kinds = set(map(type, found))
        if not kinds <= (_TEXTS if others else _USUAL):
            return None
        return (
            list(found)
            if kinds <= _TEXTS or all(_is_small(value) for value in found if value.__class__ is int)
            else None
        )

    return Taking(names, one, usual)


def joined(*names: str) -> Taking:
    """These fields with a space between, those that are there."""

    def one(raw: Raw) -> SortValue:
        return " ".join([str(found) for name in names if (found := raw.get(name))]) or None

    def usual(page: Fields) -> _Page | None:
        fields = [page[name] for name in names]
        if not all(all(values) and set(map(type, values)) <= _TEXTS for values in fields):
            return None
        return list(map(" ".join, zip(*fields, strict=True)))

    return Taking(names, one, usual)


def first_of(*takings: Taking) -> Taking:
    """What the first of these finds that finds anything."""
    first, *others = takings

    def one(raw: Raw) -> SortValue:
        found = first(raw)
        for taking in others:
            found = found or taking(raw)
        return found

    def usual(page: Fields) -> _Page | None:
        found = first.of_all(page)
        return found if all(found) else None

    return Taking([name for taking in takings for name in taking.names], one, usual)


def count(name: str) -> Taking:
    """How many things a list field holds; None when it is not there."""

    def one(raw: Raw) -> SortValue:
        found = raw.get(name)
        return len(found) if isinstance(found, (list, tuple, dict)) else None

    def usual(page: Fields) -> _Page | None:
        found = page[name]
        return list(map(len, found)) if set(map(type, found)) == {list} else None

    return Taking((name,), one, usual)


def instant(name: str) -> Taking:
    """A moment, as UTC in ISO 8601 so that text order is time order; None where it is missing or unreadable."""

    def one(raw: Raw) -> SortValue:
        found = raw.get(name)
        if not isinstance(found, str):
            return None
        try:
            moment = datetime.fromisoformat(found)
            moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
            return moment.isoformat(timespec="microseconds")
        except (ValueError, OverflowError):
            return None

    def usual(page: Fields) -> _Page | None:
        found = page[name]
        texts = [moment for moment in found if moment is not None]
        if not texts:
            return list(found)
        if not (set(map(type, texts)) <= _TEXTS and _in_utc(texts)):
            return None
        if len(texts[0]) == _SECONDS:
            texts = "".join(texts).replace(_ZONE, f"{_FRACTION}{_ZONE}\n").splitlines()
        if len(texts) == len(found):
            return list(texts)
        rest = iter(texts)
        return [None if moment is None else next(rest) for moment in found]

    return Taking((name,), one, usual)


def _in_utc(texts: list[str]) -> bool:
    """Whether all of them are moments that Kinde's way of writing them leaves to be sorted as they are."""
    length = len(texts[0])
    if length not in {_SECONDS, _WHOLE} or set(map(len, texts)) != {length}:
        return False
    whole, many = "".join(texts), len(texts)
    if not whole.isascii() or whole.count("+") != many:
        return False
    signs = [*_SIGNS, *enumerate(_ZONE, length - len(_ZONE))] + [(19, ".")] * (length == _WHOLE)
    if any(whole[place::length] != sign * many for place, sign in signs):
        return False
    try:
        for text in texts:
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def either(name: str, yes: str, no: str) -> Taking:
    """One of two words for a boolean; None where it is missing or no boolean."""
    words = {True: yes, False: no}

    def one(raw: Raw) -> SortValue:
        found = raw.get(name)
        return words[found] if isinstance(found, bool) else None

    def usual(page: Fields) -> _Page | None:
        found = page[name]
        return [words[value] for value in found] if set(map(type, found)) == {bool} else None

    return Taking((name,), one, usual)


def listed(name: str) -> Taking:
    """The texts in a list field, each once and with a space between; None where there are none."""

    def one(raw: Raw) -> SortValue:
        return of(raw.get(name))

    def of(found: Any) -> SortValue:
        if not isinstance(found, (list, tuple)):
            return None
        return " ".join(dict.fromkeys(item for item in found if isinstance(item, str))) or None

    def usual(page: Fields) -> _Page | None:
        found = page[name]
        if set(map(type, found)) != {list}:
            return None
        alone = [items[0] if len(items) == 1 else None for items in found]
        if not set(map(type, alone)) <= {str, NoneType}:
            return None
        return [text or of(items) for text, items in zip(alone, found, strict=True)]

    return Taking((name,), one, usual)


def sortable(value: Any) -> SortValue:
    """A value that SQLite can keep and compare, whatever the API sent."""
    if value is None or isinstance(value, (str, float)):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int) and _is_small(value):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)


def _is_small(value: int) -> bool:
    """Whether SQLite can hold it."""
    return -_LARGEST < value < _LARGEST
