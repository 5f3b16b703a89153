"""What is wrong with a token, as a value: nothing in this package raises over what was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a line of the inspection is meant; a screen turns it into a colour *and* a word or glyph."""

    PLAIN = "plain"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    MUTED = "muted"


def quoted(text: str) -> str:
    """A piece of a token as it may stand in a sentence: on one line and not long."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"


_QUOTED = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person should know before trusting this token."""

    code: str
    """Stable, for scripts: `two-parts`, `algorithm-none`."""
    sentence: str
    """What it is and what to do about it; never holds text of the token's signature."""
    tone: Tone = Tone.BAD
    """BAD: do not use it. WARN: look again. MUTED: good to know."""

    def as_json(self) -> dict[str, str]:
        """The problem for scripts."""
        return {"code": self.code, "severity": _SEVERITY[self.tone], "sentence": self.sentence}


_SEVERITY = {Tone.BAD: "error", Tone.WARN: "warning", Tone.MUTED: "note", Tone.PLAIN: "note", Tone.GOOD: "note"}
