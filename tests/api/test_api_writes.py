"""Typed calls that write: what each one sends, and what it makes of the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from kinde_tui.api.client import Kinde
from kinde_tui.api.resources.members import Membership
from tests.api.raw_server import RawServer, answer, says

if TYPE_CHECKING:
    from tests.api.samples import Connect

SINCE = datetime(2026, 1, 2, tzinfo=UTC)


Call = Callable[[Kinde], Awaitable[Any]]
WRITES: list[tuple[Call, str, str, Mapping[str, str], Any]] = [
    (
        lambda k: k.users.create(
            email="a@example.com",
            phone="555",
            phone_country="gb",
            username="ada",
            verified=True,
            first_name="Ada",
            provided_id="p1",
            organization="org_1",
        ),
        "POST",
        "/api/v1/user",
        {},
        {
            "profile": {"given_name": "Ada"},
            "organization_code": "org_1",
            "provided_id": "p1",
            "identities": [
                {"type": "email", "is_verified": True, "details": {"email": "a@example.com"}},
                {"type": "phone", "is_verified": True, "details": {"phone": "555", "phone_country_id": "gb"}},
                {"type": "username", "details": {"username": "ada"}},
            ],
        },
    ),
    (lambda k: k.users.create(), "POST", "/api/v1/user", {}, {}),
    (
        lambda k: k.users.update("kp_1", first_name="", suspended=False, ask_for_new_password=True),
        "PATCH",
        "/api/v1/user",
        {"id": "kp_1"},
        {"given_name": "", "is_suspended": False, "is_password_reset_requested": True},
    ),
    (lambda k: k.users.delete("kp_1"), "DELETE", "/api/v1/user", {"id": "kp_1"}, None),
    (
        lambda k: k.users.delete("kp_1", erase_profile=True),
        "DELETE",
        "/api/v1/user",
        {"id": "kp_1", "is_delete_profile": "true"},
        None,
    ),
    (lambda k: k.users.refresh_claims("kp_1"), "POST", "/api/v1/users/kp_1/refresh_claims", {}, None),
    (
        lambda k: k.users.set_password(
            "kp_1", SecretStr("$2a$x"), method="bcrypt", temporary=True, parameters={"rounds": 8}
        ),
        "PUT",
        "/api/v1/users/kp_1/password",
        {},
        {"hashed_password": "$2a$x", "hashing_method": "bcrypt", "is_temporary_password": True, "rounds": 8},
    ),
    (
        lambda k: k.identities.create("kp_1", "phone", "555", phone_country="gb"),
        "POST",
        "/api/v1/users/kp_1/identities",
        {},
        {"type": "phone", "value": "555", "phone_country_id": "gb"},
    ),
    (lambda k: k.identities.make_primary("i_1"), "PATCH", "/api/v1/identities/i_1", {}, {"is_primary": True}),
    (lambda k: k.identities.delete("i_1"), "DELETE", "/api/v1/identities/i_1", {}, None),
    (lambda k: k.sessions.end_all("kp_1"), "DELETE", "/api/v1/users/kp_1/sessions", {}, None),
    (lambda k: k.mfa.reset("kp_1", "m_1"), "DELETE", "/api/v1/users/kp_1/mfa/m_1", {}, None),
    (lambda k: k.mfa.reset_all("kp_1"), "DELETE", "/api/v1/users/kp_1/mfa", {}, None),
    (
        lambda k: k.mfa.reset_in("org_1", "kp_1", "m_1"),
        "DELETE",
        "/api/v1/organizations/org_1/users/kp_1/mfa/m_1",
        {},
        None,
    ),
    (lambda k: k.mfa.reset_all_in("org_1", "kp_1"), "DELETE", "/api/v1/organizations/org_1/users/kp_1/mfa", {}, None),
    (
        lambda k: k.organizations.create(
            "Acme", external_id="7", feature_flags={"a": "true"}, settings={"theme_code": "dark"}
        ),
        "POST",
        "/api/v1/organization",
        {},
        {"name": "Acme", "external_id": "7", "feature_flags": {"a": "true"}, "theme_code": "dark"},
    ),
    (
        lambda k: k.organizations.update(
            "org_1", name="Acme", suspended=True, allowed_domains=("a.example",), settings={"is_enforce_mfa": True}
        ),
        "PATCH",
        "/api/v1/organization/org_1",
        {},
        {"name": "Acme", "is_suspended": True, "allowed_domains": ["a.example"], "is_enforce_mfa": True},
    ),
    (lambda k: k.organizations.delete("org_1"), "DELETE", "/api/v1/organization/org_1", {}, None),
    (lambda k: k.organizations.delete_handle("org_1"), "DELETE", "/api/v1/organization/org_1/handle", {}, None),
    (
        lambda k: k.members.add("org_1", [Membership("kp_1"), Membership("kp_2", roles=["admin"], permissions=[])]),
        "POST",
        "/api/v1/organizations/org_1/users",
        {},
        {"users": [{"id": "kp_1"}, {"id": "kp_2", "roles": ["admin"], "permissions": []}]},
    ),
    (
        lambda k: k.members.update("org_1", [Membership("kp_1", roles=[])]),
        "PATCH",
        "/api/v1/organizations/org_1/users",
        {},
        {"users": [{"id": "kp_1", "roles": []}]},
    ),
    (
        lambda k: k.members.remove_all("org_1", ["kp_1"]),
        "PATCH",
        "/api/v1/organizations/org_1/users",
        {},
        {"users": [{"id": "kp_1", "operation": "delete"}]},
    ),
    (lambda k: k.members.remove("org_1", "kp_1"), "DELETE", "/api/v1/organizations/org_1/users/kp_1", {}, None),
    (
        lambda k: k.members.add_role("org_1", "kp_1", "r_1"),
        "POST",
        "/api/v1/organizations/org_1/users/kp_1/roles",
        {},
        {"role_id": "r_1"},
    ),
    (
        lambda k: k.members.remove_role("org_1", "kp_1", "r_1"),
        "DELETE",
        "/api/v1/organizations/org_1/users/kp_1/roles/r_1",
        {},
        None,
    ),
    (
        lambda k: k.members.add_permission("org_1", "kp_1", "p_1"),
        "POST",
        "/api/v1/organizations/org_1/users/kp_1/permissions",
        {},
        {"permission_id": "p_1"},
    ),
    (
        lambda k: k.members.remove_permission("org_1", "kp_1", "p_1"),
        "DELETE",
        "/api/v1/organizations/org_1/users/kp_1/permissions/p_1",
        {},
        None,
    ),
    (
        lambda k: k.roles.create("admin", "Admin", description="All", default=False),
        "POST",
        "/api/v1/roles",
        {},
        {"key": "admin", "name": "Admin", "description": "All", "is_default_role": False},
    ),
    (
        lambda k: k.roles.update("r_1", "admin", "Admin"),
        "PATCH",
        "/api/v1/roles/r_1",
        {},
        {"key": "admin", "name": "Admin"},
    ),
    (lambda k: k.roles.delete("r_1"), "DELETE", "/api/v1/roles/r_1", {}, None),
    (
        lambda k: k.roles.change_permissions("r_1", add=["p_1"], remove=["p_2"]),
        "PATCH",
        "/api/v1/roles/r_1/permissions",
        {},
        {"permissions": [{"id": "p_1"}, {"id": "p_2", "operation": "delete"}]},
    ),
    (
        lambda k: k.roles.remove_permission("r_1", "p_1"),
        "DELETE",
        "/api/v1/roles/r_1/permissions/p_1",
        {},
        None,
    ),
    (
        lambda k: k.permissions.create("read:it", "Read it"),
        "POST",
        "/api/v1/permissions",
        {},
        {"key": "read:it", "name": "Read it"},
    ),
    (
        lambda k: k.permissions.update("p_1", description=""),
        "PATCH",
        "/api/v1/permissions/p_1",
        {},
        {"description": ""},
    ),
    (lambda k: k.permissions.delete("p_1"), "DELETE", "/api/v1/permissions/p_1", {}, None),
    (
        lambda k: k.flags.create("dark", "Dark", "bool", "false", lowest_level="usr"),
        "POST",
        "/api/v1/feature_flags",
        {},
        {"key": "dark", "name": "Dark", "type": "bool", "default_value": "false", "allow_override_level": "usr"},
    ),
    (
        lambda k: k.flags.replace("dark", name="Dark", description="", kind="bool", lowest_level="org", default="true"),
        "PUT",
        "/api/v1/feature_flags/dark",
        {"name": "Dark", "description": "", "type": "bool", "allow_override_level": "org", "default_value": "true"},
        None,
    ),
    (lambda k: k.flags.delete("dark"), "DELETE", "/api/v1/feature_flags/dark", {}, None),
    (
        lambda k: k.flags.override_in_environment("dark", "true"),
        "PATCH",
        "/api/v1/environment/feature_flags/dark",
        {},
        {"value": "true"},
    ),
    (
        lambda k: k.flags.clear_in_environment("dark"),
        "DELETE",
        "/api/v1/environment/feature_flags/dark",
        {},
        None,
    ),
    (lambda k: k.flags.clear_all_in_environment(), "DELETE", "/api/v1/environment/feature_flags", {}, None),
    (
        lambda k: k.flags.override_in_organization("org_1", "dark", "a b&c"),
        "PATCH",
        "/api/v1/organizations/org_1/feature_flags/dark",
        {"value": "a b&c"},
        None,
    ),
    (
        lambda k: k.flags.clear_in_organization("org_1", "dark"),
        "DELETE",
        "/api/v1/organizations/org_1/feature_flags/dark",
        {},
        None,
    ),
    (
        lambda k: k.flags.clear_all_in_organization("org_1"),
        "DELETE",
        "/api/v1/organizations/org_1/feature_flags",
        {},
        None,
    ),
    (
        lambda k: k.flags.override_for_user("kp_1", "dark", ""),
        "PATCH",
        "/api/v1/users/kp_1/feature_flags/dark",
        {"value": ""},
        None,
    ),
    (
        lambda k: k.properties.create("city", "City", context="usr", category_id="c_1"),
        "POST",
        "/api/v1/properties",
        {},
        {
            "key": "city",
            "name": "City",
            "type": "single_line_text",
            "context": "usr",
            "is_private": True,
            "category_id": "c_1",
        },
    ),
    (
        lambda k: k.properties.update("pr_1", name="City", private=False, category_id="c_1"),
        "PUT",
        "/api/v1/properties/pr_1",
        {},
        {"name": "City", "is_private": False, "category_id": "c_1"},
    ),
    (lambda k: k.properties.delete("pr_1"), "DELETE", "/api/v1/properties/pr_1", {}, None),
    (
        lambda k: k.categories.create("Home", context="usr"),
        "POST",
        "/api/v1/property_categories",
        {},
        {"name": "Home", "context": "usr"},
    ),
    (
        lambda k: k.categories.update("c_1", name="Away"),
        "PUT",
        "/api/v1/property_categories/c_1",
        {},
        {"name": "Away"},
    ),
    (
        lambda k: k.property_values.set_for_user("kp_1", {"city": "Rome"}),
        "PATCH",
        "/api/v1/users/kp_1/properties",
        {},
        {"properties": {"city": "Rome"}},
    ),
    (
        lambda k: k.property_values.set_one_for_user("kp_1", "city", "Rome"),
        "PUT",
        "/api/v1/users/kp_1/properties/city",
        {"value": "Rome"},
        None,
    ),
    (
        lambda k: k.property_values.set_for_organization("org_1", {"city": "Rome"}),
        "PATCH",
        "/api/v1/organizations/org_1/properties",
        {},
        {"properties": {"city": "Rome"}},
    ),
    (
        lambda k: k.property_values.set_one_for_organization("org_1", "city", "Rome"),
        "PUT",
        "/api/v1/organizations/org_1/properties/city",
        {"value": "Rome"},
        None,
    ),
]


@pytest.mark.parametrize(
    ("call", "method", "path", "query", "body"),
    WRITES,
    ids=[f"{number}-{row[1]}{row[2]}" for number, row in enumerate(WRITES)],
)
async def test_what_a_write_sends(
    server: RawServer, connect: Connect, call: Call, method: str, path: str, query: Mapping[str, str], body: Any
) -> None:
    server.on(path, answer(200, b""))
    await call(connect())
    sent = server.received[-1]
    assert (sent.method, sent.path, sent.query) == (method, path, query)
    assert (sent.json if sent.body else None) == body


async def test_creations_give_the_new_id(server: RawServer, connect: Connect) -> None:
    client = connect()
    server.on("/api/v1/user", says({"id": "kp_9", "created": False}))
    made = await client.users.create(email="a@example.com")
    assert (made.id, made.created) == ("kp_9", False)
    server.on("/api/v1/organization", says({"code": "OK", "organization": {"code": "org_9"}}))
    assert (await client.organizations.create("Acme")).id == "org_9"
    server.on("/api/v1/roles", says({"code": "OK", "role": {"id": "r_9"}}, status=201))
    assert (await client.roles.create("a", "A")).id == "r_9"
    server.on("/api/v1/permissions", says({"code": "OK", "message": "Success"}, status=201))
    assert (await client.permissions.create("a", "A")).id == ""
    server.on("/api/v1/users/kp_1/identities", says({"code": "OK", "identity": {"id": "i_9"}}, status=201))
    assert (await client.identities.create("kp_1", "email", "b@example.com")).id == "i_9"


async def test_members_go_a_hundred_at_a_time(server: RawServer, connect: Connect) -> None:
    path = "/api/v1/organizations/org_1/users"
    server.on(path, says({"users_added": ["a"]}), says({"users_added": ["b"]}), says({"users_added": ["c"]}))
    changed = await connect().members.add("org_1", [Membership(f"kp_{number}") for number in range(250)])
    assert [len(request.json["users"]) for request in server.to(path)] == [100, 100, 50]
    assert changed.users_added == ("a", "b", "c")


async def test_permissions_go_a_hundred_at_a_time(server: RawServer, connect: Connect) -> None:
    path = "/api/v1/roles/r_1/permissions"
    server.on(path, says({"permissions_added": ["a"], "permissions_removed": []}), says({"permissions_removed": ["b"]}))
    changed = await connect().roles.change_permissions("r_1", add=["a"] * 100, remove=["b"])
    assert (changed.permissions_added, changed.permissions_removed) == (("a",), ("b",))


async def test_writes_need_no_answer_that_can_be_read_as_a_model(server: RawServer, connect: Connect) -> None:
    server.on("/api/v1/organizations/org_1/users", says({"users_added": "oops"}))
    assert (await connect().members.add("org_1", [Membership("kp_1")])).users_added == ()
