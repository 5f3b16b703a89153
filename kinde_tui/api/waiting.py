"""Waits that somebody may lose patience with."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kinde_tui.api.errors import RateLimitedError

if TYPE_CHECKING:
    from kinde_tui.api.clock import Sleep


class Waits:
    """Sleeps that can be broken off: for a call, between its tries or before its turn, nothing is on its way then."""

    def __init__(self, sleep: Sleep) -> None:
        self._sleep = sleep
        self._naps: set[asyncio.Future[None]] = set()

    async def __call__(self, seconds: float) -> None:
        """Waits.

        Raises:
            RateLimitedError: it was broken off.
        """
        nap = asyncio.ensure_future(self._sleep(seconds))
        self._naps.add(nap)
        try:
            await nap
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            given_up = RateLimitedError(
                "Kinde asked to be left alone, and that was not waited for: nothing was sent. Try again later.", seconds
            )
            given_up.final = True
            raise given_up from None
        finally:
            self._naps.discard(nap)

    def break_off(self) -> None:
        """Ends all waits that there are now."""
        for nap in tuple(self._naps):
            nap.cancel()
