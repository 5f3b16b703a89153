"""Values of flags: as typed, as text on the wire, as read from a map."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from kinde_tui.models.flag import FlagType
from kinde_tui.services.collections.collection import InvalidInputError

SMALLEST, LARGEST = -(2**31), 2**31 - 1
"""What Kinde keeps of an integer flag."""

WORDS: Mapping[str, bool] = {
    "true": True, "on": True, "yes": True, "y": True, "1": True,
    "false": False, "off": False, "no": False, "n": False, "0": False,
}  # fmt: skip

_SPELLINGS: Mapping[str, FlagType] = {
    **{kind.value: kind for kind in FlagType},
    "boolean": FlagType.BOOL, "string": FlagType.STRING, "integer": FlagType.INTEGER, "object": FlagType.JSON,
}  # fmt: skip

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?([0-9]+[.,][0-9]*|[.,][0-9]+)([eE][+-]?[0-9]+)?|[+-]?[0-9]+[eE][+-]?[0-9]+")


def kind_of(raw: Mapping[str, Any]) -> str:
    """The type of a flag from its entry in a map: one of FlagType, or what the API says, or empty when it does not.

    The document knows no type for JSON flags, so an entry without one that holds an object or a list is taken for one.
    """
    named = raw.get("type")
    if isinstance(named, str) and named:
        return _SPELLINGS.get(named.casefold(), named)
    value = raw.get("value")
    if isinstance(value, bool):
        return FlagType.BOOL
    if isinstance(value, str):
        value = _parsed(value)
    return FlagType.JSON if isinstance(value, (dict, list)) else ""


def parse_value(kind: str, text: str) -> Any:
    """What was typed, as a value of that type; a type that is not known takes any text.

    Raises:
        InvalidInputError: it is no such value.
    """
    match kind:
        case FlagType.BOOL:
            if (word := text.strip().casefold()) in WORDS:
                return WORDS[word]
            raise InvalidInputError("A boolean flag is on or off.")
        case FlagType.INTEGER:
            return _integer(text.strip())
        case FlagType.JSON:
            return _json(text)
    return text


def wire(value: Any) -> str:
    """A value as the API takes it: all values travel as text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read_value(kind: str, value: Any) -> Any:
    """A value as the API sent it, in its type where it can be read as such, else as it came."""
    if not isinstance(value, str):
        return value
    match kind:
        case FlagType.BOOL:
            return {"true": True, "false": False}.get(value.strip().casefold(), value)
        case FlagType.INTEGER:
            return int(value) if _INTEGER.fullmatch(value.strip()) and len(value) < len(str(SMALLEST)) + 2 else value
        case FlagType.JSON:
            parsed = _parsed(value)
            return value if parsed is None else parsed
    return value


def shown(value: Any) -> str:
    """A value as a sentence shows it: `on`, `5`, `“dark”`, `{"a":1}`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    text = wire(value)
    return f"“{text}”" if isinstance(value, str) else text


def _integer(text: str) -> int:
    if _DECIMAL.fullmatch(text):
        raise InvalidInputError("Kinde cuts decimals off a number flag: give a whole number.")
    if not _INTEGER.fullmatch(text):
        raise InvalidInputError(f"A number flag takes a whole number from {SMALLEST} to {LARGEST}.")
    digits = text.lstrip("+-").lstrip("0")
    number = int(text) if len(digits) <= len(str(LARGEST)) else None
    if number is None or not SMALLEST <= number <= LARGEST:
        raise InvalidInputError(f"That is outside what Kinde keeps of a number: {SMALLEST} to {LARGEST}.")
    return number


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidInputError(f"This is no valid JSON: {error.msg} at {where}.") from error
    except RecursionError as error:
        raise InvalidInputError("This JSON is nested too deeply.") from error
    except ValueError as error:
        raise InvalidInputError(f"This is no valid JSON: {error}.") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
