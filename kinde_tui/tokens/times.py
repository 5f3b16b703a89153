"""When a token was issued, when it begins and ends, and what is odd about that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kinde_tui.tokens.kinds import Kind
from kinde_tui.tokens.moments import Moment, duration, moment, relative
from kinde_tui.tokens.problem import Problem, Tone

LEEWAY = 60
"""Seconds that two clocks may differ before anything is called late or early."""

_HOUR, _DAY = 3600, 86_400
_TOO_LONG = 30 * _DAY
_USUAL: Mapping[Kind, tuple[int, str]] = {Kind.ACCESS: (_DAY, "24 h"), Kind.ID: (_HOUR, "1 h")}
"""Kinde's default lifetimes, until an application sets its own."""


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
