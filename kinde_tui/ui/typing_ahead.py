"""Keys that come faster than the screen follows: typed ahead, replayed, or sent by a script.

Textual hands every key to whatever has the focus when the key arrives. A burst like `/ada` would arrive at the table
whole, because the filter takes the focus only when `/` was handled: `d` would then delete. So keys are handed on one
by one, each after the one before has had its effect.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from textual import events
    from textual.message_pump import MessagePump

SETTLE = 0.02
"""Seconds that a screen or a dialog gets to take the focus before the next key that waits."""
TRIES = 25
"""So many times that is waited for a dialog that is on its way."""
LOST = 2.0
"""Seconds after which a key whose way was cut off, for its widget is gone, holds up no other."""


class KeyHandled(Message):
    """Follows a key on its way from the focused widget up to the app, and so arrives there after it."""


class TypingAhead:
    """Lets one key through at a time."""

    def __init__(
        self,
        later: Callable[[float, Callable[[], None]], object],
        focus: Callable[[], object],
        resume: Callable[[], None],
    ) -> None:
        """Takes what it needs of the app.

        Args:
            later: calls something after so many seconds.
            focus: what decides where the next key goes: another value means that the screen is changing.
            resume: asks for the next key again.
        """
        self._later = later
        self._focus = focus
        self._resume = resume
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._busy = False
        self._number = 0
        self._before: object = None
        self._tries = 0
        self._settled = True

    def holds(self, event: events.Key | events.Paste) -> bool:
        """Whether the key has to wait; it is kept then."""
        if not self._busy:
            return False
        if not self._waiting:
            number = self._number
            self._later(LOST, lambda: self._forget(number))
        self._waiting.append(event)
        return True

    def follow(self, target: MessagePump, *, typed: bool) -> None:
        """A key was handed to `target`: the others wait until it was handled.

        Args:
            target: what got it.
            typed: whether it only put a character into an input, so that nothing else can follow from it.
        """
        self._busy = True
        self._settled = typed
        self._number += 1
        self._tries = 0
        self._before = self._focus()
        if not target.post_message(KeyHandled().set_sender(target)):
            self._busy = False

    def next(self, *, asking: bool) -> events.Key | events.Paste | None:
        """The key to hand on now that one was handled; None: there is none, or it has to wait a moment longer.

        Args:
            asking: whether a dialog is on its way.
        """
        if not self._waiting:
            self._busy = False
            return None
        settled, self._settled = self._settled, True
        if not settled or (asking and self._tries < TRIES) or self._focus() != self._before:
            self._before = self._focus()
            self._tries += 1
            self._later(SETTLE, self._resume)
            return None
        self._busy = False
        return self._waiting.popleft()

    def _forget(self, number: int) -> None:
        if self._busy and self._number == number:
            self._before = self._focus()
            self._resume()
