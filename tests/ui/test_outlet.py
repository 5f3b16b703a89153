"""The second net, below every widget."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import threading
import tty
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import IO, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.drivers.headless_driver import HeadlessDriver

from kinde_tui.ui.outlet import Line, guarded, harmless, whole

KNOWN = (
    "\x1b[38;2;1;2;3mAda\x1b[0m\x1b[12;4H \n\r\tLovelace",
    "\x1b[?1049h",
    "\x1b[?2026$p",
    "\x1b[>25u",
    "\x1b]52;c;aGk=\x07",
    "\x1b]22;pointer\x07",
)


@pytest.mark.parametrize("data", KNOWN)
def test_what_the_program_writes_leaves_as_it_is(data: str) -> None:
    assert harmless(data) == data


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;aGk=\x07",
        "\x1b]0;title\x07",
        "\x1b]8;;https://evil\x1b\\",
        "\x1b[2J",
        "\x1b[?1049l",
        "\x1bP1$r\x1b\\",
        "\x1b_x\x1b\\",
        "\x1bc",
        "\x1b[6n",
        "\x9b2J",
        "\x9d0;t\x9c",
        "\x07",
        "\x08",
        "\x7f",
    ],
)
def test_in_the_middle_of_what_is_painted_nothing_else_leaves(hostile: str) -> None:
    left = harmless(f"\x1b[1mAda{hostile}Lovelace\x1b[0m")
    assert left.startswith("\x1b[1mAda")
    assert left.endswith("Lovelace\x1b[0m")
    assert not any(character in left[4:-4] for character in "\x1b\x07\x08\x7f\x9b\x9c\x9d")
    assert len(left) == len(f"\x1b[1mAda{hostile}Lovelace\x1b[0m")


def test_the_driver_itself_lets_nothing_else_out() -> None:
    written: list[str] = []

    class Recording(HeadlessDriver):
        def write(self, data: str) -> None:
            written.append(data)

    kind = guarded(Recording)
    driver = kind.__new__(kind)  # without an app there is nothing to begin with
    driver.write("a\x1b]0;title\x07b")
    driver.write("\x1b[?1049h")
    assert written == ["a␛]0;title␇b", "\x1b[?1049h"]


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_is_painted_holds_colours_and_places_only(text: str) -> None:
    left = harmless(f"x{text}")
    assert not any(character < "\x20" and character not in "\x1b\t\n\r" for character in left)
    assert not any("\x7f" <= character <= "\x9f" for character in left)
    assert harmless(left) == left


class Broken(StringIO):
    """A file that fails after so many writes."""

    def __init__(self, good: int) -> None:
        super().__init__()
        self._good = good
        self.asked = 0

    def write(self, text: str) -> int:
        self.asked += 1
        if self.asked > self._good:
            raise OSError(5, "Input/output error")
        return super().write(text)


@pytest.fixture
def terminal() -> Iterator[tuple[BinaryIO, IO[str]]]:
    """A terminal: the end that its window reads, and the program's."""
    if not hasattr(os, "openpty"):
        pytest.skip("there are no pseudo-terminals on this system")
    far, near = os.openpty()
    with os.fdopen(far, "rb") as window, os.fdopen(near, "w") as file:
        yield window, file


def test_a_line_hands_everything_on(terminal: tuple[BinaryIO, IO[str]]) -> None:
    window, file = terminal
    line = Line(file)
    assert line.fileno() == file.fileno()
    assert line.write("Ada") == 3
    line.flush()
    assert os.read(window.fileno(), 100) == b"Ada"
    assert line.is_gone() is False
    assert line.lost is False


def test_a_lost_line_takes_everything_and_asks_no_more() -> None:
    file = Broken(1)
    line = Line(file)
    assert [line.write("Ada"), line.write("Grace"), line.write("Barbara")] == [3, 5, 7]
    assert line.lost
    assert (file.getvalue(), file.asked) == ("Ada", 2)


def test_a_closed_window_is_noticed_and_stays_gone(terminal: tuple[BinaryIO, IO[str]]) -> None:
    window, file = terminal
    line = Line(file)
    window.close()
    assert line.is_gone()
    assert line.lost


def test_a_line_that_was_lost_is_gone_though_its_terminal_is_there(terminal: tuple[BinaryIO, IO[str]]) -> None:
    _, file = terminal
    line = Line(file)
    line.lost = True
    assert line.is_gone() is True


def test_a_closed_file_is_gone() -> None:
    with Path(os.devnull).open("w") as file:
        line = Line(file)
    assert line.is_gone()
    assert line.lost


def test_what_the_terminal_takes_in_parts_arrives_whole() -> None:
    """Without a buffer, as containers start Python, what a signal cuts off in the middle would be dropped."""
    far, near = os.openpty()
    tty.setraw(near)
    text, came = "0123456789" * 20_000, bytearray()

    def read() -> None:
        while len(came) < len(text):
            came.extend(os.read(far, 512))

    reader = threading.Thread(target=read, daemon=True)
    raw = io.TextIOWrapper(io.FileIO(near, "w", closefd=False), write_through=True)
    before = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
        reader.start()
        line = Line(whole(raw))
        line.write(text)
        line.flush()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    reader.join(30)
    os.close(near)
    os.close(far)
    assert came.decode() == text


class OnFile(HeadlessDriver):
    """A driver that writes to a file, as those of real terminals do."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file


def test_a_driver_on_a_terminal_gets_a_line_that_may_vanish(terminal: tuple[BinaryIO, IO[str]]) -> None:
    window, file = terminal
    driver = guarded(OnFile)(file)  # type: ignore[arg-type]  # the driver above takes a file
    assert isinstance(driver._file, Line)  # type: ignore[attr-defined]  # what it writes to
    assert driver.line is driver._file  # type: ignore[attr-defined]  # what the program asks
    window.close()
    assert driver.line.is_gone()  # type: ignore[attr-defined]  # as above


def test_a_driver_on_no_terminal_keeps_its_file() -> None:
    with Path(os.devnull).open("w") as file:
        for other in (file, None):
            driver = guarded(OnFile)(other)  # type: ignore[arg-type]  # the driver above takes a file
            assert driver._file is other  # type: ignore[attr-defined]  # what it writes to
            assert driver.line is None  # type: ignore[attr-defined]  # what the program asks


class Stopping:
    """A driver that hears itself when it is told to stop."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.told = asyncio.Event()
        signal.signal(signal.SIGTSTP, self.stop)

    def stop(self, number: int, _frame: object) -> None:
        self.heard.append(number)
        self.told.set()


async def test_a_driver_is_stopped_between_two_steps_of_the_loop_and_never_within_one() -> None:
    before = signal.getsignal(signal.SIGTSTP)
    try:
        driver = guarded(Stopping)()  # type: ignore[arg-type, call-arg]  # all that is asked of one here
        signal.raise_signal(signal.SIGTSTP)
        assert driver.heard == []  # type: ignore[attr-defined]  # what it keeps
        await driver.told.wait()  # type: ignore[attr-defined]  # as above
        assert driver.heard == [signal.SIGTSTP]  # type: ignore[attr-defined]  # as above
    finally:
        asyncio.get_running_loop().remove_signal_handler(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, before)
