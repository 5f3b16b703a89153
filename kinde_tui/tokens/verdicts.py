"""Three separate verdicts on a token: its form, its signature, its claims. Never one tick for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kinde_tui.tokens.hasura import texts
from kinde_tui.tokens.kinds import Kind
from kinde_tui.tokens.moments import relative
from kinde_tui.tokens.problem import Tone, quoted
from kinde_tui.tokens.times import LEEWAY, Times

if TYPE_CHECKING:
    from kinde_tui.tokens.decoding import Decoded


class State(StrEnum):
    """How a check came out."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    UNCHECKED = "unchecked"

    @property
    def tone(self) -> Tone:
        """How it is shown."""
        return _TONES[self]


_TONES = {State.GOOD: Tone.GOOD, State.WARNING: Tone.WARN, State.BAD: Tone.BAD, State.UNCHECKED: Tone.MUTED}


@dataclass(frozen=True, slots=True)
class Check:
    """One claim, checked."""

    claim: str
    state: State
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one of the three questions came to."""

    state: State
    sentence: str
    checks: tuple[Check, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The verdict for scripts."""
        checks = [{"claim": c.claim, "state": c.state.value, "sentence": c.sentence} for c in self.checks]
        return {"state": self.state.value, "sentence": self.sentence, **({"checks": checks} if checks else {})}


@dataclass(frozen=True, slots=True)
class Expected:
    """What the active profile says about tokens of its tenant."""

    issuer: str = ""
    """The tenant's address; empty: there is no profile to compare with."""
    audiences: tuple[str, ...] = ()
    """Audiences of its APIs; empty: not known."""
    more_audiences: bool = False
    """Whether it may have APIs that are not among them."""
    clients: frozenset[str] | None = None
    """Client ids of its applications; None: not known."""


_NO_ISSUER = re.compile(r"[\s\x00-\x1f\x7f?#]")
"""What no tenant's address has. To take an address apart drops some of it, and a verifier compares the text."""


def same_issuer(one: str, other: str) -> bool:
    """Whether two addresses name the same tenant: case of the host and a closing slash do not count."""
    return _normal(one) == _normal(other)


def _normal(address: str) -> tuple[str, str, str]:
    if _NO_ISSUER.search(address):
        return "", "", address
    try:
        parts = urlsplit(address)
        return parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/")
    except ValueError:
        return "", "", address


def decoded_verdict(decoded: Decoded) -> Verdict:
    """Whether the token could be read, and whether its form is as it should be."""
    worst = next((problem for problem in decoded.problems if problem.tone is Tone.BAD), None)
    if not decoded.is_token:
        return Verdict(State.BAD, worst.sentence if worst else "There is no token.")
    if worst is not None:
        return Verdict(State.BAD, f"Decoded, and not to be trusted. {worst.sentence}")
    odd = next((problem for problem in decoded.problems if problem.tone is Tone.WARN), None)
    if odd is not None:
        return Verdict(State.WARNING, f"Decoded. {odd.sentence}")
    return Verdict(State.GOOD, "Header and payload could be read. That says nothing about who wrote them.")


def claims_verdict(kind: Kind, claims: Mapping[str, Any], times: Times, now: datetime, expected: Expected) -> Verdict:
    """Whether a verifier of this tenant would accept the claims, were the signature right."""
    checks = tuple(_checks(kind, claims, times, now, expected))
    state = _overall(checks)
    decisive = next((check for check in checks if check.state is state), None)
    if state is State.GOOD or decisive is None:
        return Verdict(state, _all_well(checks), checks)
    doubt = "Nothing is wrong, and the issuer is not known. " if state is State.UNCHECKED else ""
    return Verdict(state, doubt + decisive.sentence, checks)


def _all_well(checks: tuple[Check, ...]) -> str:
    unchecked = [check.claim for check in checks if check.state is State.UNCHECKED]
    rest = f"; not known here: {', '.join(unchecked)}" if unchecked else ""
    return f"What could be checked is as it should be (clocks may differ by {LEEWAY} s){rest}."


def _overall(checks: tuple[Check, ...]) -> State:
    states = {check.state for check in checks}
    for state in (State.BAD, State.WARNING):
        if state in states:
            return state
    issuer_unchecked = any(check.claim == "iss" and check.state is State.UNCHECKED for check in checks)
    return State.UNCHECKED if issuer_unchecked else State.GOOD


def _checks(kind: Kind, claims: Mapping[str, Any], times: Times, now: datetime, expected: Expected) -> Iterator[Check]:
    yield _issuer(kind, claims.get("iss"), expected)
    if kind is not Kind.WEBHOOK:
        yield _audience(kind, claims, expected)
        yield _client(claims, expected)
    yield _expiry(kind, times, now)
    yield from _begins(times, now)
    yield _issued(times, now)


