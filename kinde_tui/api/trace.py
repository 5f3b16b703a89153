"""What is said of each try of a call, to whoever asked for a log: what, when, how it went; nothing of its content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api.errors import AnsweredError

if TYPE_CHECKING:
    from datetime import datetime

    from kinde_tui.api.errors import KindeError
    from kinde_tui.api.operation import Operation

_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
"""How Kinde writes a code. Anything else in its place may be a sentence with a name in it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One try. The fields are all that a log ever holds: no path, no query, no body, no header, no sentence."""

    at: datetime
    operation: str
    method: str
    attempt: int
    ms: int
    """Milliseconds, with the wait for its turn."""
    failure: str = ""
    """The kind of failure; empty: it worked."""
    status: int = 0
    """The HTTP status of a failure; 0: none, or it worked."""
    code: str = ""
    """Kinde's code of the failure, where it looks like one."""


def tried(operation: Operation, at: datetime, attempt: int, seconds: float, failure: KindeError | None = None) -> Tried:
    """One try, told without its content."""
    kind = type(failure).__name__ if failure is not None else ""
    if not isinstance(failure, AnsweredError):
        return Tried(at, operation.id, operation.method, attempt, round(seconds * 1000), kind)
    code = failure.code if _CODE.fullmatch(failure.code) else ""
    return Tried(at, operation.id, operation.method, attempt, round(seconds * 1000), kind, failure.status, code)
