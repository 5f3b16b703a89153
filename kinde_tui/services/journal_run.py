"""Which runs of the program are still going on: each holds a lock beside the change log from its first intent on."""

from __future__ import annotations

import os
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from uuid import uuid4

from kinde_tui.services.private_file import new_file


class Run:
    """One run of the program, as other instances see it. A killed program lets go of its lock.

    Args:
        journal: the change log's file; None: it is in memory, and nobody else sees it.
    """

    def __init__(self, journal: Path | None) -> None:
        self.id = uuid4().hex
        self._journal = journal
        self._handle: int | None = None

    def hold(self) -> None:
        """Says that this run goes on; more than once does no harm.

        Raises:
            OSError: no file can be made beside the change log.
        """
        if self._journal is None or self._handle is not None:
            return
        for left in self._journal.parent.glob(f"{self._journal.name}.run-*"):
            goes_on(self._journal, left.name.rpartition("-")[2])  # clears away what killed runs left behind
        # Under a name that nobody looks for until it is locked: others clear away what is not.
        making = self._journal.with_name(f"{self._journal.name}.new-{self.id}")
        handle = new_file(making)
        try:
            with suppress(OSError):  # a disk that knows no locks: others take this run for dead
                flock(handle, LOCK_EX | LOCK_NB)
            making.rename(_place(self._journal, self.id))
        except OSError:
            os.close(handle)
            making.unlink(missing_ok=True)
            raise
        self._handle = handle

    def release(self) -> None:
        """Says that it is over."""
        if self._journal is not None and self._handle is not None:
            with suppress(OSError):
                _place(self._journal, self.id).unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = None


def goes_on(journal: Path | None, run: str) -> bool:
    """Whether that run has not ended; what a killed one left behind is cleared away."""
    if journal is None:
        return False
    place = _place(journal, run)
    try:
        handle = os.open(place, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return False
    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except OSError:
        return True
    else:
        place.unlink(missing_ok=True)
        return False
    finally:
        os.close(handle)


def _place(journal: Path, run: str) -> Path:
    return journal.with_name(f"{journal.name}.run-{''.join(sign for sign in run if sign.isalnum())[:32]}")
