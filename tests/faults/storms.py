"""Many calls at once: tokens asked for, connections lost, and how well a hidden limit is met."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpx
from pydantic import SecretStr

from kinde_tui.api import operations as kinde
from kinde_tui.api.client import Kinde
from kinde_tui.api.limits import Throttle, pause_asked
from kinde_tui.api.operation import Request
from kinde_tui.api.options import Options
from tests.api.raw_server import RawServer, says
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from tests.faults.rig import FaultRig

AT_ONCE = 20


async def tokens_after_401s(rig: FaultRig, calls: int = 50) -> tuple[int, int]:
    """How many tokens were asked for when so many calls met a 401 together, and how many of the calls worked."""
    await rig.gateway.authenticate()
    token = rig.gateway._tokens._token
    assert token is not None
    before = rig.proxy.calls["token"]
    rig.served.demo.mint.revoke(token.secret.get_secret_value())
    answers = await asyncio.gather(*(rig.gateway.send(Request(kinde.GET_BUSINESS)) for _ in range(calls)))
    return rig.proxy.calls["token"] - before, sum("business" in answer for answer in answers)


@dataclass(frozen=True)
class Cancelled:
    """What many cancellations did to the connections."""

    requests: int
    exhausted: int
    """Requests that found no free connection, at any time."""
    afterwards: int
    """Of fifty requests after it all, those that were answered."""


async def cancellations(count: int, seed: int = 7) -> Cancelled:
    """So many requests, each given up after a few turns of the event loop; every connection is new."""
    dice, exhausted = random.Random(seed), 0  # noqa: S311 - a seed for a test
    async with RawServer() as server:
        server.on("/oauth2/token", says({"access_token": "t", "expires_in": 86400}))
        server.on("/api/v1/business", says({"business": {}}, "Connection: close"))
        options = Options(rate=1e6, fastest=1e6, pool=1)
        client = Kinde(server.url, "m2m", SecretStr("s"), f"{server.url}/api", options=options)
        attempt = client._transport._attempt

        async def counted(*arguments: object) -> object:
            nonlocal exhausted
            try:
                return await attempt(*arguments)  # type: ignore[arg-type]  # whatever the transport hands on
            except httpx.PoolTimeout:
                exhausted += 1
                raise

        client._transport._attempt = counted  # type: ignore[method-assign,assignment]  # it is counted, nothing else
        request = Request(kinde.GET_BUSINESS)
        for _ in range(count // AT_ONCE):
            tasks = [asyncio.create_task(client.send(request)) for _ in range(AT_ONCE)]
            for task in tasks:
                for _ in range(dice.randrange(4)):
                    await asyncio.sleep(0)
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        after = await asyncio.gather(*(client.send(request) for _ in range(50)), return_exceptions=True)
        await client.close()
    return Cancelled(count, exhausted, sum(isinstance(answer, dict) for answer in after))


def _seconds(_clock: HandClock, wait: float) -> Mapping[str, str]:
    return {"ratelimit-reset": f"{wait:.3f}"}


def _date(clock: HandClock, wait: float) -> Mapping[str, str]:
    now = clock.now()
    opens = now + timedelta(seconds=wait)
    return {"date": format_datetime(now, usegmt=True), "retry-after": format_datetime(opens, usegmt=True)}


def _nothing(_clock: HandClock, _wait: float) -> Mapping[str, str]:
    return {}


FORMS: dict[str, Callable[[HandClock, float], Mapping[str, str]]] = {
    "RateLimit-Reset": _seconds,
    "Retry-After as a date": _date,
    "no header": _nothing,
}
WARM_UP, MEASURED = 30.0, 120.0
"""Seconds in which a limit is learned, and for which it is met."""


@dataclass(frozen=True)
class Paced:
    """How a hidden limit was met."""

    refused: float
    """The share of calls that got a 429 after the warm-up."""
    factor: float
    """The time it took, by the time that the limit allows."""


async def paced(hidden: int, form: str) -> Paced:
    """Calls without end against a tenant that lets `hidden` a second through, counted by the second."""
    clock = HandClock()
    throttle = Throttle(Options(), clock, clock.sleep)
    warm = clock.monotonic() + WARM_UP
    window, used, taken, refused = 0, 0, 0, 0
    while (now := clock.monotonic()) < warm + MEASURED:
        entered = await throttle.enter()
        now = clock.monotonic()
        window, used = (window, used + 1) if int(now) == window else (int(now), 1)
        if used > hidden:
            refused += now >= warm
            throttle.refused(entered, pause_asked(FORMS[form](clock, int(now) + 1 - now), clock.now()))
        else:
            taken += now >= warm
            throttle.accepted()
        throttle.leave()
    return Paced(refused / taken, hidden * MEASURED / taken)
