"""The real program on a real terminal: start, keys, idle load and memory, as a table."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.screen import KEYS, Screen, on_screen

if TYPE_CHECKING:
    from tests.support.pseudo_terminal import Terminal

NEEDLE = "all 480 loaded"
QUIET = 0.1
"""Seconds without a byte after which the program has answered a key."""


def start(runs: int) -> tuple[list[float], list[float]]:
    """Seconds from exec to rows on the screen, and processor seconds until then; the first run warms the disk."""
    times, processor = [], []
    for _ in range(runs + 1):
        with tempfile.TemporaryDirectory() as home:
            began = time.monotonic()
            with on_screen(Path(home), "demo") as screen:
                screen.wait_for(NEEDLE)
                times.append(time.monotonic() - began)
                processor.append(processor_seconds(screen.terminal))
    return times[1:], processor[1:]


def settle(screen: Screen) -> None:
    """Reads until nothing is painted any more."""
    while screen.read(QUIET):
        pass


def key(screen: Screen, name: str, back: str, presses: int) -> list[float]:
    """Milliseconds from a key to its first painted byte; `back` comes before it, outside the measurement.

    A jump is undone every time, a page every fifth: a key that has nowhere to go repaints one row, which says nothing.
    """
    times = []
    for number in range(presses):
        if back and (number % 5 == 0 or name in {KEYS["end"], KEYS["home"]}):
            screen.press(back)
            settle(screen)
        began = time.monotonic()
        screen.press(name)
        screen.read(2.0)
        times.append((time.monotonic() - began) * 1000)
        settle(screen)
    return times


def processor_seconds(terminal: Terminal) -> float:
    """Processor time of the program so far."""
    fields = Path(f"/proc/{terminal.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(terminal: Terminal) -> float:
    """Memory of the program now."""
    lines = Path(f"/proc/{terminal.process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def idle(screen: Screen, seconds: float) -> float:
    """Per cent of a core while nothing is pressed."""
    before, end = processor_seconds(screen.terminal), time.monotonic() + seconds
    while time.monotonic() < end:
        screen.read(0.2)
    return (processor_seconds(screen.terminal) - before) / seconds * 100


def row(what: str, goal: str, values: list[float], unit: str) -> None:
    """One line of the table."""
    ordered = sorted(values)
    figures = f"{statistics.median(ordered):.3g}  ({ordered[0]:.3g} – {ordered[-1]:.3g}) {unit}"
    sys.stdout.write(f"| {what:<34} | {goal:<9} | {figures:<32} |\n")


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--idle", type=float, default=20.0, help="seconds")
    options = parser.parse_args()
    sys.stdout.write(f"| {'what':<34} | {'goal':<9} | {'median (min – max)':<32} |\n|---|---|---|\n")
    times, processor = start(options.runs)
    row("demo tenant on screen, from exec", "0.5 s", times, "s")
    row("  processor time until then", "", processor, "s")
    with tempfile.TemporaryDirectory() as home, on_screen(Path(home), "demo") as screen:
        screen.wait_for(NEEDLE)
        settle(screen)
        for name, code, back in (
            ("down", "down", ""),
            ("page down", "\x1b[6~", "home"),
            ("end", "end", "home"),
            ("home", "home", "end"),
            ("a letter in the filter", "a", ""),
        ):
            if name.startswith("a letter"):
                screen.press("/")
                settle(screen)
            row(name, "12 ms", key(screen, KEYS.get(code, code), back, 5 if code == "a" else options.presses), "ms")
        screen.press("escape")
        settle(screen)
        row("idle", "1 %", [idle(screen, options.idle)], "% of a core")
        row("resident memory", "", [resident_megabytes(screen.terminal)], "MB")


if __name__ == "__main__":
    main()
