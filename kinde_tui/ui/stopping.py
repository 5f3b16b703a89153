"""The driver when the program is stopped and continued from outside.

A stop that can be heard (SIGTSTP) leaves the terminal, and what continues the program enters it again: Textual's driver
sees to that. A stop that cannot be heard (SIGSTOP: of `kill -STOP`, a debugger, a limiter of processor time) leaves
nothing. To enter the terminal a second time would start a second thread that takes a part of the keys, and would lose
what is to be given back in the end.
"""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.driver import Driver
from textual.message import Message

if TYPE_CHECKING:
    from textual.drivers.linux_driver import LinuxDriver as _Driver
else:
    _Driver = object  # which one it is depends on the system

MODES = ("\x1b[?1049h", "\x1b[?25l", "\x1b[?1004h", "\x1b[?2004h", "\x1b[?7l")
"""The alternate screen, no cursor, word of the focus, marked pastes, no wrapping."""


GRACE = 0.2
"""Seconds in which a program that is continued in the background may hear that it is to end."""


class Continued(Message):
    """The terminal is the program's again: keys that came before this were typed for somebody else."""


def hear_between_steps(driver: Driver) -> None:
    """Lets the driver hear signals that stop and continue the program from the event loop only.

    It answers them by writing. Called by the signal itself, in the middle of anything, it may wait for ever for a
    lock that what it interrupted holds: the one of what is being written.
    """
    with suppress(RuntimeError):  # there is no loop, or it is not the main thread's
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            handler = signal.getsignal(number)
            if callable(handler) and getattr(handler, "__self__", None) is driver:
                loop.add_signal_handler(number, handler, number, None)


class GoesOn(_Driver):
    """What Textual's driver does when the program is continued, whatever it was stopped by."""

    _refused = False
    """Whether the terminal was somebody else's when the program began: it was started in the background."""

    _holding_off = False

    def start_application_mode(self) -> None:
        """Enters the terminal, if it is the program's."""
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says no types here
        self._refused = getattr(self, "_key_thread", "") is None

    def write(self, data: str) -> None:
        """Writes, unless the program is not in the terminal: nobody would take it, and soon there would be no room."""
        has_thread = hasattr(self, "_writer_thread")  # a headless driver has none
        if not has_thread or (self._writer_thread is not None and self._writer_thread.is_alive()):
            super().write(data)

    def _sigcont_application(self, *signalled: object) -> None:
        if self._is_in_background():
            self._hold_off()
        elif self._refused:
            self._must_signal_resume = True  # so that all is painted
            super()._sigcont_application(*signalled)
        elif self._must_signal_resume:  # it heard of the stop, and left the terminal
            behind_keys = self._app._post_message(Continued())  # noqa: SLF001 - as the driver itself sends what it reads
            asyncio.run_coroutine_threadsafe(behind_keys, asyncio.get_running_loop())
            super()._sigcont_application(*signalled)
        elif self._key_thread is not None and self._key_thread.is_alive():
            self._come_back()

    def _is_in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:
            return False

    def _hold_off(self) -> None:
        """Leaves the terminal to whose it is, and stops again, unless it is continued to be ended: by `kill %1`.

        To touch the terminal would stop the program before it has heard of its end.
        """
        if self._holding_off:
            return
        self._holding_off = True
        before, self.attrs_before = self.attrs_before, None
        heard = signal.signal(signal.SIGTTOU, signal.SIG_IGN)

        def stop_again() -> None:
            if not self._app._exit:  # noqa: SLF001 - whether it is being left is told nowhere else
                self._holding_off, self.attrs_before = False, before
                signal.signal(signal.SIGTTOU, heard)
                if self._is_in_background():
                    os.kill(os.getpid(), signal.SIGSTOP)

        asyncio.get_running_loop().call_later(GRACE, stop_again)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own, whatever COLUMNS and LINES say: they were right for another one, or before."""
        try:
            return os.get_terminal_size(self.fileno)
        except OSError:
            return super()._get_terminal_size()

    def _come_back(self) -> None:
        """Sets again what others may have set, such as a shell with its prompt, and asks for all to be painted."""
        import termios
        import tty

        with suppress(termios.error):
            mode = termios.tcgetattr(self.fileno)
            mode[tty.IFLAG] = self._patch_iflag(mode[tty.IFLAG])
            mode[tty.LFLAG] = self._patch_lflag(mode[tty.LFLAG])
            mode[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(self.fileno, termios.TCSANOW, mode)  # a job in the background is stopped here
        for sequence in MODES:
            self.write(sequence)
        self._enable_mouse_support()
        self._app.post_message(Driver.SignalResume())
