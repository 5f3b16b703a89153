"""The transport by itself: every exchange says when it is over, and none has less room than the throttle gives."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator

import httpx
import pytest

from kinde_tui.api.errors import KindeError, NoAnswerError, RefusedHereError
from kinde_tui.api.options import Options
from kinde_tui.api.transport import Outgoing, Transport
from tests.api.raw_server import RawServer, Received, answer, hang, reset, says
from tests.support.hand_clock import HandClock

READ = Outgoing("GET", "/api/v1/user?id=kp_1")
WRITE = Outgoing("PATCH", "/api/v1/user?id=kp_1", {}, b"{}", writes=True)
UNKNOWN = " Whether it happened is not known: look before you do it again."
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


@pytest.mark.parametrize(("outgoing", "after"), [(READ, ""), (WRITE, UNKNOWN)], ids=["read", "write"])
async def test_what_is_cut_off_by_closing_ends_first_and_says_so(
    server: RawServer, transport: Transport, outgoing: Outgoing, after: str
) -> None:
    ended: list[int] = []
    server.on(PATH, hang())
    asking = asyncio.create_task(transport.exchange(outgoing, lambda: ended.append(1)))
    await server.reached(PATH)
    await transport.close()
    assert ended == [1]
    with pytest.raises(NoAnswerError) as caught:
        await asking
    assert str(caught.value) == f"The connection was closed before {transport.host} answered.{after}"


@pytest.mark.parametrize(("outgoing", "after"), [(READ, " Try again."), (WRITE, UNKNOWN)], ids=["read", "write"])
async def test_an_answer_that_takes_too_long_says_so(server: RawServer, outgoing: Outgoing, after: str) -> None:
    server.on(PATH, hang())
    transport = Transport(server.url, Options(total=0.05), HandClock())
    with pytest.raises(NoAnswerError) as caught:
        await transport.exchange(outgoing)
    assert str(caught.value) == f"No whole answer from {transport.host} in 0.05 seconds.{after}"
    await transport.close()


async def test_closing_lets_what_is_on_its_way_finish_and_gives_the_connections_back(server: RawServer) -> None:
    free = asyncio.Event()
    transport = Transport(server.url, Options(closing=5), HandClock())

    async def answer_late(request: Received, writer: asyncio.StreamWriter) -> None:
        await free.wait()
        await says({"a": 1})(request, writer)

    server.on(PATH, answer_late)
    asking = asyncio.create_task(transport.exchange(WRITE))
    await server.reached(PATH)
    pool = transport._pool
    closing = asyncio.create_task(transport.close())
    for _ in range(20):
        await asyncio.sleep(0)  # far enough to cut off what nobody waits for
    free.set()
    assert (await asking).status == 200
    await closing
    assert pool is not None
    assert pool.client.is_closed


async def test_closing_waits_for_nothing_that_only_reads(server: RawServer) -> None:
    server.on(PATH, hang())
    transport = Transport(server.url, Options(closing=600), HandClock())
    asking = asyncio.create_task(transport.exchange(READ))
    await server.reached(PATH)
    await transport.close()
    with pytest.raises(NoAnswerError, match="was closed before"):
        await asking


async def test_nothing_is_kept_of_what_is_over(server: RawServer, transport: Transport) -> None:
    server.on(PATH, says({"a": 1}))
    for _ in range(3):
        await transport.exchange(READ)
        await transport.exchange(WRITE)
    assert transport._running == transport._writing == set()


def test_nothing_that_is_sent_is_in_a_repr() -> None:
    shown = repr(
        Outgoing("POST", "/api/v1/user", {"Authorization": "Bearer canary-token"}, b"canary-body", writes=True)
    )
    assert "canary" not in shown
    assert "POST" in shown


async def test_the_certificates_of_this_machine_are_read_once_and_only_for_the_network(
    server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[ssl.SSLContext] = []

    def trust() -> ssl.SSLContext:
        read.append(ssl.create_default_context())
        return read[-1]

    monkeypatch.setattr("kinde_tui.api.transport._trust", trust)
    server.on(PATH, says({}))
    for carrier, times in ((None, 1), (httpx.AsyncHTTPTransport(), 0)):
        read.clear()
        transport = Transport(server.url, Options(), HandClock(), transport=carrier)
        for _ in range(2):
            assert (await transport.exchange(READ)).status == 200
        assert len(read) == times
        await transport.close()


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
