"""The one place that awaits HTTP.

Cancelling an httpx request while it connects can cost the connection pool a place for good. Callers here are cancelled
all the time (a screen goes, its reads go), so every exchange runs in a task of its own that its caller only watches,
and a client that had to be interrupted is replaced.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from kinde_tui import __version__
from kinde_tui.api.answers import UNKNOWN_OUTCOME, Answer
from kinde_tui.api.body import read_body
from kinde_tui.api.errors import NoAnswerError, RefusedHereError
from kinde_tui.api.failures import explained
from kinde_tui.api.proxies import proxy_for, shown
from kinde_tui.models.hosts import is_loopback

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.api.options import Options

for _name in ("httpx", "httpcore"):
    # They write whole URLs, and flag values and e-mail addresses travel in URLs here.
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One HTTP request to the tenant's host."""

    method: str
    target: str
    """Path and query, as in the request line."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes | None = field(default=None, repr=False)
    writes: bool = False
    """Whether losing the answer leaves a question open."""


class _Pool:
    """An httpx client with a count of who uses it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.users = 0


class Transport:
    """Exchanges with one host, and no other.

    Args:
        issuer_url: `https://mybusiness.kinde.com`; http only on this machine.
        options: time limits and sizes.
        clock: tells when an answer arrived.
        transport: what carries the requests instead of the network: `httpx.ASGITransport(app)`.

    Raises:
        RefusedHereError: the address is none that requests may go to.
    """

    def __init__(
        self, issuer_url: str, options: Options, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._origin, self.host = _origin_of(issuer_url, anywhere=transport is not None)
        self._options = options
        self._clock = clock
        self._transport = transport
        self._proxy = "" if transport is not None else proxy_for(self._origin)
        self._tls: ssl.SSLContext | None = None
        self._pool: _Pool | None = None
        self._running: set[asyncio.Task[Answer]] = set()
        self._writing: set[asyncio.Task[Answer]] = set()
        self._closed = False

    async def exchange(self, outgoing: Outgoing, ended: Callable[[], None] = lambda: None) -> Answer:
        """Sends one request and reads the whole answer, of whatever status.

        A caller that is cancelled leaves at once; the exchange itself goes on to its end.

        Args:
            outgoing: the request.
            ended: called when the exchange is over, however it ended.

        Raises:
            RefusedHereError: the client is closed, or the request cannot be put on the wire.
            UnreachableError: nothing was sent.
            NoAnswerError: sent, and no answer in time.
            UnreadableAnswerError: the answer was cut off, damaged or too large.
        """
        if self._closed:
            ended()
            raise RefusedHereError("The connection to the tenant is closed.")
        task = asyncio.create_task(self._perform(outgoing))
        self._running.add(task)
        if outgoing.writes:
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

        def settle(done: asyncio.Task[Answer]) -> None:
            self._running.discard(done)
            if not done.cancelled():
                done.exception()  # nobody may be left to hear it
            ended()

        task.add_done_callback(settle)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if not task.cancelled():
                raise  # the caller left
            after = UNKNOWN_OUTCOME if outgoing.writes else ""
            raise NoAnswerError(f"The connection was closed before {self.host} answered.{after}") from None

    async def close(self) -> None:
        """Lets writes on their way finish, for a short time, and gives the connections back; nobody needs the rest."""
        self._closed = True
        for task in self._running - self._writing:
            task.cancel()
        if self._writing:
            await asyncio.wait(self._writing, timeout=self._options.closing)
        for task in (left := tuple(self._running)):
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        if self._pool is not None:
            await self._pool.client.aclose()
            self._pool = None

    async def _perform(self, outgoing: Outgoing) -> Answer:
        try:
            async with asyncio.timeout(self._options.total):
                try:
                    return await self._attempt(outgoing)
                except httpx.PoolTimeout:
                    return await self._attempt(outgoing)  # nothing was sent, and the pool is a new one
        except httpx.HTTPError as error:
            raise explained(
                error, self.host, self._options, writes=outgoing.writes, proxy=self._proxy and shown(self._proxy)
            ) from error
        except TimeoutError as error:
            after = UNKNOWN_OUTCOME if outgoing.writes else " Try again."
            raise NoAnswerError(
                f"No whole answer from {self.host} in {self._options.total:g} seconds.{after}"
            ) from error

    async def _attempt(self, outgoing: Outgoing) -> Answer:
        if self._tls is None and self._transport is None:
            # Reading the certificates of this machine takes as long as a few key presses.
            self._tls = await asyncio.to_thread(_trust)
        pool = self._pool
        if pool is None:
            pool = self._pool = _Pool(self._new_client())
        pool.users += 1
        try:
            return await self._read(pool.client, outgoing)
        except (httpx.PoolTimeout, asyncio.CancelledError):
            if self._pool is pool:
                self._pool = None
            raise
        finally:
            pool.users -= 1
            if self._pool is not pool and pool.users == 0:
                await pool.client.aclose()

    async def _read(self, client: httpx.AsyncClient, outgoing: Outgoing) -> Answer:
        async with client.stream(
            outgoing.method, f"{self._origin}{outgoing.target}", headers=outgoing.headers, content=outgoing.content
        ) as response:
            encoding = response.headers.get("content-encoding", "").strip().lower()
            body = await read_body(response.aiter_raw(), encoding, self._options.largest_answer, self.host)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, body, self.host, self._clock.now())

    def _new_client(self) -> httpx.AsyncClient:
        options = self._options
        headers = {"User-Agent": f"kinde-tui/{__version__}", "Accept": "application/json", "Accept-Encoding": "gzip"}
        timeout = httpx.Timeout(options.read, connect=options.connect, pool=options.pool)
        # More connections than requests may be under way: the throttle limits those, and token requests pass it by.
        limits = httpx.Limits(max_connections=options.concurrency + 2)
        if self._transport is not None:
            return httpx.AsyncClient(transport=self._transport, headers=headers, timeout=timeout, trust_env=False)
        try:
            return httpx.AsyncClient(
                verify=self._tls or True,
                headers=headers,
                timeout=timeout,
                limits=limits,
                follow_redirects=False,
                proxy=self._proxy or None,
                trust_env=False,
            )
        except (ValueError, httpx.InvalidURL, ImportError) as error:
            raise RefusedHereError(
                f"The proxy {shown(self._proxy)} that the environment names cannot be used: kinde-tui knows http and "
                f"https proxies. Correct HTTPS_PROXY, or set NO_PROXY={self.host}."
            ) from error


