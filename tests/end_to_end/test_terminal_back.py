"""However the dashboard stops, ends or breaks, the terminal is as it was; and any size of it is survived."""

from __future__ import annotations

import os
import random
import signal
import struct
import termios
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.screen import Screen, on_screen

if TYPE_CHECKING:
    from tests.support.pseudo_terminal import Terminal

pytestmark = pytest.mark.terminal

ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"
MOUSE = (b"\x1b[?1000", b"\x1b[?1003", b"\x1b[?1006", b"\x1b[?1015", b"\x1b[?2004", b"\x1b[?1004")
BREAKS = """
from kinde_tui.ui.asking import Asks
def broken(self):
    raise RuntimeError("broken on purpose")
Asks.action_next_theme = broken
from kinde_tui.__main__ import main
main()
"""
SHELL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
modes = termios.tcgetattr(0)
job = os.fork()
if not job:
    os.setpgid(0, 0)
    if "BEHIND" not in os.environ:
        os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "kinde_tui", *sys.argv[1:]])
while True:
    status = os.waitpid(job, os.WUNTRACED)[1]
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        break
    termios.tcsetattr(0, termios.TCSADRAIN, modes)
    print("shell$ ", end="", flush=True)
    if sys.stdin.readline().strip() == "fg":
        os.tcsetpgrp(0, job)
    else:
        os.kill(job, signal.SIGTERM)
    os.kill(job, signal.SIGCONT)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""As much of a shell as one job needs: `fg`, and anything else is `kill %1`."""
SIZES = [(1, 1), (2, 500), (500, 2), (80, 24), (500, 200), (59, 14), (60, 15), (3, 3), (140, 40)]


def assert_given_back(terminal: Terminal, before: list[object]) -> None:
    """The alternate screen is left, keys and mouse are plain again, the cursor is seen."""
    said = terminal.said
    assert said.rindex(LEAVE_ALTERNATE) > said.rindex(ENTER_ALTERNATE)
    for mode in MOUSE:
        assert said.rindex(mode + b"l") > said.rindex(mode + b"h"), mode
    assert said.rindex(b"\x1b[?25h") > said.rindex(b"\x1b[?25l")
    assert termios.tcgetattr(terminal.line) == before


def resize(screen: Screen, columns: int, rows: int) -> None:
    ioctl(screen.terminal.line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    screen.terminal.process.send_signal(signal.SIGWINCH)


def test_a_fault_gives_the_terminal_back_and_says_where_its_report_is(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo", "--users", "12", code=BREAKS) as screen:
        before = termios.tcgetattr(screen.terminal.line)
        screen.wait_for("all 12 loaded")
        assert termios.tcgetattr(screen.terminal.line) != before
        screen.press("\x14")
        assert screen.terminal.end() == 1
        assert_given_back(screen.terminal, before)
        after = screen.terminal.said[screen.terminal.said.rindex(LEAVE_ALTERNATE) :]
        assert b"A report without names or values is in" in after
        assert b"broken on purpose" not in screen.terminal.said
        assert b"Traceback" not in screen.terminal.said


def test_stopped_it_gives_the_terminal_back_and_continued_it_goes_on(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo", "--users", "12") as screen:
        terminal = screen.terminal
        before = termios.tcgetattr(terminal.line)
        screen.wait_for("all 12 loaded")
        terminal.process.send_signal(signal.SIGTSTP)
        stopped, status = 0, 0
        while not stopped:  # it finishes writing first, which takes somebody who reads
            screen.read(0.1)
            stopped, status = os.waitpid(terminal.process.pid, os.WUNTRACED | os.WNOHANG)
        assert os.WIFSTOPPED(status)
        while screen.read(0.1):
            pass
        assert_given_back(terminal, before)
        count = terminal.said.count(ENTER_ALTERNATE)
        terminal.process.send_signal(signal.SIGCONT)
        while terminal.said.count(ENTER_ALTERNATE) == count:
            screen.read()
        while b"Organizations" not in terminal.said[terminal.said.rindex(ENTER_ALTERNATE) :]:
            screen.read()  # it is painted anew, without a key
        screen.press("4")
        screen.wait_for("Roles ›")
        screen.press("q")
        assert terminal.end() == 0
        assert_given_back(terminal, before)


@pytest.mark.parametrize("prompted", [True, False])
def test_stopped_by_what_it_cannot_hear_it_goes_on_as_before(tmp_path: Path, prompted: bool) -> None:
    """As `kill -STOP`, a debugger or a limiter of processor time does; a shell may give its prompt meanwhile."""
    with on_screen(tmp_path, "demo", "--users", "12") as screen:
        terminal = screen.terminal
        before = termios.tcgetattr(terminal.line)
        screen.wait_for("all 12 loaded")
        inside = termios.tcgetattr(terminal.line)
        for _ in range(3):
            terminal.process.send_signal(signal.SIGSTOP)
            assert os.WIFSTOPPED(os.waitpid(terminal.process.pid, os.WUNTRACED)[1])
            if prompted:
                termios.tcsetattr(terminal.line, termios.TCSANOW, before)
            count = terminal.said.count(ENTER_ALTERNATE)
            terminal.process.send_signal(signal.SIGCONT)
            while terminal.said.count(ENTER_ALTERNATE) == count:
                screen.read()
            while b"Organizations" not in terminal.said[terminal.said.rindex(ENTER_ALTERNATE) :]:
                screen.read()
        assert termios.tcgetattr(terminal.line) == inside
        text = "abcdefghijklmnopqrstuvwxyz0123456789"
        screen.press("/", *text)
        screen.wait_for(f"/ {text} ")
        screen.press("escape")
        screen.wait_gone(text)
        screen.press("q")
        assert terminal.end() == 0
        assert_given_back(terminal, before)


def test_what_is_typed_after_ctrl_z_is_for_the_shell(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo", "--users", "12", code=SHELL) as screen:
        before = termios.tcgetattr(screen.terminal.line)
        screen.wait_for("all 12 loaded")
        for _ in range(2):
            screen.press("\x1a", "s", "d")
            screen.terminal.said = b""
            while b"shell$" not in screen.terminal.said:
                screen.read()
            screen.press("fg\n")
            while ENTER_ALTERNATE not in screen.terminal.said:
                screen.read()
        screen.press("/", *"is:suspended", "enter")
        screen.wait_for("1 of 12", "○ suspended")  # who was so from the start
        screen.press("4")
        screen.wait_for("Roles ›")
        screen.press("q")
        assert screen.terminal.end() == 0
        assert_given_back(screen.terminal, before)


def test_started_in_the_background_it_stands_when_it_is_brought_to_the_front(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo", "--users", "12", code=SHELL, variables={"BEHIND": "1"}) as screen:
        before = termios.tcgetattr(screen.terminal.line)
        while b"shell$" not in screen.terminal.said:
            screen.read()
        screen.press("fg\n")
        screen.wait_for("all 12 loaded", "NAME ↑")
        screen.press("4")
        screen.wait_for("Roles ›")
        screen.press("q")
        assert screen.terminal.end() == 0
        assert_given_back(screen.terminal, before)


@pytest.mark.parametrize("stop", [signal.SIGTSTP, signal.SIGSTOP])
def test_stopped_and_in_the_background_it_can_be_ended(tmp_path: Path, stop: signal.Signals) -> None:
    with on_screen(tmp_path, "demo", "--users", "12", code=SHELL) as screen:
        screen.wait_for("all 12 loaded")
        os.kill(os.tcgetpgrp(screen.terminal.handle), stop)
        while b"shell$" not in screen.terminal.said:
            screen.read()
        screen.press("kill\n")
        assert screen.terminal.end() == 143


def test_any_size_is_survived(tmp_path: Path) -> None:
    dice = random.Random(5)  # noqa: S311 - the same sizes in every run
    sizes = [*SIZES, *((dice.randint(1, 500), dice.randint(1, 200)) for _ in range(6)), (140, 40)]
    with on_screen(tmp_path, "demo", "--users", "12") as screen:
        screen.wait_for("all 12 loaded")
        for columns, rows in sizes:
            resize(screen, columns, rows)
            screen.press("down")
            screen.read(0.1)

        def on_roles() -> bool:  # a key does nothing as long as the terminal is too small to show it
            screen.press("4")
            return "Roles ›" in screen.text and "Description" in screen.text

        screen.wait_until(on_roles, "Roles")
        screen.press("q")
        assert screen.terminal.end() == 0
