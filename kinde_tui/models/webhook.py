"""Webhooks, the kinds of event that they can be told of, and single events."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kinde_tui.models.record import Record


class Webhook(Record):
    """An address that Kinde calls when something happens. The address itself is fixed once it is made."""

    id: str = ""
    name: str | None = None
    endpoint: str | None = None
    description: str | None = None
    event_types: tuple[str, ...] | None = None
    """Codes, such as `user.created`."""
    created_on: datetime | None = None


class EventType(Record):
    """A kind of event."""

    id: str = ""
    code: str | None = None
    name: str | None = None
    origin: str | None = None
    """Who can cause it, with commas between: `api,admin,user`."""
    # Called `schema` on the wire, which a pydantic model has a method of; it stays among the unknown fields.


class Event(Record):
    """One thing that happened. The API reads it by id and lists none."""

    event_id: str = ""
    type: str | None = None
    source: str | None = None
    timestamp: Any = None
    """Kinde's document says whole number and ISO 8601 in one breath."""
    data: Any = None
