"""JSON that holds a token: the answer of a token endpoint, a log line, a configuration."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

_DEEPEST = 40
_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "iat", "azp", "event_id"})
_ENOUGH_CLAIMS = 2


@dataclass(frozen=True, slots=True)
class Body:
    """The strings of a JSON text."""

    strings: tuple[tuple[str, str], ...] = field(repr=False)
    """Each string with the name of the field that holds it."""
    claims: bool = False
    """Whether it is itself the payload of a token."""


def read_body(text: str) -> Body | None:
    """The strings in `text` if all of it is JSON (an object, a list or a quoted string); None otherwise.

    Line breaks inside strings are allowed: a terminal that wrapped the body put them there.
    """
    if text[:1] not in {"{", "[", '"'} or _depth(text) > _DEEPEST:
        return None
    try:
        value = json.loads(text, strict=False, parse_int=str, parse_float=str)
    except ValueError:
        return None
    claims = isinstance(value, dict) and len(_CLAIMS & value.keys()) >= _ENOUGH_CLAIMS
    return Body(tuple(_strings("", value)), claims)


def _strings(name: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)]
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in _strings(key, item)]
    if isinstance(value, list):
        return [found for item in value for found in _strings(name, item)]
    return []


def _depth(text: str) -> int:
    """The deepest nesting that `text` could have: brackets in strings count too, which errs on the safe side."""
    deepest = depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest
