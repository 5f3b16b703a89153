"""A pasted token, understood: everything the other modules of this package say about it, in one value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from kinde_tui.tokens.claims import Claim, explain
from kinde_tui.tokens.decoding import Decoded, decode
from kinde_tui.tokens.finding import Candidate, Found, find, text_of
from kinde_tui.tokens.flags import TokenFlag, token_flags
from kinde_tui.tokens.hasura import HasuraFact, hasura_view
from kinde_tui.tokens.kinds import Kind, Recognized, recognize, recognize_undecoded
from kinde_tui.tokens.missing import Missing, missing
from kinde_tui.tokens.problem import Problem, Tone
from kinde_tui.tokens.references import Reference, references
from kinde_tui.tokens.sizes import Size, measure
from kinde_tui.tokens.times import LEEWAY, Times, read_times
from kinde_tui.tokens.verdicts import Expected, State, Verdict, claims_verdict, decoded_verdict
from kinde_tui.tokens.verifying import NOT_CHECKED, SignatureVerdict

if TYPE_CHECKING:
    from kinde_tui.tokens.moments import Moment

_TIME_CLAIMS = frozenset({"exp", "nbf", "iat", "timestamp"})


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Three answers that are never made one."""

    decoded: Verdict
    signature: SignatureVerdict
    claims: Verdict


@dataclass(frozen=True, slots=True, repr=False)
class Inspection:
    """What is known about a pasted token.

    Holds the token in memory and shows it nowhere: neither in its repr nor, but for header and claims, in its JSON.
    """

    now: datetime
    expected: Expected
    found: Found
    chosen: int
    """Which of `found.candidates` this is about; -1: none was found."""
    decoded: Decoded
    recognized: Recognized
    claims: tuple[Claim, ...]
    """In reading order."""
    times: Times
    flags: tuple[TokenFlag, ...]
    hasura: tuple[HasuraFact, ...]
    missing: tuple[Missing, ...]
    references: tuple[Reference, ...]
    size: Size
    verdicts: Verdicts
    problems: tuple[Problem, ...]
    """All there are, in the order: finding, form, times, claims, size."""
    local: tzinfo | None = field(default=None)

    def __repr__(self) -> str:
        """The kind and the counts: a token is a credential, and its claims are about a person."""
        return f"Inspection(kind={self.kind.value}, is_token={self.is_token}, problems={len(self.problems)})"

    @property
    def kind(self) -> Kind:
        """Which kind of token it is."""
        return self.recognized.kind

    @property
    def is_token(self) -> bool:
        """Whether header and payload of a signed (or loudly unsigned) token could be read."""
        return self.decoded.is_token

    @property
    def candidate(self) -> Candidate | None:
        """The piece of the paste that this is about."""
        return self.found.candidates[self.chosen] if self.chosen >= 0 else None

    @property
    def masked_signature(self) -> str:
        """The signature as it is shown: that it is there, and how long it is."""
        length = self.decoded.sizes[2] if len(self.decoded.sizes) == 3 else 0  # noqa: PLR2004 - header.payload.signature
        return f"•••• ({length} characters)" if length else "none"

    def with_signature(self, verdict: SignatureVerdict) -> Inspection:
        """The same inspection after somebody asked for the signature to be checked."""
        return replace(self, verdicts=replace(self.verdicts, signature=verdict))

    def as_json(self) -> dict[str, Any]:
        """The inspection for scripts: JSON values only; the signature is masked."""
        return {
            "kind": self.kind.value,
            "label": self.recognized.label,
            "recognized_by": self.recognized.reason,
            "advice": self.recognized.advice,
            "opaque": self.decoded.is_opaque,
            "header": dict(self.decoded.header),
            "claims": dict(self.decoded.claims),
            "signature": self.masked_signature,
            "verdicts": {
                "decoded": self.verdicts.decoded.as_json(),
                "signature": self.verdicts.signature.as_json(),
                "claims": self.verdicts.claims.as_json(),
            },
            "problems": [problem.as_json() for problem in self.problems],
            "times": self._times_as_json(),
            "feature_flags": [flag.as_json() for flag in self.flags],
            "hasura": [{"name": fact.name, "value": fact.value, "source": fact.source} for fact in self.hasura],
            "missing": [item.as_json() for item in self.missing],
            "references": [item.as_json() for item in self.references],
            "size": self.size.as_json(),
            "found": [{"origin": c.origin, "name": c.name, "opaque": c.opaque} for c in self.found.candidates],
            "inspected": self.chosen,
        }

    def _times_as_json(self) -> dict[str, Any]:
        def iso(moment: Moment) -> str | None:
            return moment.at.isoformat() if moment.at else None

        return {
            "issued": iso(self.times.issued),
            "not_before": iso(self.times.not_before),
            "expires": iso(self.times.expires),
            "now": self.now.isoformat(),
            "remaining_seconds": self.times.remaining(self.now),
            "lifetime_seconds": self.times.lifetime,
            "leeway_seconds": LEEWAY,
        }


