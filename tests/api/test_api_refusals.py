"""Kinde says no, or the client does before it asks: every shape of an error, and what its sentence says."""

from __future__ import annotations

import json

import pytest

from kinde_tui.api import operations
from kinde_tui.api.errors import (
    AnsweredError,
    ConflictError,
    DryRunError,
    InvalidRequestError,
    MissingScopeError,
    NotFoundError,
    RefusedHereError,
    RouteNotFoundError,
    ServerError,
    TokenTooLargeError,
)
from kinde_tui.api.operation import Request
from tests.api.raw_server import RawServer, answer, says
from tests.api.samples import CREATE, DELETE, FINE, HTML, READ, ROTATE, SET, USER, Connect


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


async def test_a_read_only_client_sends_no_write(server: RawServer, connect: Connect) -> None:
    server.on(USER, says(FINE))
    client = connect(read_only=True)
    for request in (SET, CREATE, DELETE, ROTATE):
        with pytest.raises(RefusedHereError, match="read-only"):
            await client.send(request)
    assert not server.received
    assert await client.send(READ) == FINE


@pytest.mark.parametrize("guard", ["read_only", "dry_run"])
async def test_no_write_of_the_whole_table_leaves_a_guarded_client(
    server: RawServer, connect: Connect, guard: str
) -> None:
    writes = [operation for operation in operations.OPERATIONS.values() if operation.method != "GET"]
    sent = []
    client = connect(**{guard: True})
    for operation in writes:
        request = Request(operation, dict.fromkeys(operation.path_parameters, "x"), body={})
        if not operation.writes:
            sent.append(operation)  # a POST that only asks
            continue
        with pytest.raises(RefusedHereError):
            await client.send(request)
    assert not server.received
    assert {operation.id for operation in sent} == {operations.VERIFY_API_KEY.id}
    assert len(writes) > 110


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
