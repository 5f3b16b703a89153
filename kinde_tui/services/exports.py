"""Exports on their way: each in a thread of its own, to be looked at and to be stopped."""

from __future__ import annotations

import asyncio
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.services.export_file import ExportError, write_file

if TYPE_CHECKING:
    from datetime import datetime

    from kinde_tui.services.change import Parent
    from kinde_tui.services.exporting import Export

PAUSE = 0.001
"""Seconds between two windows of rows, in which the screen and the keys have the processor."""
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written."""

    path: Path
    rows: int
    gone: int
    """Rows that were removed from the list while it was written."""


@dataclass(slots=True)
class Running:
    """An export on its way."""

    export: Export
    stop: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> int:
        """Rows so far."""
        return self.export.written + self.export.gone

    @property
    def total(self) -> int:
        """Rows to write."""
        return self.export.total


class Exports:
    """What is being written to files; belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._running: dict[asyncio.Future[Path], Running] = {}

    @property
    def under_way(self) -> tuple[Running, ...]:
        """The exports on their way, oldest first."""
        return tuple(self._running.values())

    async def write(self, export: Export, path: Path, *, numbered: bool = True) -> Exported:
        """Writes a file in a thread. It ends without a trace when it is stopped or the caller is cancelled.

        Args:
            export: the rows.
            path: the file, mode 0600.
            numbered: whether another name is taken when that one is; otherwise it is refused.

        Raises:
            ExportStoppedError: it was stopped.
            ExportError: it could not be written.
        """
        running = Running(export)

        def stopped() -> bool:
            return running.stop.wait(PAUSE)

        def work() -> Path:
            return write_file(export, path, stopped, numbered=numbered)

        future = asyncio.get_running_loop().run_in_executor(None, work)
        self._running[future] = running
        try:
            written = await asyncio.shield(future)
        except asyncio.CancelledError:
            running.stop.set()
            await _ended(future)
            raise
        finally:
            del self._running[future]
        return Exported(written, export.written, export.gone)

    def stop(self) -> bool:
        """Ends all exports, after the window in hand; False: there was none."""
        for running in self._running.values():
            running.stop.set()
        return bool(self._running)

    async def close(self) -> None:
        """Ends all exports and waits for that. Call it before the store is closed."""
        self.stop()
        for future in tuple(self._running):
            await _ended(future)


async def _ended(future: asyncio.Future[Path]) -> None:
    await asyncio.wait({future})
    if not future.cancelled():
        future.exception()  # looked at, so that nobody complains that nobody did


def here() -> Path:
    """The folder the program was started in, where exports go.

    Raises:
        ExportError: it is no more.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise ExportError("The folder kinde-tui was started in is no more. Start it in another one.") from error


def file_name(profile: str, collection: str, parent: Parent, now: datetime, suffix: str) -> str:
    """What an export is called: `acme-users-2026-01-31.csv`."""
    words = "-".join((profile, collection, *parent))
    return f"{re.sub(r'[^A-Za-z0-9._-]+', '_', words).lstrip('.')[:_LONGEST_NAME]}-{now:%Y-%m-%d}{suffix}"
