"""A tenant's Management API: what everybody else imports of this package."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kinde_tui.api.auth import Credentials, Tokens
from kinde_tui.api.clock import Clock, Sleep, SystemClock
from kinde_tui.api.errors import NotFoundError
from kinde_tui.api.limits import Throttle
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.operations import KEY_SET, OPENID_CONFIGURATION, TOKEN
from kinde_tui.api.options import Options
from kinde_tui.api.paging import Page, pages
from kinde_tui.api.resources.access import AccessResources
from kinde_tui.api.resources.people import PeopleResources
from kinde_tui.api.resources.settings import SettingsResources
from kinde_tui.api.sender import Persistence, Sender
from kinde_tui.api.transport import Transport
from kinde_tui.api.waiting import Waits

if TYPE_CHECKING:
    from datetime import datetime

    import httpx
    from pydantic import SecretStr

    from kinde_tui.api.trace import Tried
    from kinde_tui.models.record import Raw


class Kinde(PeopleResources, AccessResources, SettingsResources):
    """One tenant, through one machine-to-machine application. Make it inside a running event loop; close it there.

    Args:
        issuer_url: `https://mybusiness.kinde.com`; http only for addresses of this machine.
        client_id: the application's.
        client_secret: the application's.
        audience: of the Management API, `https://mybusiness.kinde.com/api`.
        read_only: writes raise RefusedHereError, and nothing of them leaves.
        dry_run: writes raise DryRunError, which holds the request.
        scopes_wanted: ask for these scopes only; empty: all that the application holds.
        options: time limits, sizes, paces.
        clock: both clocks.
        sleep: how waits between tries are waited.
        chance: random numbers from 0 to 1 for the length of those waits.
        transport: carries requests instead of the network: `httpx.ASGITransport(app)` for the demo tenant.
        log: is told of every try of a call.

    Raises:
        RefusedHereError: the issuer URL is none that a secret may be sent to.
    """

    def __init__(
        self,
        issuer_url: str,
        client_id: str,
        client_secret: SecretStr,
        audience: str,
        *,
        read_only: bool = False,
        dry_run: bool = False,
        scopes_wanted: tuple[str, ...] = (),
        options: Options | None = None,
        clock: Clock | None = None,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        transport: httpx.AsyncBaseTransport | None = None,
        log: Callable[[Tried], None] | None = None,
    ) -> None:
        options, clock = options or Options(), clock or SystemClock()
        self._waits = Waits(sleep)
        persistence = Persistence(options, clock, self._waits, chance, log)
        self._transport = Transport(issuer_url, options, clock, transport=transport)
        self._tokens = Tokens(
            self._transport,
            Credentials(client_id, client_secret, audience, scopes_wanted),
            lambda attempt: persistence.run(TOKEN, attempt),
            options,
            clock,
        )
        self._throttle = Throttle(options, clock, self._waits)
        self._sender = Sender(
            self._transport, self._tokens, self._throttle, persistence, clock, read_only=read_only, dry_run=dry_run
        )
        self._origin = issuer_url.rstrip("/")

    async def send(self, request: Request) -> Raw:
        """Sends one request and returns the parsed answer; an answer without a body is empty.

        Raises:
            KindeError: see `kinde_tui.api.errors`.
        """
        return await self._sender.send(request)

    def pages(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, Any], *, start: str = ""
    ) -> AsyncIterator[Page]:
        """The pages of a list, from the first or from a page's `next` on; the largest that Kinde gives.

        Raises:
            KindeError: while iterating.
        """
        return pages(partial(self._sender.send, as_list=True), operation, path, query, start=start)

    async def authenticate(self) -> None:
        """Asks for a new token now (`POST /oauth2/token`), whatever there is: it counts towards the plan's quota.

        Raises:
            CredentialsError: Kinde gives none; the sentence says how to mend it.
            KindeError: Kinde cannot be reached, or the domain is none of its.
        """
        await self._tokens.fresh()

    async def openid_configuration(self) -> Raw:
        """What the tenant says of itself (`GET /.well-known/openid-configuration`); sent without a token."""
        return await self._sender.send(Request(OPENID_CONFIGURATION), authorized=False)

    async def key_set(self) -> Raw:
        """The tenant's public keys, from where its OpenID configuration says; sent without a token.

        Kinde documents one path and its libraries use another, so the configuration decides. Only the tenant's own
        host is asked, whatever the configuration names.
        """
        try:
            named = str((await self.openid_configuration()).get("jwks_uri") or "")
        except NotFoundError:
            named = ""
        return await self._sender.send(Request(replace(KEY_SET, path=self._own_path(named))), authorized=False)

    def _own_path(self, url: str) -> str:
        try:
            parts = urlsplit(url)
        except ValueError:
            return KEY_SET.path
        own = parts.netloc == urlsplit(self._origin).netloc and parts.path.startswith("/")
        return KEY_SET.path if not own or "{" in parts.path else parts.path

    @property
    def scopes(self) -> frozenset[str] | None:
        """The token's scopes; None: no token yet, or it does not say."""
        return self._tokens.scopes

    @property
    def refused_scopes(self) -> frozenset[str]:
        """Scopes that answers said the present token lacks, whatever it says of itself."""
        return self._tokens.refused

    @property
    def token_expires(self) -> datetime | None:
        """When the token in use ends."""
        return self._tokens.expires

    @property
    def tokens_asked(self) -> int:
        """Tokens asked for in this run: each counts towards the plan's quota."""
        return self._tokens.asked

    @property
    def requests_per_second(self) -> float:
        """Own requests over the last ten seconds, a second."""
        return self._throttle.requests_per_second

    @property
    def throttled_for(self) -> float:
        """Seconds that the tenant still wants to be left alone; 0: free."""
        return self._throttle.throttled_for

    def give_up_waiting(self) -> None:
        """Ends the waits between tries, and those before a call's turn: such calls fail, and nothing more is sent."""
        self._waits.break_off()

    @property
    def clock_skew(self) -> float | None:
        """Seconds that this machine's clock is ahead of the tenant's; None: no answer has told yet."""
        return self._sender.clock_skew

    async def close(self) -> None:
        """Gives connections back; waits for writes on their way, three seconds at most."""
        await self._transport.close()
