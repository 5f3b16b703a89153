"""Ends the real program at random moments by each signal, looks at the terminal it leaves, and prints what it found."""

from __future__ import annotations

import random
import signal
import tempfile
import termios
import time
from pathlib import Path

from tests.support.screen import on_screen

CODES = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: 130}
ENTER, LEAVE, MOUSE_ON, MOUSE_OFF = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?1003h", b"\x1b[?1003l"
MOMENTS, SEED = 50, 1
"""For each signal."""
LIMIT = 3.0
"""Seconds that leaving may take."""
KEYS = ("down", "2", "3", "4", "5", "enter", "escape", ".", "/", "s", "u", "?")


def leave(number: signal.Signals, dice: random.Random) -> tuple[float, str]:
    """Seconds from the signal to the end, and what was wrong then; the moment is between start and eight keys later."""
    with tempfile.TemporaryDirectory() as home, on_screen(Path(home), "demo", "--users", "50") as screen:
        terminal = screen.terminal
        before = termios.tcgetattr(terminal.line)
        ends = time.monotonic() + dice.uniform(0.3, 3.0)  # before this Python itself is still starting
        while time.monotonic() < ends:
            screen.read(0.05)
            if ENTER in terminal.said:
                screen.press(dice.choice(KEYS))
        began = time.monotonic()
        terminal.process.send_signal(number)
        code = terminal.end()
        took = terminal.ended - began
        wrong = []
        unborn = (
            code == -number and ENTER not in terminal.said
        )  # ended while Python read the modules: a shell says 128+
        if code != CODES[number] and not unborn:
            wrong.append(f"exit code {code}: {terminal.said[-300:]!r}")
        if terminal.said.rfind(ENTER) > terminal.said.rfind(LEAVE):
            wrong.append("alternate screen not left")
        if terminal.said.rfind(MOUSE_ON) > terminal.said.rfind(MOUSE_OFF):
            wrong.append("mouse still on")
        if termios.tcgetattr(terminal.line) != before:
            wrong.append("termios changed")
        if b"Traceback" in terminal.said:
            wrong.append("a traceback")
        if took > LIMIT:
            wrong.append(f"took {took:.1f} s")
        return took, ", ".join(wrong)


def main() -> int:
    """0 when the terminal was as before every time."""
    bad = 0
    for number in CODES:
        dice = random.Random(SEED)  # noqa: S311 - the same moments in every run
        found = [leave(number, dice) for _ in range(MOMENTS)]
        faults = [wrong for _, wrong in found if wrong]
        bad += len(faults)
        longest = max(took for took, _ in found)
        said = f"{number.name}: {len(found)} moments, {len(faults)} wrong, the longest way out {longest:.2f} s"
        print("\n  ".join([said, *faults]), flush=True)  # noqa: T201 - its purpose
    return 1 if bad else 0
