"""Time that tests hold in their hand."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta


class HandClock:
    """Both clocks; time passes only when somebody waits."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
        self.count = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.count

    def advance(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.count += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)
        await asyncio.sleep(0)
