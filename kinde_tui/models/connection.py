"""Connections: the ways to sign in."""

from __future__ import annotations

from typing import Any

from kinde_tui.models.record import Record


class Connection(Record):
    """A way to sign in. Its options hold secrets: they can be set, and no call reads them."""

    id: str = ""
    name: str | None = None
    """What the tenant calls it."""
    display_name: str | None = None
    """What people who sign in see."""
    strategy: str | None = None
    """`oauth2:github`, `saml:okta`, …"""
    enabled_applications: tuple[str, ...] | None = None
    """Sent when it is made or changed; never in an answer."""
    options: dict[str, Any] | None = None
    """The same."""
