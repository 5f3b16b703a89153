"""What was typed into a filter, cut into words."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 1_000
"""Characters of a filter."""
_FIELD = re.compile(r"[^\W\d][\w-]*", re.ASCII)


class FilterError(ValueError):
    """A filter that cannot be meant.

    Attributes:
        sentence: what is wrong and what would be right, for the person who typed it.
        position: where in the text, in characters from 0.
        suggestions: what could stand there instead, the likeliest first; may be empty.
    """

    def __init__(self, sentence: str, position: int, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.position = position
        self.suggestions = suggestions


@dataclass(frozen=True, slots=True)
class Word:
    """One term as it was typed."""

    text: str
    """Without its quotes, its field and its signs."""
    start: int
    """Where it begins."""
    at: int
    """Where its text begins."""
    field: str = ""
    """In lower case; empty: a plain word."""
    negated: bool = False
    quoted: bool = False
    pattern: bool = False


def split(text: str) -> list[Word]:
    """The terms in the text.

    Raises:
        FilterError: too long, or a quotation mark without its partner.
    """
    if len(text) > LONGEST:
        raise FilterError(f"A filter has {LONGEST:,} characters at most; this one has {len(text):,}.", LONGEST)
    words: list[Word] = []
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return words
        word, at = _word(text, at)
        words.append(word)


def _word(text: str, start: int) -> tuple[Word, int]:
    at, negated = start, False
    if text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace():
        at, negated = at + 1, True
    if text[at] == '"':
        phrase, end = _phrase(text, at)
        if not phrase.strip():
            raise FilterError("There is nothing between the quotation marks.", at)
        return Word(phrase, start, at + 1, negated=negated, quoted=True), end
    if text[at] == "~":
        value, end, _ = _value(text, at + 1)
        if not value:
            raise FilterError("~ needs a regular expression after it, as in ~^a.*z$.", at)
        return Word(value, start, at + 1, negated=negated, pattern=True), end
    field = _FIELD.match(text, at)
    if field is not None and text[field.end() : field.end() + 1] == ":":
        at = field.end() + 1
        value, end, quoted = _value(text, at, signs=True)
        return Word(value, start, at, field[0].lower(), negated, quoted), end
    end = _end(text, at)
    return Word(text[at:end], start, at, negated=negated), end


def _value(text: str, at: int, *, signs: bool = False) -> tuple[str, int, bool]:
    """A value up to the next space, or in quotation marks, which may follow a comparison's sign."""
    if text[at : at + 1] == '"':
        value, end = _phrase(text, at)
        return value, end, True
    after = at
    while signs and text[after : after + 1] in {"<", ">", "=", "~"}:
        after += 1
    if after > at and text[after : after + 1] == '"':
        value, end = _phrase(text, after)
        return f'{text[at:after]}"{value}"', end, False
    end = _end(text, at)
    return text[at:end], end, False


def _phrase(text: str, at: int) -> tuple[str, int]:
    """What stands between two quotation marks; a backslash takes the next character as it is."""
    letters: list[str] = []
    here = at + 1
    while here < len(text):
        if text[here] == '"':
            return "".join(letters), here + 1
        if text[here] == "\\" and here + 1 < len(text) and text[here + 1] in '"\\':
            here += 1
        letters.append(text[here])
        here += 1
    raise FilterError("This quotation mark is not closed.", at)


def _end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
