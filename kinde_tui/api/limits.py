"""How fast to ask: obeys what the tenant says and learns what it does not say.

Kinde limits both the rate and the number of requests under way, and publishes neither number. So both are learned:
they grow while all goes well and shrink when Kinde refuses (additive increase, multiplicative decrease).
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock, Sleep
    from kinde_tui.api.options import Options

SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 300.0
_EPOCH_FROM = 1e6
"""A reset beyond this many seconds is a moment, not a duration."""
_GAUGE = 10.0
_BURST_SECONDS = 0.5
"""How much of a second's allowance may be spent at once."""


def pause_asked(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that an answer's headers ask to wait, between 0.5 and 300; None: they ask for nothing readable.

    `Retry-After` (seconds or a date) wins over `RateLimit-Reset` (seconds). Moments are measured by the server's own
    `Date` where there is one, so that a wrong clock here does no harm.
    """
    server_now = http_date(headers.get("date", "")) or now.timestamp()
    for name in ("retry-after", "ratelimit-reset"):
        text = headers.get(name, "").strip()
        if not text:
            continue
        seconds = _number(text)
        if seconds is None:
            moment = http_date(text)
            seconds = None if moment is None else moment - server_now
        elif seconds > _EPOCH_FROM:
            seconds -= server_now
        if seconds is not None:
            return min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE)
    return None


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return None if math.isnan(value) else value


def http_date(text: str) -> float | None:
    """An HTTP date as seconds since the epoch; None: it is none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class Throttle:
    """The gate that every request passes: a token bucket and a number of places, both learned.

    `enter` waits for a place, a token of the bucket and the end of a pause, in the order of arrival; every `enter`
    needs one `leave`.
    """

    def __init__(self, options: Options, clock: Clock, sleep: Sleep) -> None:
        self._options = options
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._freed = asyncio.Event()
        self._under_way = 0
        self._rate = options.rate
        self._places = float(options.concurrency)
        self._bucket = self._depth
        self._filled_at = clock.monotonic()
        self._paused_until = -math.inf
        self._refusals = 0
        self._sent: deque[float] = deque()

    @property
    def rate(self) -> float:
        """Requests a second that it lets through now."""
        return self._rate

    @property
    def places(self) -> int:
        """Requests that may be under way at once now."""
        return int(self._places)

    @property
    def throttled_for(self) -> float:
        """Seconds until the pause that the tenant asked for is over; 0: there is none."""
        return max(0.0, self._paused_until - self._clock.monotonic())

    @property
    def requests_per_second(self) -> float:
        """Requests let through over the last ten seconds, a second."""
        self._forget_old(self._clock.monotonic())
        return len(self._sent) / _GAUGE

    async def enter(self) -> int:
        """Waits until a request may go; returns the number of refusals seen so far, for `refused`."""
        async with self._turn:
            while True:
                if self._under_way >= self.places:
                    self._freed.clear()
                    await self._freed.wait()
                elif (delay := self._delay()) > 0:
                    await self._sleep(delay)
                else:
                    break
            self._bucket -= 1
            self._under_way += 1
            now = self._clock.monotonic()
            self._sent.append(now)
            self._forget_old(now)
        return self._refusals

    def leave(self) -> None:
        """Gives the place back."""
        self._under_way -= 1
        self._freed.set()

    def accepted(self) -> None:
        """The tenant took a request: a little more may be tried. Before the first refusal it grows quickly."""
        self._fill()
        step = 0.5 if self._refusals == 0 else 1 / self._rate
        self._rate = min(self._options.fastest, self._rate + step)
        self._places = min(float(self._options.concurrency), self._places + 0.25 / self._places)

    def refused(self, entered: int, pause: float | None) -> None:
        """The tenant answered 429 and asked for a pause of so many seconds, or for none.

        Requests that were under way together are refused together; they count as one refusal, told by `entered`.
        """
        self.pause(pause or 0.0)
        if entered != self._refusals:
            return
        self._fill()
        self._refusals += 1
        self._rate = max(self._options.slowest, self._rate / 2)
        self._places = max(1.0, self._places * 0.75)
        self._bucket = min(self._bucket, 1.0)

    def pause(self, seconds: float) -> None:
        """Lets nobody through for so long."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    @property
    def _depth(self) -> float:
        return max(1.0, self._rate * _BURST_SECONDS)

    def _fill(self) -> None:
        now = self._clock.monotonic()
        self._bucket = min(self._depth, self._bucket + max(0.0, now - self._filled_at) * self._rate)
        self._filled_at = now

    def _delay(self) -> float:
        self._fill()
        # A token that lacks a rounding error must not cause a wait too short for the clock to notice.
        bucket = 0.0 if self._bucket >= 1 - 1e-9 else (1 - self._bucket) / self._rate
        return max(self.throttled_for, bucket)

    def _forget_old(self, now: float) -> None:
        while self._sent and self._sent[0] <= now - _GAUGE:
            self._sent.popleft()
