"""Faults on demand: what goes wrong between a client and Kinde, at the call that a test says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong.

    A fault with neither `status` nor `close` nor `cut` only delays.
    """

    operation: str = "*"
    """The operation id it strikes; `*` strikes all, and `token`, `keySet`, `openidConfiguration` can be named too."""
    nth: int = 1
    """The first call it strikes, counted from 1 for each operation (over all of them for `*`)."""
    times: int = 1
    """How many calls in a row it strikes; 0: all from the nth on."""
    status: int = 0
    """Answers with this status instead."""
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    """The body of that answer: bytes and text as they are, anything else as JSON, None for no body."""
    delay: float = 0.0
    """Seconds to wait before anything is answered."""
    close: bool = False
    """Closes the connection without an answer."""
    cut: int = 0
    """Announces the whole body, sends this many bytes of it, and closes the connection."""
    after: bool = False
    """Lets the request take effect first: the write happened, only its answer is lost."""

    def strikes(self, operation: str, mine: int, overall: int) -> bool:
        """Whether it hits the `mine`-th call of an operation, the `overall`-th of all."""
        if self.operation not in {"*", operation}:
            return False
        count = overall if self.operation == "*" else mine
        return count >= self.nth and (not self.times or count < self.nth + self.times)


@dataclass(slots=True)
class FaultPlan:
    """Which faults strike, and how often each operation was called."""

    faults: list[Fault] = field(default_factory=list)
    bare_refusals: bool = False
    """Kinde's document leaves the body of many a 403 open: True answers them without one."""
    calls: Counter[str] = field(default_factory=Counter)

    def add(self, fault: Fault) -> None:
        """Counts from now on: the fault's `nth` call is the nth after this."""
        seen = self.calls.total() if fault.operation == "*" else self.calls[fault.operation]
        self.faults.append(replace(fault, nth=fault.nth + seen))

    def strike(self, operation: str) -> Fault | None:
        """Counts a call; returns the fault that hits it."""
        self.calls[operation] += 1
        mine, overall = self.calls[operation], self.calls.total()
        return next((fault for fault in self.faults if fault.strikes(operation, mine, overall)), None)
