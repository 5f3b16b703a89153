"""`name=value` and `name:=JSON`: what was typed, taken apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kinde_tui.services.calls.finding import CallError

_WORD = re.compile(r"([^=]*?)(:?=)(.*)", re.DOTALL)
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Word:
    """One value and where it goes."""

    name: str
    """As typed: `users[0].id`."""
    value: Any
    """A text to be read as the field's type, or, when `exact`, a value to be sent as it is."""
    exact: bool = False

    @property
    def head(self) -> str:
        """The outermost name: `users`."""
        return re.split(r"[.\[]", self.name, maxsplit=1)[0]

    def steps(self) -> list[str | int]:
        """The way to the value: `["users", 0, "id"]`.

        Raises:
            CallError: the name is none.
        """
        found: list[str | int] = []
        place = 0
        while place < len(self.name) and (step := _STEP.match(self.name, place)):
            found.append(int(step[2]) if step[2] else int(step[1]) if found and step[1].isdigit() else step[1])
            place = step.end()
        if place < len(self.name) or not found:
            raise CallError(f"“{self.name}” is no name of a field: write name=value, a.b=value or list[0].b=value.")
        return found


def read_words(words: Iterable[str]) -> list[Word]:
    """What was typed.

    Raises:
        CallError: a word has no equals sign, or what should be JSON is none.
    """
    return [read_word(word) for word in words]


def read_word(text: str) -> Word:
    """One of them; see `read_words`."""
    found = _WORD.fullmatch(text)
    if found is None or not found[1]:
        raise CallError(f"“{text}” says no field: write name=value, or name:=JSON for a value that is no text.")
    name, sign, value = found.groups()
    if sign == "=":
        return Word(name, value)
    return Word(name, read_json(value, f"The value of {name}"), exact=True)


def read_json(text: str, what: str) -> Any:
    """A JSON value.

    Raises:
        CallError: it is none; the sentence says where.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise CallError(f"{what} is nested too deeply.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise CallError(f"{what} is no JSON: {error.msg} at {place}.") from error
    except ValueError as error:
        raise CallError(f"{what} is no JSON: {error}.") from error


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
