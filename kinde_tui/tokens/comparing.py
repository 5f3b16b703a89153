"""Two tokens side by side, and a token beside what the tenant says now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kinde_tui.tokens.claims import one_line
from kinde_tui.tokens.explanations import EXPLANATIONS
from kinde_tui.tokens.flags import token_flags
from kinde_tui.tokens.hasura import claim, texts

if TYPE_CHECKING:
    from kinde_tui.tokens.decoding import Decoded

ROUTINE = frozenset({"exp", "iat", "nbf", "jti", "auth_time", "rat", "at_hash", "nonce", "event_id", "timestamp"})
"""Claims that differ between any two tokens."""
_FLAGS = "feature_flags"


class Change(StrEnum):
    """How something differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same."""

    path: str
    """`permissions`, `feature_flags › billing_v2`, `header › kid`."""
    change: Change
    before: str = field(default="", repr=False)
    after: str = field(default="", repr=False)
    routine: bool = False
    """Whether it differs between any two tokens."""


def compare(before: Decoded, after: Decoded) -> tuple[Difference, ...]:
    """What changed from one token to the other: telling things first, routine ones last.

    Lists of keys are compared as sets, objects field by field, flags by their values.
    """
    differences = [*_claims(before.claims, after.claims), *_fields("header", before.header, after.header)]
    return tuple(sorted(differences, key=lambda item: item.routine))


def _claims(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    flags = [{flag.key: flag.value for flag in token_flags(claims)} for claims in (before, after)]
    yield from _fields(_FLAGS, *flags)
    # A flag claim that is none in form is compared as any other value.
    skipped = {_FLAGS} if all(isinstance(side.get(_FLAGS, {}), Mapping) for side in (before, after)) else set()
    for name in _ordered(before, after):
        if name not in skipped:
            yield from _claim(name, before, after)


def _ordered(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    names = dict.fromkeys([*before, *after])
    return [name for name in EXPLANATIONS if name in names] + [name for name in names if name not in EXPLANATIONS]


def _claim(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    old, new = before.get(name), after.get(name)
    if _is_keys(old) and _is_keys(new) and (name in before or name in after):
        yield from _sets(name, texts(old), texts(new))
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _fields(name, old, new)
    else:
        yield from _value(name, name, before, after)


def _is_keys(value: Any) -> bool:
    """Whether it is a list of names, or absent."""
    return value is None or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _sets(path: str, before: Collection[str], after: Collection[str]) -> Iterator[Difference]:
    old, new = dict.fromkeys(before), dict.fromkeys(after)
    yield from (Difference(path, Change.REMOVED, before=item) for item in old if item not in new)
    yield from (Difference(path, Change.ADDED, after=item) for item in new if item not in old)


def _fields(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys([*before, *after]):
        yield from _value(f"{path} › {name}", name, before, after)


def _value(path: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    routine = name in ROUTINE and path == name
    if name not in before:
        yield Difference(path, Change.ADDED, after=one_line(after[name]), routine=routine)
    elif name not in after:
        yield Difference(path, Change.REMOVED, before=one_line(before[name]), routine=routine)
    elif not _same(before[name], after[name]):
        yield Difference(path, Change.CHANGED, one_line(before[name]), one_line(after[name]), routine)


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: `true` is not `1`."""
    return type(one) is type(other) and one == other and one_line(one) == one_line(other)


@dataclass(frozen=True, slots=True)
class Staleness:
    """How far one list in a token is from what the tenant says now."""

    claim: str
    only_in_token: tuple[str, ...]
    """The token grants it, the tenant no longer does."""
    only_in_tenant: tuple[str, ...]
    """The tenant grants it, the token does not yet."""

    @property
    def sentence(self) -> str:
        """What that means and what to do; empty: they agree."""
        parts = []
        if self.only_in_token:
            parts.append(f"in the token, not in the tenant: {', '.join(self.only_in_token)}")
        if self.only_in_tenant:
            parts.append(f"in the tenant, not in the token: {', '.join(self.only_in_tenant)}")
        if not parts:
            return ""
        return f"{self.claim}: {'; '.join(parts)}. The token is stale: refresh the user's claims, then get a new token."


def staleness(claims: Mapping[str, Any], name: str, now_held: Collection[str]) -> Staleness:
    """Compares a list in a token (`permissions`, `roles`, `org_codes`) with the keys that the tenant says are held.

    Args:
        claims: the token's payload.
        name: the claim, by Kinde's name; Hasura's is found as well.
        now_held: keys as the tenant has them now.
    """
    value, source = claim(claims, name)
    keys = dict.fromkeys(texts(value))
    for item in value if isinstance(value, list) else ():
        key = item.get("key", item.get("id")) if isinstance(item, Mapping) else None
        if isinstance(key, str):
            keys[key] = None
    held = dict.fromkeys(now_held)
    return Staleness(
        source or name,
        tuple(key for key in keys if key not in held),
        tuple(key for key in held if key not in keys),
    )
