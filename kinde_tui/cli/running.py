"""Running a command's asynchronous part so that it ends in order when it is told to end from outside."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import FrameType

Returned = TypeVar("Returned")


SIGNALLED = 128
"""What a signal's number is added to for the exit code of a program that it ended."""
_LAST_WORK = 2.0
"""Seconds that threads get to finish when the program ends."""


def terminate(number: int = signal.SIGTERM, _frame: FrameType | None = None) -> NoReturn:
    """What SIGTERM and SIGHUP do while no event loop runs.

    Raises:
        SystemExit: always.
    """
    raise SystemExit(SIGNALLED + number)


def settle() -> None:
    """Lets the garbage collector look less often, and never again at what is there now.

    Of a program's work a sixth went into looking through records on their way into the store, which hold no cycles.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def run_to_end(work: Coroutine[Any, Any, Returned]) -> Returned:
    """Runs a coroutine on an event loop of its own.

    The first SIGTERM cancels it, so that it gives back what it holds; a second one ends it at once. The loop itself
    listens: a handler of Python's alone is not called when the signal comes between the loop's last instruction and
    its wait for the sockets, until one of these has something to say. As the loop is woken by SIGINT too then, what
    `asyncio.run` does for that one is not late either.

    Raises:
        SystemExit: SIGTERM came, and the coroutine did not finish in spite of it.
        KeyboardInterrupt: SIGINT came.
    """
    told = False

    async def main() -> Returned:
        task = asyncio.create_task(work)

        def end() -> None:
            nonlocal told
            if told:
                terminate()
            told = True
            task.cancel()

        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)
        return await task

    settle()
    before = signal.getsignal(signal.SIGTERM)
    try:
        return asyncio.run(main())
    except asyncio.CancelledError:
        if told:
            terminate()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def vanish(code: int) -> NoReturn:
    """Ends the process without taking Python apart first: that takes a third of a second, and somebody waits for it.

    Everything that is to be kept is on the disk by now, and what was said is still said. Threads that still work are
    waited for, but not for ever: one that waits for work would never end.
    """
    until = time.monotonic() + _LAST_WORK
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody is there to read it
            stream.flush()
    os._exit(code)
