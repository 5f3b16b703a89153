"""Users and what hangs on them, as a client sees them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api import operations as op

if TYPE_CHECKING:
    from tests.support.demo_caller import Caller, Json


def email(address: str) -> Json:
    return {"type": "email", "is_verified": True, "details": {"email": address}}


async def listed(kinde: Caller, **query: Any) -> list[Json]:
    return list((await kinde.get(op.GET_USERS, page_size=500, **query))["users"])


async def test_one_user_has_three_shapes(kinde: Caller) -> None:
    in_list = (await listed(kinde))[1]
    alone = await kinde.get(op.GET_USER, id=in_list["id"])
    changed = await kinde.done(op.UPDATE_USER, query={"id": in_list["id"]}, body={"given_name": "Zoë"})
    assert in_list["email"] == alone["preferred_email"] == changed["email"]
    assert "preferred_email" not in in_list
    assert "email" not in alone
    assert changed["given_name"] == "Zoë"
    assert (await kinde.get(op.GET_USER, id=in_list["id"]))["first_name"] == "Zoë"
    assert (await listed(kinde))[1]["first_name"] == "Zoë"


async def test_only_what_was_sent_changes(kinde: Caller) -> None:
    before = (await listed(kinde))[4]
    await kinde.done(op.UPDATE_USER, query={"id": before["id"]}, body={"is_suspended": True, "email": "x@example.org"})
    assert (await listed(kinde))[4] == {**before, "is_suspended": True}
    await kinde.done(op.UPDATE_USER, query={"id": before["id"]}, body={"is_suspended": False, "provided_id": "p-1"})
    assert (await kinde.get(op.GET_USER, id=before["id"]))["provided_id"] == "p-1"


async def test_exact_filters(kinde: Caller) -> None:
    people = await listed(kinde)
    phone = next(person for person in people if "phone" in person)
    named = next(person for person in people if "username" in person)
    for query, wanted in (
        ({"email": people[3]["email"].upper()}, [people[3]["id"]]),
        (
            {"email": f"nobody@example.org,{people[7]['email']},{people[3]['email']}"},
            [people[3]["id"], people[7]["id"]],
        ),
        ({"user_id": f"{people[9]['id']},kp_nobody"}, [people[9]["id"]]),
        ({"phone": phone["phone"]}, [phone["id"]]),
        ({"username": named["username"]}, [named["id"]]),
        ({"email": people[3]["email"], "user_id": people[4]["id"]}, []),
        ({"phone": "+000"}, []),
        ({"username": "no such name"}, []),
    ):
        assert [person["id"] for person in await listed(kinde, **query)] == wanted, query


async def test_has_organization(kinde: Caller) -> None:
    everybody = {person["id"]: person["organizations"] for person in await listed(kinde, expand="organizations")}
    having = {person["id"] for person in await listed(kinde, has_organization=True)}
    lacking = {person["id"] for person in await listed(kinde, has_organization=False)}
    assert having == {id_ for id_, codes in everybody.items() if codes}
    assert lacking == set(everybody) - having
    assert lacking


async def test_active_since(kinde: Caller) -> None:
    since = "2026-11-19T00:00:00+02:00"
    active = await listed(kinde, active_since=since)
    assert 0 < len(active) < 60
    assert all(datetime.fromisoformat(person["last_signed_in"]) >= datetime.fromisoformat(since) for person in active)
    assert len(await listed(kinde, active_since="2020-01-01")) < 60
    assert (await kinde.refused(op.GET_USERS, query={"active_since": "yesterday"}))["field"] == "active_since"


async def test_create_says_created_and_answers_200(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][0]["code"]
    body = {
        "profile": {"given_name": "Ada", "family_name": "Byron", "picture": "https://p.example.com/a.png"},
        "provided_id": "crm-1",
        "organization_code": code,
        "identities": [
            email("ada@example.org"),
            {"type": "phone", "details": {"phone": "+61 426 148 233", "phone_country_id": "au"}},
            {"type": "username", "details": {"username": "ada"}},
        ],
    }
    response = await kinde.send(op.CREATE_USER, body=body)
    assert response.status_code == 200
    assert response.json()["created"] is True
    assert [row["result"] for row in response.json()["identities"]] == [{"created": True}] * 3
    user = await kinde.get(op.GET_USER, id=response.json()["id"], expand="organizations,identities")
    assert user["phone"] == "+61426148233"
    assert (user["username"], user["provided_id"], user["organizations"]) == ("ada", "crm-1", [code])
    assert (user["total_sign_ins"], user["last_signed_in"]) == (0, None)
    assert (await listed(kinde))[-1]["id"] == user["id"]
    roles = (await kinde.get(op.GET_ORGANIZATION_USER_ROLES, code, user["id"]))["roles"]
    assert [role["key"] for role in roles] == ["employee"]


async def test_a_user_without_anything(kinde: Caller) -> None:
    made = await kinde.done(op.CREATE_USER)
    user = (await listed(kinde, user_id=made["id"]))[0]
    assert not {"email", "phone", "username", "first_name_"} & set(user)
    assert await kinde.get(op.SEARCH_USERS, query="nothing that anybody is called")
    assert (await kinde.get(op.GET_USER_IDENTITIES, made["id"]))["identities"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"identities": [{"type": "email", "details": {"email": "nope"}}]}, "INVALID_EMAIL"),
        ({"identities": [{"type": "phone", "details": {"phone": "ring me"}}]}, "INVALID_PHONE"),
        ({"identities": [{"type": "pigeon", "details": {}}]}, "INVALID_IDENTITY"),
        ({"identities": [{"type": "email"}]}, "INVALID_IDENTITY"),
        ({"identities": [{"type": "email", "details": {}}]}, "IDENTITY_REQUIRED"),
        ({"identities": [email("a@example.org"), email("A@example.org")]}, "DUPLICATE_IDENTITY"),
        ({"identities": "email"}, "IDENTITIES_REQUIRED"),
        ({"profile": "Ada"}, "INVALID_PROFILE"),
        ({"organization_code": "org_none"}, "ORGANIZATION_NOT_FOUND"),
    ],
)
async def test_a_user_that_cannot_be_created_is_not_created(kinde: Caller, body: Json, code: str) -> None:
    assert (await kinde.refused(op.CREATE_USER, body=body))["code"] == code
    assert len(await listed(kinde)) == 60


async def test_an_address_belongs_to_one_user(kinde: Caller) -> None:
    person = (await listed(kinde))[2]
    taken = await kinde.refused(op.CREATE_USER, body={"identities": [email(person["email"].title())]})
    assert (taken["status"], taken["code"], taken["field"]) == (400, "USER_ALREADY_EXISTS", "email")
    await kinde.done(op.DELETE_USER, query={"id": person["id"]})
    await kinde.done(op.CREATE_USER, body={"identities": [email(person["email"])]})
    assert len(await listed(kinde, email=person["email"])) == 1


@pytest.mark.parametrize("keep", [True, False])
async def test_deleting_a_user_in_both_modes(kinde: Caller, keep: bool) -> None:
    person = next(person for person in await listed(kinde, expand="organizations") if person["organizations"])
    code = person["organizations"][0]
    before = (await kinde.get(op.GET_SUBSCRIBERS, page_size=500))["subscribers"]
    query = {"id": person["id"]} | ({} if keep else {"is_delete_profile": True})
    await kinde.done(op.DELETE_USER, query=query)
    after = (await kinde.get(op.GET_SUBSCRIBERS, page_size=500))["subscribers"]
    assert [row["email"] for row in after[len(before) :]] == ([person["email"]] if keep else [])
    assert (await kinde.refused(op.GET_USER, query={"id": person["id"]}))["status"] == 400
    members = (await kinde.get(op.GET_ORGANIZATION_USERS, code, page_size=500))["organization_users"]
    assert person["id"] not in {member["id"] for member in members}
    assert (await kinde.refused(op.GET_USER_IDENTITIES, person["id"]))["status"] == 400
    assert len(kinde.demo.tenant.people) == 59


async def test_erasing_a_profile_takes_it_off_the_subscriber_list(kinde: Caller) -> None:
    person = (await listed(kinde))[0]
    query = {"first_name": "S", "last_name": "S", "email": person["email"]}
    made = await kinde.done(op.CREATE_SUBSCRIBER, query=query)
    await kinde.done(op.DELETE_USER, query={"id": person["id"], "is_delete_profile": "true"})
    gone = await kinde.refused(op.GET_SUBSCRIBER, made["subscriber"]["subscriber_id"])
    assert gone["code"] == "SUBSCRIBER_NOT_FOUND"


async def test_required_query_parameters(kinde: Caller) -> None:
    for operation in (op.GET_USER, op.UPDATE_USER, op.DELETE_USER):
        assert await kinde.refused(operation, body={} if operation is op.UPDATE_USER else None) == {
            "status": 400,
            "code": "ID_REQUIRED",
            "message": "The query parameter id is required.",
            "field": "id",
        }
    bad = await kinde.refused(op.UPDATE_USER, query={"id": (await listed(kinde))[0]["id"]}, body={"given_name": 7})
    assert bad["field"] == "given_name"


async def test_search_looks_into_names_and_addresses(kinde: Caller) -> None:
    people = await listed(kinde)
    wanted = people[10]
    for needle in (wanted["last_name"], wanted["email"][3:12], wanted["first_name"].upper()):
        found = (await kinde.get(op.SEARCH_USERS, query=needle, page_size=500))["results"]
        assert wanted["id"] in {hit["id"] for hit in found}
    everybody = await kinde.get(op.SEARCH_USERS, query="*", page_size=500)
    assert len(everybody["results"]) == 60
    assert "has_more" not in everybody


async def test_search_follows_a_rename(kinde: Caller) -> None:
    person = (await listed(kinde))[10]
    await kinde.get(op.SEARCH_USERS, query="x")
    await kinde.done(op.UPDATE_USER, query={"id": person["id"]}, body={"family_name": "Quetzalcoatl"})
    found = (await kinde.get(op.SEARCH_USERS, query="quetzal"))["results"]
    assert [hit["id"] for hit in found] == [person["id"]]


async def test_search_by_property(kinde: Caller) -> None:
    person = (await listed(kinde))[5]["id"]
    await kinde.done(op.UPDATE_USER_PROPERTY, person, "usr_city", query={"value": "Timbuktu"})
    found = await kinde.get(op.SEARCH_USERS, query="*", expand="properties", **{"properties[usr_city]": "timbuktu"})
    assert [hit["id"] for hit in found["results"]] == [person]
    assert found["results"][0]["properties"]["usr_city"] == "Timbuktu"


async def test_search_pages_by_cursor_both_ways(kinde: Caller) -> None:
    everybody = [person["id"] for person in await listed(kinde)]
    seen: list[str] = []
    while True:
        cursor = {"starting_after": seen[-1]} if seen else {}
        page = [hit["id"] for hit in (await kinde.get(op.SEARCH_USERS, query="*", page_size=25, **cursor))["results"]]
        seen += page
        if len(page) < 25:
            break
    assert seen == everybody
    back = await kinde.get(op.SEARCH_USERS, query="*", page_size=3, ending_before=everybody[10])
    assert [hit["id"] for hit in back["results"]] == everybody[7:10]


async def test_password_needs_what_its_method_needs(kinde: Caller) -> None:
    person = (await listed(kinde))[0]["id"]
    temporary = {"hashed_password": "$2b$10$x", "is_temporary_password": True}
    await kinde.done(op.SET_USER_PASSWORD, person, body=temporary)
    shown = await kinde.done(op.UPDATE_USER, query={"id": person}, body={})
    assert shown["is_password_reset_requested"] is True
    for body, about in (
        ({}, "hashed_password"),
        ({"hashed_password": "x", "hashing_method": "rot13"}, "hashing_method"),
        ({"hashed_password": "x", "hashing_method": "pbkdf2"}, "salt"),
        ({"hashed_password": "x", "hashing_method": "md5", "salt": "s", "salt_position": "middle"}, "salt_position"),
    ):
        assert (await kinde.refused(op.SET_USER_PASSWORD, person, body=body))["field"] == about


async def test_sessions_end_together(kinde: Caller) -> None:
    sessions: Json = {}
    for person in await listed(kinde):
        sessions[person["id"]] = (await kinde.get(op.GET_USER_SESSIONS, person["id"]))["sessions"]
    busy = next(id_ for id_, found in sessions.items() if len(found) > 1)
    assert any(not found for found in sessions.values())
    apps = {row["id"] for row in (await kinde.get(op.GET_APPLICATIONS))["applications"]}
    assert {session["client_id"] for session in sessions[busy]} <= apps
    await kinde.done(op.DELETE_USER_SESSIONS, busy)
    assert (await kinde.get(op.GET_USER_SESSIONS, busy))["sessions"] == []


async def test_an_unknown_factor_cannot_be_reset(kinde: Caller) -> None:
    person = (await listed(kinde))[0]["id"]
    assert (await kinde.refused(op.RESET_USERS_MFA, person, "mfa_none"))["code"] == "MFA_FACTOR_NOT_FOUND"


async def test_the_identities_of_a_user(kinde: Caller) -> None:
    person = next(person for person in await listed(kinde) if "phone" in person)
    mine = (await kinde.get(op.GET_USER_IDENTITIES, person["id"]))["identities"]
    assert {row["type"]: row["name"] for row in mine}["phone"] == person["phone"]
    assert [row["is_primary"] for row in mine if row["type"] == "email"] == [True]
    for row in mine:
        assert await kinde.get(op.GET_IDENTITY, row["id"]) == row


async def test_the_primary_address_is_the_one_shown(kinde: Caller) -> None:
    person = (await listed(kinde))[6]
    body = {"type": "email", "value": "second@example.org"}
    second = (await kinde.done(op.CREATE_USER_IDENTITY, person["id"], body=body))["identity"]["id"]
    assert (await kinde.get(op.GET_USER, id=person["id"]))["preferred_email"] == person["email"]
    await kinde.done(op.UPDATE_IDENTITY, second, body={"is_primary": True})
    assert (await kinde.get(op.GET_USER, id=person["id"]))["preferred_email"] == "second@example.org"
    for address in (person["email"], "second@example.org"):
        assert [found["id"] for found in await listed(kinde, email=address)] == [person["id"]]
    await kinde.done(op.DELETE_IDENTITY, second)
    assert (await kinde.get(op.GET_USER, id=person["id"]))["preferred_email"] == person["email"]
    assert await listed(kinde, email="second@example.org") == []
    first = next(
        row for row in (await kinde.get(op.GET_USER_IDENTITIES, person["id"]))["identities"] if row["type"] == "email"
    )
    await kinde.done(op.DELETE_IDENTITY, first["id"])
    assert "preferred_email" not in await kinde.get(op.GET_USER, id=person["id"])
    assert (await kinde.refused(op.GET_IDENTITY, first["id"]))["code"] == "IDENTITY_NOT_FOUND"


async def test_social_identities_name_their_connection(kinde: Caller) -> None:
    person = (await listed(kinde))[6]
    connection = (await kinde.get(op.GET_CONNECTIONS))["connections"][1]["connection"]
    body = {"type": "social", "value": "me@example.org", "connection_id": connection["id"]}
    made = (await kinde.done(op.CREATE_USER_IDENTITY, person["id"], body=body))["identity"]["id"]
    found = await kinde.get(op.GET_IDENTITY, made)
    assert (found["type"], found["connection_id"]) == (connection["strategy"], connection["id"])
    assert (await kinde.refused(op.UPDATE_IDENTITY, made, body={"is_primary": True}))["field"] == "is_primary"
    await kinde.done(op.UPDATE_IDENTITY, made, body={"is_primary": False})
    for body, about in (({"type": "social", "value": "x"}, "connection_id"), ({"type": "pigeon"}, "type")):
        assert (await kinde.refused(op.CREATE_USER_IDENTITY, person["id"], body=body))["field"] == about


@pytest.mark.parametrize("identity", ["identity_zz", "identity_00", "nonsense"])
async def test_identities_that_never_were(kinde: Caller, identity: str) -> None:
    assert (await kinde.refused(op.GET_IDENTITY, identity))["status"] == 400


async def test_more_identities_than_a_page(kinde: Caller) -> None:
    person = (await listed(kinde))[6]["id"]
    for number in range(12):
        body = {"type": "email", "value": f"alias{number}@example.org"}
        await kinde.done(op.CREATE_USER_IDENTITY, person, body=body)
    first = await kinde.get(op.GET_USER_IDENTITIES, person, page_size=500)
    assert (len(first["identities"]), first["has_more"]) == (10, True)
    rest = await kinde.get(op.GET_USER_IDENTITIES, person, starting_after=first["identities"][-1]["id"])
    assert rest["has_more"] is False
    assert rest["identities"][-1]["name"] == "alias11@example.org"
