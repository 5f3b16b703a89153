"""The demo tenant on a port of this machine, for other clients."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import click

from kinde_tui.cli.output import Refused, note

if TYPE_CHECKING:
    from starlette.applications import Starlette

HOST = "127.0.0.1"


def bound(port: int) -> socket.socket:
    """A listening socket on the loopback address; port 0 takes a free one.

    Raises:
        Refused: the port is taken, or may not be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        says = (error.strerror or "it cannot be used").lower()
        raise Refused(f"Port {port} of {HOST}: {says}. Choose another with --port, or leave it out.") from error
    return listener


def announce(issuer_url: str, client_id: str, client_secret: str, audience: str) -> None:
    """The first line on standard output: where the tenant is and how to get in, for a program to read."""
    facts = {"issuer_url": issuer_url, "client_id": client_id, "client_secret": client_secret, "audience": audience}
    click.echo(json.dumps(facts))


def serve(app: Starlette, listener: socket.socket) -> None:
    """Serves until the process is told to stop.

    Raises:
        Refused: uvicorn is not installed.
    """
    try:
        import uvicorn  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise Refused("Serving the demo tenant needs uvicorn: `pip install 'kinde-tui[serve]'`.") from error
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", access_log=False))
    note("The demo tenant is open on this machine; Ctrl-C closes it.")
    server.run(sockets=[listener])
