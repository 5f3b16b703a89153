"""The tenant that most tests open: a demo tenant in this process, and the profile of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
from pydantic import SecretStr

from kinde_tui.api.client import Kinde
from kinde_tui.api.options import Options
from kinde_tui.demo import credentials
from kinde_tui.services.tenant import TenantInfo

if TYPE_CHECKING:
    from kinde_tui.demo.app import DemoApp

INFO = TenantInfo(
    name="acme",
    label="Acme",
    environment="staging",
    colour="",
    read_only=False,
    issuer_url=credentials.ISSUER,
    client_id=credentials.CLIENT_ID,
    audience=credentials.AUDIENCE,
    protected=False,
)
FAST = Options(rate=10_000.0, fastest=10_000.0)
"""Requests do not wait for each other."""


def client_of(app: DemoApp, *, options: Options = FAST, **more: Any) -> Kinde:
    """The real client of a demo tenant in this process, with every scope."""
    return Kinde(
        credentials.ISSUER,
        credentials.CLIENT_ID,
        SecretStr(credentials.CLIENT_SECRET),
        credentials.AUDIENCE,
        options=options,
        transport=httpx.ASGITransport(app=app),
        **more,
    )
