"""Keys that come faster than the screen follows: typed ahead, replayed, or sent by a script.

Textual hands every key to whatever has the focus when the key arrives. A burst like `/ada` would arrive at the table
whole, because the filter takes the focus only when `/` was handled: `d` would then delete. So keys are handed on one
by one, each after the one before has had its effect. Characters that wait for an input go to it in one piece.

What tells that it had is a message sent after it through the queue of what got the key, and others through the queue
of what has the focus by then: a key may set off a message that sets off another, and what that one does may be put off
until the screen is painted. Clocks alone would not do: on a machine that stands still for a second, all of them have
run out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen

SETTLE = 0.01
"""Seconds between two looks at what comes of a key, while others wait: a screen or a dialog may take the focus."""
LOOKS = 2
"""So many looks are taken before the next key, where more may come of one than a character in an input."""
TRIES = 100
"""So many times that is waited for a dialog that is on its way."""
LOST = 2.0
"""Seconds after which a key whose way was cut off, for its widget is gone, holds up no other."""


class KeyHandled(Message):
    """Follows a key on its way from the focused widget up to the app, and so arrives there after it."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step


class TypingAhead:
    """Lets one key through at a time."""

    def __init__(
        self,
        later: Callable[[float, Callable[[], None]], object],
        painted: Callable[[Callable[[], None]], object],
        focus: Callable[[], tuple[Screen[object] | None, MessagePump | None]],
        coming: Callable[[], bool],
    ) -> None:
        """Takes what it needs of the app.

        Args:
            later: calls something after so many seconds.
            painted: calls something when the screen is painted, after all that waited for that before.
            focus: the screen and the widget that decide where the next key goes: another answer than before means
                that the screen is changing. None and None: the app is being left.
            coming: whether a screen or a dialog is on its way that keys are meant for.
        """
        self._later = later
        self._painted = painted
        self._focus = focus
        self._coming = coming
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._released: events.Key | events.Paste | None = None
        self._busy = False
        self._step = 0
        """Counts what happens to the key on its way: what a former step called for is no longer asked for."""
        self._before: object = None
        self._tries = 0
        self._looks = 0
        """So many are still to be taken."""
        self._handed = 0

    @property
    def pressed(self) -> int:
        """So many keys were pressed since the start, those that wait among them."""
        return self._handed + len(self._waiting)

    @property
    def held(self) -> bool:
        """Whether keys wait."""
        return bool(self._waiting)

    def holds(self, event: events.Key | events.Paste) -> bool:
        """Whether the key has to wait; it is kept then."""
        if event is self._released or (not self._busy and self._is_ready()):
            self._released = None
            return False
        if not self._waiting:
            self._watch()
        self._waiting.append(event)
        if not self._busy:
            self._busy = True
            self._wait()
        return True

    def forget(self) -> None:
        """Drops the keys that wait."""
        self._waiting.clear()

    def follow(self, target: MessagePump, *, typed: bool) -> None:
        """A key was handed to `target`: the others wait until it was handled.

        Args:
            target: what got it.
            typed: whether it only put a character into an input, so that nothing else can follow from it.
        """
        self._handed += 1
        self._busy = True
        self._looks = 0 if typed else LOOKS
        self._before = self._focus()
        self._send(target)

    def next(self, step: int, joins: Callable[[events.Key], bool]) -> events.Key | events.Paste | None:
        """The key to hand on now that one was handled; None: there is none, or it has to wait a moment longer.

        Args:
            step: what the message that came back carries.
            joins: whether a key only puts a character into what has the focus. A run of these is handed on as one
                paste: what follows from a text, such as a filter's rows, is worked out once and not for each letter.
        """
        if step != self._step:
            return None
        if self._looks or self._focus() != self._before or (self._waiting and not self._is_ready()):
            self._looks = max(0, self._looks - 1)
            self._wait()
            return None
        if not self._waiting:
            self._busy = False
            return None
        self._released = self._joined(joins) or self._waiting.popleft()
        return self._released

    def _joined(self, joins: Callable[[events.Key], bool]) -> events.Paste | None:
        run: list[events.Key] = []
        for event in self._waiting:
            if not isinstance(event, events.Key) or not joins(event):
                break
            run.append(event)
        if len(run) <= 1:
            return None
        for _ in run:
            self._waiting.popleft()
        self._handed += len(run) - 1
        return events.Paste("".join(key.character or "" for key in run))

    def _is_ready(self) -> bool:
        """Whether a key may go to what has the focus; what is long in coming is not waited for again with each key."""
        if self._coming():
            return self._tries >= TRIES
        self._tries = 0
        return True

    def _wait(self) -> None:
        self._before = self._focus()
        self._tries += 1
        self._step += 1
        step = self._step

        def look() -> None:
            self._painted(partial(self._look_again, step))

        if self._waiting:
            self._later(SETTLE, look)
        else:
            look()

    def _send(self, target: MessagePump | None) -> None:
        self._step += 1
        if not self._post(target):
            self._busy = bool(self._waiting)
            if target is not None and self._waiting:
                self._later(SETTLE, partial(self._look_again, self._step))

    def _post(self, target: MessagePump | None) -> bool:
        return target is not None and target.post_message(KeyHandled(self._step).set_sender(target))

    def _look_again(self, step: int) -> None:
        if step == self._step:
            screen, widget = self._focus()
            self._send(widget or screen)

    def _watch(self) -> None:
        """While keys wait, looks whether the one before them got anywhere; what has the focus now is asked as well."""
        step = self._step

        def look() -> None:
            if self._waiting and step == self._step:
                screen, widget = self._focus()
                self._post(widget or screen)
            if self._waiting:
                self._watch()

        self._later(LOST, look)
