"""The client-credentials token: what is asked, how often, how long it is used, and what is said when there is none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest

from kinde_tui.api.errors import (
    CredentialsError,
    ForeignAnswerError,
    KindeError,
    MissingScopeError,
    NoAnswerError,
    RateLimitedError,
    ServerError,
    UnreachableError,
    UnreadableAnswerError,
)
from kinde_tui.api.options import Options
from tests.api.conftest import SECRET, new_tokens
from tests.api.raw_server import RawServer, Received, Reply, answer, hang, jwt, raw, says
from tests.api.samples import CREATE, FINE, READ, USER, Connect

if TYPE_CHECKING:
    from tests.support.hand_clock import HandClock

REFUSED = answer(401, b"")
TOKEN = "/oauth2/token"


async def test_it_is_asked_for_in_the_form_that_oauth_wants(server: RawServer, connect: Connect) -> None:
    server.on(USER, says(FINE))
    client = connect(scopes_wanted=("read:users", "read:roles"))
    assert (client.scopes, client.token_expires) == (None, None)
    await client.send(READ)
    (asked,) = server.to(TOKEN)
    assert asked.method == "POST"
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert {name: values[0] for name, values in parse_qs(asked.body.decode()).items()} == {
        "grant_type": "client_credentials",
        "client_id": "the-client",
        "client_secret": SECRET,
        "audience": "https://acme.kinde.com/api",
        "scope": "read:users read:roles",
    }
    assert server.to(USER)[0].headers["authorization"] == "Bearer token-1"
    assert server.to(USER)[0].headers["user-agent"].startswith("kinde-tui/")
    assert client.scopes == frozenset({"read:users"})
    assert client.tokens_asked == 1


async def test_without_wanted_scopes_none_are_named(server: RawServer, connect: Connect) -> None:
    await connect().authenticate()
    assert b"scope" not in server.to(TOKEN)[0].body


async def test_many_calls_at_once_ask_for_one_token(server: RawServer, connect: Connect) -> None:
    server.on(USER, says(FINE))
    client = connect()
    await asyncio.gather(*(client.send(READ) for _ in range(50)))
    assert client.tokens_asked == len(server.to(TOKEN)) == 1


async def test_fifty_refusals_at_once_ask_for_one_token(server: RawServer, connect: Connect) -> None:
    valid = "token-1"

    async def guarded(request: Received, writer: asyncio.StreamWriter) -> None:
        fits = request.headers["authorization"] == f"Bearer {valid}"
        await (says(FINE) if fits else REFUSED)(request, writer)

    server.on(USER, guarded)
    client = connect()
    await client.send(READ)
    valid = "token-2"
    answers = await asyncio.gather(*(client.send(READ) for _ in range(50)))
    assert answers == [FINE] * 50
    assert client.tokens_asked == len(server.to(TOKEN)) == 2


async def test_a_refused_request_is_sent_once_more_even_when_it_creates(server: RawServer, connect: Connect) -> None:
    server.on(USER, REFUSED, says(FINE))
    assert await connect().send(CREATE) == FINE
    assert len(server.to(USER)) == 2


async def test_a_second_refusal_ends_it_and_is_not_repeated_for_a_while(
    server: RawServer, connect: Connect, clock: HandClock
) -> None:
    server.on(USER, REFUSED)
    client = connect()
    for _ in range(3):
        with pytest.raises(CredentialsError, match="then did not accept it") as caught:
            await client.send(READ)
        assert caught.value.status == 401
    assert len(server.to(USER)) == 2
    assert client.tokens_asked == 2
    clock.advance(11)
    server.on(USER, says(FINE))
    assert await client.send(READ) == FINE


@pytest.mark.parametrize("jump", ["both", "wall", "count"])
async def test_it_is_renewed_before_it_ends_by_either_clock(
    server: RawServer, connect: Connect, clock: HandClock, jump: str
) -> None:
    server.on(USER, says(FINE))
    server.on(TOKEN, new_tokens(life=3600))
    client = connect()
    await client.send(READ)
    assert client.token_expires is not None
    assert (client.token_expires - clock.now()).total_seconds() == 3600
    wall, count = clock.wall, clock.count
    clock.advance(3600 - 61)
    await client.send(READ)
    assert client.tokens_asked == 1
    clock.advance(2)
    if jump == "wall":
        clock.count = count
    if jump == "count":
        clock.wall = wall
    await client.send(READ)
    assert client.tokens_asked == 2
    assert server.to(USER)[-1].headers["authorization"] == "Bearer token-2"


@pytest.mark.parametrize(
    ("answered", "life"),
    [
        ({"expires_in": "1800"}, 1800),
        ({"expires_in": 1e12}, 30 * 86400),
        ({"expires_in": -5}, 300),
        ({"expires_in": True}, 300),
        ({"expires_in": "soon"}, 300),
        ({"expires_in": None, "access_token": jwt(iat=100, exp=1000)}, 900),
        ({"access_token": jwt(exp="x", iat=[])}, 300),
        ({}, 300),
    ],
)
async def test_its_life_is_read_from_wherever_it_stands(
    server: RawServer, connect: Connect, clock: HandClock, answered: dict[str, Any], life: float
) -> None:
    server.on(TOKEN, says({"access_token": "opaque", **answered}))
    client = connect()
    await client.authenticate()
    assert client.token_expires is not None
    assert (client.token_expires - clock.now()).total_seconds() == life


@pytest.mark.parametrize(
    ("answered", "scopes"),
    [
        ({"scope": "read:users  read:roles"}, {"read:users", "read:roles"}),
        ({"scope": ["read:users", 7]}, {"read:users"}),
        ({"access_token": jwt(scope="read:apis")}, {"read:apis"}),
        ({"access_token": jwt(scp=["read:apis"])}, {"read:apis"}),
        ({"access_token": jwt(scp=["read:apis"]), "scope": ""}, {"read:apis"}),
        ({"access_token": jwt()}, None),
        ({"access_token": "a.!!!.c"}, None),
        ({"access_token": "a.W10.c"}, None),
        ({"access_token": "opaque"}, None),
    ],
)
async def test_its_scopes_are_read_from_wherever_they_stand(
    server: RawServer, connect: Connect, answered: dict[str, Any], scopes: set[str] | None
) -> None:
    server.on(TOKEN, says({"access_token": "opaque", "expires_in": 60, **answered}))
    client = connect()
    await client.authenticate()
    assert client.scopes == scopes


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        ("invalid_client", "the secret may have been rotated"),
        ("unauthorized_client", "authorise it under Applications"),
        ("invalid_scope", "Add the missing ones in Kinde under"),
        ("invalid_request", "most often the audience is wrong"),
        ("invalid_grant", "machine-to-machine application"),
        ("unsupported_grant_type", "machine-to-machine application"),
        ("access_denied", "Authorise the application"),
        ("something_new", "Check client id, secret and audience"),
    ],
)
@pytest.mark.parametrize("status", [400, 401, 403])
async def test_each_oauth_error_comes_with_its_fix(
    server: RawServer, connect: Connect, code: str, fix: str, status: int
) -> None:
    server.on(TOKEN, says({"error": code, "error_description": "As the server says"}, status=status))
    client = connect()
    with pytest.raises(CredentialsError, match=fix) as caught:
        await client.authenticate()
    assert "As the server says" in str(caught.value)
    assert caught.value.code == code
    assert client.tokens_asked == 1


async def test_a_new_token_that_cannot_be_had_leaves_the_one_there_was(server: RawServer, connect: Connect) -> None:
    server.on(USER, says(FINE))
    client = connect()
    await client.send(READ)
    server.on(TOKEN, says({"error": "invalid_client"}, status=401))
    with pytest.raises(CredentialsError):
        await client.authenticate()
    assert client.scopes == frozenset({"read:users"})
    assert await client.send(READ) == FINE
    assert server.to(USER)[-1].headers["authorization"] == "Bearer token-1"


async def test_a_scope_that_was_refused_is_kept_until_the_next_token(server: RawServer, connect: Connect) -> None:
    server.on(USER, says({"errors": [{"code": "X", "message": "This needs the scope read:users"}]}, status=403))
    client = connect()
    with pytest.raises(MissingScopeError):
        await client.send(READ)
    assert client.refused_scopes == {"read:users"}
    await client.authenticate()
    assert client.refused_scopes == frozenset()


async def test_refused_credentials_are_not_tried_again_at_once(
    server: RawServer, connect: Connect, clock: HandClock
) -> None:
    server.on(TOKEN, says({"error": "invalid_client"}, status=401))
    client = connect()
    for _ in range(5):
        with pytest.raises(CredentialsError, match="rotated"):
            await client.send(READ)
    assert client.tokens_asked == 1
    with pytest.raises(CredentialsError):
        await client.authenticate()
    assert client.tokens_asked == 2
    clock.advance(11)
    server.on(TOKEN, new_tokens())
    server.on(USER, says(FINE))
    assert await client.send(READ) == FINE


@pytest.mark.parametrize(
    ("reply", "kind", "sentence"),
    [
        (answer(404, b""), ForeignAnswerError, "no Kinde domain"),
        (answer(405, b"<html>", kind="text/html"), ForeignAnswerError, "no Kinde domain"),
        (answer(200, b"<html>Hello", kind="text/html"), ForeignAnswerError, "the domain is not Kinde's"),
        (answer(403, b"<html>Blocked", kind="text/html"), KindeError, "firewall"),
        (answer(401, b""), CredentialsError, "did not say why"),
        (says({}), UnreadableAnswerError, "without an access token"),
        (says({"access_token": 7}), UnreadableAnswerError, "without an access token"),
        (says({"access_token": "two\nlines"}), UnreadableAnswerError, "without an access token"),
        (says({"access_token": "not ascii é"}), UnreadableAnswerError, "without an access token"),
        (answer(500, b""), ServerError, "Kinde answered 500"),
        (says({}, "Retry-After: 3", status=429), RateLimitedError, "for 3 seconds"),
        (raw(b""), NoAnswerError, "hung up"),
    ],
)
async def test_a_domain_that_gives_no_token_is_told(
    server: RawServer, connect: Connect, reply: Reply, kind: type[KindeError], sentence: str
) -> None:
    server.on(TOKEN, reply)
    client = connect()
    with pytest.raises(kind, match=sentence) as caught:
        await client.send(CREATE)
    assert not caught.value.ambiguous, "nothing of the request itself was sent"
    assert client.tokens_asked == len(server.to(TOKEN)) <= 4
    assert not server.to(USER)


async def test_a_token_that_comes_at_the_second_try_is_used(server: RawServer, connect: Connect) -> None:
    server.on(TOKEN, answer(502, b""), new_tokens())
    server.on(USER, says(FINE))
    client = connect()
    assert await client.send(CREATE) == FINE
    assert client.tokens_asked == 2


async def test_whoever_stops_waiting_does_not_take_the_token_from_others(server: RawServer, connect: Connect) -> None:
    go_on = asyncio.Event()
    ready = new_tokens()

    async def slow(request: Received, writer: asyncio.StreamWriter) -> None:
        await go_on.wait()
        await ready(request, writer)

    server.on(TOKEN, slow)
    server.on(USER, says(FINE))
    client = connect()
    first, second = asyncio.create_task(client.send(READ)), asyncio.create_task(client.send(READ))
    await server.reached(TOKEN)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    go_on.set()
    assert await second == FINE
    assert client.tokens_asked == 1


async def test_the_secret_is_in_no_text(server: RawServer, connect: Connect) -> None:
    echo = {"error": "invalid_client", "error_description": f"bad secret {SECRET}"}
    server.on(TOKEN, says(echo, status=401))
    client = connect()
    with pytest.raises(CredentialsError) as caught:
        await client.authenticate()
    parts = [client, client._tokens, client._tokens._credentials, client._tokens._credentials.request(), caught.value]
    seen = " ".join(
        f"{part!r} {part!s} {getattr(part, 'details', '')} {part.__dict__ if hasattr(part, '__dict__') else ''}"
        for part in parts
    )
    assert SECRET not in seen
    server.on(TOKEN, new_tokens())
    await client.authenticate()
    assert "token-1" not in repr(client._tokens._token)


async def test_a_token_endpoint_that_hangs_is_given_up(server: RawServer, connect: Connect) -> None:
    server.on(TOKEN, hang())
    with pytest.raises(NoAnswerError):
        await connect(options=Options(read=0.05, tries=2)).send(READ)


async def test_an_unreachable_tenant_is_knocked_at_four_times_only(connect: Connect, clock: HandClock) -> None:
    with pytest.raises(UnreachableError):
        await connect("http://127.0.0.1:1").send(READ)
    assert len(clock.slept) == 3


async def test_a_new_token_is_asked_for_when_the_one_on_its_way_was_refused(
    server: RawServer, connect: Connect
) -> None:
    go_on = asyncio.Event()

    async def refuse(request: Received, writer: asyncio.StreamWriter) -> None:
        await go_on.wait()
        server.on("/oauth2/token", new_tokens())
        await says({"error": "invalid_client"}, status=401)(request, writer)

    server.on("/oauth2/token", refuse)
    server.on(USER, says(FINE))
    client = connect()
    reading = asyncio.create_task(client.send(READ))
    await server.reached("/oauth2/token")
    renewing = asyncio.create_task(client.authenticate())
    await asyncio.sleep(0)
    go_on.set()
    await renewing
    with pytest.raises(CredentialsError):
        await reading
    assert client.tokens_asked == 2
    assert await client.send(READ) == FINE


async def test_a_token_on_its_way_that_comes_is_new_enough(server: RawServer, connect: Connect) -> None:
    server.on(USER, says(FINE))
    client = connect()
    reading = asyncio.create_task(client.send(READ))
    await server.reached("/oauth2/token")
    await client.authenticate()
    assert await reading == FINE
    assert client.tokens_asked == 1
