"""JSON as a verifier should read it: bounded, and with nothing that two programs could read in two ways."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

from kinde_tui.tokens.problem import Problem, quoted

DEEPEST = 64
"""Objects and lists in one another."""
LONGEST_NUMBER = 40
"""Digits; more are kept as text."""
_LISTED = 8
"""Fields of one object that are named as standing there twice."""


class UnreadableError(ValueError):
    """A sentence that says why a text is no JSON object."""


def read_object(text: str, name: str) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The object in `text`, and what is doubtful in it.

    NaN, Infinity and numbers beyond all bounds come back as text, so that what is returned is always JSON again.
    Of two fields with one name the last is kept.

    Args:
        text: the JSON text.
        name: what to call it in sentences: `header`, `payload`.

    Raises:
        UnreadableError: no JSON, no object, or nested deeper than 64.
    """
    if depth(text) > DEEPEST:
        raise UnreadableError(f"The {name} is nested deeper than {DEEPEST}: it was not read.")
    reader = _Reader(name)
    try:
        value = json.loads(
            text,
            object_pairs_hook=reader.pairs,
            parse_constant=reader.constant,
            parse_int=reader.number,
            parse_float=reader.number,
        )
    except json.JSONDecodeError as error:
        raise UnreadableError(_why(text, name, error)) from None
    if not isinstance(value, dict):
        raise UnreadableError(f"The {name} is JSON, but {_KINDS.get(type(value), 'a number')} and not an object.")
    return value, tuple(reader.doubts.values())[:_LISTED]


class _Reader:
    """The hooks of the JSON parser, and what they found doubtful."""

    def __init__(self, name: str) -> None:
        self.doubts: dict[str, Problem] = {}
        self._name = name

    def pairs(self, items: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object; of two fields with one name the last."""
        value = dict(items)
        if len(value) < len(items):
            for key, count in Counter(key for key, _ in items).most_common(_LISTED):
                if count > 1:
                    self.doubts[f"duplicate {key}"] = _duplicate(self._name, key)
        return value

    def number(self, digits: str) -> int | float | str:
        """A number, or its text where it is too large to be one."""
        value = _number(digits)
        if isinstance(value, str):
            self.doubts["number"] = Problem("number", f"The {self._name} has a number beyond all bounds.")
        return value

    def constant(self, word: str) -> str:
        """NaN, Infinity or -Infinity, as text."""
        sentence = f"The {self._name} has the value {word}, which is no JSON: parsers disagree on it."
        self.doubts[word] = Problem("number", sentence)
        return word


def _why(text: str, name: str, error: json.JSONDecodeError) -> str:
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"The {name} is no complete JSON: it ends in the middle, so the token was cut."
    return f"The {name} is no JSON: {error.msg} at character {error.pos + 1}."


def _number(digits: str) -> int | float | str:
    if len(digits) > LONGEST_NUMBER:
        return digits
    if digits.lstrip("-").isdigit():
        return int(digits)
    value = float(digits)
    return value if math.isfinite(value) else digits


def _duplicate(name: str, key: str) -> Problem:
    sentence = f"The {name} has the field {quoted(key)} twice: two programs may read two values. Refuse this token."
    return Problem("duplicate", sentence)


def depth(text: str) -> int:
    """How deeply objects and lists are nested in a JSON text; brackets inside strings do not count."""
    deepest = level = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            in_string = escaped or character != '"'
            escaped = character == "\\" and not escaped
        elif character == '"':
            in_string = True
        elif character in "[{":
            level += 1
            deepest = max(deepest, level)
        elif character in "]}":
            level -= 1
    return deepest


_KINDS: dict[type, str] = {
    list: "a list",
    str: "a text",
    bool: "true or false",
    type(None): "null",
}
