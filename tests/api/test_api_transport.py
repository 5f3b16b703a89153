"""The transport by itself: every exchange says when it is over, and none has less room than the throttle gives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from kinde_tui.api.errors import KindeError, NoAnswerError, RefusedHereError
from kinde_tui.api.options import Options
from kinde_tui.api.transport import Outgoing, Transport
from tests.api.raw_server import RawServer, answer, hang, reset, says
from tests.support.hand_clock import HandClock

READ = Outgoing("GET", "/api/v1/user?id=kp_1", {}, b"", writes=False)
PATH = "/api/v1/user"


@pytest.fixture
async def transport(server: RawServer) -> AsyncIterator[Transport]:
    made = Transport(server.url, Options(concurrency=1, closing=0.05), HandClock())
    yield made
    await made.close()


async def test_an_exchange_ends_once_however_it_ends(server: RawServer, transport: Transport) -> None:
    ended: list[str] = []
    server.on(PATH, says({"a": 1}), reset(), answer(500, b"no"))
    assert (await transport.exchange(READ, lambda: ended.append("well"))).status == 200
    with pytest.raises(KindeError):
        await transport.exchange(READ, lambda: ended.append("lost"))
    assert (await transport.exchange(READ, lambda: ended.append("refused"))).status == 500
    assert ended == ["well", "lost", "refused"]


async def test_a_closed_transport_ends_what_it_refuses(transport: Transport) -> None:
    await transport.close()
    ended: list[int] = []
    with pytest.raises(RefusedHereError, match="closed"):
        await transport.exchange(READ, lambda: ended.append(1))
    assert ended == [1]


async def test_what_is_cut_off_by_closing_ends_too_and_says_so(server: RawServer, transport: Transport) -> None:
    ended: list[int] = []
    server.on(PATH, hang())
    asking = asyncio.create_task(transport.exchange(READ, lambda: ended.append(1)))
    await server.reached(PATH)
    await transport.close()
    with pytest.raises(NoAnswerError, match="was closed before"):
        await asking
    assert ended == [1]


async def test_a_token_has_room_beside_all_requests(server: RawServer, transport: Transport) -> None:
    free = asyncio.Event()
    server.on(PATH, hang(until=free))
    several = [asyncio.create_task(transport.exchange(READ)) for _ in range(3)]  # one request, and two beside it
    await server.reached(PATH, 3)
    assert len(server.to(PATH)) == 3
    for one in several:
        one.cancel()
    await asyncio.gather(*several, return_exceptions=True)
    free.set()


async def test_what_is_sent_says_who_asks_and_takes_gzip(server: RawServer, transport: Transport) -> None:
    server.on(PATH, says({}))
    await transport.exchange(READ)
    (request,) = server.to(PATH)
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert headers["user-agent"].startswith("kinde-tui/")
    assert (headers["accept"], headers["accept-encoding"]) == ("application/json", "gzip")
    assert "cookie" not in headers
