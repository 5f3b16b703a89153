"""From a failed exchange to an error whose sentence says what to do next."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx

from kinde_tui.api.answers import UNKNOWN_OUTCOME
from kinde_tui.api.errors import (
    IncompleteAnswerError,
    KindeError,
    NoAnswerError,
    RefusedHereError,
    UnreachableError,
    UnreadableAnswerError,
    UntrustedHostError,
)
from kinde_tui.api.plain import plain

if TYPE_CHECKING:
    from kinde_tui.api.options import Options


def explained(  # noqa: PLR0911 - one for each kind of failure
    error: httpx.HTTPError, host: str, options: Options, *, writes: bool, proxy: str = ""
) -> KindeError:
    """What a failure of the connection means.

    Args:
        error: what httpx raised; it does not tell an unknown host from a bad certificate, its causes do.
        host: who was asked.
        options: the time limits that may have been hit.
        writes: whether the request could have changed something.
        proxy: what stands in between, without credentials; empty: nothing.
    """
    after = UNKNOWN_OUTCOME if writes else " Try again."
    match error:
        case httpx.ConnectError():
            return _unconnected(error, host, proxy)
        case httpx.ConnectTimeout():
            who = f"{host}, asked through the proxy {proxy}," if proxy else host
            return UnreachableError(f"{who} did not pick up within {options.connect:g} seconds. Check the network.")
        case httpx.PoolTimeout():
            return UnreachableError(f"No connection to {host} became free within {options.pool:g} seconds. Try again.")
        case httpx.ProxyError():
            return UnreachableError(f"The proxy in between refused: {plain(str(error), 100)}. Check HTTPS_PROXY.")
        case httpx.ReadTimeout() | httpx.WriteTimeout():
            return NoAnswerError(f"No answer from {host} in {options.read:g} seconds.{after}")
        case httpx.RemoteProtocolError():
            return _broken(error, host, after)
        case httpx.NetworkError():
            return NoAnswerError(f"The connection to {host} broke before its answer arrived.{after}")
        case httpx.UnsupportedProtocol() | httpx.LocalProtocolError():
            return RefusedHereError(f"The request cannot be sent: {plain(str(error), 100)}.")
    return NoAnswerError(f"The exchange with {host} failed ({type(error).__name__}).{after}")


def _unconnected(error: httpx.ConnectError, host: str, proxy: str) -> UnreachableError:
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return UntrustedHostError(
                f"The certificate of {host} does not hold ({plain(cause.verify_message, 100)}), so nothing was sent. "
                "Check the domain and this machine's clock; a company proxy's certificate goes into SSL_CERT_FILE."
            )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return UnreachableError(f"{host} does not speak https as expected. Check the domain and its port.")
    who, what = (f"the proxy {proxy}", "HTTPS_PROXY") if proxy else (host, "the domain")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return UnreachableError(f"Cannot find {who}. Check {what} and the network.")
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return UnreachableError(f"Cannot reach {who}: it refuses connections. Check {what} and its port.")
    return UnreachableError(f"Cannot reach {who}. Check the network.")


def _broken(error: httpx.RemoteProtocolError, host: str, after: str) -> KindeError:
    said = str(error)
    if "without sending complete message body" in said or "incomplete chunked read" in said:
        return IncompleteAnswerError(f"The answer of {host} was cut off on its way.{after}")
    if "without sending a response" in said:
        return NoAnswerError(f"{host} hung up without an answer.{after}")
    return UnreadableAnswerError(f"{host} answered with something that is no HTTP ({plain(said, 80)}).{after}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what it came from, and the parts of groups among those."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        cause = todo.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        todo += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            todo += cause.exceptions
