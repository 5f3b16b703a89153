"""The way of a request: let through or refused here, given a token, paced, sent, read, perhaps sent again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from kinde_tui.api.answers import read
from kinde_tui.api.bodies import encoded
from kinde_tui.api.errors import (
    DryRunError,
    KindeError,
    MissingScopeError,
    RateLimitedError,
    RefusedHereError,
    RouteNotFoundError,
)
from kinde_tui.api.limits import http_date, pause_asked
from kinde_tui.api.retry import RetryBudget, already_done, next_wait, price
from kinde_tui.api.trace import Tried, tried
from kinde_tui.api.transport import Outgoing

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kinde_tui.api.answers import Answer
    from kinde_tui.api.auth import Tokens
    from kinde_tui.api.clock import Clock, Sleep
    from kinde_tui.api.limits import Throttle
    from kinde_tui.api.operation import Operation, Request
    from kinde_tui.api.options import Options
    from kinde_tui.api.transport import Transport
    from kinde_tui.models.record import Raw

T = TypeVar("T")
_UNAUTHORIZED, _TOO_MANY, _UNAVAILABLE = 401, 429, 503


class Waited:
    """How long one call was held back before its attempts could be sent."""

    def __init__(self) -> None:
        self.seconds = 0.0


class Persistence:
    """Runs attempts until one works or `retry.next_wait` says that it is enough."""

    def __init__(
        self,
        options: Options,
        clock: Clock,
        sleep: Sleep,
        chance: Callable[[], float],
        log: Callable[[Tried], None] | None = None,
    ) -> None:
        self._log = log
        self._options = options
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._budget = RetryBudget(options.retry_budget)

    async def run(
        self,
        operation: Operation,
        attempt: Callable[[], Awaitable[T]],
        nothing: T | None = None,
        waited: Waited | None = None,
    ) -> T:
        """The result of the first attempt that works.

        Args:
            operation: decides whether a repeat is right.
            attempt: sends once.
            nothing: what to return when a repeat shows that a lost attempt had worked.
            waited: what it was held back for, which does not count against the time that repeats have.

        Raises:
            KindeError: the last failure; or an earlier one, if it leaves open whether something happened.
        """
        doubt: KindeError | None = None
        last_start = self._clock.monotonic() + self._options.total
        number = 0
        while True:
            number += 1
            try:
                result = await self._logged(operation, number, attempt)
            except KindeError as failure:
                if doubt is not None and nothing is not None and already_done(operation, failure):
                    return nothing
                if failure.ambiguous:
                    doubt = failure
                wait = next_wait(operation.repeat, failure, number, self._budget.left, self._chance(), self._options)
                patient = isinstance(failure, RateLimitedError)  # its wait was asked for, and can be seen
                late = self._clock.monotonic() + (wait or 0.0) - (waited.seconds if waited else 0.0) > last_start
                if wait is None or (late and not patient):
                    failure.final = True
                    if doubt is not None and _leaves_doubt(operation, failure):
                        raise doubt from failure
                    raise
                self._budget.spend(price(failure))
                if patient:
                    last_start += wait
                try:
                    await self._sleep(wait)
                except RateLimitedError:  # somebody lost patience: what the last try said stands
                    failure.final = True
                    raise (doubt if doubt is not None and _leaves_doubt(operation, failure) else failure) from None
            else:
                self._budget.earn()
                return result

    async def _logged(self, operation: Operation, number: int, attempt: Callable[[], Awaitable[T]]) -> T:
        if self._log is None:
            return await attempt()
        at, began = self._clock.now(), self._clock.monotonic()
        try:
            result = await attempt()
        except KindeError as failure:
            self._log(tried(operation, at, number, self._clock.monotonic() - began, failure))
            raise
        self._log(tried(operation, at, number, self._clock.monotonic() - began))
        return result


def _leaves_doubt(operation: Operation, failure: KindeError) -> bool:
    """Whether an attempt that certainly did nothing hides an earlier one that may have.

    A repeat can be refused because of what the lost attempt did: the session that it ends is gone.
    """
    return operation.writes and not failure.ambiguous and not isinstance(failure, RouteNotFoundError)


class Sender:
    """Sends requests of the operation table.

    Writes of a read-only client and of a dry run end here, below everything that could forget to ask.
    """

    def __init__(
        self,
        transport: Transport,
        tokens: Tokens,
        throttle: Throttle,
        persistence: Persistence,
        clock: Clock,
        *,
        read_only: bool = False,
        dry_run: bool = False,
    ) -> None:
        self._transport = transport
        self._tokens = tokens
        self._throttle = throttle
        self._persistence = persistence
        self._clock = clock
        self._read_only = read_only
        self._dry_run = dry_run
        self.clock_skew: float | None = None
        """Seconds that the own wall clock is ahead of the tenant's, by its last answer; None: it did not say."""

    async def send(self, request: Request, *, authorized: bool = True, as_list: bool = False) -> Raw:
        """Sends a request, with a token or without, and returns the parsed answer.

        Args:
            request: what is asked for.
            authorized: whether it is sent with a token.
            as_list: the records of the list in the answer may be `listings.Records`.

        Raises:
            RefusedHereError: it writes and the client is read-only; DryRunError: it writes and this is a dry run.
            KindeError: see `kinde_tui.api.errors`.
        """
        operation = request.operation
        if operation.writes and self._read_only:
            raise RefusedHereError(
                "This profile is read-only, so nothing was sent. Allow writing in the profile first."
            )
        if operation.writes and self._dry_run:
            raise DryRunError(f"Dry run: {operation.method} {request.target} was not sent.", request)
        headers, content = encoded(request)
        outgoing = Outgoing(operation.method, request.target, headers, content, operation.writes)

        waited = Waited()

        async def attempt() -> Raw:
            if not authorized or operation.anonymous:
                answer = await self._paced(outgoing, waited)
            elif operation.public:
                answer = await self._paced(_with(outgoing, await self._tokens.current()), waited)
            else:
                answer = await self._authorized(outgoing, waited)
            try:
                return read(operation, answer, self._tokens.scopes, self._tokens.organization, as_list=as_list)
            except MissingScopeError as error:
                self._tokens.refused |= {error.scope}
                raise

        return await self._persistence.run(operation, attempt, {}, waited)

    async def _authorized(self, outgoing: Outgoing, waited: Waited) -> Answer:
        token = await self._tokens.current()
        answer = await self._paced(_with(outgoing, token), waited)
        if answer.status != _UNAUTHORIZED:
            return answer
        token = await self._tokens.renewed(token)
        answer = await self._paced(_with(outgoing, token), waited)
        if answer.status == _UNAUTHORIZED:
            raise self._tokens.rejected(token, answer.status)
        return answer

    async def _paced(self, outgoing: Outgoing, waited: Waited) -> Answer:
        began = self._clock.monotonic()
        entered = await self._throttle.enter()
        waited.seconds += self._clock.monotonic() - began
        answer = await self._transport.exchange(outgoing, self._throttle.leave)
        pause = pause_asked(answer.headers, answer.at)
        if answer.status == _TOO_MANY:
            self._throttle.refused(entered, pause)
        elif answer.status == _UNAVAILABLE and "retry-after" in answer.headers:
            self._throttle.pause(pause or 0.0)
        else:
            self._throttle.accepted()
        self._note_clock(answer)
        return answer

    def _note_clock(self, answer: Answer) -> None:
        if (date := answer.headers.get("date")) and (server := http_date(date)) is not None:
            self.clock_skew = answer.at.timestamp() - server


def _with(outgoing: Outgoing, token: SecretStr) -> Outgoing:
    headers = {**outgoing.headers, "Authorization": f"Bearer {token.get_secret_value()}"}
    return Outgoing(outgoing.method, outgoing.target, headers, outgoing.content, outgoing.writes)
