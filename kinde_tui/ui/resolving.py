"""Which records of the store a token points to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.services.collections.collection import Tone
from kinde_tui.ui.navigation import screen_showing

if TYPE_CHECKING:
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.tokens.references import Reference

LISTS = {
    "user": "users",
    "organization": "organizations",
    "application": "applications",
    "role": "roles",
    "permission": "permissions",
    "flag": "environment_flags",
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A reference and what the store knows of it."""

    reference: Reference
    name: str
    note: str
    tone: Tone
    screen: str = ""
    key: str = ""
    """The record's key; empty: it is not in the store."""


def resolve(tenant: Tenant, references: Sequence[Reference]) -> tuple[Resolved, ...]:
    """Looks every reference up; says when the list it would stand in is not fully loaded."""
    return tuple(_resolve(tenant, reference) for reference in references if reference.kind in LISTS)


def _resolve(tenant: Tenant, reference: Reference) -> Resolved:
    name = LISTS[reference.kind]
    collection = tenant.collections[name]
    key = reference.key
    if reference.by == "key" and name != "environment_flags":
        found = tenant.store.find(name, "key", reference.key)
        key = found[0].key if found else ""
    raw = tenant.store.get(name, key) if key else None
    if raw is not None:
        called = collection.called(collection.read(raw))
        note = f"{reference.claim}: {reference.key} · enter opens"
        return Resolved(reference, called, note, Tone.GOOD, screen_showing(name), key)
    if not tenant.store.age(name).complete:
        return Resolved(
            reference, reference.key, f"{reference.claim}: {collection.many} are not all loaded", Tone.MUTED
        )
    return Resolved(reference, reference.key, f"{reference.claim}: in the token, not in this tenant", Tone.WARNING)
