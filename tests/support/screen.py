"""A program on a pseudo-terminal, read as a person reads it: the screen, not the bytes."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyte

from tests.support.pseudo_terminal import Terminal, on_terminal

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "end": "\x1b[F",
    "home": "\x1b[H",
    "backspace": "\x7f",
}
PATIENCE = 30.0
"""Seconds in which anything must happen, on however slow a machine."""


class Screen:
    """What is on the glass, and the keyboard under it."""

    def __init__(self, terminal: Terminal, columns: int, rows: int) -> None:
        self.terminal = terminal
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def press(self, *keys: str) -> None:
        """Presses keys, by name or character."""
        for key in keys:
            os.write(self.terminal.handle, KEYS.get(key, key).encode())

    def paste(self, text: str) -> None:
        """Pastes, as a terminal with bracketed paste does."""
        os.write(self.terminal.handle, f"\x1b[200~{text}\x1b[201~".encode())

    @property
    def text(self) -> str:
        """The lines of the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def read(self, wait: float = 0.05) -> bool:
        """Takes in what was painted; False when nothing was."""
        if not select.select([self.terminal.handle], [], [], wait)[0]:
            return False
        data = os.read(self.terminal.handle, 65536)
        self.terminal.said += data
        self._stream.feed(data)
        return True

    def wait_for(self, *texts: str) -> None:
        """Reads until all of these are on the screen together."""
        self.wait_until(lambda: all(text in self.text for text in texts), f"{texts}")

    def wait_gone(self, text: str) -> None:
        """Reads until this is on the screen no more."""
        self.wait_until(lambda: text not in self.text, f"the end of {text!r}")

    def wait_until(self, met: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Reads until something is so."""
        end = time.monotonic() + seconds
        while not met():
            self.read()
            assert time.monotonic() < end, f"{what} never came:\n{self.text}"


@contextmanager
def on_screen(home: Path, *arguments: str, columns: int = 140, rows: int = 40, **how: Any) -> Iterator[Screen]:
    """The program on a terminal of that size; `how` is for `on_terminal`."""
    with on_terminal(home, *arguments, size=(columns, rows), **how) as terminal:
        yield Screen(terminal, columns, rows)
