"""A loopback server, a client for it, and time held in the hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from kinde_tui.api.client import Kinde
from tests.api.raw_server import RawServer, Received, says
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from kinde_tui.api.options import Options

SECRET = "s3cret/of+the=application"


def new_tokens(scope: str = "read:users", life: float = 86400) -> Callable[[Received, asyncio.StreamWriter], Any]:
    """A token endpoint that gives another token every time: `token-1`, `token-2`, …."""
    given = 0

    async def reply(request: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal given
        given += 1
        answer = {"access_token": f"token-{given}", "expires_in": life, "scope": scope, "token_type": "bearer"}
        await says(answer)(request, writer)

    return reply


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    async with RawServer() as server:
        server.on("/oauth2/token", new_tokens())
        yield server


@pytest.fixture
async def connect(server: RawServer, clock: HandClock) -> AsyncIterator[Callable[..., Kinde]]:
    """Makes clients of the server, and closes them."""
    clients: list[Kinde] = []

    def make(url: str = "", options: Options | None = None, **more: Any) -> Kinde:
        client = Kinde(
            url or server.url,
            "the-client",
            SecretStr(SECRET),
            "https://acme.kinde.com/api",
            options=options,
            clock=clock,
            sleep=clock.sleep,
            chance=lambda: 1.0,
            **more,
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.close()
