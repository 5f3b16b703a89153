"""Which records of the tenant a token points to, so that a screen can look them up and call them by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kinde_tui.tokens.flags import token_flags
from kinde_tui.tokens.hasura import claim, texts


@dataclass(frozen=True, slots=True)
class Reference:
    """A record that a token names."""

    kind: str
    """user, organization, application, api, role, permission or flag."""
    key: str
    """What the token calls it by: an id, a code, a client id, an audience, a key."""
    claim: str
    """The claim that names it."""
    by: str = "id"
    """What `key` is: id, code, audience or key."""
    name: str = ""
    """What the token says that it is called; not to be trusted."""

    def as_json(self) -> dict[str, str]:
        """The reference for scripts."""
        return {"kind": self.kind, "key": self.key, "claim": self.claim, "by": self.by}


def references(claims: Mapping[str, Any]) -> tuple[Reference, ...]:
    """Every record that this payload names, each once, in reading order."""
    distinct = {(item.kind, item.key): item for item in reversed(tuple(_references(claims)))}
    return tuple(reversed(distinct.values()))


def _references(claims: Mapping[str, Any]) -> Iterator[Reference]:
    yield from _plain(claims, "sub", "user", "id")
    yield from _plain(claims, "user_id", "user", "id")
    yield from _plain(claims, "azp", "application", "id")
    yield from _plain(claims, "client_id", "application", "id")
    yield from _plain(claims, "org_code", "organization", "code")
    yield from _plain(claims, "org_codes", "organization", "code")
    yield from _records(claims, "organizations", "organization", ("id", "code"), "code")
    yield from _records(claims, "roles", "role", ("key", "id"), "key")
    yield from _plain(claims, "permissions", "permission", "key")
    yield from (Reference("flag", flag.key, flag.source, "key") for flag in token_flags(claims))
    yield from (Reference("api", audience, "aud", "audience") for audience in texts(claims.get("aud")))
    yield from _event(claims.get("data"))


def _plain(claims: Mapping[str, Any], name: str, kind: str, by: str) -> Iterator[Reference]:
    value, source = claim(claims, name)
    yield from (Reference(kind, key, source, by) for key in texts(value))


def _records(claims: Mapping[str, Any], name: str, kind: str, keys: tuple[str, ...], by: str) -> Iterator[Reference]:
    """A list of objects, or of plain strings: Kinde's documentation has both."""
    value, source = claim(claims, name)
    yield from (Reference(kind, key, source, by) for key in texts(value))
    for item in value if isinstance(value, list) else ():
        if isinstance(item, Mapping):
            found = next((key for key in keys if isinstance(item.get(key), str) and item[key]), "")
            called = item.get("name")
            if found:
                by_what = "id" if found == "id" and by == "key" else by
                yield Reference(kind, item[found], source, by_what, called if isinstance(called, str) else "")


def _event(data: Any) -> Iterator[Reference]:
    """The records in a webhook event's data."""
    if not isinstance(data, Mapping):
        return
    for name, key, by in (
        ("user", "id", "id"),
        ("organization", "code", "code"),
        ("role", "id", "id"),
        ("permission", "id", "id"),
    ):
        record = data.get(name)
        if isinstance(record, Mapping) and isinstance(record.get(key), str) and record[key]:
            yield Reference(name, record[key], f"data › {name}", by)
