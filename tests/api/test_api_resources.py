"""Typed calls that read: what each one asks for, and what it makes of the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from kinde_tui.api.client import Kinde
from kinde_tui.api.errors import IncompleteAnswerError, KindeError, NotFoundError
from kinde_tui.api.operation import RequestError
from tests.api.raw_server import RawServer, answer, says

if TYPE_CHECKING:
    from tests.api.samples import Connect

T = TypeVar("T")
SINCE = datetime(2026, 1, 2, tzinfo=UTC)


async def every(records: AsyncIterator[T]) -> list[T]:
    return [record async for record in records]


Listing = Callable[[Kinde], AsyncIterator[Any]]
LISTS: list[tuple[Listing, str, Mapping[str, str], str]] = [
    (
        lambda k: k.users.list(
            email=["a@example.com", "b@example.com"],
            phone="1",
            username="u",
            user_id="kp_1",
            has_organization=False,
            active_since=SINCE,
            expand=("organizations", "identities"),
        ),
        "/api/v1/users",
        {
            "email": "a@example.com,b@example.com",
            "phone": "1",
            "username": "u",
            "user_id": "kp_1",
            "has_organization": "false",
            "active_since": "2026-01-02T00:00:00+00:00",
            "expand": "organizations,identities",
            "page_size": "500",
        },
        "users",
    ),
    (
        lambda k: k.users.search("ada", properties={"city": "Rome"}, api_scopes="x", expand=["properties"]),
        "/api/v1/search/users",
        {"query": "ada", "properties[city]": "Rome", "api_scopes": "x", "expand": "properties", "page_size": "500"},
        "results",
    ),
    (lambda k: k.identities.list("kp_1"), "/api/v1/users/kp_1/identities", {}, "identities"),
    (lambda k: k.sessions.list("kp_1"), "/api/v1/users/kp_1/sessions", {}, "sessions"),
    (lambda k: k.mfa.list("kp_1"), "/api/v1/users/kp_1/mfa", {}, "mfa"),
    (lambda k: k.mfa.list_in("org_1", "kp_1"), "/api/v1/organizations/org_1/users/kp_1/mfa", {}, "mfa"),
    (
        lambda k: k.organizations.list(sort="name_desc"),
        "/api/v1/organizations",
        {"sort": "name_desc", "page_size": "500"},
        "organizations",
    ),
    (
        lambda k: k.members.list("org_1", roles=["admin", "editor"], permissions=["p"], sort="name_asc"),
        "/api/v1/organizations/org_1/users",
        {"roles": "admin,editor", "permissions": "p", "sort": "name_asc", "page_size": "500"},
        "organization_users",
    ),
    (lambda k: k.members.roles("org_1", "kp_1"), "/api/v1/organizations/org_1/users/kp_1/roles", {}, "roles"),
    (
        lambda k: k.members.permissions("org_1", "kp_1"),
        "/api/v1/organizations/org_1/users/kp_1/permissions",
        {"expand": "roles"},
        "permissions",
    ),
    (lambda k: k.roles.list(sort="name_asc"), "/api/v1/roles", {"sort": "name_asc", "page_size": "500"}, "roles"),
    (lambda k: k.roles.permissions("r_1"), "/api/v1/roles/r_1/permissions", {"page_size": "500"}, "permissions"),
    (lambda k: k.roles.users("r_1"), "/api/v1/roles/r_1/users", {"page_size": "500"}, "users"),
    (
        lambda k: k.roles.users("r_1", organization="org_1"),
        "/api/v1/organizations/org_1/roles/r_1/users",
        {"page_size": "500"},
        "users",
    ),
    (lambda k: k.permissions.list(), "/api/v1/permissions", {"page_size": "500"}, "permissions"),
    (
        lambda k: k.properties.list(context="usr"),
        "/api/v1/properties",
        {"context": "usr", "page_size": "500"},
        "properties",
    ),
    (
        lambda k: k.categories.list(context="org"),
        "/api/v1/property_categories",
        {"context": "org", "page_size": "500"},
        "categories",
    ),
    (lambda k: k.property_values.of_user("kp_1"), "/api/v1/users/kp_1/properties", {}, "properties"),
    (lambda k: k.property_values.of_organization("org_1"), "/api/v1/organizations/org_1/properties", {}, "properties"),
]


@pytest.mark.parametrize(
    ("call", "path", "query", "holds"), LISTS, ids=[f"{number}-{row[1]}" for number, row in enumerate(LISTS)]
)
async def test_what_a_list_asks_for_and_gives(
    server: RawServer, connect: Connect, call: Listing, path: str, query: Mapping[str, str], holds: str
) -> None:
    server.on(path, says({holds: [{"id": "x_1", "name": "One", "new_field": 1}, {"id": "x_2"}], "has_more": False}))
    records = await every(call(connect()))
    assert server.received[-1].query == query
    assert [record.id for record in records] == ["x_1", "x_2"]
    assert records[0].new_field == 1


@pytest.mark.parametrize("organization", ["", "org_1"])
async def test_flag_maps_become_records(server: RawServer, connect: Connect, organization: str) -> None:
    path = (
        f"/api/v1/organizations/{organization}/feature_flags" if organization else "/api/v1/environment/feature_flags"
    )
    server.on(path, says({"code": "OK", "feature_flags": {"dark": {"type": "bool", "value": "true"}}}))
    client = connect()
    listing = client.flags.of_organization(organization) if organization else client.flags.of_environment()
    (flag,) = await every(listing)
    assert (flag.key, flag.type, flag.value) == ("dark", "bool", "true")


async def test_single_records(server: RawServer, connect: Connect) -> None:
    client = connect()
    server.on("/api/v1/user", says({"id": "kp_1", "preferred_email": "a@example.com", "total_sign_ins": "many"}))
    user = await client.users.get("kp_1", expand=["identities"])
    assert (user.email, user.total_sign_ins, user.problems) == ("a@example.com", None, ("total_sign_ins",))
    assert server.received[-1].query == {"id": "kp_1", "expand": "identities"}
    server.on("/api/v1/roles/r_1", says({"code": "OK", "role": {"id": "r_1", "key": "admin"}}))
    assert (await client.roles.get("r_1")).key == "admin"
    server.on("/api/v1/roles/r_1", says({"code": "OK"}))
    with pytest.raises(NotFoundError):
        await client.roles.get("r_1")
    server.on("/api/v1/organization", says({"code": "org_1", "name": "Acme"}))
    assert (await client.organizations.get("org_1")).name == "Acme"
    server.on("/api/v1/identities/i_1", says({"id": "i_1", "type": "email"}))
    assert (await client.identities.get("i_1")).type == "email"


async def test_a_list_gives_every_page_and_nobody_twice(server: RawServer, connect: Connect) -> None:
    server.on(
        "/api/v1/users",
        says({"users": [{"id": "a"}, {"id": "b"}], "next_token": "1"}),
        says({"users": [{"id": "b"}, {"id": "c"}], "next_token": ""}),
    )
    assert [user.id for user in await every(connect().users.list())] == ["a", "b", "c"]


async def test_a_list_that_ends_early_says_so_after_what_it_has(server: RawServer, connect: Connect) -> None:
    server.on("/api/v1/users", says({"users": [{"id": "a"}], "next_token": "again"}))
    listing = connect().users.list()
    assert (await anext(listing)).id == "a"
    with pytest.raises(IncompleteAnswerError, match="the server repeated a page"):
        await anext(listing)


@pytest.mark.parametrize("bad", ["", ".", ".."])
async def test_ids_that_would_change_the_path_are_refused(server: RawServer, connect: Connect, bad: str) -> None:
    client = connect()
    with pytest.raises(RequestError):
        await client.roles.get(bad)
    with pytest.raises(RequestError):
        await every(client.members.list(bad))
    with pytest.raises(RequestError):
        await client.flags.override_for_user("kp_1", bad, "true")
    assert not server.received


async def test_the_key_set_is_read_where_the_tenant_says_and_nowhere_else(server: RawServer, connect: Connect) -> None:
    client = connect()
    config, keys = "/.well-known/openid-configuration", {"keys": [{"kid": "1"}]}
    server.on("/.well-known/jwks.json", says(keys))
    server.on("/.well-known/jwks", says(keys))
    for named, path in [
        (f"{server.url}/.well-known/jwks.json", "/.well-known/jwks.json"),
        ("https://evil.example/keys", "/.well-known/jwks"),
        ("https://[half", "/.well-known/jwks"),
        (f"{server.url}/{{x}}", "/.well-known/jwks"),
        (None, "/.well-known/jwks"),
    ]:
        server.on(config, says({"issuer": server.url, "jwks_uri": named}))
        assert await client.key_set() == keys
        assert server.received[-1].path == path
    server.on(config, answer(404, b""))
    assert await client.key_set() == keys
    assert all("authorization" not in request.headers for request in server.received)
    assert client.tokens_asked == 0
    server.on(config, says({"issuer": server.url}))
    assert await client.openid_configuration() == {"issuer": server.url}


async def test_errors_pass_through(server: RawServer, connect: Connect) -> None:
    server.on("/api/v1/users", answer(403, b""))
    with pytest.raises(KindeError):
        await every(connect().users.list())
