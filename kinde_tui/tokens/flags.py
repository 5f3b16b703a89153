"""Feature flags in a token: `{key: {t, v}}` under two names, made one list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kinde_tui.tokens.hasura import claim

_TYPES = {"b": "bool", "i": "int", "s": "str", "object": "json", "j": "json", "o": "json"}


@dataclass(frozen=True, slots=True)
class TokenFlag:
    """A flag's value when the token was issued."""

    key: str
    type: str
    """bool, int, str or json: Kinde's letter (b, i, s) written out. A letter that is not known means raw JSON."""
    value: Any = field(repr=False)
    letter: str = ""
    """What the token had as `t`."""
    source: str = ""
    """The claim that holds it."""
    note: str = ""
    """Set when the value is not of the type it says."""

    def as_json(self) -> dict[str, Any]:
        """The flag for scripts."""
        return {"key": self.key, "type": self.type, "value": self.value, "source": self.source, "note": self.note}


def token_flags(claims: Mapping[str, Any]) -> tuple[TokenFlag, ...]:
    """The flags in a token, in its order; also from Hasura's mapping, and from a mapping that is JSON in a string."""
    value, source = claim(claims, "feature_flags")
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ()
    if not isinstance(value, Mapping):
        return ()
    return tuple(_flag(key, item, source) for key, item in value.items())


def _flag(key: str, item: Any, source: str) -> TokenFlag:
    if not isinstance(item, Mapping) or "v" not in item:
        return TokenFlag(key, "json", item, "", source, "not in Kinde's form {t, v}")
    letter = item.get("t")
    letter = letter if isinstance(letter, str) else ""
    kind = _TYPES.get(letter, "json")
    return TokenFlag(key, kind, item["v"], letter, source, _note(kind, letter, item["v"]))


def _note(kind: str, letter: str, value: Any) -> str:
    if letter not in _TYPES:
        return "type unknown: shown as it is"
    expected: tuple[type, ...] = {"bool": (bool,), "int": (int,), "str": (str,)}.get(kind, (object,))
    fits = isinstance(value, expected) and (kind != "int" or not isinstance(value, bool))
    return "" if fits else f"says {kind}, and the value is none"
