"""Whether to send again: decided by what the operation means, never by its verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api.errors import (
    AnswerTooLargeError,
    ConflictError,
    ForeignAnswerError,
    IncompleteAnswerError,
    KindeError,
    NoAnswerError,
    NotFoundError,
    RateLimitedError,
    RouteNotFoundError,
    ServerError,
    UnreachableError,
    UnreadableAnswerError,
    UntrustedHostError,
)
from kinde_tui.api.operation import Operation, Repeat

if TYPE_CHECKING:
    from kinde_tui.api.options import Options

_NOT_IMPLEMENTED = 501
_FREE, _CHEAP, _DEAR = 0.0, 5.0, 10.0


class RetryBudget:
    """What all calls of a client together may spend on retries.

    When a tenant is down, many calls fail at once; without a shared purse each would knock four times.
    """

    def __init__(self, size: float) -> None:
        self._size = size
        self._left = size

    @property
    def left(self) -> float:
        """What can still be spent."""
        return self._left

    def spend(self, amount: float) -> None:
        """Takes the price of a retry out."""
        self._left = max(0.0, self._left - amount)

    def earn(self) -> None:
        """Puts a little back after a call that worked."""
        self._left = min(self._size, self._left + 1)


def price(failure: KindeError) -> float:
    """What retrying after this failure costs; timeouts cost most, a wait that Kinde asked for nothing."""
    if isinstance(failure, RateLimitedError):
        return _FREE
    return _DEAR if isinstance(failure, NoAnswerError) else _CHEAP


def next_wait(
    repeat: Repeat, failure: KindeError, attempt: int, budget: float, jitter: float, options: Options
) -> float | None:
    """Seconds to wait before the next try; None: give up.

    Args:
        repeat: what sending the operation a second time would do.
        failure: how the last try ended.
        attempt: tries made so far, from 1.
        budget: what is left in the shared purse.
        jitter: a random number from 0 to 1 that spreads callers over the whole wait.
        options: the number of tries and the bounds of the wait.
    """
    if (
        failure.final
        or attempt >= options.tries
        or price(failure) > budget
        or not _repeatable(repeat, failure, attempt)
    ):
        return None
    wait = jitter * min(options.longest_wait, options.first_wait * 2.0 ** (attempt - 1))
    if isinstance(failure, RateLimitedError):
        return max(failure.retry_after, wait)
    return wait


def _repeatable(repeat: Repeat, failure: KindeError, attempt: int) -> bool:
    match failure:
        case UntrustedHostError() | AnswerTooLargeError() | ForeignAnswerError():
            return False
        case UnreachableError() | RateLimitedError():
            return True  # not executed
        case NoAnswerError() | IncompleteAnswerError():
            return repeat in {Repeat.READ, Repeat.SET}
        case ServerError():
            return repeat in {Repeat.READ, Repeat.SET} and failure.status != _NOT_IMPLEMENTED
        case UnreadableAnswerError():
            return repeat is Repeat.READ and attempt == 1
    return False


def already_done(operation: Operation, failure: KindeError) -> bool:
    """Whether this answer, after an own try whose outcome is unknown, says that the lost try had worked.

    A deletion finds nothing left to delete; adding to a set finds it added.
    """
    if operation.repeat is not Repeat.SET or isinstance(failure, RouteNotFoundError):
        return False
    if operation.method == "DELETE":
        return isinstance(failure, NotFoundError)
    return operation.method == "POST" and isinstance(failure, ConflictError)
