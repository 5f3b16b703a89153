"""The way in from the terminal: what is pasted is text, whatever stands in it, and Escape is a key of its own.

A terminal says where a paste begins and ends. Textual looks for escape sequences in between as well, and what it does
not know of them becomes keys: a name that somebody copied from a web page could press them. Most terminals take escapes
out of what they paste; this is for the others.

A terminal sends Alt and a letter as Escape and the letter. Textual takes the two for one key when they come within
0.1 s, as they do over a network: the Escape that was to leave a dialog would be lost, and a `y` for the list behind it
would be its answer. Nothing here is bound to Alt, so Escape it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

BEGINS, ENDS = "\x1b[200~", "\x1b[201~"
SIGNS = {0x1B: "\N{SYMBOL FOR ESCAPE}", 0: "\N{SYMBOL FOR NULL}"}
"""For escapes, and for what Textual would leave out without a word."""
ESCAPE = "\x1b"
WORDS = frozenset({"\x1bb", "\x1bf", "\x1b\x7f", "\x1b\x1b"})
"""Word by word in an input, as some terminals send Alt with an arrow or with Backspace; and Escape, twice."""
SINGLE = frozenset(known for known in ANSI_SEQUENCES_KEYS if known[:-1] == ESCAPE) - WORDS
"""What else Textual takes for one key before it has waited for more."""


class Inlet:
    """Follows what comes in, piece by piece, and puts signs for the escapes in a paste."""

    def __init__(self) -> None:
        self._pasting = False
        self._before = ""
        """The end of what came before the paste that may be about to begin."""
        self._held = ""
        """The end of the paste so far, if it may be the beginning of its end."""

    def passed(self, data: str) -> str:
        """The data as it may be looked through for keys."""
        parts: list[str] = []
        data, self._held = self._held + data, ""
        while data:
            part, data = self._pasted(data) if self._pasting else self._typed(data)
            parts.append(part)
        return "".join(parts)

    def _typed(self, data: str) -> tuple[str, str]:
        seen = self._before + data
        at = seen.find(BEGINS)
        if at < 0:
            self._before = seen[-len(BEGINS) + 1 :]
            return data, ""
        end = at + len(BEGINS) - len(self._before)
        self._pasting, self._before = True, ""
        return data[:end], data[end:]

    def _pasted(self, data: str) -> tuple[str, str]:
        at = data.find(ENDS)
        if at >= 0:
            self._pasting = False
            return data[:at].translate(SIGNS) + ENDS, data[at + len(ENDS) :]
        maybe = next((n for n in range(len(ENDS) - 1, 0, -1) if data.endswith(ENDS[:n])), 0)
        kept = len(data) - maybe
        self._held = data[kept:]
        return data[:kept].translate(SIGNS), ""


class PasteParser(XTermParser):
    """Textual's parser behind an inlet."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._inlet = Inlet()

    def feed(self, data: str) -> Iterable[Message]:
        """Keys, clicks and pastes; no data is the end of them all."""
        passed = self._inlet.passed(data)
        return super().feed(passed) if passed or not data else ()

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if alt or sequence in SINGLE:
            yield events.Key("escape", ESCAPE)
            sequence = sequence[-1]
        yield from super()._sequence_to_key_events(sequence)


def behind_an_inlet(driver: type[Driver]) -> None:
    """Lets a driver read through an inlet: it makes its parser by a name of its module, and offers no other way."""
    module = sys.modules[driver.__module__]
    if hasattr(module, XTermParser.__name__):
        setattr(module, XTermParser.__name__, PasteParser)