def _issuer(kind: Kind, issuer: Any, expected: Expected) -> Check:
    if issuer is None:
        if kind is Kind.WEBHOOK:
            return Check("iss", State.UNCHECKED, "The event names no issuer: only the signature says where it is from.")
        return Check("iss", State.BAD, "The token names no issuer (iss): Kinde's tokens always do.")
    if not isinstance(issuer, str):
        return Check("iss", State.BAD, "The issuer (iss) is no text.")
    if not expected.issuer:
        return Check("iss", State.UNCHECKED, f"There is no profile to compare the issuer {quoted(issuer)} with.")
    if same_issuer(issuer, expected.issuer):
        return Check("iss", State.GOOD, f"Issued by {quoted(issuer)}, the tenant of this profile.")
    return Check(
        "iss",
        State.BAD,
        f"Untrusted issuer: {quoted(issuer)} issued it, and this profile is {expected.issuer}. Another environment has "
        "another address; switch to its profile to verify it.",
    )


def _audience(kind: Kind, claims: Mapping[str, Any], expected: Expected) -> Check:
    audiences = texts(claims.get("aud"))
    if not audiences:
        return Check("aud", State.WARNING, "It is for no audience (aud is empty): every API should refuse it.")
    named = quoted(", ".join(audiences))
    if kind is Kind.ID:
        own = {claims.get("azp"), claims.get("client_id"), claims.get("iss")} | set(expected.audiences)
        if own & set(audiences) or (expected.clients or frozenset()) & set(audiences):
            return Check("aud", State.GOOD, f"It is for {named}, as ID tokens are.")
        return Check("aud", State.WARNING, f"It is for {named}, which is not the application that asked for it (azp).")
    if set(expected.audiences) & set(audiences):
        return Check("aud", State.GOOD, f"It is for {named}.")
    if expected.more_audiences or not expected.audiences:
        return Check("aud", State.UNCHECKED, f"It is for {named}; not all APIs of the tenant are known here.")
    return Check(
        "aud", State.WARNING, f"It is for {named}, and none of the known APIs of this tenant has that audience."
    )


def _client(claims: Mapping[str, Any], expected: Expected) -> Check:
    client = claims.get("azp") or claims.get("client_id")
    if not isinstance(client, str) or not client:
        return Check("azp", State.WARNING, "It does not name the application that it was given to (azp).")
    if expected.clients is None:
        return Check(
            "azp", State.UNCHECKED, f"It was given to {quoted(client)}; the tenant's applications are not known here."
        )
    if client in expected.clients:
        return Check("azp", State.GOOD, f"It was given to {quoted(client)}, an application of this tenant.")
    return Check(
        "azp", State.WARNING, f"It was given to {quoted(client)}, and no application of this tenant has that client id."
    )


def _expiry(kind: Kind, times: Times, now: datetime) -> Check:
    left = times.remaining(now)
    if times.expires.problem is not None:
        return Check("exp", State.BAD, times.expires.problem.sentence)
    if left is None:
        if kind is Kind.WEBHOOK:
            return Check("exp", State.GOOD, "Webhook events have no expiry.")
        return Check("exp", State.WARNING, "It has no expiry (exp): Kinde's tokens always have one.")
    if left < -LEEWAY:
        return Check("exp", State.BAD, f"It expired {relative(left)}.")
    if left <= 0:
        return Check(
            "exp", State.WARNING, f"It expired {relative(left)}, within the {LEEWAY} s that clocks may differ."
        )
    return Check("exp", State.GOOD, f"It expires {relative(left)}.")


def _begins(times: Times, now: datetime) -> Iterator[Check]:
    if times.not_before.problem is not None:
        yield Check("nbf", State.BAD, times.not_before.problem.sentence)
    elif times.not_before.at is not None:
        early = (times.not_before.at - now).total_seconds()
        good = early <= LEEWAY
        sentence = "It is valid already." if good else f"It becomes valid {relative(early)}."
        yield Check("nbf", State.GOOD if good else State.BAD, sentence)


def _issued(times: Times, now: datetime) -> Check:
    name = times.issued.claim
    if times.issued.problem is not None:
        return Check(name, State.BAD, times.issued.problem.sentence)
    if times.issued.at is None:
        return Check(name, State.WARNING, f"It does not say when it was issued ({name}).")
    ahead = (times.issued.at - now).total_seconds()
    if ahead > LEEWAY:
        return Check(name, State.WARNING, f"It was issued in the future ({relative(ahead)}): compare the clocks.")
    return Check(name, State.GOOD, f"It was issued {relative(ahead)}.")
