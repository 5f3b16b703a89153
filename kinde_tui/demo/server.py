"""Serving the demo tenant on this machine's loopback address."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from signal import SIGINT, SIGTERM, signal
from socket import AF_INET, IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import TYPE_CHECKING, Any

from kinde_tui.demo.app import DEFAULT_USERS, DemoApp, demo_app
from kinde_tui.demo.credentials import CLIENT_ID, CLIENT_SECRET

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import FrameType

    import uvicorn

HOST = "127.0.0.1"
RATE = 100
"""Requests a second that a served tenant allows. Kinde publishes no number; a client has to live with any."""
AT_ONCE = 50
"""Requests on their way at the same time."""


class ServeError(RuntimeError):
    """The tenant cannot be served; `str()` of it is a sentence for people."""


def bind(port: int) -> socket:
    """A socket on 127.0.0.1; port 0 takes any that is free.

    Raises:
        ServeError: somebody else has the port, or it may not be used.
    """
    # asyncio turns Nagle's algorithm off only where the socket says that it is TCP: without this, 40 ms an answer.
    listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)
    listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise ServeError(f"Port {port} on {HOST} cannot be used ({error}). Choose another one with --port.") from None
    return listener


def at_home(app: DemoApp, listener: socket) -> dict[str, str]:
    """Tells the tenant the address it is served at; returns what a client needs to know."""
    issuer = f"http://{HOST}:{listener.getsockname()[1]}"
    app.state.demo.tenant.issuer = issuer
    audience = f"{issuer}/api"
    return {"issuer_url": issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "audience": audience}


def server_for(app: DemoApp) -> uvicorn.Server:
    """A server for the tenant, not yet started.

    Raises:
        ServeError: uvicorn is not installed.
    """
    try:
        import uvicorn
    except ImportError:
        raise ServeError("Serving needs uvicorn, which is not installed: pip install 'kinde-tui[serve]'.") from None
    options: dict[str, Any] = {"http": "h11", "ws": "none", "loop": "asyncio", "lifespan": "off"}
    quiet: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
    return uvicorn.Server(uvicorn.Config(app, **options, **quiet, timeout_graceful_shutdown=2))


def serve(
    port: int = 0,
    *,
    seed: int = 1,
    users: int = DEFAULT_USERS,
    rate: int = RATE,
    without_scopes: Collection[str] = (),
    say: Callable[[str], object] | None = None,
) -> int:
    """Serves a demo tenant on 127.0.0.1 until SIGINT or SIGTERM. To be called on the main thread.

    Says one line as soon as connections are taken: JSON with issuer_url, client_id, client_secret and audience.

    Args:
        port: 0 takes any that is free.
        seed: the same seed makes the same company.
        users: how many users there are at the start.
        rate: requests a second, above which it answers 429 with RateLimit-Reset as Kinde does; 0: no limit.
        without_scopes: scopes that its application does not hold.
        say: takes the line; None: standard output.

    Returns:
        The number of the signal that ended it; open requests were answered first.

    Raises:
        ServeError: uvicorn is missing, or the port cannot be used.
    """
    app = demo_app(seed, users, without_scopes=without_scopes)
    if rate:
        app.state.limiter.limit(per_second=rate, burst=2 * rate, at_once=AT_ONCE)
    server = server_for(app)
    with bind(port) as listener, _signals(server) as caught:
        listener.listen(128)
        line = json.dumps(at_home(app, listener))
        if say is None:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        else:
            say(line)
        server.run(sockets=[listener])
    return caught[-1] if caught else 0


@contextmanager
def _signals(server: uvicorn.Server) -> Iterator[list[int]]:
    """Collects the signals that end the server, also those that come before it runs.

    While it runs, uvicorn has handlers of its own in front, and raises what it caught again for these when it is done.
    """
    caught: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        caught.append(number)
        server.should_exit = True

    before = {number: signal(number, end) for number in (SIGINT, SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal(number, handler)
