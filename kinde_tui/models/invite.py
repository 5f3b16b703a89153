"""Invitations to an organization."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kinde_tui.models.record import Record


class Invite(Record):
    """Somebody who was asked to join an organization."""

    id: str = ""
    code: str = ""
    """By which it is read and revoked."""
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    full_name: str | None = None
    created_on: datetime | None = None
    is_sent: bool | None = None
    """Whether Kinde sent an e-mail."""
    accepted_on: datetime | None = None
    roles: tuple[dict[str, Any], ...] | None = None
    is_revoked: bool | None = None
