"""Numbers and dates in a filter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,9})?|\.\d{1,9})", re.ASCII)
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[t ](\d{2}:\d{2}(?::\d{2})?)z?)?)?)?", re.ASCII | re.IGNORECASE
)
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bound:
    """What a field is compared with: as a number where it is one, as text, which dates are, where it is text."""

    sign: str
    """`<` or `>=` for the text; the number's sign is as it was typed."""
    text: str | None
    number_sign: str
    number: float | None


def number(value: str, *, words: bool = False) -> float | None:
    """The number in the text; with `words` also what stands for yes and no."""
    if words and value.lower() in _YES:
        return 1
    if words and value.lower() in _NO:
        return 0
    if not _NUMBER.fullmatch(value):
        return None
    return float(value) if "." in value else int(value)


def bound(sign: str, value: str) -> Bound | None:
    """What a comparison with this value means; None: it is neither a number nor a date.

    A day, a month or a year is a stretch of time: after it means after its end, up to it includes all of it.
    """
    amount = number(value)
    stretch = _stretch(value)
    if amount is None and stretch is None:
        return None
    if stretch is None:
        return Bound(">=", None, sign, amount)
    first, following = stretch
    match sign:
        case ">":
            return Bound(">=", following, sign, amount)
        case ">=":
            return Bound(">=", first, sign, amount)
        case "<":
            return Bound("<", first, sign, amount)
    return Bound("<", following, sign, amount)


def _stretch(value: str) -> tuple[str, str] | None:
    """The text that the first moment of a date begins with, and the one that the first moment after it begins with."""
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    year, month, day, time = found.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        if time is not None:
            moment = f"{first.isoformat()}t{time}"
            return moment, moment + "\x7f"
        if day is not None:
            following = first + timedelta(days=1)
        elif month is not None:
            following = date(first.year + first.month // _MONTHS, first.month % _MONTHS + 1, 1)
        else:
            following = date(first.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return first.isoformat(), following.isoformat()
