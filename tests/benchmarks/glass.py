"""The program on a real terminal, and the moment at which each thing came to be on its screen.

While something is awaited the bytes are only taken and stamped. They are turned into a screen afterwards, piece by
piece: that costs more than the program needs to paint them, and must be in no figure.
"""

from __future__ import annotations

import os
import select
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyte

from tests.benchmarks.meters import processor_seconds
from tests.support.pseudo_terminal import on_terminal
from tests.support.screen import KEYS

if TYPE_CHECKING:
    from tests.support.pseudo_terminal import Terminal

COLUMNS, LINES = 140, 40
CODES = {**KEYS, "page down": "\x1b[6~", "page up": "\x1b[5~"}
QUIET = 0.1
"""Seconds without a byte after which the program has said what it had to say."""
PATIENCE = 120.0
"""Seconds after which something that was awaited is given up."""


class NoAnswerError(RuntimeError):
    """The program ended, or what was awaited never came; `str()` of it ends with the screen."""


class Piece(NamedTuple):
    """Bytes that came together."""

    at: float
    data: bytes
    processor: float
    """Seconds of processor time that the program had used by then."""


class Glass:
    """What is on the screen, since when, and the keyboard under it."""

    def __init__(self, terminal: Terminal, began: float) -> None:
        """Nothing is on it yet; `began` is when the program was started, on the monotonic clock."""
        self.terminal = terminal
        self.began = began
        self.processor = 0.0
        """What the program had used when the latest byte came that is on the screen."""
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._pieces: deque[Piece] = deque()

    @property
    def pid(self) -> int:
        """The program's process."""
        return self.terminal.process.pid

    def part(self, first: int, last: int, columns: int = COLUMNS) -> tuple[str, ...]:
        """The text of some lines, from the left edge on, without the last of them."""
        lines = (self._screen.buffer[number] for number in range(first, last))
        return tuple("".join(line[cell].data for cell in range(columns)).rstrip() for line in lines)

    def press(self, key: str) -> float:
        """Presses a key, by name or character; returns when."""
        at = time.monotonic()
        os.write(self.terminal.handle, CODES.get(key, key).encode())
        return at

    def calm(self, limit: float = PATIENCE) -> None:
        """Reads until nothing is painted any more, and has it on the screen."""
        self._take(QUIET, limit)
        for _ in self._shown():
            pass

    def until(self, met: Callable[[], bool], patience: float = PATIENCE) -> float:
        """The moment from which on this was so, looked at after each piece that was painted.

        Raises:
            NoAnswerError: it never was.
        """
        end = time.monotonic() + patience
        if met():
            return time.monotonic()
        while True:
            for piece in self._shown():
                if met():
                    return piece.at
            if self.terminal.process.poll() is not None or time.monotonic() > end:
                raise NoAnswerError("This never came:\n" + "\n".join(self.part(0, LINES)))
            self._take(QUIET, 2 * QUIET)

    def painted_in(self, lines: range, patience: float = 10.0) -> float | None:
        """The moment of the first byte that paints in these lines; None when none does."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for piece in self._shown():
                if not self._screen.dirty.isdisjoint(lines):
                    return piece.at
            self._take(QUIET, 2 * QUIET)
        return None

    def last_change(self, part: Callable[[], object]) -> float | None:
        """The moment from which on this part of the screen stayed as it is once the program is quiet.

        None when nothing changed.
        """
        before, at = part(), None
        self._take(QUIET, PATIENCE)
        for piece in self._shown():
            if (now := part()) != before:
                before, at = now, piece.at
        return at

    def _take(self, quiet: float, limit: float) -> None:
        """Stamps what comes, until nothing comes for so long or the time is over."""
        end = time.monotonic() + limit
        while time.monotonic() < end and select.select([self.terminal.handle], [], [], quiet)[0]:
            at = time.monotonic()
            data = os.read(self.terminal.handle, 65536)
            self._pieces.append(Piece(at, data, processor_seconds(self.pid)))

    def _shown(self) -> Iterator[Piece]:
        """Brings piece by piece to the screen."""
        while self._pieces:
            piece = self._pieces.popleft()
            self._screen.dirty.clear()
            self._stream.feed(piece.data)
            self.processor = piece.processor
            yield piece


@contextmanager
def on_glass(home: Path, *arguments: str, variables: Mapping[str, str], module: str = "kinde_tui") -> Iterator[Glass]:
    """The program, or another module, started in that environment and no other."""
    others = {name: "" for name in os.environ if name not in variables}
    began = time.monotonic()
    alone, size = {**others, **variables}, (COLUMNS, LINES)
    with on_terminal(home, *arguments, size=size, variables=alone, module=module) as terminal:
        yield Glass(terminal, began)
