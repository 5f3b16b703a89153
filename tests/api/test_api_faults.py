"""Every way in which an exchange can go wrong, on real sockets: what is raised, what is said, what is sent again."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import json
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kinde_tui.api import operations
from kinde_tui.api.body import Inflater
from kinde_tui.api.client import Kinde
from kinde_tui.api.errors import (
    AnsweredError,
    AnswerTooLargeError,
    ConflictError,
    DryRunError,
    ForeignAnswerError,
    IncompleteAnswerError,
    InvalidRequestError,
    KindeError,
    MissingScopeError,
    NoAnswerError,
    NotFoundError,
    RateLimitedError,
    RefusedHereError,
    RouteNotFoundError,
    ServerError,
    TokenTooLargeError,
    UnreachableError,
    UnreadableAnswerError,
    UntrustedHostError,
)
from kinde_tui.api.failures import explained
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.options import Options
from kinde_tui.api.proxies import proxy_for
from tests.api.conftest import HandClock, new_tokens
from tests.api.raw_server import RawServer, Reply, answer, drip, hang, head, raw, reset, says

READ = Request(operations.GET_USER, query={"id": "kp_1"})
SET = Request(operations.UPDATE_USER, query={"id": "kp_1"}, body={"given_name": "Ada"})
CREATE = Request(operations.CREATE_USER, body={"profile": {"given_name": "Ada"}})
ROTATE = Request(operations.ROTATE_API_KEY, {"key_id": "key_1"})
DELETE = Request(operations.DELETE_USER, query={"id": "kp_1"})
USER = "/api/v1/user"
KEY = "/api/v1/api_keys/key_1"
FINE = {"id": "kp_1", "first_name": "Ada"}
QUICK = Options(read=0.15, total=0.6, connect=0.5)

Connect = Callable[..., Kinde]

LOST: dict[str, tuple[Reply, type[KindeError]]] = {
    "reset at once": (reset(), NoAnswerError),
    "hung up without an answer": (raw(b""), NoAnswerError),
    "reset in the headers": (reset(b"HTTP/1.1 200 OK\r\nContent-"), NoAnswerError),
    "reset in the body": (reset(head(200, "Content-Length: 50") + b'{"id":'), NoAnswerError),
    "silence": (hang(), NoAnswerError),
    "silence in the body": (hang(head(200, "Content-Length: 50") + b'{"id":'), NoAnswerError),
    "cut off with a length": (raw(head(200, "Content-Length: 50") + b'{"id":'), IncompleteAnswerError),
    "cut off in a chunk": (raw(head(200, "Transfer-Encoding: chunked") + b'ff\r\n{"id":'), IncompleteAnswerError),
    "cut off without a length": (raw(head(200, "Connection: close") + b'{"id": "kp'), IncompleteAnswerError),
    "cut off in the compression": (
        raw(head(200, "Content-Encoding: gzip", "Connection: close") + gzip.compress(json.dumps(FINE).encode())[:-12]),
        IncompleteAnswerError,
    ),
    "502 from a proxy": (answer(502, b"<html>Bad gateway</html>", kind="text/html"), ServerError),
    "500": (says({"errors": [{"code": "INTERNAL", "message": "Oops"}]}, status=500), ServerError),
    "524": (answer(524, b""), ServerError),
}


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("request_", [READ, SET], ids=["read", "set"])
async def test_a_lost_answer_is_asked_for_again_where_that_is_harmless(
    server: RawServer, connect: Connect, fault: str, request_: Request
) -> None:
    server.on(USER, LOST[fault][0], says(FINE))
    assert await connect(options=QUICK).send(request_) == FINE
    assert len(server.to(USER)) == 2


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize(("request_", "path"), [(CREATE, USER), (ROTATE, KEY)], ids=["create", "unrepeatable"])
async def test_a_lost_answer_of_what_must_not_happen_twice_is_left_open(
    server: RawServer, connect: Connect, fault: str, request_: Request, path: str
) -> None:
    server.on(path, LOST[fault][0], says(FINE))
    with pytest.raises(LOST[fault][1]) as caught:
        await connect(options=QUICK).send(request_)
    assert caught.value.ambiguous
    assert len(server.to(path)) == 1


@pytest.mark.parametrize("fault", LOST)
async def test_after_four_tries_the_loss_is_told(server: RawServer, connect: Connect, fault: str) -> None:
    server.on(USER, LOST[fault][0])
    with pytest.raises(LOST[fault][1]) as caught:
        await connect(options=Options(read=0.05, tries=4)).send(SET)
    assert len(server.to(USER)) == 4
    assert caught.value.ambiguous
    assert "127.0.0.1" in str(caught.value) or "Kinde answered" in str(caught.value)


async def test_a_write_that_was_lost_says_that_its_outcome_is_unknown(server: RawServer, connect: Connect) -> None:
    server.on(USER, raw(b""))
    with pytest.raises(NoAnswerError, match="Whether it happened is not known"):
        await connect().send(CREATE)
    with pytest.raises(NoAnswerError, match="Try again"):
        await connect().send(READ)


async def test_an_answer_that_drips_is_given_up_at_the_total_limit(server: RawServer, connect: Connect) -> None:
    server.on(USER, drip(head(200, "Content-Length: 900") + b" " * 900, 0.02))
    with pytest.raises(NoAnswerError, match=r"No whole answer .* in 0\.2 seconds"):
        await connect(options=Options(total=0.2, tries=1)).send(READ)
    server.on(USER, says(FINE))
    assert await connect(options=QUICK).send(READ) == FINE


async def test_a_client_survives_its_own_time_limit(server: RawServer, connect: Connect) -> None:
    client = connect(options=Options(total=0.1, tries=1))
    server.on(USER, hang(), says(FINE))
    with pytest.raises(NoAnswerError):
        await client.send(READ)
    assert await client.send(READ) == FINE


HTML = b"<!doctype html><html><head><title>Sign in</title></head><body>Welcome</body></html>"
FOREIGN: dict[str, tuple[Reply, type[KindeError], str]] = {
    "login page": (answer(200, HTML, kind="text/html"), ForeignAnswerError, "web page"),
    "login page that lies": (answer(200, HTML), ForeignAnswerError, "web page"),
    "web page for a 404": (answer(404, HTML, kind="text/html"), ForeignAnswerError, "web page"),
    "redirect": (answer(307, b"", "Location: https://trap.example/x?y"), ForeignAnswerError, "trap.example"),
    "redirect to nowhere": (answer(302, b""), ForeignAnswerError, "127.0.0.1"),
    "redirect to nonsense": (answer(302, b"", "Location: https://[trap"), ForeignAnswerError, r"\[trap"),
    "not modified": (answer(304, b""), ForeignAnswerError, "not followed"),
}


@pytest.mark.parametrize("fault", FOREIGN)
async def test_what_is_no_answer_of_kindes_is_told_and_not_repeated(
    server: RawServer, connect: Connect, fault: str
) -> None:
    reply, kind, says_ = FOREIGN[fault]
    server.on(USER, reply)
    with pytest.raises(kind, match=says_):
        await connect().send(READ)
    assert len(server.to(USER)) == 1


async def test_a_redirect_is_never_followed(server: RawServer, connect: Connect) -> None:
    async with RawServer() as trap:
        server.on(USER, answer(307, b"", f"Location: {trap.url}{USER}"))
        server.on("/oauth2/token", answer(307, b"", f"Location: {trap.url}/oauth2/token"))
        with pytest.raises(ForeignAnswerError, match=r"redirects to 127\.0\.0\.1"):
            await connect().send(READ)
        assert trap.connections == 0
    assert not server.to(USER)


UNREADABLE = {
    "no JSON": b"certainly not",
    "NaN": b'{"id": NaN}',
    "broken UTF-8": b'{"id": "\xff\xfe"}',
    "deep": b"[" * 200_000 + b"]" * 200_000,
    "deep objects": b'{"a":' * 200_000 + b"1" + b"}" * 200_000,
    "a list": b'[{"id": "kp_1"}]',
    "a word": b'"kp_1"',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_an_unreadable_answer_is_asked_for_once_more_when_reading(
    server: RawServer, connect: Connect, body: bytes
) -> None:
    client = connect()
    server.on(USER, answer(200, body))
    with pytest.raises(UnreadableAnswerError) as caught:
        await client.send(READ)
    assert len(server.to(USER)) == 2
    assert len(str(caught.value)) < 400
    with pytest.raises(UnreadableAnswerError):
        await client.send(SET)
    assert len(server.to(USER)) == 3


async def test_broken_compression_is_unreadable(server: RawServer, connect: Connect) -> None:
    server.on(USER, answer(200, b"this is no gzip", "Content-Encoding: gzip"))
    with pytest.raises(UnreadableAnswerError, match="compression is broken"):
        await connect().send(READ)
    server.on(USER, answer(200, b"xxx", "Content-Encoding: br"))
    with pytest.raises(UnreadableAnswerError, match="not asked for"):
        await connect().send(READ)


@pytest.mark.parametrize("squeeze", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
async def test_compressed_answers_are_read(
    server: RawServer, connect: Connect, squeeze: Callable[[bytes], bytes]
) -> None:
    encoding = "gzip" if squeeze is gzip.compress else "deflate"
    server.on(USER, answer(200, squeeze(json.dumps(FINE).encode()), f"Content-Encoding: {encoding}"))
    assert await connect().send(READ) == FINE


@pytest.mark.parametrize("squeezed", [True, False], ids=["bomb", "plain"])
async def test_an_answer_that_is_too_large_is_dropped(server: RawServer, connect: Connect, *, squeezed: bool) -> None:
    body = b" " * 3_000_000
    sent = answer(200, gzip.compress(body), "Content-Encoding: gzip") if squeezed else answer(200, body)
    server.on(USER, sent)
    with pytest.raises(AnswerTooLargeError, match="larger than 1 MiB"):
        await connect(options=Options(largest_answer=1024 * 1024)).send(READ)
    assert len(server.to(USER)) == 1


def test_a_bomb_is_not_unpacked_to_find_out_its_size() -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024))
    inflater = Inflater("gzip", 1024 * 1024, "acme.kinde.com")
    tracemalloc.start()
    try:
        with pytest.raises(AnswerTooLargeError):
            inflater.feed(bomb)
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


async def test_half_a_character_in_a_name_does_not_hide_the_answer(server: RawServer, connect: Connect) -> None:
    server.on(USER, answer(200, rb'{"a": "x\ud83dy", "b": "\\ud83d", "c": "\ud83d\ude00"}'))
    assert await connect().send(READ) == {"a": "x\ufffdy", "b": "\\ud83d", "c": "😀"}


@pytest.mark.parametrize("reply", [answer(204, b""), answer(200, b""), answer(200, b"  ")])
async def test_an_empty_answer_is_success_for_a_write_and_none_for_a_read(
    server: RawServer, connect: Connect, reply: Reply
) -> None:
    server.on(USER, reply)
    assert await connect().send(DELETE) == {}
    with pytest.raises(IncompleteAnswerError):
        await connect().send(READ)


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


async def test_what_is_no_http_is_told(server: RawServer, connect: Connect) -> None:
    server.on(USER, raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))
    with pytest.raises(UnreadableAnswerError, match="no HTTP"):
        await connect().send(READ)


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
    "body",
    [
        {"errors": [{"code": "BAD", "message": "Name is too long", "field": "name"}, {"message": "No such role."}]},
        {"errors": [{"code": "ONE"}]},
        {"errors": {"code": "BAD", "message": "As an object"}},
        {"errors": ["As text"]},
        {"errors": []},
        {"code": "BAD", "message": "As an envelope"},
        {"error": "invalid", "error_description": "As OAuth"},
        {"error": {"code": "BAD", "message": "Nested"}},
        {"message": None, "code": 7},
        "As a word",
        [],
        None,
        {"errors": [None, 7, {"code": None, "message": None}]},
    ],
)
@pytest.mark.parametrize("status", [400, 422, 405, 418])
async def test_every_shape_of_an_error_is_read(server: RawServer, connect: Connect, body: object, status: int) -> None:
    server.on(USER, says(body, status=status))
    with pytest.raises(InvalidRequestError) as caught:
        await connect().send(SET)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "None" not in sentence
    assert caught.value.status == status
    assert len(server.to(USER)) == 1
    if isinstance(body, dict) and body.get("errors") and isinstance(body["errors"], list) and len(body["errors"]) == 2:
        assert sentence == "name: Name is too long; No such role."
        assert [detail.code for detail in caught.value.details] == ["BAD", ""]


REFUSALS: list[tuple[int, object, type[AnsweredError], str]] = [
    (404, {"errors": [{"code": "USER_NOT_FOUND", "message": "User not found"}]}, NotFoundError, "User not found"),
    (404, None, NotFoundError, "deleted elsewhere"),
    (410, None, NotFoundError, "deleted elsewhere"),
    (
        404,
        {"errors": {"code": "ROUTE_NOT_FOUND", "message": "No route"}},
        RouteNotFoundError,
        "does not offer updateUs",
    ),
    (409, {"errors": [{"code": "DIRECTORY_EXISTS", "message": "It exists"}]}, ConflictError, "It exists"),
    (409, None, ConflictError, "read it again"),
    (413, None, TokenTooLargeError, "only the scopes you use"),
    (431, None, TokenTooLargeError, "only the scopes you use"),
    (403, None, MissingScopeError, r"lacks the scope update:users\. Add it in Kinde under"),
    (403, {"errors": [{"message": "Requires delete:users"}]}, MissingScopeError, "the scope delete:users"),
    (403, {"errors": [{"message": "Requires write:users"}]}, MissingScopeError, "the scope update:users"),
    (407, None, AnsweredError, "HTTPS_PROXY"),
]


@pytest.mark.parametrize(("status", "body", "kind", "sentence"), REFUSALS)
async def test_a_refusal_says_what_to_do_next(
    server: RawServer, connect: Connect, status: int, body: object, kind: type[AnsweredError], sentence: str
) -> None:
    server.on(USER, answer(status, b"" if body is None else json.dumps(body).encode()))
    with pytest.raises(kind, match=sentence) as caught:
        await connect().send(SET)
    assert type(caught.value) is kind
    assert caught.value.status == status
    assert len(server.to(USER)) == 1


async def test_a_refusal_of_what_the_token_may_do_is_no_missing_scope(server: RawServer, connect: Connect) -> None:
    server.on(USER, says({"errors": [{"message": "Not on your plan"}]}, status=403))
    with pytest.raises(AnsweredError, match="Kinde refused getUserData: Not on your plan") as caught:
        await connect().send(READ)
    assert not isinstance(caught.value, MissingScopeError)
    server.on(USER, answer(403, HTML, kind="text/html"))
    with pytest.raises(AnsweredError, match="a firewall or a proxy"):
        await connect().send(READ)


async def test_a_header_that_is_too_large_is_told_even_in_html(server: RawServer, connect: Connect) -> None:
    server.on(USER, answer(400, b"<html>400 Request Header Or Cookie Too Large</html>", kind="text/html"))
    with pytest.raises(TokenTooLargeError):
        await connect().send(READ)


async def test_a_server_error_carries_time_and_request_id(server: RawServer, connect: Connect) -> None:
    server.on(USER, answer(503, b"", "X-Request-Id: req_7"))
    with pytest.raises(ServerError, match=r"Kinde answered 503 \(at 12:00:.. UTC, x-request-id req_7\)") as caught:
        await connect().send(CREATE)
    assert caught.value.ambiguous
    server.on(USER, answer(501, b""))
    with pytest.raises(ServerError):
        await connect().send(READ)
    assert len(server.to(USER)) == 2


async def test_hostile_text_and_echoed_tokens_do_not_reach_the_sentence(server: RawServer, connect: Connect) -> None:
    text = "\x1b]52;c;aGk=\x07\u202eName\x9b Bearer token-1 eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln " + "x" * 5000
    server.on(USER, says({"errors": [{"message": text}]}, status=400))
    with pytest.raises(InvalidRequestError) as caught:
        await connect().send(READ)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 250
    assert "token-1" not in said
    assert "eyJ" not in said


async def test_a_deletion_whose_answer_was_lost_is_done_when_nothing_is_left(
    server: RawServer, connect: Connect
) -> None:
    gone = says({"errors": [{"code": "USER_NOT_FOUND"}]}, status=404)
    server.on(USER, raw(b""), gone)
    assert await connect().send(DELETE) == {}
    server.on(USER, gone)
    with pytest.raises(NotFoundError):
        await connect().send(DELETE)
    server.on(USER, raw(b""), says({"errors": {"code": "ROUTE_NOT_FOUND"}}, status=404))
    with pytest.raises(RouteNotFoundError):
        await connect().send(DELETE)


async def test_adding_what_was_added_by_a_lost_try_is_done(server: RawServer, connect: Connect) -> None:
    request = Request(
        operations.CREATE_ORGANIZATION_USER_ROLE, {"org_code": "org_1", "user_id": "kp_1"}, body={"role_id": "r"}
    )
    exists = says({"errors": [{"code": "EXISTS", "message": "Already there"}]}, status=409)
    server.on(request.url_path, raw(b""), exists)
    assert await connect().send(request) == {}
    server.on(request.url_path, exists)
    with pytest.raises(ConflictError):
        await connect().send(request)


async def test_an_attempt_that_was_not_sent_does_not_hide_one_that_was(server: RawServer, connect: Connect) -> None:
    server.on(USER, raw(b""), says({}, "Retry-After: 1", status=429))
    with pytest.raises(NoAnswerError) as caught:
        await connect().send(SET)
    assert caught.value.ambiguous
    assert isinstance(caught.value.__cause__, RateLimitedError)


async def test_a_read_only_client_sends_no_write(server: RawServer, connect: Connect) -> None:
    server.on(USER, says(FINE))
    client = connect(read_only=True)
    for request in (SET, CREATE, DELETE, ROTATE):
        with pytest.raises(RefusedHereError, match="read-only"):
            await client.send(request)
    assert not server.received
    assert await client.send(READ) == FINE


async def test_a_dry_run_shows_what_would_leave(server: RawServer, connect: Connect) -> None:
    with pytest.raises(DryRunError, match=r"PATCH /api/v1/user\?id=kp_1 was not sent") as caught:
        await connect(dry_run=True).send(SET)
    assert caught.value.request is SET
    assert not server.received


@pytest.mark.parametrize(
    "body", [object(), {"a": object()}, {"a": "\ud800"}, {"a": {1, object()}}], ids=["object", "inner", "half", "set"]
)
async def test_what_is_no_json_is_refused_before_it_leaves(server: RawServer, connect: Connect, body: object) -> None:
    with pytest.raises(RefusedHereError):
        await connect().send(Request(operations.CREATE_USER, body=body))
    assert not server.received


async def test_files_are_refused_before_they_leave(server: RawServer, connect: Connect) -> None:
    with pytest.raises(RefusedHereError, match="takes a file"):
        await connect().send(Request(operations.ADD_LOGO, {"type": "light"}, body={}))
    assert not server.received


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


async def test_a_closed_client_refuses(server: RawServer, connect: Connect) -> None:
    client = connect()
    server.on(USER, says(FINE))
    await client.send(READ)
    await client.close()
    with pytest.raises(RefusedHereError, match="closed"):
        await client.send(READ)


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that signs itself, and a server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=False)
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "both.pem").write_bytes(private + certificate)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "both.pem")
    return folder / "certificate.pem", context


async def test_a_certificate_decides_whether_anything_is_sent(
    connect: Connect, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = _certificate(tmp_path)
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
