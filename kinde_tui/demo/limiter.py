"""How fast clients may ask: a bucket that refills, and a number of requests at the same time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


class Limiter:
    """Kinde has two limiters, rate and concurrency, and publishes no numbers; 0 turns one off.

    Args:
        now: the tenant's clock.
        per_second: requests that the bucket gains in a second.
        burst: requests that the bucket holds.
        at_once: requests that may be on their way at the same time.
    """

    def __init__(
        self, now: Callable[[], datetime], *, per_second: float = 0.0, burst: int = 50, at_once: int = 0
    ) -> None:
        self.per_second = per_second
        self.burst = burst
        self.at_once = at_once
        self.running = 0
        self.refused = 0
        self._now = now
        self._level = float(burst)
        self._at = now()

    def limit(self, *, per_second: float, burst: int, at_once: int) -> None:
        """Sets the limits anew, with a full bucket; the arguments are those of the class."""
        self.per_second, self.burst, self.at_once = per_second, burst, at_once
        self._level = float(burst)

    def wait(self) -> int:
        """Takes one request, counted in `running` already, from the bucket.

        Returns 0 to go ahead, else the whole seconds until it is worth asking again.
        """
        if self.at_once and self.running > self.at_once:
            self.refused += 1
            return 1
        if not self.per_second:
            return 0
        moment = self._now()
        gained = max(0.0, (moment - self._at).total_seconds()) * self.per_second
        self._level, self._at = min(float(self.burst), self._level + gained), moment
        if self._level >= 1:
            self._level -= 1
            return 0
        self.refused += 1
        return max(1, math.ceil((1 - self._level) / self.per_second))
