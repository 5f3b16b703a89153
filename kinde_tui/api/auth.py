"""The client-credentials token: asked for once by whoever needs it first, shared, and renewed before it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kinde_tui.api.errors import CredentialsError, KindeError
from kinde_tui.api.grants import Token, read_token
from kinde_tui.api.operations import TOKEN
from kinde_tui.api.transport import Outgoing

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import SecretStr

    from kinde_tui.api.clock import Clock
    from kinde_tui.api.options import Options
    from kinde_tui.api.transport import Transport


class Credentials:
    """A machine-to-machine application's own, and what it asks for."""

    def __init__(self, client_id: str, client_secret: SecretStr, audience: str, scopes: tuple[str, ...] = ()) -> None:
        self.client_id = client_id
        self._secret = client_secret
        self.audience = audience
        self.scopes = scopes

    def __repr__(self) -> str:
        return f"Credentials({self.client_id!r})"

    def request(self) -> Outgoing:
        """The request for a token, as the OAuth standard wants it."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self._secret.get_secret_value(),
            "audience": self.audience,
        }
        if self.scopes:
            form["scope"] = " ".join(self.scopes)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return Outgoing(TOKEN.method, TOKEN.path, headers, urlencode(form).encode())

    def leaked_in(self, text: str) -> bool:
        """Whether the secret stands in this text."""
        secret = self._secret.get_secret_value()
        return bool(secret) and secret in text


class Tokens:
    """The one token of a client.

    Every token counts towards the plan's quota, so there is one request for it however many calls wait, it is used
    until shortly before its end, and refused credentials are not tried again for a while.

    Args:
        transport: sends the request.
        credentials: what it is asked with.
        persistently: runs an attempt, again if need be: see `sender.Persistence`.
        options: the margin of renewal.
        clock: both its clocks count: the monotonic one stops while a laptop sleeps, the other one can be set.
    """

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        persistently: Callable[[Callable[[], Awaitable[Token]]], Awaitable[Token]],
        options: Options,
        clock: Clock,
    ) -> None:
        self._transport = transport
        self._credentials = credentials
        self._persistently = persistently
        self._options = options
        self._clock = clock
        self._token: Token | None = None
        self._received = 0.0
        self._asking: asyncio.Task[Token] | None = None
        self._refusal = ""
        self._refused_at = 0.0
        self._refused_status = 0
        self.asked = 0
        """Requests sent for a token in this run."""
        self.refused: frozenset[str] = frozenset()
        """Scopes that answers said the present token lacks, whatever it says of itself."""

    @property
    def scopes(self) -> frozenset[str] | None:
        """The token's scopes; None: no token yet, or it does not say."""
        return self._token.scopes if self._token else None

    @property
    def organization(self) -> str:
        """The code of the one organization that the token is good for; empty: it is no organization's."""
        return self._token.organization if self._token else ""

    @property
    def expires(self) -> datetime | None:
        """When the token in use ends, by the wall clock."""
        return self._token.expires if self._token else None

    async def current(self) -> SecretStr:
        """A token that holds for a while yet.

        Raises:
            KindeError: none can be had. Nothing that was to be sent with it was sent.
        """
        token = self._token
        if token is not None and not self._ends_soon(token):
            return token.secret
        self._hold_off()
        return (await self._ask()).secret

    async def renewed(self, refused: SecretStr) -> SecretStr:
        """Another token than the one that Kinde just refused; of many callers one asks for it."""
        if self._token is not None and self._token.secret == refused:
            self._token = None
        return await self.current()

    async def fresh(self) -> None:
        """Asks for a new token now, whatever there is: after scopes were added, or to try the credentials.

        What there is stays in use until the new one has come: a try that fails takes nothing away. One that was under
        way already does for the new one when it works; when it fails, it was too early for what was mended since.
        """
        if self._asking is not None:
            with suppress(KindeError):
                await asyncio.shield(self._asking)
                return
        self._refusal = ""
        await self._ask()

    def rejected(self, refused: SecretStr, status: int) -> CredentialsError:
        """What to tell when a token fresh from Kinde was refused by Kinde."""
        if self._token is not None and self._token.secret == refused:
            self._token = None
        return self._remember(
            CredentialsError(
                "Kinde gave a token and then did not accept it. Check that the audience is the tenant's own address "
                "with /api behind, and that the application is authorised for the Kinde Management API.",
                status,
            )
        )

    def _ends_soon(self, token: Token) -> bool:
        margin = min(self._options.renewal_margin, token.life / 10)
        by_wall = (token.expires - self._clock.now()).total_seconds()
        by_count = self._received + token.life - self._clock.monotonic()
        return min(by_wall, by_count) <= margin

    async def _ask(self) -> Token:
        if self._asking is None:
            self._asking = asyncio.create_task(self._fetch())
            self._asking.add_done_callback(self._asked)
        # The caller may be cancelled; others may be waiting for the same answer.
        return await asyncio.shield(self._asking)

    def _asked(self, done: asyncio.Task[Token]) -> None:
        self._asking = None
        if not done.cancelled():
            done.exception()  # nobody may be left to hear it

    async def _fetch(self) -> Token:
        try:
            self._token = await self._persistently(self._attempt)
        except CredentialsError as failure:
            failure.final = True
            raise self._remember(failure) from None
        except KindeError as failure:
            # The calls that wait for this token have not left: for them nothing is unsure, and it was tried enough.
            failure.final, failure.ambiguous = True, False
            raise
        self._received = self._clock.monotonic()
        self._refusal = ""
        self.refused = frozenset()
        return self._token

    async def _attempt(self) -> Token:
        self.asked += 1
        answer = await self._transport.exchange(self._credentials.request())
        try:
            return read_token(answer)
        except KindeError as failure:
            if self._credentials.leaked_in(str(failure)):
                raise CredentialsError("Kinde does not accept this client id and secret.", answer.status) from None
            raise

    def _remember(self, failure: CredentialsError) -> CredentialsError:
        self._refusal, self._refused_status = str(failure), failure.status
        self._refused_at = self._clock.monotonic()
        return failure

    def _hold_off(self) -> None:
        if self._refusal and self._clock.monotonic() < self._refused_at + self._options.refusal_holds:
            failure = CredentialsError(self._refusal, self._refused_status)
            failure.final = True
            raise failure
