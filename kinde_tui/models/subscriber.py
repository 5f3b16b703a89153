"""Subscribers: people who left an address, and are no users."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from kinde_tui.models.record import Record


class Subscriber(Record):
    """A person who asked for news. The answer for a single one calls the address `preferred_email`."""

    id: str = Field(default="", validation_alias=AliasChoices("id", "subscriber_id"))
    email: str | None = Field(default=None, validation_alias=AliasChoices("email", "preferred_email"))
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
