"""The demo tenant in process, with a clock that tests hold in their hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from kinde_tui.demo.app import DemoApp, demo_app
from kinde_tui.demo.credentials import ISSUER
from kinde_tui.demo.signing import Signer
from tests.support.demo_caller import Caller, Hand


@pytest.fixture(scope="session")
def signer() -> Signer:
    """One key for all tests: making one takes a tenth of a second."""
    return Signer()


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def make_app(monkeypatch: pytest.MonkeyPatch, signer: Signer, clock: Hand) -> Callable[..., DemoApp]:
    monkeypatch.setattr("kinde_tui.demo.app.Signer", lambda: signer)

    def make(users: int = 60, **options: Any) -> DemoApp:
        return demo_app(users=users, now=clock, **options)

    return make


@pytest.fixture
async def anonymous(make_app: Callable[..., DemoApp], clock: Hand) -> AsyncIterator[Caller]:
    """A client without a token."""
    app = make_app()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ISSUER) as http:
        yield Caller(app, clock, http)


@pytest.fixture
async def kinde(anonymous: Caller) -> Caller:
    """A client that may do everything."""
    anonymous.token = str((await anonymous.ask_token()).json()["access_token"])
    return anonymous
