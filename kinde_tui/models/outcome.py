"""What Kinde answers to a write."""

from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, Field

from kinde_tui.models.record import Record


class Created(Record):
    """The identity of a new record; everything else has to be read."""

    id: str = Field(default="", validation_alias=AliasChoices("id", "code", "key"))
    """Empty where Kinde answers a creation without one, as it does for permissions and flags."""


class CreatedUser(Record):
    """The answer to creating a user. `created` is False for somebody who was there before."""

    id: str = ""
    created: bool | None = None
    identities: tuple[dict[str, Any], ...] | None = None


class MembersChanged(Record):
    """Ids of the users that a bulk change of members reached; Kinde skips unknown ones without a word."""

    users_added: tuple[str, ...] = ()
    users_updated: tuple[str, ...] = ()
    users_removed: tuple[str, ...] = ()


class RolePermissionsChanged(Record):
    """Ids of the permissions that a change of a role reached."""

    permissions_added: tuple[str, ...] = ()
    permissions_removed: tuple[str, ...] = ()
