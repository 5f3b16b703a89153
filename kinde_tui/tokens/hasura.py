"""Kinde's claims under their own names and under Hasura's.

An application with the Hasura mapping switched on gets `x-hasura-permissions` instead of `permissions`, and so on; a
token workflow may put the Hasura claims into one object instead, `https://hasura.io/jwt/claims`. Everything that asks
for a claim asks here, so both spellings count as present, and the claim that holds the value is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

NAMESPACE = "https://hasura.io/jwt/claims"
PREFIX = "x-hasura-"


@dataclass(frozen=True, slots=True)
class HasuraFact:
    """One session variable as Hasura will see it."""

    name: str
    """Without the prefix and with hyphens: `default-role`."""
    value: Any = field(repr=False)
    source: str = ""
    """The claim it came from."""


def hasura_view(claims: Mapping[str, Any]) -> tuple[HasuraFact, ...]:
    """All of Hasura's variables in a token, from both forms, in the token's order."""
    return tuple(_facts(claims))


def _facts(claims: Mapping[str, Any]) -> Iterator[HasuraFact]:
    for name, value in claims.items():
        if name.lower().startswith(PREFIX):
            yield HasuraFact(_plain(name), value, name)
    for name, value in _namespace(claims).items():
        if name.lower().startswith(PREFIX):
            yield HasuraFact(_plain(name), value, f"{NAMESPACE} › {name}")


def _plain(name: str) -> str:
    return name[len(PREFIX) :].lower().replace("_", "-")


def _namespace(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object of the second form; Hasura allows it to be JSON in a string."""
    value = claims.get(NAMESPACE)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, Mapping) else {}


def claim(claims: Mapping[str, Any], name: str) -> tuple[Any, str]:
    """The value of one of Kinde's claims and the claim that holds it, under whichever name.

    Returns:
        `(None, "")` when the token has it under no name.
    """
    if name in claims:
        return claims[name], name
    wanted = name.replace("_", "-")
    for fact in _facts(claims):
        if fact.name == wanted:
            return fact.value, fact.source
    return None, ""


def texts(value: Any) -> tuple[str, ...]:
    """The strings in a claim that should be a list of strings: also from a single string or Hasura's `{a,b}`."""
    if isinstance(value, str):
        if value.startswith("{") and value.endswith("}") and '"' not in value:
            return tuple(part for part in value[1:-1].split(",") if part)
        return (value,) if value else ()
    if isinstance(value, (list, tuple)):
        return tuple(item for item in value if isinstance(item, str) and item)
    return ()
