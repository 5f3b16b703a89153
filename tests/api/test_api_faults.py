"""Answers that are lost, cut off or no answer of Kinde's, on real sockets: what is raised, what is sent again."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from kinde_tui.api import operations
from kinde_tui.api.body import Inflater
from kinde_tui.api.errors import (
    AnsweredError,
    AnswerTooLargeError,
    ConflictError,
    ForeignAnswerError,
    IncompleteAnswerError,
    KindeError,
    NoAnswerError,
    NotFoundError,
    RateLimitedError,
    RefusedHereError,
    RouteNotFoundError,
    ServerError,
    UnreadableAnswerError,
)
from kinde_tui.api.operation import Request
from kinde_tui.api.options import Options
from tests.api.raw_server import RawServer, Reply, answer, drip, hang, head, raw, reset, says
from tests.api.samples import CREATE, DELETE, FINE, HTML, KEY, QUICK, READ, ROTATE, SET, USER, Connect

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
        await connect(options=Options(read=0.3, tries=4)).send(SET)
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
    client = connect(options=Options(total=1, tries=1))
    server.on(USER, hang(), says(FINE))
    with pytest.raises(NoAnswerError):
        await client.send(READ)
    assert await client.send(READ) == FINE


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


async def test_what_is_no_http_is_told(server: RawServer, connect: Connect) -> None:
    server.on(USER, raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))
    with pytest.raises(UnreadableAnswerError, match="no HTTP"):
        await connect().send(READ)


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


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_repeat_that_is_refused_does_not_hide_what_the_lost_try_did(
    server: RawServer, connect: Connect, status: int
) -> None:
    refusal = says({"errors": [{"code": "NO_SUCH_SESSION", "message": "There is no such session."}]}, status=status)
    server.on(USER, raw(b""), refusal)
    with pytest.raises(NoAnswerError) as caught:
        await connect().send(SET)
    assert caught.value.ambiguous
    server.on(USER, refusal)
    with pytest.raises(AnsweredError, match=r"no such session|lacks the scope"):
        await connect().send(SET)


async def test_a_closed_client_refuses(server: RawServer, connect: Connect) -> None:
    client = connect()
    server.on(USER, says(FINE))
    await client.send(READ)
    await client.close()
    with pytest.raises(RefusedHereError, match="closed"):
        await client.send(READ)
