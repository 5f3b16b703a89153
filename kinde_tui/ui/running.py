"""The app on its terminal: keys one at a time, a fault that ends it, and a terminal that stops it or goes away."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import App
from textual.driver import Driver
from textual.keys import key_to_character
from textual.widgets import Input

from kinde_tui.ui.outlet import Line, guarded
from kinde_tui.ui.stopping import Continued
from kinde_tui.ui.typing_ahead import KeyHandled, TypingAhead

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

LOOK = 2.0
"""Seconds between two looks whether the terminal is still there."""
HUNG_UP = 129
LEAVING = frozenset({"leave", "suspend_process", "copy_or_leave"})
"""What can be done on a terminal that is too small to show anything."""


class Runs(App[None]):
    """The part of the app that runs on a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self._keys = TypingAhead(self.set_timer, self.call_after_refresh, self._place_of_keys, self._is_changing)
        self._leaving_terminal = False
        self.fault: Exception | None = None
        """What broke the dashboard. Whoever runs it says so, in a sentence and a report without values."""

    def get_driver_class(self) -> type[Driver]:
        """Textual's, with a net below it."""
        return guarded(super().get_driver_class())

    def on_load(self) -> None:
        """Starts tasks one after another, on every version of Python.

        From 3.12 on Textual starts them at once, inside of each other: the widgets of a mode's first screen are
        mounted before that screen is on its stack, and an input among them breaks the app.
        """
        asyncio.get_running_loop().set_task_factory(None)

    def on_mount(self) -> None:
        """Watches the terminal."""
        self.set_interval(LOOK, self._look_for_terminal)

    def _look_for_terminal(self) -> None:
        line = getattr(self._driver, "line", None)
        if isinstance(line, Line) and line.is_gone():
            self.exit(return_code=HUNG_UP)

    def _handle_exception(self, error: Exception) -> None:
        """Leaves at once and keeps the fault. Textual's own way prints a traceback with local variables: secrets."""
        if not self._exit:  # what breaks in a screen that is half built when it is told to go is no news
            self.fault = self.fault or error
            self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    async def on_event(self, event: events.Event) -> None:
        """Lets keys and pastes through one at a time: a secret pasted after a Tab belongs where the Tab leads."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self.screen_stack:
            if self._leaving_terminal or self._is_unseen(event) or self._keys.holds(event):
                return
            target = self.focused or self.screen
            await super().on_event(event)
            typed = isinstance(event, events.Paste) or event.is_printable
            self._keys.follow(target, typed=typed and isinstance(target, Input))
        else:
            await super().on_event(event)

    def _is_unseen(self, event: events.Key | events.Paste) -> bool:
        """Whether a key would do something that is not seen, as the terminal is too small: all but leaving it."""
        if not self.screen.has_class("-too-small"):
            return False
        active = self.screen.active_bindings.get(event.key) if isinstance(event, events.Key) else None
        return active is None or active.binding.action not in LEAVING

    def _place_of_keys(self) -> tuple[Screen[Any] | None, Widget | None]:
        return (self.screen, self.focused) if self.screen_stack else (None, None)

    def _is_changing(self) -> bool:
        """Whether keys are meant for what is not there yet: a screen being built, a dialog that was asked for."""
        if not self.screen_stack:
            return False
        asked = not self.screen.is_modal and any(worker.group == "ask" for worker in self.workers)
        return asked or not self.screen.is_mounted

    @on(KeyHandled)
    def _hand_on(self, handled: KeyHandled) -> None:
        if not self.screen_stack:  # it is being left
            return
        event = self._keys.next(handled.step, self._is_typing)
        if event is not None:
            self.call_next(self.on_event, event)

    def _is_typing(self, key: events.Key) -> bool:
        """Whether a key is a character for the input that has the focus."""
        return isinstance(self.focused, Input) and self.focused.check_consume_key(key.key, key.character)

    async def action_simulate_key(self, key: str) -> None:
        """Presses a key."""
        self.post_message(events.Key(key, key_to_character(key)))

    def action_suspend_process(self) -> None:
        """Stops until the shell's `fg`. Where no shell waits for that it says so: nobody could wake it."""
        if os.getpgrp() == os.getsid(0):
            self.notify("There is no shell here to go to: q quits.", severity="warning", markup=False, timeout=3)
            return
        if self._driver is not None and self._driver.can_suspend:
            self._leaving_terminal = True  # what is typed now is meant for the shell
            self._keys.forget()
        super().action_suspend_process()

    @on(Continued)
    def _take_keys_again(self) -> None:
        self._leaving_terminal = False

    @on(Driver.SignalResume)
    def _paint_again(self) -> None:
        self.refresh(layout=True)  # the terminal gave a blank screen
