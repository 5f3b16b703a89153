"""One question to a token: does it hold this permission, role, scope, organization or flag?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kinde_tui.tokens.claims import one_line
from kinde_tui.tokens.flags import token_flags
from kinde_tui.tokens.hasura import claim, texts
from kinde_tui.tokens.references import references

_LISTS = (("scope", "scp"), ("audience", "aud"))
_KINDS = frozenset({"user", "organization", "application", "role", "permission"})


@dataclass(frozen=True, slots=True)
class Holding:
    """A place where a token has what was asked for."""

    kind: str
    """permission, role, scope, audience, organization, application, user or flag."""
    claim: str
    value: str = ""
    """A flag's value; empty for everything else."""


def holdings(claims: Mapping[str, Any], key: str) -> tuple[Holding, ...]:
    """Where this payload holds exactly `key`; empty: nowhere, and case counts as Kinde's keys do."""
    return tuple(_holdings(claims, key))


def _holdings(claims: Mapping[str, Any], key: str) -> Iterator[Holding]:
    for kind, name in _LISTS:
        value, source = claim(claims, name)
        if key in texts(value):
            yield Holding(kind, source)
    if "scp" not in claims and key in str(claims.get("scope", "")).split():
        yield Holding("scope", "scope")
    yield from (
        Holding(item.kind, item.claim) for item in references(claims) if item.kind in _KINDS and item.key == key
    )
    yield from (Holding("flag", flag.source, one_line(flag.value)) for flag in token_flags(claims) if flag.key == key)
