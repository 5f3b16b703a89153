"""Feature flags: what they are worth at each level."""

from __future__ import annotations

import json
from dataclasses import dataclass

LEVELS = ("env", "org", "usr")
CREATABLE = ("str", "int", "bool")
"""Flags of type json are made in the web dashboard only."""
_SMALLEST, _LARGEST = -(2**31), 2**31 - 1


@dataclass(slots=True)
class Flag:
    """A flag's definition. Values travel and are kept as texts."""

    key: str
    name: str
    description: str
    type: str
    default: str
    level: str
    """The lowest level that may override it; the levels above may as well."""

    def allows(self, level: str) -> bool:
        """Whether it can be overridden at this level."""
        return LEVELS.index(level) <= LEVELS.index(self.level)

    def shown(self, value: str) -> dict[str, str]:
        """Its entry in a map. Kinde's document knows no type for JSON flags, so theirs is left out."""
        return {"value": value} if self.type == "json" else {"type": self.type, "value": value}

    def claim(self, value: str) -> dict[str, object]:
        """Its entry in a token: a letter for the type, and the value in that type."""
        if self.type == "bool":
            return {"t": "b", "v": value == "true"}
        if self.type == "int":
            return {"t": "i", "v": int(value)}
        return {"t": "object", "v": json.loads(value)} if self.type == "json" else {"t": "s", "v": value}


def settled(kind: str, value: object) -> str | None:
    """`value` as a flag of type `kind` keeps it; None: it is no such value. Decimals are cut off integers."""
    text = json.dumps(value) if isinstance(value, (bool, dict, list)) else str(value)
    if kind == "bool":
        return text.lower() if text.lower() in {"true", "false"} else None
    if kind == "int":
        return _integer(text)
    if kind == "json":
        try:
            json.loads(text)
        except ValueError:
            return None
    return text


def _integer(text: str) -> str | None:
    whole = text.strip().partition(".")[0]
    digits = whole.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(_LARGEST)):
        return None
    number = int(whole)
    return str(number) if _SMALLEST <= number <= _LARGEST else None
