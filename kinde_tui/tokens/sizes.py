"""How large a token is, which claims make it so, and which limits it comes near."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kinde_tui.tokens.problem import Problem, Tone, quoted

COOKIE = 4096
"""Bytes that browsers keep of one cookie, its name and attributes included."""
HEADER = 8192
"""Bytes that most servers take for one request header."""
_NEAR = 0.9
_ESSENTIAL = frozenset({"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "jti"})


@dataclass(frozen=True, slots=True)
class ClaimSize:
    """One claim's share of a token."""

    name: str
    bytes: int
    """In the token, hence after base64url."""
    share: float
    """Of the whole token, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Size:
    """A token's size in bytes and what makes it."""

    total: int
    claims: tuple[ClaimSize, ...] = ()
    """Largest first."""
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The size for scripts."""
        return {"bytes": self.total, "claims": {item.name: item.bytes for item in self.claims}}


def measure(total: int, claims: Mapping[str, Any]) -> Size:
    """The size of a token of `total` characters with this payload, and a warning near the two limits."""
    sizes = sorted(
        (
            ClaimSize(name, _encoded(name, value), _encoded(name, value) / max(total, 1))
            for name, value in claims.items()
        ),
        key=lambda item: -item.bytes,
    )
    return Size(total, tuple(sizes), _warnings(total, sizes))


def _encoded(name: str, value: Any) -> int:
    text = json.dumps({name: value}, ensure_ascii=False, separators=(",", ":"))
    return round((len(text.encode("utf-8", errors="replace")) - 1) * 4 / 3)


def _warnings(total: int, sizes: list[ClaimSize]) -> tuple[Problem, ...]:
    for limit, code, what in ((HEADER, "size-header", "request headers"), (COOKIE, "size-cookie", "one cookie")):
        if total < limit * _NEAR:
            continue
        over = "more than" if total > limit else "close to"
        heavy = next((item for item in sizes if item.name not in _ESSENTIAL), None)
        advice = f" The heaviest claim that may go is {quoted(heavy.name)} ({heavy.bytes:,} bytes)." if heavy else ""
        sentence = f"It has {total:,} bytes, {over} the {limit:,} that fit {what}.{advice}"
        return (Problem(code, sentence, Tone.WARN),)
    return ()
