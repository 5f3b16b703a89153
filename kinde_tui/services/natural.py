"""Natural keys: what tells a record that was just made from all others when its id is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations
from kinde_tui.services.truth import same

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request
    from kinde_tui.models.record import Raw

GENERAL: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (name, (name,)) for name in ("key", "audience", "endpoint", "external_id", "handle")
)
"""What is sent, the surest first, and the record's fields of which one holds it."""

SPECIAL: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    operations.CREATE_USER_IDENTITY.id: (("value", ("name", "email")),),
    operations.CREATE_SUBSCRIBER.id: (("email", ("email",)),),
    operations.CREATE_CATEGORY.id: (("name", ("name",)),),
    operations.CREATE_DIRECTORY.id: (("org_code", ("organization_code",)),),
}
"""The same for operations whose records are told apart by something else."""


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """A value that no two records share."""

    fields: tuple[str, ...]
    """The record's fields of which one holds it."""
    value: str
    query: Mapping[str, str] = field(default_factory=dict)
    """Asks the list for this record only, where it can."""

    def is_in(self, raw: Raw) -> bool:
        """Whether the record has this key."""
        return any(same(raw[name], self.value) for name in self.fields if raw.get(name) is not None)


def natural_key(request: Request) -> NaturalKey | None:
    """The natural key of what a request makes; None: it has none."""
    body: Mapping[str, Any] = request.body if isinstance(request.body, Mapping) else {}
    if request.operation.id == operations.CREATE_USER.id:
        return _identity(body)
    fields = {**request.query, **body}
    pairs = SPECIAL.get(request.operation.id, GENERAL)
    return next((NaturalKey(holders, str(fields[name])) for name, holders in pairs if fields.get(name)), None)


def _identity(body: Mapping[str, Any]) -> NaturalKey | None:
    for identity in body.get("identities") or ():
        kind = str(identity.get("type"))
        if value := identity.get("details", {}).get(kind):
            fields = ("email", "preferred_email") if kind == "email" else (kind,)
            return NaturalKey(fields, str(value), {kind: str(value)})
    return None
