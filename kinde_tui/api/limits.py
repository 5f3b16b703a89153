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
_BURST_SECONDS, _CALM_BURST_SECONDS = 0.5, 0.05
"""How much of a second's allowance may be spent at once, before and after the first refusal."""
_CUT, _BLIND_CUT = 0.7, 0.5
"""What is left of the pace after a refusal that says when to go on, and after one that does not."""
_BLIND_PAUSE = 0.5
"""Seconds of silence after a refusal that does not say when to go on."""
_ONE_WINDOW = 1.0
"""Refusals so soon after another one tell nothing new: the tenant still counts the same second."""
_NEAR = 0.9
_RECOVERY, _PROBING = 0.1, 0.004
"""Growth a second: back towards the pace that was refused last, and near and beyond it."""
_CROWD_CUT, _ROOM, _SPARE_ROOM = 0.75, 0.25, 0.01
"""The same for places: what is left of them, and what each round of successes adds."""


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
        self._refusals = 0
        self._refused_at = -math.inf
        self._ceiling = self._crowd = math.inf
        self._bucket = self._depth
        self._filled_at = self._grown_at = clock.monotonic()
        self._paused_until = -math.inf
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
        now = self._clock.monotonic()
        if self._refusals == 0:
            step = 1.0
        else:
            # An idle while proves nothing: at most a second of it counts.
            seconds = min(1.0, now - self._grown_at)
            step = self._rate * seconds * (_RECOVERY if self._rate < _NEAR * self._ceiling else _PROBING)
        self._grown_at = now
        self._rate = min(self._options.fastest, self._rate + step)
        room = _ROOM if self._places < _NEAR * self._crowd else _SPARE_ROOM
        self._places = min(float(self._options.concurrency), self._places + room / self._places)

    def refused(self, entered: int, pause: float | None) -> None:
        """The tenant answered 429 and asked for a pause of so many seconds, or for none.

        Requests that were under way together are refused together; they count as one refusal, told by `entered`, and
        so do those of the next second.
        """
        self.pause(pause or _BLIND_PAUSE)
        now = self._clock.monotonic()
        if entered != self._refusals or now < self._refused_at + _ONE_WINDOW:
            return
        self._refused_at = now
        self._fill()
        self._refusals += 1
        self._ceiling = self._rate
        self._rate = max(self._options.slowest, self._rate * (_CUT if pause else _BLIND_CUT))
        self._crowd = self._places
        self._places = max(1.0, self._places * _CROWD_CUT)
        self._bucket = min(self._bucket, 1.0)

    def pause(self, seconds: float) -> None:
        """Lets nobody through for so long."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    @property
    def _depth(self) -> float:
        return max(1.0, self._rate * (_CALM_BURST_SECONDS if self._refusals else _BURST_SECONDS))

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