def _trust() -> ssl.SSLContext:
    """Whom to trust: the usual authorities, or those that SSL_CERT_FILE names.

    Raises:
        RefusedHereError: the file that is named there holds no certificates.
    """
    try:
        context = httpx.create_ssl_context()
    except OSError as error:  # an unreadable certificate is one too
        raise RefusedHereError(
            "The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read. Correct it, or unset it."
        ) from error
    # The environment may ask for a file of session keys; with it, anybody can read the secret off the wire.
    context.keylog_filename = None  # type: ignore[assignment]  # None is how ssl turns it off
    return context


def _origin_of(issuer_url: str, *, anywhere: bool) -> tuple[str, str]:
    """Scheme, host and port of the tenant's address, and its host for sentences."""
    try:
        parts = urlsplit(issuer_url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise RefusedHereError(
            "The tenant's address is not a web address; it looks like https://name.kinde.com."
        ) from error
    if not host or parts.username or parts.password or parts.path.strip("/") or parts.query or parts.fragment:
        raise RefusedHereError("The tenant's address must be a plain one, like https://name.kinde.com.")
    if parts.scheme != "https" and not (parts.scheme == "http" and (anywhere or is_loopback(host))):
        raise RefusedHereError(
            f"The tenant's address must start with https://, so that {host} gets no secret in clear."
        )
    named = f"[{host}]" if ":" in host else host
    named = named if port is None else f"{named}:{port}"
    return f"{parts.scheme}://{named}", named
