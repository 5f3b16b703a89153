"""The dashboard on a pseudo-terminal: it opens, and leaves the terminal as it was."""

from __future__ import annotations

import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

import pytest

from kinde_tui.cli.dashboard import open_dashboard
from kinde_tui.cli.output import Refused
from kinde_tui.cli.session import Session

ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"


@dataclass
class Terminal:
    """A program on a terminal of its own."""

    process: subprocess.Popen[bytes]
    handle: int
    line: int
    said: bytes = b""

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
            if select.select([self.handle], [], [], 0.05)[0]:
                self.said += os.read(self.handle, 65536)
        while select.select([self.handle], [], [], 0.05)[0]:
            self.said += os.read(self.handle, 65536)
        return self.process.wait(1)


@contextmanager
def on_terminal(home: Path, *arguments: str) -> Iterator[Terminal]:
    handle, line = pty.openpty()
    ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("KINDE_")},
        "KINDE_TUI_HOME": str(home),
        "TERM": "xterm-256color",
    }
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "kinde_tui", *arguments],
        stdin=line,
        stdout=line,
        stderr=line,
        env=environment,
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


@pytest.mark.terminal
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ended_from_outside_it_leaves_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with on_terminal(tmp_path) as terminal:
        before = termios.tcgetattr(terminal.line)
        terminal.wait_for(ENTER_ALTERNATE)
        terminal.wait_for(b"demo tenant")
        terminal.process.send_signal(number)
        assert terminal.end() == code
        assert terminal.said.rindex(LEAVE_ALTERNATE) > terminal.said.rindex(ENTER_ALTERNATE)
        assert termios.tcgetattr(terminal.line) == before
        assert b"Traceback" not in terminal.said


@pytest.mark.terminal
def test_the_demo_tenant_is_left_with_q(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "demo", "--users", "12") as terminal:
        terminal.wait_for(b"demo")
        terminal.wait_for(b"@example.")
        os.write(terminal.handle, b"q")
        assert terminal.end() == 0
        assert list(tmp_path.iterdir()) == []


@pytest.mark.terminal
def test_a_profile_that_is_not_there_is_said_before_the_screen_changes(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "--profile", "gone") as terminal:
        assert terminal.end() == 1
        assert "There is no profile “gone”".encode() in terminal.said
        assert ENTER_ALTERNATE not in terminal.said


def test_without_a_terminal_it_says_so(home: Path) -> None:
    with pytest.raises(Refused, match="needs a terminal"):
        open_dashboard(Session(environ={"KINDE_TUI_HOME": str(home)}))
