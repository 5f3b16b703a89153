"""The real program on a terminal, the fault proxy between it and the served demo, and what is read on the glass."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kinde_tui.demo.app import demo_app
from tests.faults.proxy import Fault, FaultProxy, Moment, Strike
from tests.support.screen import PATIENCE, Screen, on_screen
from tests.support.served_demo import ServedDemo, served_demo

T = TypeVar("T")
USERS = 40
QUIET = 0.15
"""Seconds without a byte after which a frame is whole."""
AGE = re.compile(r"all \d+ loaded · (just now|\d+ (s|min) ago)")
"""How much is shown, and how old it is."""


class ProxyThread:
    """A fault proxy with an event loop of its own: the test waits for the glass meanwhile."""

    def __init__(self, upstream: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.proxy = FaultProxy(upstream)
        self._do(self.proxy.__aenter__())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def cut(self) -> None:
        """Nobody listens any more."""
        self._do(self.proxy.close())

    def mend(self) -> None:
        """Somebody listens again, and no fault strikes."""
        self.proxy.clear()
        self._do(self.proxy.open())

    def end(self) -> None:
        """Gives everything back."""
        self._do(self.proxy.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()


@dataclass
class Glass:
    """What one scene has at hand."""

    screen: Screen
    served: ServedDemo
    between: ProxyThread

    @property
    def host(self) -> str:
        """The tenant's name in sentences."""
        return f"127.0.0.1:{self.between.proxy.port}"

    def strike(self, operation: str, fault: Fault, moment: Moment = Moment.BEFORE, times: int = 0) -> None:
        """Plans a fault; 0 times: until `calm`."""
        self.between.proxy.plan(Strike(operation, fault, moment, times=times))

    def calm(self) -> None:
        """No fault strikes any more."""
        self.between.proxy.clear()

    def effects(self, operation: str) -> int:
        """How often the tenant took a write, by its ledger."""
        return len(self.served.demo.ledger.of(operation))

    def reads(self, *sentences: str, seconds: float = PATIENCE) -> None:
        """Waits until all of these stand on the glass, whole."""
        self.screen.wait_until(
            lambda: all(readable(self.screen.text, one) for one in sentences), f"{sentences}", seconds
        )

    def reads_age(self) -> None:
        """Waits until the status line says how much is shown and how old it is."""
        self.screen.wait_until(lambda: AGE.search(self.status) is not None, "the age of what is shown")

    def reads_no_more(self, sentence: str) -> None:
        """Waits until this is gone."""
        self.screen.wait_until(lambda: not readable(self.screen.text, sentence), f"the end of {sentence!r}")

    def next_person(self) -> tuple[int, str]:
        """Goes to the next row; the number and the name of who is there, so that no older notice is taken for a new."""
        people = self.served.demo.tenant.people
        before = self.screen.text.split("\n")[0]
        self.screen.press("down")
        self.screen.wait_until(lambda: self.screen.text.split("\n")[0] != before, "the next row")
        names = {number: people.person(number) for number in people.indexes()}
        called = {number: f"{person['first_name']} {person['last_name']}" for number, person in names.items()}
        return next(found for found in called.items() if f"Users › {found[1]}" in self.screen.text)

    def took(self, operation: str, times: int) -> None:
        """Waits until the tenant took a write so often."""
        self.screen.wait_until(lambda: self.effects(operation) >= times, f"{times} of {operation}")
        assert self.effects(operation) == times, f"{operation} took effect {self.effects(operation)} times"

    @property
    def status(self) -> str:
        """The last line but one."""
        return self.screen.text.split("\n")[-2]

    def settled(self) -> None:
        """Waits until nothing hinders, goes on or is said any more, and all of that is painted: as at the start."""
        busy = ("✕", "◌", "…", "Stopped")

        def calm() -> bool:
            while self.screen.read(QUIET):  # a frame comes in pieces
                pass
            return AGE.search(self.status) is not None and not any(sign in self.status for sign in busy)

        self.screen.wait_until(calm, "calm")


def readable(text: str, sentence: str) -> bool:
    """Whether a sentence stands in a text whole, on one line or wrapped within whatever part of the screen."""
    lines, words = text.split("\n"), sentence.split()

    def goes_on(row: int, words: list[str]) -> bool:
        if not words:
            return True
        if row >= len(lines):
            return False
        line = lines[row]
        for found in re.finditer(rf"(?<!\S){re.escape(words[0])}(?!\S)", line):
            rest, column = words[1:], found.end()
            while rest and line.startswith(f" {rest[0]}", column):
                column += len(rest[0]) + 1
                rest = rest[1:]
            whole = column == len(line) or line[column] == " "
            if whole and goes_on(row + 1, rest):
                return True
        return False

    return any(goes_on(row, words) for row in range(len(lines)))


@contextmanager
def on_glass(home: Path, columns: int, rows: int) -> Iterator[Glass]:
    """The program with all users on the screen."""
    with served_demo(demo_app(seed=1, users=USERS)) as served:
        between = ProxyThread(served.issuer_url)
        variables = {
            "KINDE_ISSUER_URL": between.proxy.url,
            "KINDE_CLIENT_ID": served.client_id,
            "KINDE_CLIENT_SECRET": served.client_secret,
            "KINDE_AUDIENCE": served.audience,
            "KINDE_READ_ONLY": "0",
        }
        try:
            with on_screen(home, columns=columns, rows=rows, variables=variables) as screen:
                screen.wait_for(f"all {USERS} loaded", "Users ›")
                yield Glass(screen, served, between)
        finally:
            between.end()
