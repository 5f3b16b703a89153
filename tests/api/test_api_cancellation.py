"""Callers that leave early, pools that break, and the end of a client."""

from __future__ import annotations

import asyncio
import random

import httpx
import pytest

from kinde_tui.api.errors import NoAnswerError, RefusedHereError, UnreachableError
from kinde_tui.api.options import Options
from tests.api.raw_server import RawServer, Received, hang, says
from tests.api.samples import FINE, READ, SET, USER, Connect


async def test_many_cancellations_leave_every_connection_usable(server: RawServer, connect: Connect) -> None:
    """Each connection is closed by the server after its answer, so that requests are always connecting."""
    chance = random.Random(7)  # noqa: S311 - a seed for a test
    server.on(USER, says(FINE, "Connection: close"))
    client = connect(options=Options(rate=1e6, fastest=1e6, pool=1))
    for _ in range(30):
        tasks = [asyncio.create_task(client.send(READ)) for _ in range(20)]
        for task in tasks:
            for _ in range(chance.randrange(4)):
                await asyncio.sleep(0)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert await asyncio.gather(*(client.send(READ) for _ in range(30))) == [FINE] * 30


async def test_a_write_whose_caller_left_still_arrives(server: RawServer, connect: Connect) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()
    done: list[Received] = []

    async def slow(request: Received, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await go_on.wait()
        await says(FINE)(request, writer)
        done.append(request)

    server.on(USER, slow)
    client = connect()
    task = asyncio.create_task(client.send(SET))
    await arrived.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    go_on.set()
    await client.close()
    assert len(done) == 1


async def test_closing_waits_a_little_and_not_for_ever(server: RawServer, connect: Connect) -> None:
    server.on(USER, hang())
    client = connect(options=Options(closing=0.05))
    reading, writing = asyncio.create_task(client.send(READ)), asyncio.create_task(client.send(SET))
    await server.reached(USER, 2)
    await client.close()
    with pytest.raises(RefusedHereError, match="closed"):
        await reading
    with pytest.raises(NoAnswerError, match=r"was closed before .* Whether it happened is not known"):
        await writing


async def test_a_token_on_its_way_when_the_client_is_closed(server: RawServer, connect: Connect) -> None:
    server.on("/oauth2/token", hang())
    client = connect(options=Options(closing=0.01))
    task = asyncio.create_task(client.send(READ))
    await server.reached("/oauth2/token")
    await client.close()
    with pytest.raises(RefusedHereError):
        await task


class _Exhausted(httpx.AsyncBaseTransport):
    """A pool without a free place, for so many requests."""

    def __init__(self, times: int) -> None:
        self.times = times

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.times:
            self.times -= 1
            raise httpx.PoolTimeout("", request=request)
        return httpx.Response(200, stream=httpx.ByteStream(b'{"access_token": "t", "expires_in": 60, "id": "kp_1"}'))


async def test_an_exhausted_pool_is_replaced_once(connect: Connect) -> None:
    client = connect("https://acme.kinde.invalid", transport=_Exhausted(1), options=Options(tries=1))
    assert (await client.send(READ))["id"] == "kp_1"
    client = connect("https://acme.kinde.invalid", transport=_Exhausted(2), options=Options(tries=1))
    with pytest.raises(UnreachableError, match="No connection"):
        await client.send(READ)


async def test_a_replaced_pool_lets_others_finish(server: RawServer, connect: Connect) -> None:
    go_on = asyncio.Event()

    async def patient(request: Received, writer: asyncio.StreamWriter) -> None:
        await go_on.wait()
        await says(FINE)(request, writer)

    client = connect(options=Options(total=1, tries=1))
    server.on(USER, hang(), patient)
    stuck = asyncio.create_task(client.send(READ))
    await server.reached(USER)
    await asyncio.sleep(0.4)
    late = asyncio.create_task(client.send(READ))
    broken = client._transport._pool
    with pytest.raises(NoAnswerError):
        await stuck
    assert broken is not None
    assert client._transport._pool is not broken
    assert not broken.client.is_closed
    go_on.set()
    assert await late == FINE
    assert broken.client.is_closed
