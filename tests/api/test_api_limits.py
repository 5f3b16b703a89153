"""Pace: headers of any form, a gate that learns, and the figures it shows."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api.errors import NoAnswerError, RateLimitedError, ServerError
from kinde_tui.api.limits import Throttle, http_date, pause_asked
from kinde_tui.api.options import Options
from tests.api.raw_server import RawServer, Received, answer, raw, says
from tests.api.samples import CREATE, FINE, READ, USER, Connect

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request
    from tests.support.hand_clock import HandClock

NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)


def _date(seconds: float) -> str:
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"ratelimit-reset": "12"}, 12),
        ({"ratelimit-reset": " 1.5 "}, 1.5),
        ({"retry-after": "7", "ratelimit-reset": "90"}, 7),
        ({"retry-after": "soon", "ratelimit-reset": "90"}, 90),
        ({"retry-after": "0"}, 0.5),
        ({"retry-after": "-30"}, 0.5),
        ({"retry-after": "inf"}, 300),
        ({"retry-after": "-inf"}, 0.5),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "1e12"}, 300),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({"ratelimit-reset": str(int(NOW.timestamp()) + 20)}, 20),
        ({"ratelimit-reset": str(int(NOW.timestamp()) - 20)}, 0.5),
        ({"ratelimit-reset": str(int(NOW.timestamp()) + 86420), "date": _date(86400)}, 20),
        ({"retry-after": _date(40)}, 40),
        ({"retry-after": _date(86440), "date": _date(86400)}, 40),
        ({"retry-after": _date(-40)}, 0.5),
        ({"retry-after": "Sat, 99 Foo 2026 00:00:00 GMT"}, None),
        ({"retry-after": "5", "date": "yesterday"}, 5),
    ],
)
def test_a_pause_is_read_from_any_form(headers: dict[str, str], seconds: float | None) -> None:
    assert pause_asked(headers, NOW) == seconds


@given(
    st.dictionaries(
        st.sampled_from(["retry-after", "ratelimit-reset", "date"]),
        st.text() | st.integers().map(str) | st.floats().map(str) | st.datetimes().map(format_datetime),
    )
)
def test_whatever_stands_in_the_headers_a_pause_is_bounded(headers: dict[str, str]) -> None:
    seconds = pause_asked(headers, NOW)
    assert seconds is None or 0.5 <= seconds <= 300


@given(st.text())
def test_a_date_is_read_or_not(text: str) -> None:
    assert http_date(text) is None or isinstance(http_date(text), float)


@pytest.mark.parametrize(
    "headers", [("RateLimit-Reset: 8",), ("Retry-After: 8", "RateLimit-Reset: 2")], ids=["reset", "retry-after"]
)
@pytest.mark.parametrize("request_", [READ, CREATE], ids=["read", "create"])
async def test_a_pause_is_waited_out_by_every_operation(
    server: RawServer, connect: Connect, clock: HandClock, headers: tuple[str, ...], request_: Request
) -> None:
    server.on(USER, answer(429, b"", *headers), says(FINE))
    client = connect()
    assert await client.send(request_) == FINE
    assert sum(clock.slept) == 8
    assert client.throttled_for == 0


async def test_without_a_header_the_wait_doubles(server: RawServer, connect: Connect, clock: HandClock) -> None:
    server.on(USER, answer(429, b""))
    with pytest.raises(RateLimitedError, match="too many requests"):
        await connect().send(READ)
    assert len(server.to(USER)) == 4
    assert clock.slept == [0.5, 1.0, 2.0]


async def test_a_pause_holds_everybody_back_and_can_be_seen(
    server: RawServer, connect: Connect, clock: HandClock
) -> None:
    server.on(USER, answer(429, b"", "Retry-After: 60"))
    client = connect(options=Options(tries=1))
    with pytest.raises(RateLimitedError, match="for 60 seconds") as caught:
        await client.send(READ)
    assert caught.value.retry_after == 60
    assert client.throttled_for == 60
    clock.advance(20)
    assert client.throttled_for == 40
    server.on(USER, says(FINE))
    await client.send(READ)
    assert clock.slept == [40]


async def test_an_overloaded_server_that_names_a_wait_gets_it(
    server: RawServer, connect: Connect, clock: HandClock
) -> None:
    server.on(USER, answer(503, b"", "Retry-After: 9"), says(FINE))
    assert await connect().send(READ) == FINE
    assert sum(clock.slept) == 9


async def test_a_lost_answer_during_a_storm_does_not_exhaust_patience(
    server: RawServer, connect: Connect, clock: HandClock
) -> None:
    server.on(USER, answer(429, b"", "Retry-After: 200"), raw(b""), says(FINE))
    assert await connect().send(READ) == FINE
    assert clock.slept[0] == 200


async def test_who_waited_for_a_pause_of_others_still_has_patience(server: RawServer, connect: Connect) -> None:
    server.on(USER, answer(429, b"", "Retry-After: 200"))
    client = connect(options=Options(tries=2))
    with pytest.raises(RateLimitedError):
        await client.send(CREATE)
    assert client.throttled_for == 200
    server.on(USER, raw(b""), says(FINE))
    assert await client.send(READ) == FINE


async def test_a_retry_that_would_begin_too_late_is_not_begun(server: RawServer, connect: Connect) -> None:
    server.on(USER, raw(b""))
    with pytest.raises(NoAnswerError):
        await connect(options=Options(total=1.0)).send(READ)
    assert len(server.to(USER)) == 2


async def test_all_calls_share_one_purse_for_retries(server: RawServer, connect: Connect) -> None:
    server.on(USER, answer(500, b""))
    client = connect(options=Options(retry_budget=12))
    for _ in range(5):
        with pytest.raises(ServerError):
            await client.send(READ)
    assert len(server.to(USER)) == 5 + 2


async def test_no_more_requests_are_under_way_than_allowed(server: RawServer, connect: Connect) -> None:
    gate = asyncio.Event()

    async def held(request: Received, writer: asyncio.StreamWriter) -> None:
        if server.under_way == 3:
            gate.set()
        await gate.wait()
        await says(FINE)(request, writer)

    server.on(USER, held)
    client = connect(options=Options(concurrency=3))
    await asyncio.gather(*(client.send(READ) for _ in range(12)))
    assert server.most_under_way == 3


async def test_a_limit_on_parallel_requests_is_found(server: RawServer, connect: Connect) -> None:
    refused = 0

    async def limited(request: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal refused
        if server.under_way > 3:
            refused += 1
            await answer(429, b"")(request, writer)
            return
        await asyncio.sleep(0.002)
        await says(FINE)(request, writer)

    server.on(USER, limited)
    client = connect(options=Options(tries=8))
    answers = await asyncio.gather(*(client.send(READ) for _ in range(60)))
    assert answers == [FINE] * 60
    assert client._throttle.places < 8
    assert refused < 30


def test_the_gauge_counts_ten_seconds(clock: HandClock) -> None:
    async def run() -> None:
        throttle = Throttle(Options(), clock, clock.sleep)
        for _ in range(5):
            await throttle.enter()
            throttle.leave()
        assert throttle.requests_per_second == 0.5
        clock.advance(9.9)
        assert throttle.requests_per_second == 0.5
        clock.advance(0.2)
        assert throttle.requests_per_second == 0

    asyncio.run(run())


async def test_requests_refused_together_count_as_one_refusal(clock: HandClock) -> None:
    throttle = Throttle(Options(rate=20), clock, clock.sleep)
    entered = [await throttle.enter() for _ in range(6)]
    for number in entered:
        throttle.refused(number, 5)
        throttle.leave()
    assert throttle.rate == pytest.approx(14)
    assert throttle.places == 6
    assert throttle.throttled_for == 5


async def test_the_pace_never_leaves_its_bounds(clock: HandClock) -> None:
    options = Options(rate=20, slowest=0.5, fastest=50)
    throttle = Throttle(options, clock, clock.sleep)
    for _ in range(20):
        throttle.refused(await throttle.enter(), None)
        throttle.leave()
    assert throttle.rate == 0.5
    assert throttle.places == 1
    for _ in range(10_000):
        clock.advance(1)
        throttle.accepted()
    assert throttle.rate == 50
    assert throttle.places == 8


@pytest.mark.parametrize("hidden", [8, 25, 90])
async def test_a_hidden_limit_is_learned_with_few_refusals(clock: HandClock, hidden: int) -> None:
    """A tenant that lets `hidden` requests a second through, counted by the second, and says when it resets."""
    throttle = Throttle(Options(), clock, clock.sleep)
    began, window, used, refused, taken = clock.monotonic(), 0, 0, 0, 0
    while taken < 2000:
        entered = await throttle.enter()
        now = clock.monotonic()
        window, used = (window, used + 1) if int(now) == window else (int(now), 1)
        if used > hidden:
            refused += 1
            throttle.refused(entered, max(0.5, int(now) + 1 - now))
        else:
            taken += 1
            throttle.accepted()
        throttle.leave()
    elapsed = clock.monotonic() - began
    assert refused / 2000 < 0.01
    assert elapsed < 1.15 * 2000 / hidden


async def test_a_client_that_gives_up_waiting_leaves_no_hole(clock: HandClock) -> None:
    throttle = Throttle(Options(concurrency=1), clock, clock.sleep)
    await throttle.enter()
    waiting = [asyncio.create_task(throttle.enter()) for _ in range(5)]
    await asyncio.sleep(0)
    for task in waiting[:4]:
        task.cancel()
    await asyncio.gather(*waiting[:4], return_exceptions=True)
    throttle.leave()
    await asyncio.wait({waiting[4]}, timeout=5)
    assert waiting[4].done()
    assert waiting[4].exception() is None


async def test_the_tenants_clock_is_compared(server: RawServer, connect: Connect, clock: HandClock) -> None:
    client = connect()
    assert client.clock_skew is None
    late = format_datetime(clock.now() - timedelta(days=1), usegmt=True)
    server.on(USER, answer(200, json.dumps(FINE).encode(), f"Date: {late}"))
    await client.send(READ)
    assert client.clock_skew == 86400
