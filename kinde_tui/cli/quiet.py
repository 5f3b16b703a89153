"""What Python and its libraries would print by themselves: nothing of it reaches the terminal.

A task, a thread or a finalizer that breaks is printed with its message, and messages may hold what nobody should see;
on the dashboard they would be painted over. Each leaves a report of places in the code instead.
"""

from __future__ import annotations

import logging
import sys
import threading


class _Reports(logging.Handler):
    """Takes what libraries log; reports what they log of a fault."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            _report(record.exc_info[1])


def be_quiet() -> None:
    """Prints nothing from now on that this program did not mean to say."""
    logging.getLogger().addHandler(_Reports())
    threading.excepthook = lambda broken: _report(broken.exc_value)
    sys.unraisablehook = lambda broken: _report(broken.exc_value)


def _report(error: BaseException | None) -> None:
    if isinstance(error, Exception):
        from kinde_tui.cli.faults import explained

        explained(error)
