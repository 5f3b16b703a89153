"""Environment variables: what workflows read."""

from __future__ import annotations

from datetime import datetime

from kinde_tui.models.record import Record


class Variable(Record):
    """A variable of the environment. The value of a secret one cannot be read back."""

    id: str = ""
    key: str | None = None
    value: str | None = None
    """None for a secret one."""
    is_secret: bool | None = None
    created_on: datetime | None = None
