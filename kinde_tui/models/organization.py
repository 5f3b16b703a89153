"""Organizations and their members."""

from __future__ import annotations

from datetime import datetime

from kinde_tui.models.record import Record


class Organization(Record):
    """A tenant of the product: a company, a team, a household."""

    code: str = ""
    name: str | None = None
    handle: str | None = None
    external_id: str | None = None
    is_default: bool | None = None
    is_auto_membership_enabled: bool | None = None
    is_allow_registrations: bool | None = None
    """Only in the answer for a single organization, as are the fields below."""
    is_suspended: bool | None = None
    suspended_on: datetime | None = None
    sender_name: str | None = None
    sender_email: str | None = None
    allowed_domains: tuple[str, ...] | None = None
    theme_code: str | None = None
    created_on: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the single read was made: it has fields that no list has."""
        return bool({"created_on", "is_suspended"} & {*self.model_fields_set, *self.problems})


class Member(Record):
    """A user in an organization, with the keys of the roles held there."""

    id: str = ""
    email: str | None = None
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    picture: str | None = None
    joined_on: datetime | None = None
    last_accessed_on: datetime | None = None
    is_suspended: bool | None = None
    roles: tuple[str, ...] | None = None


class OrganizationPasskey(Record):
    """Whether the members of an organization may or must sign in with a passkey."""

    policy: str | None = None
    """`off`, `optional` or `mandatory`."""
    enabled: bool | None = None
    is_override_environment_passkey_settings: bool | None = None
    """Whether the organization's policy counts; otherwise the environment's does."""
    environment_policy: str | None = None
