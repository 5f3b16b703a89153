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
    """A piece of a token as it may stand in a sentence: on one line, with signs for what would end it, and not long.

    Nothing else is left out or changed: an address with an invisible character in it is another address.
    """
    line = on_one_line(text)
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"


def on_one_line(text: str) -> str:
    """The text with a sign for everything that would end a line or move to a column: it cannot pose as another fact."""
    return text.translate(_SIGNS)


_QUOTED = 120
_SIGNS = {ord(sign): chr(0x2400 + ord(sign)) for sign in "\t\n\v\f\r\x1c\x1d\x1e"} | dict.fromkeys(
    map(ord, "\x85\u2028\u2029"), "\N{REPLACEMENT CHARACTER}"
)


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
