"""The environment that the credentials belong to: details, logos, passkeys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kinde_tui.models.record import Record


class Environment(Record):
    """An environment of the business; the API shows the one of the token."""

    code: str = ""
    name: str | None = None
    kinde_domain: str | None = None
    custom_domain: str | None = None
    is_default: bool | None = None
    """Typically the production environment."""
    is_live: bool | None = None
    hotjar_site_id: str | None = None
    google_analytics_tag: str | None = None
    contentsquare_tag_id: str | None = None
    theme_code: str | None = None
    color_scheme: str | None = None
    link_color: dict[str, Any] | None = None
    background_color: dict[str, Any] | None = None
    button_color: dict[str, Any] | None = None
    button_text_color: dict[str, Any] | None = None
    button_border_radius: int | None = None
    card_border_radius: int | None = None
    input_border_radius: int | None = None
    created_on: datetime | None = None


class Passkey(Record):
    """Whether people may or must sign in with a passkey."""

    policy: str | None = None
    """`off`, `optional` or `mandatory`."""
    enabled: bool | None = None


class Logo(Record):
    """One of the pictures of an environment or an organization."""

    type: str = ""
    """`light`, `dark`, `favicon_svg` or `favicon_fallback`."""
    file_name: str | None = None
    path: str | None = None
