"""A token's claims in the order people read them, each with its value in words and its meaning in Kinde."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

from kinde_tui.tokens.explanations import EXPLANATIONS, HASURA, UNKNOWN, Explanation
from kinde_tui.tokens.flags import token_flags
from kinde_tui.tokens.hasura import PREFIX
from kinde_tui.tokens.moments import moment
from kinde_tui.tokens.problem import on_one_line

TWICE = "In scp as a list, and in scope as one text."
_TIMES = frozenset(
    {"exp", "nbf", "iat", "auth_time", "rat", "updated_at", "timestamp", "event_timestamp", "trial_expires_on"}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One field of a token's payload."""

    name: str
    label: str
    meaning: str
    text: str = field(repr=False)
    """The value in words, on one line or several; not yet made safe for a screen."""
    value: Any = field(repr=False)
    is_known: bool = True
    private: bool = False


def explain(claims: Mapping[str, Any], now: datetime, local: tzinfo | None = None) -> tuple[Claim, ...]:
    """All claims of a payload, the known ones first and in reading order, then the others in the token's order.

    Args:
        claims: the payload.
        now: for distances such as "3 h ago".
        local: the zone to show beside UTC; None: the machine's.
    """
    twice = _says_twice(claims)
    known = [name for name in EXPLANATIONS if name in claims and not (twice and name == "scope")]
    others = [name for name in claims if name not in EXPLANATIONS]
    found = tuple(_claim(claims, name, now, local) for name in known + others)
    return tuple(_named_twice(claim) if twice and claim.name == "scp" else claim for claim in found)


def _says_twice(claims: Mapping[str, Any]) -> bool:
    """Whether `scope` is the scopes of `scp` once more, in one text."""
    listed, text = claims.get("scp"), claims.get("scope")
    return isinstance(listed, list) and isinstance(text, str) and sorted(text.split()) == sorted(map(str, listed))


def _named_twice(claim: Claim) -> Claim:
    return replace(claim, label=f"{claim.label} (scp, scope)", meaning=f"{claim.meaning} {TWICE}")


def explanation(name: str) -> Explanation:
    """What a claim of that name means in Kinde."""
    found = EXPLANATIONS.get(name)
    if found is not None:
        return found
    return HASURA if name.lower().startswith(PREFIX) else UNKNOWN


def _claim(claims: Mapping[str, Any], name: str, now: datetime, local: tzinfo | None) -> Claim:
    known = explanation(name)
    return Claim(
        name=name,
        label=known.label or name,
        meaning=known.meaning,
        text=_text(claims, name, now, local),
        value=claims[name],
        is_known=known is not UNKNOWN,
        private=known.private,
    )


def _text(claims: Mapping[str, Any], name: str, now: datetime, local: tzinfo | None) -> str:
    value = claims[name]
    if name in _TIMES:
        when = moment(claims, name)
        if when.at is not None:
            return f"{when.absolute(local)} · {when.relative(now)}"
    if name == "feature_flags" and isinstance(value, Mapping):
        count = len(token_flags(claims))
        return f"{count} flag{'' if count == 1 else 's'}" if count else "none"
    return in_words(value)


def in_words(value: Any) -> str:
    """A JSON value as a person reads it: lists by commas, objects a field a line, everything else as it is."""
    if isinstance(value, str):
        return on_one_line(value) or "empty"
    if isinstance(value, list) and all(isinstance(item, (str, int, float)) for item in value):
        return ", ".join(in_words(item) for item in value) or "empty"
    if isinstance(value, Mapping) and set(value) == {"v"}:
        return in_words(value["v"])
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        return "\n".join(_record(item) for item in value)
    if isinstance(value, Mapping):
        return "\n".join(f"{on_one_line(key)}: {one_line(item)}" for key, item in value.items()) or "empty"
    return on_one_line(json.dumps(value, ensure_ascii=False))


def _record(record: Mapping[str, Any]) -> str:
    """A list's object on one line, by its names: `admin (Administrator)`."""
    names = [on_one_line(record[name]) for name in ("key", "name", "id", "code") if isinstance(record.get(name), str)]
    if not names:
        return one_line(record)
    return names[0] if len(names) == 1 else f"{names[0]} ({', '.join(names[1:])})"


def one_line(value: Any) -> str:
    """A JSON value on one line."""
    if isinstance(value, str):
        return on_one_line(value)
    if isinstance(value, Mapping) and set(value) == {"v"}:
        return one_line(value["v"])
    return on_one_line(json.dumps(value, ensure_ascii=False, default=dict))
