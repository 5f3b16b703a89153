"""What is measured of the program on a terminal, one function a kind of figure.

Each waits for what a person would wait for: a row, the line that the cursor went to, the count beside the filter and
the rows that go with it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.glass import LINES, NoAnswerError, on_glass
from tests.benchmarks.meters import processor_seconds, resident_megabytes

if TYPE_CHECKING:
    from tests.benchmarks.environment import Effort
    from tests.benchmarks.glass import Glass

STATUS = LINES - 2
"""A line of the screen."""
LIST = 83
"""Columns of the list; right of it is the pane with the record under the cursor."""
A_ROW = re.compile(r"@example\.(com|org|net)")
COUNT = re.compile(r"([\d,]+(?: of [\d,]+)?)$")
ANSWERS_WITHIN = 10.0
"""Seconds after which a letter in the filter is taken to have changed nothing."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a start took."""

    seconds: float
    processor: float
    """Seconds, until there were rows."""
    resident: float
    """Megabytes, when nothing more was painted."""


def filter_line(glass: Glass) -> int:
    """The line of the filter; titles and rows follow it. What hinders reading stands above it."""
    found = (number for number, line in enumerate(glass.part(0, STATUS, LIST)) if line.startswith(" /"))
    return next(found, STATUS)


def rows(glass: Glass) -> bool:
    """Whether there is a row of a user on the screen."""
    return any(A_ROW.search(line) for line in glass.part(0, STATUS, LIST))


def table(glass: Glass) -> tuple[str, ...]:
    """What is on the screen of the list: count, titles, rows; not what is typed, nor the suggestion that ends it."""
    return (count(glass), *glass.part(filter_line(glass) + 1, STATUS, LIST))


def count(glass: Glass) -> str:
    """The count beside the filter."""
    at = filter_line(glass)
    found = COUNT.search(glass.part(at, at + 1, LIST)[0])
    return found[1] if found else ""


def reading(glass: Glass) -> bool:
    """Whether the status line says that the list is being read."""
    return "reading" in glass.part(STATUS, STATUS + 1)[0]


def loaded(glass: Glass) -> None:
    """Waits until the whole list is there and the program is quiet.

    Raises:
        NoAnswerError: that does not come to be.
    """
    glass.until(lambda: rows(glass))
    settle(glass)


def settle(glass: Glass) -> None:
    """Waits until nothing more is read or painted: what is measured next has the program to itself."""
    glass.calm()
    while reading(glass):
        glass.until(lambda: not reading(glass))
        glass.calm()


def starts(
    home: Path, arguments: Sequence[str], variables: Mapping[str, str], effort: Effort, module: str = "kinde_tui"
) -> list[Start]:
    """Starts from exec to rows on the screen."""
    found = []
    for _ in range(effort.warming + effort.runs):
        with on_glass(home, *arguments, variables=variables, module=module) as glass:
            seconds = glass.until(lambda glass=glass: rows(glass)) - glass.began  # type: ignore[misc]  # bound at once
            processor = glass.processor
            loaded(glass)
            found.append(Start(seconds, processor, resident_megabytes(glass.pid)))
    return found[effort.warming :]


def key(glass: Glass, name: str, presses: int, back: str = "", every: int = 1) -> list[float]:
    """Milliseconds from a key to its first byte in the table.

    A key that has nowhere to go repaints one row, which says nothing: `back` comes before every so many presses,
    outside the measurement.
    """
    found = []
    for number in range(presses):
        if back and number % every == 0:
            glass.press(back)
            settle(glass)
        lines = range(filter_line(glass) + 2, STATUS)
        at = glass.press(name)
        if (painted := glass.painted_in(lines)) is not None:
            found.append((painted - at) * 1000)
        settle(glass)
    return found


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters typed into the filter, in milliseconds."""

    first: list[float]
    """Until the letter was painted."""
    answered: list[float]
    """Until the count and the last of the filtered rows were painted."""
    without_effect: int = 0
    """Letters that left the count as it was, which tells nothing of the rows: not measured."""


def letters(glass: Glass, words: Sequence[str]) -> Letters:
    """Types words into the filter, letter by letter; each is taken back when it was measured."""
    first: list[float] = []
    answered: list[float] = []
    idle = 0
    for word in words:
        glass.press("/")
        settle(glass)
        for letter in word:
            before, line = count(glass), filter_line(glass)
            at = glass.press(letter)
            if (painted := glass.painted_in(range(line, line + 1))) is not None:
                first.append((painted - at) * 1000)
            try:
                seen = glass.until(lambda before=before: count(glass) != before, ANSWERS_WITHIN)  # type: ignore[misc]  # bound at once
            except NoAnswerError:
                if glass.terminal.process.poll() is not None:
                    raise
                idle += 1
            else:
                answered.append(((glass.last_change(lambda: table(glass)) or seen) - at) * 1000)
            settle(glass)
        glass.press("escape")
        glass.until(lambda: " of " not in count(glass))
        settle(glass)
    return Letters(first, answered, idle)


def sorts(glass: Glass, columns: int) -> list[float]:
    """Milliseconds until the list is painted in the order of another column, for each of so many columns."""
    found = []
    for way in [">"] * columns + ["<"] * columns:
        glass.press(way)
        settle(glass)
        titles = filter_line(glass) + 1
        before = glass.part(titles, titles + 1, LIST)
        at = glass.press("o")
        seen = glass.until(lambda titles=titles, before=before: glass.part(titles, titles + 1, LIST) != before)  # type: ignore[misc]  # bound at once
        found.append(((glass.last_change(lambda: table(glass)) or seen) - at) * 1000)
    return found


def keys_while_reading(glass: Glass) -> list[float]:
    """Milliseconds from `down` or `up` to the cursor in its new place, while the list is being read.

    The list is painted anew all the time, so the first byte may be another's: what counts is where the cursor is.
    """
    found: list[float] = []
    glass.until(lambda: rows(glass))
    while reading(glass):
        glass.until(lambda: cursor(glass) is not None)
        before = cursor(glass)
        at = glass.press("up" if len(found) % 2 else "down")
        seen = glass.until(lambda before=before: cursor(glass) not in {before, None})  # type: ignore[misc]  # bound at once
        found.append((seen - at) * 1000)
    return found


def cursor(glass: Glass) -> int | None:
    """The line that the cursor is on; None while a frame is half painted."""
    lines = [number for number, line in enumerate(glass.part(0, STATUS, 1)) if line == "▌"]
    return lines[0] if len(lines) == 1 else None


def idle(glass: Glass, seconds: float) -> tuple[float, int]:
    """Per cent of a core while nothing is pressed, and how often a list was seen to be read again meanwhile."""
    before, began = processor_seconds(glass.pid), time.monotonic()
    readings, was = 0, reading(glass)
    while (left := began + seconds - time.monotonic()) > 0:
        glass.calm(min(left, 0.2))
        now = reading(glass)
        readings, was = readings + (now and not was), now
    return (processor_seconds(glass.pid) - before) / (time.monotonic() - began) * 100, readings
