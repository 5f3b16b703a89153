"""The way out to the terminal: the second net, and what happens when there is no terminal any more.

`text.safe` is the first. Should a text ever pass it by, this one lets out nothing that a terminal obeys but colours,
cursor positions, and the few whole sequences that the program itself writes, each by itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from kinde_tui.ui.inlet import behind_an_inlet
from kinde_tui.ui.stopping import GoesOn, hear_between_steps
from kinde_tui.ui.text import signs

if TYPE_CHECKING:
    from textual.driver import Driver

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
"""All that a terminal may obey but tab, line feed, carriage return and escape; one class, for it is asked per frame."""
_ESCAPE = re.compile(r"\x1b(?!\[[0-9;]*[mH])")
"""An escape that begins neither a colour nor a cursor position."""
_UNKNOWN = re.compile(f"{_CONTROL.pattern}|{_ESCAPE.pattern}")
_OURS = re.compile(
    r"\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"  # modes of screen, mouse, paste, size
    r"|\x1b\[\?20(?:26|48)\$p"  # which of them the terminal has
    r"|\x1b\[(?:>\d+|<)u"  # the keyboard's protocol
    r"|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"  # a text for the clipboard
    r"|\x1b\]22;[a-z-]*\x07"  # the pointer's shape
)


def harmless(data: str) -> str:
    """The data as it may leave: what is not known has a visible sign instead, of one cell."""
    if _CONTROL.search(data) is None and _ESCAPE.search(data) is None:
        return data
    if _OURS.fullmatch(data):
        return data
    return _UNKNOWN.sub(lambda found: signs(found.group()), data)


class Line:
    """The terminal as a file that may vanish: then it takes everything, so that nobody waits for it for ever."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.lost = False

    def write(self, text: str) -> int:
        """Writes, if there is somebody to read it."""
        self._do(lambda: self._file.write(text))
        return len(text)

    def flush(self) -> None:
        """Sends what was written."""
        self._do(self._file.flush)

    def fileno(self) -> int:
        """The terminal's number."""
        return self._file.fileno()

    def is_gone(self) -> bool:
        """Whether the terminal was closed; not every system tells a program that, and nobody reads a key then."""
        try:
            self.lost = self.lost or not os.isatty(self._file.fileno())
        except (OSError, ValueError):
            self.lost = True
        return self.lost

    def _do(self, work: Callable[[], object]) -> None:
        if not self.lost:
            try:
                work()
            except OSError:
                self.lost = True


def whole(file: IO[str]) -> IO[str]:
    """The terminal behind a file, in UTF-8 and with a buffer.

    Without a buffer (PYTHONUNBUFFERED, which containers set) Python drops what the terminal does not take at once, as
    when a signal comes in the middle of writing; and another encoding would turn each line and dot into several cells.
    """
    return os.fdopen(file.fileno(), "w", encoding="utf-8", errors="backslashreplace", newline="", closefd=False)


def guarded(driver: type[Driver]) -> type[Driver]:
    """The driver, writing and reading only what is harmless, and leaving when the terminal is gone."""
    behind_an_inlet(driver)

    class Guarded(GoesOn, driver):  # type: ignore[valid-type, misc]  # which one it is depends on the system
        line: Line | None = None

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            if (file := getattr(self, "_file", None)) is not None and os.isatty(file.fileno()):
                self._file = self.line = Line(whole(file))  # type: ignore[assignment]  # all of a file that a driver asks for
            hear_between_steps(self)

        def write(self, data: str) -> None:
            super().write(harmless(data))

    return Guarded
