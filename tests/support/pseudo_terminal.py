"""The program on a pseudo-terminal of its own."""

from __future__ import annotations

import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path


@dataclass
class Terminal:
    """A program on a terminal of its own."""

    process: subprocess.Popen[bytes]
    handle: int
    line: int
    said: bytes = b""
    ended: float = 0.0
    """When `end` saw that it had ended, by `time.monotonic`."""

    def wait_for(self, text: bytes, seconds: float = 30.0) -> None:
        ends = time.monotonic() + seconds
        while text not in self.said:
            if select.select([self.handle], [], [], 0.1)[0]:
                self.said += os.read(self.handle, 65536)
            else:
                alive = self.process.poll() is None and time.monotonic() < ends
                assert alive, f"{text!r} did not come: {self.said[-2000:]!r}"

    def end(self, seconds: float = 30.0) -> int:
        """The exit code; what is said until then is read, so that nobody waits for room."""
        ends = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < ends:
            if select.select([self.handle], [], [], 0.01)[0]:
                self.said += os.read(self.handle, 65536)
        self.ended = time.monotonic()
        while select.select([self.handle], [], [], 0.05)[0]:
            self.said += os.read(self.handle, 65536)
        return self.process.wait(seconds)


@contextmanager
def on_terminal(
    home: Path,
    *arguments: str,
    size: tuple[int, int] = (140, 40),
    variables: Mapping[str, str] | None = None,
    module: str = "kinde_tui",
    code: str = "",
    cwd: Path | None = None,
) -> Iterator[Terminal]:
    handle, line = pty.openpty()
    ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
    environment = {
        # What pytest itself sets for its own output would be taken for the terminal's size.
        **{n: v for n, v in os.environ.items() if not n.startswith("KINDE_") and n not in {"COLUMNS", "LINES"}},
        "KINDE_TUI_HOME": str(home),
        "TERM": "xterm-256color",
        **(variables or {}),
    }
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, *(("-c", code) if code else ("-m", module)), *arguments],
        stdin=line,
        stdout=line,
        stderr=line,
        env={name: value for name, value in environment.items() if value},
        cwd=cwd,
        start_new_session=True,
    )
    try:
        yield Terminal(process, handle, line)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(10)
        os.close(handle)
        os.close(line)
