"""When a token was issued, when it begins and ends, and what is odd about that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from kinde_tui.tokens.kinds import Kind
from kinde_tui.tokens.problem import Problem, Tone

LEEWAY = 60
"""Seconds that two clocks may differ before anything is called late or early."""

_MILLISECONDS = 100_000_000_000
"""Unix times from here on (year 5138) are milliseconds that somebody wrote for seconds."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_YEAR = 365 * _DAY
_TOO_LONG = 30 * _DAY
_USUAL: Mapping[Kind, tuple[int, str]] = {Kind.ACCESS: (_DAY, "24 h"), Kind.ID: (_HOUR, "1 h")}
"""Kinde's default lifetimes, until an application sets its own."""


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


@dataclass(frozen=True, slots=True)
class Times:
    """The three times of a token, and what follows from them."""

    issued: Moment
    not_before: Moment
    expires: Moment
    problems: tuple[Problem, ...] = ()

    @property
    def lifetime(self) -> float | None:
        """Seconds between issue and expiry; None: one of them is missing, or they are the wrong way round."""
        if self.issued.at is None or self.expires.at is None or self.expires.at < self.issued.at:
            return None
        return (self.expires.at - self.issued.at).total_seconds()

    def remaining(self, now: datetime) -> float | None:
        """Seconds until it expires, negative afterwards; None: it does not say."""
        return None if self.expires.at is None else (self.expires.at - now).total_seconds()

    def fraction(self, now: datetime) -> float | None:
        """How much of its life is over, from 0 to 1, for the time bar; None: it has no measurable life."""
        lifetime = self.lifetime
        if not lifetime or self.issued.at is None:
            return None
        return min(max((now - self.issued.at).total_seconds() / lifetime, 0.0), 1.0)


def moment(claims: Mapping[str, Any], claim: str) -> Moment:
    """One time claim, whatever stands in it."""
    if claim not in claims:
        return Moment(claim)
    value = claims[claim]
    number = _number(value)
    if number is None:
        return Moment(claim, present=True, problem=Problem(f"{claim}-type", f"{claim} is no number, so it is no time."))
    if not math.isfinite(number):
        return Moment(claim, present=True, problem=Problem(f"{claim}-range", f"{claim} is no finite number."))
    problem = None
    if isinstance(value, str):
        problem = Problem(f"{claim}-type", f"{claim} is text; a time is a number of seconds. Many verifiers refuse it.")
    seconds, meant = number, number
    if abs(number) >= _MILLISECONDS:
        meant = number / 1000
        if abs(meant) >= _MILLISECONDS or meant < 0:
            return Moment(claim, True, seconds, None, Problem(f"{claim}-range", f"{claim} is beyond any calendar."))
        problem = Problem(f"{claim}-milliseconds", _IN_MILLISECONDS.format(claim=claim))
    if meant < 0:
        return Moment(claim, True, seconds, None, Problem(f"{claim}-range", f"{claim} lies before 1970."))
    return Moment(claim, True, seconds, datetime.fromtimestamp(meant, UTC), problem)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf
    except ValueError:
        return None


def read_times(claims: Mapping[str, Any], now: datetime, kind: Kind = Kind.UNKNOWN) -> Times:
    """The token's times as of `now`, with a problem for everything odd.

    A webhook event has a `timestamp` in place of `iat`, and never expires.
    """
    issued = moment(claims, "timestamp" if kind is Kind.WEBHOOK and "iat" not in claims else "iat")
    times = Times(issued, moment(claims, "nbf"), moment(claims, "exp"))
    problems = [m.problem for m in (times.issued, times.not_before, times.expires) if m.problem is not None]
    problems += _order(times)
    problems += _against_now(times, now)
    problems += _absent(times, kind)
    problems += _length(times, kind)
    return Times(times.issued, times.not_before, times.expires, tuple(problems))


def _order(times: Times) -> list[Problem]:
    problems = []
    issued, begins, expires = times.issued.at, times.not_before.at, times.expires.at
    if issued and expires and expires < issued:
        problems.append(Problem("exp-before-iat", "It expires before it was issued: nobody can ever have used it."))
    if begins and expires and expires <= begins:
        problems.append(Problem("exp-before-nbf", "It expires before it becomes valid: nobody can ever use it."))
    return problems


def _against_now(times: Times, now: datetime) -> list[Problem]:
    problems = []
    ahead = (times.issued.at - now).total_seconds() if times.issued.at else 0
    if ahead > LEEWAY:
        sentence = (
            f"It was issued in the future ({relative(ahead)}): this machine's clock is behind, or the token lies."
        )
        problems.append(Problem("iat-future", sentence, Tone.WARN))
    early = (times.not_before.at - now).total_seconds() if times.not_before.at else 0
    if early > LEEWAY:
        problems.append(Problem("not-yet-valid", f"It becomes valid {relative(early)}."))
    left = times.remaining(now)
    if left is not None and left < -LEEWAY:
        problems.append(Problem("expired", f"It expired {relative(left)}. Get a new one; nothing can renew this one."))
    return problems


def _absent(times: Times, kind: Kind) -> list[Problem]:
    if kind is Kind.WEBHOOK:
        return []
    problems = []
    if not times.expires.present:
        problems.append(Problem("exp-missing", "It has no expiry (exp): Kinde's tokens always have one.", Tone.WARN))
    if not times.issued.present:
        problems.append(Problem("iat-missing", "It does not say when it was issued (iat).", Tone.WARN))
    return problems


def _length(times: Times, kind: Kind) -> list[Problem]:
    lifetime = times.lifetime
    if lifetime is None:
        return []
    if lifetime > _TOO_LONG:
        sentence = f"It lives for {duration(lifetime)}: who steals it has it for that long. Nothing can revoke it."
        return [Problem("lifetime-long", sentence, Tone.WARN)]
    usual = _USUAL.get(kind)
    if usual and lifetime > usual[0]:
        sentence = f"It lives for {duration(lifetime)}; Kinde's default is {usual[1]}, an application may set its own."
        return [Problem("lifetime-unusual", sentence, Tone.MUTED)]
    return []


def relative(seconds: float) -> str:
    """A distance from now in words: `in 2 min`, `3 h ago`, `now`."""
    if abs(seconds) < 1:
        return "now"
    text = duration(abs(seconds))
    return f"in {text}" if seconds > 0 else f"{text} ago"


def duration(seconds: float) -> str:
    """A length of time in its two largest units: `1 h 5 min`, `2 d`, `45 s`."""
    rest = int(seconds)
    parts = []
    for size, unit in ((_YEAR, "y"), (_DAY, "d"), (_HOUR, "h"), (_MINUTE, "min"), (1, "s")):
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{amount} {unit}")
        elif parts:
            break
        if len(parts) == _UNITS:
            break
    return " ".join(parts) or "0 s"


_UNITS = 2
_IN_MILLISECONDS = (
    "{claim} is in milliseconds: a time in a token is in seconds. By the letter it lies thousands of years ahead; here "
    "it is shown as what was meant. Refuse it until its maker is fixed."
)
