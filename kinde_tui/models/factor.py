"""What a person signs in with beside the first proof."""

from __future__ import annotations

from datetime import datetime

from kinde_tui.models.record import Record


class Factor(Record):
    """One multi-factor method of a user. The API shows one of them, also where there are several."""

    id: str = ""
    type: str | None = None
    name: str | None = None
    """The address or number it uses."""
    is_verified: bool | None = None
    usage_count: int | None = None
    created_on: datetime | None = None
    last_used_on: datetime | None = None
