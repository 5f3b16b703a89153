"""The business that all environments belong to, and what can be chosen for it."""

from __future__ import annotations

from datetime import datetime

from kinde_tui.models.record import Record


class Business(Record):
    """The account with Kinde; there is one."""

    code: str = ""
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    industry: str | None = None
    """The name of one of the industries; it is set by its key."""
    timezone: str | None = None
    """The name of one of the time zones; it is set by its key."""
    privacy_url: str | None = None
    terms_url: str | None = None
    has_clickwrap: bool | None = None
    has_kinde_branding: bool | None = None
    created_on: datetime | None = None


class Industry(Record):
    """An industry that a business can be in."""

    key: str = ""
    name: str | None = None


class Timezone(Record):
    """A time zone that a business can be in."""

    key: str = ""
    name: str | None = None
