"""Hosts that cannot be reached or trusted, proxies in between, and addresses that no secret goes to."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from kinde_tui.api.errors import (
    KindeError,
    NoAnswerError,
    RefusedHereError,
    UnreachableError,
    UntrustedHostError,
)
from kinde_tui.api.failures import explained
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.options import Options
from kinde_tui.api.proxies import proxy_for
from tests.api.conftest import new_tokens
from tests.api.raw_server import RawServer, says
from tests.api.samples import CREATE, FINE, READ, USER, Connect
from tests.support.certificates import certificate_in

if TYPE_CHECKING:
    from tests.support.hand_clock import HandClock


async def test_no_network(connect: Connect, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(UnreachableError, match=f"Cannot reach 127.0.0.1:{port}: it refuses connections"):
        await connect(f"http://127.0.0.1:{port}").send(CREATE)
    assert clock.slept == [0.5, 1.0, 2.0]

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UnreachableError, match=r"Cannot find acme\.kinde\.invalid\. Check the domain") as caught:
        await connect("https://acme.kinde.invalid").send(CREATE)
    assert not caught.value.ambiguous


async def test_a_host_that_does_not_finish_connecting(connect: Connect) -> None:
    left = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        left.set()

    listener = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with listener:
        port = listener.sockets[0].getsockname()[1]
        with pytest.raises(UnreachableError, match=r"did not pick up within 0\.05 seconds"):
            await connect(f"https://127.0.0.1:{port}", options=Options(connect=0.05, tries=1)).send(READ)
        await left.wait()


async def test_a_proxy_of_the_environment_is_used_and_told(
    server: RawServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    with pytest.raises(UnreachableError, match="The proxy in between refused: 404"):
        await connect("https://acme.kinde.invalid", options=Options(tries=1)).send(READ)
    assert server.received[0].method == "CONNECT"
    assert not server.received[0].body


async def test_no_proxy_gets_what_is_meant_for_this_machine(
    server: RawServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on(USER, says(FINE))
    async with RawServer() as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert await connect().send(READ) == FINE
        assert not proxy.connections
    assert not proxy_for("http://127.8.9.10:80")
    assert not proxy_for("http://[::1]:8000")
    assert not proxy_for("https://localhost")
    assert proxy_for("https://acme.kinde.com") == proxy.url


@pytest.mark.parametrize("proxy", ["socks5://ada:pw@127.0.0.1:9", "gopher://127.0.0.1:9", "http://[::1"])
async def test_a_proxy_that_cannot_be_used_is_named(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(RefusedHereError, match="Correct HTTPS_PROXY, or set NO_PROXY=acme") as caught:
        await connect("https://acme.kinde.invalid").send(READ)
    assert "pw" not in str(caught.value)


async def test_a_proxy_that_does_not_answer_is_not_taken_for_the_tenant(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:pw@127.0.0.1:1")
    with pytest.raises(UnreachableError, match=r"Cannot reach the proxy http://127\.0\.0\.1:1: it refuses"):
        await connect("https://acme.kinde.invalid", options=Options(tries=1)).send(READ)


@pytest.mark.parametrize("content", [None, b"no certificate"])
async def test_certificates_that_cannot_be_read_are_told(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "authorities.pem"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with pytest.raises(RefusedHereError, match="SSL_CERT_FILE"):
        await connect("https://acme.kinde.invalid").send(READ)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.LocalProtocolError("Illegal header value"), RefusedHereError),
        (httpx.TooManyRedirects("Loop"), NoAnswerError),
        (httpx.ConnectError("All connection attempts failed"), UnreachableError),
    ],
)
def test_failures_that_need_odd_machines(error: httpx.HTTPError, kind: type[KindeError]) -> None:
    assert type(explained(error, "acme.kinde.com", Options(), writes=False)) is kind


def test_the_causes_of_a_failure_are_found_in_groups() -> None:
    error = httpx.ConnectError("All connection attempts failed")
    error.__cause__ = ExceptionGroup("both", [ConnectionRefusedError(), OSError()])
    assert "refuses connections" in str(explained(error, "acme.kinde.com", Options(), writes=False))


async def test_https_to_a_host_that_does_not_speak_it(server: RawServer, connect: Connect) -> None:
    with pytest.raises(UnreachableError, match="does not speak https"):
        await connect(server.url.replace("http:", "https:")).send(READ)


@pytest.mark.parametrize(
    "url",
    [
        "http://acme.kinde.com",
        "https://user:pass@acme.kinde.com",
        "https://acme.kinde.com/api",
        "https://acme.kinde.com?x=1",
        "ftp://acme.kinde.com",
        "acme.kinde.com",
        "https://",
        "https://[half",
        "https://acme.kinde.com:port",
        " ",
    ],
)
async def test_secrets_go_to_plain_https_addresses_only(connect: Connect, url: str) -> None:
    with pytest.raises(RefusedHereError):
        connect(url)


async def test_a_path_stays_what_it_is(server: RawServer, connect: Connect) -> None:
    operation = Operation("x", "GET", "/api/v1/things/{id}")
    server.on("/api/v1/things/a%2Fb%3Fc%23d%20%C3%A9", says(FINE))
    assert await connect().send(Request(operation, {"id": "a/b?c#d é"}, {"q": "ü&=+ [1]"})) == FINE
    assert server.received[-1].query == {"q": "ü&=+ [1]"}


async def test_a_certificate_decides_whether_anything_is_sent(
    connect: Connect, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = certificate_in(tmp_path)
    keys = tmp_path / "session-keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    async with RawServer(tls=context) as server:
        server.on(USER, says(FINE))
        with pytest.raises(UntrustedHostError, match=r"The certificate of 127.* does not hold \(self-signed") as caught:
            await connect(server.url).send(CREATE)
        assert not server.received
        assert not clock.slept
        assert not caught.value.ambiguous
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        server.on("/oauth2/token", new_tokens())
        assert await connect(server.url).send(READ) == FINE
    assert b"SECRET" not in keys.read_bytes()
