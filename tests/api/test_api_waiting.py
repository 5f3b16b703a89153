"""Waits that somebody loses patience with."""

from __future__ import annotations

import asyncio

import pytest

from kinde_tui.api.errors import RateLimitedError, ServerError
from kinde_tui.api.waiting import Waits
from tests.api.raw_server import RawServer, says
from tests.api.samples import READ, SET, USER, Connect


async def _for_ever(_seconds: float) -> None:
    await asyncio.Event().wait()


async def test_a_wait_ends_by_itself_or_is_broken_off() -> None:
    ended: list[float] = []

    async def at_once(seconds: float) -> None:
        ended.append(seconds)

    await Waits(at_once)(3)
    assert ended == [3]
    waits = Waits(_for_ever)
    waiting = asyncio.ensure_future(waits(30))
    await asyncio.sleep(0)
    waits.break_off()
    with pytest.raises(RateLimitedError, match="nothing was sent") as caught:
        await waiting
    assert caught.value.final


async def test_who_is_cancelled_is_cancelled() -> None:
    waiting = asyncio.ensure_future(Waits(_for_ever)(30))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


class Endless:
    """Waits that do not end, told one by one."""

    def __init__(self) -> None:
        self.begun: asyncio.Queue[float] = asyncio.Queue()

    async def __call__(self, seconds: float) -> None:
        self.begun.put_nowait(seconds)
        await _for_ever(seconds)


async def test_a_call_that_is_given_up_says_what_its_last_try_said_and_sends_no_more(
    server: RawServer, connect: Connect
) -> None:
    server.on(USER, says({}, "Retry-After: 30", status=429))
    client, sleep = connect(), Endless()
    client._waits._sleep = sleep
    asking = asyncio.create_task(client.send(SET))
    assert await sleep.begun.get() >= 30
    behind = asyncio.create_task(client.send(READ))
    assert await sleep.begun.get() > 0
    client.give_up_waiting()
    with pytest.raises(RateLimitedError, match="left alone for 30 seconds"):
        await asking
    with pytest.raises(RateLimitedError, match="not waited for"):
        await behind
    assert len(server.received) == 2  # for the token, and the one call


async def test_a_doubt_outlives_the_patience(server: RawServer, connect: Connect) -> None:
    server.on(USER, says({}, status=502))
    client, sleep = connect(), Endless()
    client._waits._sleep = sleep
    asking = asyncio.create_task(client.send(SET))
    await sleep.begun.get()
    client.give_up_waiting()
    with pytest.raises(ServerError) as caught:
        await asking
    assert caught.value.ambiguous