def inspect(
    text: str | bytes,
    now: datetime,
    *,
    expected_issuer: str = "",
    expected_audiences: Sequence[str] = (),
    more_audiences: bool = False,
    known_clients: Collection[str] | None = None,
    which: int | None = None,
    local: tzinfo | None = None,
) -> Inspection:
    """Finds, decodes, classifies and explains the token in `text`. Offline, and never raises over what `text` holds.

    Args:
        text: what was pasted or read; 64 KiB of it at most.
        now: the current time, aware.
        expected_issuer: the active profile's issuer URL; empty: nothing to compare with.
        expected_audiences: audiences of the tenant's APIs; empty: not known.
        more_audiences: whether the tenant may have APIs that are not among them.
        known_clients: client ids of the tenant's applications; None: not known.
        which: which token of several, from 0; None: the first that can be decoded.
        local: the zone to show beside UTC; None: the machine's.
    """
    found = find(text_of(text) if isinstance(text, bytes) else text)
    chosen = _choose(found, which)
    candidate = found.candidates[chosen] if chosen >= 0 else None
    decoded = decode(candidate.text) if candidate else Decoded()
    clients = None if known_clients is None else frozenset(known_clients)
    expected = Expected(expected_issuer, tuple(expected_audiences), more_audiences, clients)
    recognized = _recognize(decoded, candidate)
    claims = decoded.claims
    times = read_times(claims, now, recognized.kind) if decoded.is_token else read_times({}, now, Kind.WEBHOOK)
    size = measure(len(candidate.text) if candidate else 0, claims)
    verdicts = _verdicts(decoded, found, recognized.kind, times, now, expected)
    return Inspection(
        now=now,
        expected=expected,
        found=found,
        chosen=chosen,
        decoded=decoded,
        recognized=recognized,
        claims=explain(claims, now, local),
        times=times,
        flags=token_flags(claims),
        hasura=hasura_view(claims),
        missing=missing(recognized.kind, claims) if decoded.is_token else (),
        references=references(claims),
        size=size,
        verdicts=verdicts,
        problems=_problems(found, decoded, times, verdicts.claims, size),
        local=local,
    )


def _choose(found: Found, which: int | None) -> int:
    count = len(found.candidates)
    if which is not None and 0 <= which < count:
        return which
    readable = (index for index, candidate in enumerate(found.candidates) if not candidate.opaque)
    return next(readable, 0 if count else -1)


def _recognize(decoded: Decoded, candidate: Candidate | None) -> Recognized:
    if decoded.is_token:
        return recognize(decoded.claims)
    name = candidate.name if candidate else ""
    return recognize_undecoded(opaque=decoded.is_opaque, parts=decoded.parts, name=name)


def _verdicts(decoded: Decoded, found: Found, kind: Kind, times: Times, now: datetime, expected: Expected) -> Verdicts:
    if not decoded.is_token:
        form = decoded_verdict(decoded if decoded.problems else Decoded(problems=found.problems[-1:]))
        claims = Verdict(State.UNCHECKED, "There are no claims to check.")
        return Verdicts(form, replace(NOT_CHECKED, sentence="There is no signature to check."), claims)
    claims = claims_verdict(kind, decoded.claims, times, now, expected)
    return Verdicts(decoded_verdict(decoded), NOT_CHECKED, claims)


def _problems(found: Found, decoded: Decoded, times: Times, claims: Verdict, size: Size) -> tuple[Problem, ...]:
    problems = [*found.problems]
    if len(found.candidates) > 1:
        sentence = f"There are {len(found.candidates)} tokens in this text; one is shown, the others can be chosen."
        problems.append(Problem("several", sentence, Tone.MUTED))
    problems += [*decoded.problems, *times.problems]
    for check in claims.checks:
        if check.state in {State.BAD, State.WARNING} and check.claim not in _TIME_CLAIMS:
            problems.append(Problem(check.claim, check.sentence, check.state.tone))
    return (*problems, *size.problems) if decoded.is_token else tuple(problems)
