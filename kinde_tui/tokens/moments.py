"""The value of a claim that should be a time: read with care, shown in both zones and as a distance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from kinde_tui.tokens.problem import Problem, Tone

_MILLISECONDS = 100_000_000_000
"""Unix times from here on (year 5138) are milliseconds that somebody wrote for seconds."""
_SECONDS_ONLY = frozenset({"exp", "nbf", "iat", "auth_time", "rat"})
_UNITS = ((365 * 86_400, "y"), (86_400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_SHOWN_UNITS = 2


@dataclass(frozen=True, slots=True)
class Moment:
    """The value of a claim that should be a time."""

    claim: str
    present: bool = False
    seconds: float | None = None
    """Unix time in seconds, as the claim means it by the letter; None: it is no number."""
    at: datetime | None = None
    """The date that was meant, in UTC: milliseconds are read as such. None: there is none."""
    problem: Problem | None = None

    def absolute(self, local: tzinfo | None = None) -> str:
        """UTC and local time: `2026-08-01 12:00:00 UTC · 14:00:00 CEST`; empty: there is no date.

        Args:
            local: the zone to show beside UTC; None: the machine's.
        """
        if self.at is None:
            return ""
        text = f"{self.at:%Y-%m-%d %H:%M:%S} UTC"
        try:
            here = self.at.astimezone(local)
        except (OverflowError, OSError, ValueError):
            return text
        if here.utcoffset() == self.at.utcoffset():
            return text
        day = "" if here.date() == self.at.date() else f"{here:%Y-%m-%d} "
        return f"{text} · {day}{here:%H:%M:%S} {here.tzname()}"

    def relative(self, now: datetime) -> str:
        """How far away it is: `in 58 min`, `3 h ago`; empty: there is no date."""
        return "" if self.at is None else relative((self.at - now).total_seconds())


def moment(claims: Mapping[str, Any], claim: str) -> Moment:
    """One time claim, whatever stands in it.

    The times of RFC 7519 and OpenID Connect are numbers of seconds and nothing else. Kinde's own, such as an event's
    `timestamp`, are also read as ISO 8601 and as milliseconds: its documentation has both.
    """
    if claim not in claims:
        return Moment(claim)
    return (_strict if claim in _SECONDS_ONLY else _lenient)(claim, claims[claim])


def _strict(claim: str, value: Any) -> Moment:
    number = _number(value)
    if number is None:
        return _unreadable(claim, None, "type", "is no number, so it is no time.")
    if not math.isfinite(number):
        return _unreadable(claim, None, "range", "is no finite number.")
    if not 0 <= number < _MILLISECONDS * 1000:
        return _unreadable(claim, number, "range", "lies before 1970." if number < 0 else "is beyond any calendar.")
    problem = None
    if isinstance(value, str):
        problem = Problem(f"{claim}-type", f"{claim} is text; a time is a number of seconds. Many verifiers refuse it.")
    if number >= _MILLISECONDS:
        problem = Problem(f"{claim}-milliseconds", _IN_MILLISECONDS.format(claim=claim))
    return Moment(claim, True, number, _date(number), problem)


def _lenient(claim: str, value: Any) -> Moment:
    at = _iso(value)
    if at is not None:
        return Moment(claim, True, at.timestamp(), at)
    number = _number(value)
    if number is not None and 0 <= number < _MILLISECONDS * 1000:
        return Moment(claim, True, number, _date(number))
    return _unreadable(claim, None, "type", "is no time that can be read.", Tone.WARN)


def _unreadable(claim: str, seconds: float | None, code: str, words: str, tone: Tone = Tone.BAD) -> Moment:
    return Moment(claim, True, seconds, None, Problem(f"{claim}-{code}", f"{claim} {words}", tone))


def _date(number: float) -> datetime:
    return datetime.fromtimestamp(number / 1000 if number >= _MILLISECONDS else number, UTC)


def _iso(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except ValueError:
        return None


def relative(seconds: float) -> str:
    """A distance from now in words: `in 2 min`, `3 h ago`, `now`."""
    if abs(seconds) < 1:
        return "now"
    text = duration(abs(seconds))
    return f"in {text}" if seconds > 0 else f"{text} ago"


def duration(seconds: float) -> str:
    """A length of time in its two largest units: `1 h 5 min`, `2 d`, `45 s`."""
    rest = int(seconds)
    parts: list[str] = []
    for size, unit in _UNITS:
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{amount} {unit}")
        elif parts:
            break
        if len(parts) == _SHOWN_UNITS:
            break
    return " ".join(parts) or "0 s"


_IN_MILLISECONDS = (
    "{claim} is in milliseconds: a time in a token is in seconds. By the letter it lies thousands of years ahead; here "
    "it is shown as what was meant. Refuse it until its maker is fixed."
)
