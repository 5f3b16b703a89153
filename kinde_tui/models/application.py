"""Applications: what users and machines sign in to."""

from __future__ import annotations

from kinde_tui.models.record import Record


class Application(Record):
    """An application as lists show it: the single read holds the client secret as well and is not made."""

    id: str = ""
    """The client id: what a token calls `azp`."""
    name: str | None = None
    type: str | None = None
