"""An inspection as titled lines: the one rendering that the command line and the Token screen both draw.

Texts come from the token as they are: whoever draws them makes them safe for its surface first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from kinde_tui.tokens import headers
from kinde_tui.tokens.claims import in_words, one_line
from kinde_tui.tokens.moments import Moment, duration
from kinde_tui.tokens.problem import Tone
from kinde_tui.tokens.times import LEEWAY
from kinde_tui.tokens.verdicts import State, Verdict

if TYPE_CHECKING:
    from kinde_tui.tokens.inspection import Inspection
    from kinde_tui.tokens.missing import Missing

_HEAVY = 8
"""Claims listed by size."""
_WORDS = {State.GOOD: "ok", State.WARNING: "look", State.BAD: "BAD", State.UNCHECKED: "not checked"}


@dataclass(frozen=True, slots=True)
class Line:
    """One fact."""

    label: str
    text: str = field(repr=False)
    """May have several lines."""
    tone: Tone = Tone.PLAIN
    explanation: str = ""
    claim: str = ""
    """The claim or header field that it shows, for copying; empty: it shows none."""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading."""

    title: str
    lines: tuple[Line, ...]


def sections(inspection: Inspection, now: datetime | None = None) -> tuple[Section, ...]:
    """Everything to show, in order; sections without a line are left out.

    Args:
        inspection: the inspected token.
        now: for the distances in *Times*, where they tick; None: the time of the inspection.
    """
    every = (
        Section("Token", tuple(_summary(inspection))),
        Section("Verdicts", tuple(_verdicts(inspection))),
        Section("Problems", tuple(Line(p.code, p.sentence, p.tone) for p in inspection.problems)),
        Section("Times", tuple(_times(inspection, now or inspection.now))),
        Section("Claims", tuple(_claims(inspection))),
        Section("Feature flags", tuple(_flags(inspection))),
        Section("Hasura", tuple(Line(f.name, one_line(f.value), explanation=f.source) for f in inspection.hasura)),
        Section("Missing", tuple(_missing(inspection))),
        Section("Header", tuple(_header(inspection))),
        Section("Size", tuple(_size(inspection))),
        Section("In this paste", tuple(_others(inspection))),
    )
    return tuple(section for section in every if section.lines)


def _summary(inspection: Inspection) -> Iterator[Line]:
    recognized = inspection.recognized
    yield Line("Kind", recognized.label, explanation=recognized.reason)
    yield Line("Use", recognized.advice, Tone.MUTED)
    candidate = inspection.candidate
    if candidate is not None and candidate.origin:
        yield Line("Found", candidate.origin, Tone.MUTED)


def _verdicts(inspection: Inspection) -> Iterator[Line]:
    verdicts = inspection.verdicts
    named: tuple[tuple[str, Verdict], ...] = (
        ("Decoded", verdicts.decoded),
        ("Signature", verdicts.signature),
        ("Claims", verdicts.claims),
    )
    for name, verdict in named:
        yield Line(name, f"{_WORDS[verdict.state]} – {verdict.sentence}", verdict.state.tone)
        for check in verdict.checks:
            yield Line(
                f"  {check.claim}", f"{_WORDS[check.state]} – {check.sentence}", check.state.tone, "", check.claim
            )


def _times(inspection: Inspection, now: datetime) -> Iterator[Line]:
    times = inspection.times
    for label, moment in (("Issued", times.issued), ("Valid from", times.not_before), ("Expires", times.expires)):
        if moment.present:
            yield _moment(inspection, label, moment, now)
    if times.lifetime is not None:
        yield Line("Lifetime", duration(times.lifetime), Tone.MUTED, f"Clocks may differ by {LEEWAY} s.")


def _moment(inspection: Inspection, label: str, moment: Moment, now: datetime) -> Line:
    if moment.at is None:
        return Line(label, one_line(inspection.decoded.claims.get(moment.claim)), Tone.BAD, "", moment.claim)
    text = f"{moment.absolute(inspection.local)} · {moment.relative(now)}"
    past = label == "Expires" and (moment.at - now).total_seconds() < -LEEWAY
    return Line(label, text, Tone.BAD if past or moment.problem else Tone.PLAIN, "", moment.claim)


def _claims(inspection: Inspection) -> Iterator[Line]:
    for claim in inspection.claims:
        tone = Tone.PLAIN if claim.is_known else Tone.MUTED
        yield Line(claim.label, claim.text, tone, claim.meaning, claim.name)


def _flags(inspection: Inspection) -> Iterator[Line]:
    for flag in inspection.flags:
        explanation = f"{flag.type}, from {flag.source}" + (f"; {flag.note}" if flag.note else "")
        yield Line(flag.key, one_line(flag.value), Tone.WARN if flag.note else Tone.PLAIN, explanation)


def _missing(inspection: Inspection) -> Iterator[Line]:
    for item in inspection.missing:
        yield Line(item.claim, _causes(item), Tone.MUTED, "by design" if item.by_design else "")


def _header(inspection: Inspection) -> Iterator[Line]:
    for name, value in inspection.decoded.header.items():
        label, meaning = headers.MEANINGS.get(name, (name, headers.UNKNOWN))
        refused = name == "alg" and bool(headers.why_refused(inspection.decoded.header))
        doubtful = name in headers.NEVER_FOLLOWED or name not in headers.MEANINGS
        tone = Tone.BAD if refused else Tone.WARN if doubtful else Tone.PLAIN
        yield Line(label, in_words(value), tone, meaning, name)
    if inspection.decoded.parts:
        yield Line("Signature", inspection.masked_signature, Tone.MUTED, "Masked: with it the token can be used.")


def _size(inspection: Inspection) -> Iterator[Line]:
    size = inspection.size
    if not size.total:
        return
    yield Line("Whole token", f"{size.total:,} bytes", explanation="A cookie holds 4,096, most headers 8,192.")
    for item in size.claims[:_HEAVY]:
        yield Line(item.name, f"{item.bytes:,} bytes · {item.share:.0%}", Tone.MUTED, "", item.name)


def _others(inspection: Inspection) -> Iterator[Line]:
    if len(inspection.found.candidates) < 2:  # noqa: PLR2004 - a choice needs two
        return
    for index, candidate in enumerate(inspection.found.candidates):
        shown = " (shown)" if index == inspection.chosen else ""
        yield Line(str(index + 1), (candidate.origin or "in the text") + shown)


def _causes(item: Missing) -> str:
    """Why a claim is not there: one cause as it is, several as what each is, a possibility."""
    if len(item.reasons) == 1:
        return item.reasons[0]
    return "\n".join(f"{'or' if number else 'Perhaps'}: {reason}" for number, reason in enumerate(item.reasons))
