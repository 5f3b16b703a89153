"""APIs, their scopes, and the applications that may ask for tokens of them."""

from __future__ import annotations

from typing import Any

from kinde_tui.models.record import Record


class Api(Record):
    """An API that tokens can be asked for."""

    id: str = ""
    name: str | None = None
    audience: str | None = None
    """What a token calls it."""
    is_management_api: bool | None = None
    """Kinde's own: it cannot be changed."""
    scopes: tuple[dict[str, Any], ...] | None = None
    """Ids and keys of its scopes."""
    applications: tuple[dict[str, Any], ...] | None = None
    """All applications with whether each is authorised; in the single read alone."""


class ApiScope(Record):
    """One thing that a token of an API may be good for."""

    id: str = ""
    key: str | None = None
    description: str | None = None
    api_id: str | None = None
    """Where it is listed among scopes of several APIs."""
    api_name: str | None = None


class ApiApplication(Record):
    """An application, and whether it may ask for tokens of one API."""

    id: str = ""
    name: str | None = None
    type: str | None = None
    is_active: bool | None = None
    """Whether it is authorised."""
