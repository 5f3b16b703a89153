"""Organizations, their members, and what members hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as op

if TYPE_CHECKING:
    from tests.support.demo_caller import Caller, Json


@pytest.fixture
async def codes(kinde: Caller) -> list[str]:
    return [row["code"] for row in (await kinde.get(op.GET_ORGANIZATIONS, page_size=100))["organizations"]]


@pytest.fixture
async def people(kinde: Caller) -> list[str]:
    return [row["id"] for row in (await kinde.get(op.GET_USERS, page_size=500))["users"]]


@pytest.fixture
async def role_ids(kinde: Caller) -> dict[str, str]:
    return {row["key"]: row["id"] for row in (await kinde.get(op.GET_ROLES))["roles"]}


async def members(kinde: Caller, code: str, **query: str) -> list[Json]:
    return list((await kinde.get(op.GET_ORGANIZATION_USERS, code, page_size=500, **query))["organization_users"])


async def test_sorting(kinde: Caller) -> None:
    for direction, reverse in (("asc", False), ("desc", True)):
        rows = (await kinde.get(op.GET_ORGANIZATIONS, page_size=100, sort=f"name_{direction}"))["organizations"]
        names = [row["name"].casefold() for row in rows]
        assert names == sorted(names, reverse=reverse)


async def test_one_organization_has_more_fields_than_the_list(kinde: Caller, codes: list[str]) -> None:
    alone = await kinde.get(op.GET_ORGANIZATION, code=codes[17])
    assert alone["is_suspended"] is True
    assert alone["suspended_on"] is not None
    assert "billing" not in alone
    assert (await kinde.get(op.GET_ORGANIZATION, code=codes[1], expand="billing"))["billing"]["agreements"]
    assert (await kinde.get(op.GET_ORGANIZATION))["is_default"] is True


async def test_suspending_and_restoring(kinde: Caller, codes: list[str]) -> None:
    await kinde.done(op.UPDATE_ORGANIZATION, codes[1], body={"is_suspended": True})
    suspended = await kinde.get(op.GET_ORGANIZATION, code=codes[1])
    assert suspended["suspended_on"] == "2026-11-20T08:30:00+00:00"
    await kinde.done(op.UPDATE_ORGANIZATION, codes[1], body={"is_suspended": False})
    assert (await kinde.get(op.GET_ORGANIZATION, code=codes[1]))["suspended_on"] is None
    refused = await kinde.refused(op.UPDATE_ORGANIZATION, codes[0], body={"is_suspended": True})
    assert refused["code"] == "CANNOT_SUSPEND_DEFAULT"
    assert (await kinde.refused(op.DELETE_ORGANIZATION, codes[0]))["code"] == "CANNOT_DELETE_DEFAULT"


async def test_colours_come_in_three_spellings(kinde: Caller, codes: list[str]) -> None:
    body = {
        "button_color": "#f80",
        "link_color": "#336699",
        "background_color": "#777777",
        "allowed_domains": ["a.org"],
    }
    await kinde.done(op.UPDATE_ORGANIZATION, codes[2], body=body)
    shown = await kinde.get(op.GET_ORGANIZATION, code=codes[2])
    assert shown["button_color"] == {"raw": "#f80", "hex": "#ff8800", "hsl": "hsl(32, 100%, 50%)"}
    assert shown["link_color"]["hsl"] == "hsl(210, 50%, 40%)"
    assert shown["background_color"]["hsl"] == "hsl(0, 0%, 47%)"
    assert shown["allowed_domains"] == ["a.org"]


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({"name": " "}, "name"),
        ({"handle": "halvorsen"}, "handle"),
        ({"handle": 7}, "handle"),
        ({"theme_code": "neon"}, "theme_code"),
        ({"link_color": "red"}, "link_color"),
        ({"allowed_domains": "a.org"}, "allowed_domains"),
        ({"is_suspended": "yes"}, "is_suspended"),
    ],
)
async def test_refused_changes_change_nothing(kinde: Caller, codes: list[str], body: Json, about: str) -> None:
    before = await kinde.get(op.GET_ORGANIZATION, code=codes[2])
    assert (await kinde.refused(op.UPDATE_ORGANIZATION, codes[2], body=body))["field"] == about
    assert await kinde.get(op.GET_ORGANIZATION, code=codes[2]) == before


@pytest.mark.parametrize("flags", ["theme", {"theme_of_nobody": "x"}, {"max_rota_weeks": "many"}])
async def test_initial_flags_must_exist(kinde: Caller, flags: object) -> None:
    refused = await kinde.refused(op.CREATE_ORGANIZATION, body={"name": "New", "feature_flags": flags})
    assert refused["field"] == "feature_flags"
    assert (await kinde.refused(op.CREATE_ORGANIZATION, body={}))["field"] == "name"


async def test_deleting_an_organization_ends_its_memberships(kinde: Caller, codes: list[str]) -> None:
    code = codes[3]
    before = {row["id"] for row in await members(kinde, code)}
    assert before
    await kinde.done(op.DELETE_ORGANIZATION, code)
    users = (await kinde.get(op.GET_USERS, page_size=500, expand="organizations"))["users"]
    assert all(code not in user["organizations"] for user in users)
    assert (await kinde.refused(op.DELETE_ORGANIZATION, code))["code"] == "ORGANIZATION_NOT_FOUND"
    assert (await kinde.refused(op.GET_ORGANIZATION_FEATURE_FLAGS, code))["status"] == 400


async def test_a_handle_goes_once(kinde: Caller, codes: list[str]) -> None:
    await kinde.done(op.DELETE_ORGANIZATION_HANDLE, codes[1])
    assert (await kinde.refused(op.DELETE_ORGANIZATION_HANDLE, codes[1]))["code"] == "ORGANIZATION_HANDLE_NOT_FOUND"


async def test_members_by_role_and_permission(kinde: Caller, codes: list[str]) -> None:
    everybody = [(code, row) for code in codes for row in await members(kinde, code)]
    code, planner = next((code, row) for code, row in everybody if "planner" in row["roles"])
    assert planner["id"] in {row["id"] for row in await members(kinde, code, roles="planner")}
    assert all("planner" in row["roles"] for row in await members(kinde, code, roles="planner"))
    assert planner["id"] in {row["id"] for row in await members(kinde, code, permissions="rotas:publish,shifts:read")}
    assert await members(kinde, code, roles="planner,nonsense") == []
    assert await members(kinde, code, permissions="billing:update,nonsense") == []


async def test_members_sorted(kinde: Caller, codes: list[str]) -> None:
    code = max(codes, key=lambda code: len(kinde.demo.tenant.memberships.of(code)))
    by_mail = [row["email"] for row in await members(kinde, code, sort="email_desc")]
    assert by_mail == sorted(by_mail, reverse=True)
    names = [row["full_name"].casefold() for row in await members(kinde, code, sort="name_asc")]
    assert names == sorted(names)


async def test_adding_members(kinde: Caller, codes: list[str], people: list[str]) -> None:
    code = codes[0]
    inside = {row["id"] for row in await members(kinde, code)}
    outside = [id_ for id_ in people if id_ not in inside][:2]
    rows = [{"id": outside[0], "roles": ["auditor", "planner"], "permissions": ["audit:read"]}, {"id": outside[1]}]
    added = await kinde.done(op.ADD_ORGANIZATION_USERS, code, body={"users": [*rows, {"id": next(iter(inside))}]})
    assert added["users_added"] == outside
    shown = {row["id"]: row["roles"] for row in await members(kinde, code)}
    assert (shown[outside[0]], shown[outside[1]]) == (["auditor", "planner"], ["employee"])


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": "kp_nobody"}, "USER_NOT_FOUND"),
        ({"roles": ["planner"]}, "USER_NOT_FOUND"),
        ({"roles": ["king"]}, "ROLE_NOT_FOUND"),
        ({"roles": "planner"}, "INVALID_ROLES"),
        ({"permissions": ["fly"]}, "PERMISSION_NOT_FOUND"),
    ],
)
async def test_all_or_nobody(kinde: Caller, codes: list[str], people: list[str], row: Json, code: str) -> None:
    before = await members(kinde, codes[0])
    outside = [id_ for id_ in people if id_ not in {member["id"] for member in before}]
    bad = row if code == "USER_NOT_FOUND" else {"id": outside[1], **row}
    body = {"users": [{"id": outside[0]}, bad]}
    for operation in (op.ADD_ORGANIZATION_USERS, op.UPDATE_ORGANIZATION_USERS):
        assert (await kinde.refused(operation, codes[0], body=body))["code"] == code
    assert await members(kinde, codes[0]) == before


async def test_a_hundred_at_most(kinde: Caller, codes: list[str], people: list[str]) -> None:
    rows = [{"id": people[0]}] * 101
    for operation in (op.ADD_ORGANIZATION_USERS, op.UPDATE_ORGANIZATION_USERS):
        assert (await kinde.refused(operation, codes[0], body={"users": rows}))["code"] == "TOO_MANY_ITEMS"
        await kinde.done(operation, codes[0], body={"users": rows[:100]})


async def test_changing_members(kinde: Caller, codes: list[str], people: list[str]) -> None:
    code = codes[0]
    inside = [row["id"] for row in await members(kinde, code)]
    outside = next(id_ for id_ in people if id_ not in inside)
    body = {"users": [{"id": inside[0], "roles": ["auditor"]}, {"id": outside, "operation": "delete"}, {"id": outside}]}
    first = await kinde.done(op.UPDATE_ORGANIZATION_USERS, code, body=body)
    assert first["users_updated"] == [inside[0]]
    assert first["users_added"] == [outside]
    assert first["users_removed"] == []
    assert (await members(kinde, code))[0]["roles"] == ["auditor"]
    second = await kinde.done(
        op.UPDATE_ORGANIZATION_USERS, code, body={"users": [{"id": outside, "operation": "delete"}]}
    )
    assert second["users_removed"] == [outside]


async def test_permissions_come_through_roles_or_directly(
    kinde: Caller, codes: list[str], people: list[str], role_ids: dict[str, str]
) -> None:
    code, person = codes[0], people[0]
    body = {
        "users": [{"id": person, "roles": ["employee", "auditor"], "permissions": ["payroll:export", "shifts:read"]}]
    }
    await kinde.done(op.UPDATE_ORGANIZATION_USERS, code, body=body)
    held = (await kinde.get(op.GET_ORGANIZATION_USER_PERMISSIONS, code, person, expand="roles"))["permissions"]
    through = {row["key"]: [role["key"] for role in row["roles"]] for row in held}
    assert through["payroll:export"] == []
    assert through["shifts:read"] == ["employee", "auditor"]
    assert through["audit:read"] == ["auditor"]
    plain = (await kinde.get(op.GET_ORGANIZATION_USER_PERMISSIONS, code, person))["permissions"]
    assert all("roles" not in row for row in plain)
    await kinde.done(op.DELETE_ORGANIZATION_USER_ROLE, code, person, role_ids["auditor"])
    gone = await kinde.refused(op.DELETE_ORGANIZATION_USER_ROLE, code, person, role_ids["auditor"])
    assert gone["code"] == "ROLE_NOT_FOUND"
    held = (await kinde.get(op.GET_ORGANIZATION_USER_PERMISSIONS, code, person))["permissions"]
    assert "audit:read" not in {row["key"] for row in held}


async def test_giving_the_same_twice_is_no_error(
    kinde: Caller, codes: list[str], people: list[str], role_ids: dict[str, str]
) -> None:
    for _ in range(2):
        await kinde.done(op.CREATE_ORGANIZATION_USER_ROLE, codes[0], people[0], body={"role_id": role_ids["support"]})
    roles = (await kinde.get(op.GET_ORGANIZATION_USER_ROLES, codes[0], people[0]))["roles"]
    assert [role["key"] for role in roles].count("support") == 1


async def test_what_is_not_held_cannot_be_taken(kinde: Caller, codes: list[str], people: list[str]) -> None:
    place = (codes[0], people[0])
    for operation, code in (
        (op.DELETE_ORGANIZATION_USER_ROLE, "ROLE_NOT_FOUND"),
        (op.DELETE_ORGANIZATION_USER_PERMISSION, "PERMISSION_NOT_FOUND"),
    ):
        assert (await kinde.refused(operation, *place, "nothing"))["code"] == code
    assert (await kinde.refused(op.DELETE_ORGANIZATION_USER_API_SCOPE, *place, "a", "b"))["code"] == "SCOPE_NOT_FOUND"
    for operation, field in (
        (op.CREATE_ORGANIZATION_USER_ROLE, "role_id"),
        (op.CREATE_ORGANIZATION_USER_PERMISSION, "permission_id"),
    ):
        assert (await kinde.refused(operation, *place, body={field: "nothing"}))["status"] == 400
        assert (await kinde.refused(operation, *place, body={}))["field"] == field


async def test_strangers_are_no_members(kinde: Caller, codes: list[str], people: list[str]) -> None:
    inside = {row["id"] for row in await members(kinde, codes[0])}
    stranger = next(id_ for id_ in people if id_ not in inside)
    for operation in (op.GET_ORGANIZATION_USER_ROLES, op.REMOVE_ORGANIZATION_USER, op.GET_ORG_USER_MFA):
        assert (await kinde.refused(operation, codes[0], stranger))["code"] == "ORGANIZATION_USER_NOT_FOUND"


async def test_holders_of_a_role(kinde: Caller, codes: list[str], role_ids: dict[str, str]) -> None:
    code = max(codes, key=lambda code: len(kinde.demo.tenant.memberships.of(code)))
    for key, role_id in role_ids.items():
        wanted = {row["id"] for row in await members(kinde, code, roles=key)}
        found = (await kinde.get(op.GET_ORGANIZATION_ROLE_USERS, code, role_id, page_size=500))["users"]
        assert {row["id"] for row in found} == wanted
        assert (await kinde.get(op.GET_ORGANIZATION_ROLE_USERS_COUNT, code, role_id))["count"] == len(wanted)
    for bounds, about in (
        (("soon", "2026-01-01"), "date_time_from"),
        (("2026-01-02", "2026-01-01"), "date_time_to"),
    ):
        query = dict(zip(("date_time_from", "date_time_to"), bounds, strict=True))
        operation = op.GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT
        refused = await kinde.refused(operation, code, role_ids["employee"], query=query)
        assert refused["field"] == about


async def test_invites(kinde: Caller, codes: list[str]) -> None:
    code = codes[0]
    body = {"email": "new@example.org", "first_name": "New", "roles": ["planner"], "send_email": True}
    invite = (await kinde.done(op.CREATE_ORGANIZATION_INVITE, code, body=body))["invite"]
    assert (invite["full_name"], invite["is_sent"], invite["accepted_on"]) == ("New", True, None)
    listed = (await kinde.get(op.GET_ORGANIZATION_INVITES, code, sort="email_asc", page_size=50))["invites"]
    assert invite in listed
    await kinde.done(op.DELETE_ORGANIZATION_INVITE, code, invite["code"])
    waiting = (await kinde.get(op.GET_ORGANIZATION_INVITES, code))["invites"]
    revoked = (await kinde.get(op.GET_ORGANIZATION_INVITES, code, include_revoked=True, page_size=50))["invites"]
    assert invite["id"] not in {row["id"] for row in waiting}
    assert {**invite, "is_revoked": True} in revoked
    assert (await kinde.refused(op.GET_ORGANIZATION_INVITE, code, "nope"))["code"] == "INVITATION_NOT_FOUND"


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": f"{'a' * 250}@example.org"}, "email"),
        ({"first_name": "a" * 65}, "first_name"),
        ({"roles": None}, "roles"),
        ({"roles": ["king"]}, "roles"),
    ],
)
async def test_invites_that_cannot_be(kinde: Caller, codes: list[str], body: Json, about: str) -> None:
    whole = {"email": "new@example.org", "roles": [], **body}
    assert (await kinde.refused(op.CREATE_ORGANIZATION_INVITE, codes[0], body=whole))["field"] == about


async def test_invites_have_a_daily_limit(kinde: Caller, codes: list[str]) -> None:
    for number in range(100):
        body = {"email": f"n{number}@example.org", "roles": []}
        await kinde.send(op.CREATE_ORGANIZATION_INVITE, {"org_code": codes[0]}, body=body)
    refused = await kinde.refused(op.CREATE_ORGANIZATION_INVITE, codes[0], body=body)
    assert refused["code"] == "INVITATION_LIMIT_REACHED"
    kinde.clock.pass_(hours=25)
    await kinde.ask_token()
    kinde.token = (await kinde.ask_token()).json()["access_token"]
    await kinde.done(op.CREATE_ORGANIZATION_INVITE, codes[0], body=body)


async def test_an_accepted_invite_stays(kinde: Caller, codes: list[str]) -> None:
    accepted = [
        (code, row) for code in codes for row in kinde.demo.tenant.invites.get(code, {}).values() if row["accepted_on"]
    ]
    code, invite = accepted[0]
    assert (await kinde.refused(op.DELETE_ORGANIZATION_INVITE, code, invite["code"]))["code"] == "INVITATION_ACCEPTED"


async def test_an_organizations_own_passkey_policy(kinde: Caller, codes: list[str]) -> None:
    before = await kinde.get(op.GET_ORGANIZATION_PASSKEY, codes[0])
    assert (before["policy"], before["is_override_environment_passkey_settings"]) == ("optional", False)
    await kinde.done(op.UPDATE_ORGANIZATION_PASSKEY, codes[0], body={"policy": "off"})
    after = await kinde.get(op.GET_ORGANIZATION_PASSKEY, codes[0])
    assert (after["enabled"], after["policy"], after["environment_policy"]) == (False, "off", "optional")
    for body in ({"authenticated_session_lifetime": 0}, {"authenticated_session_lifetime": "1"}):
        refused = await kinde.refused(op.UPDATE_ORGANIZATION_SESSIONS, codes[0], body=body)
        assert refused["code"] == "INVALID_LIFETIME"
    for operation, key in ((op.DELETE_ORGANIZATION_LOGO, "light"), (op.REMOVE_ORG_CONNECTION, "conn_none")):
        assert (await kinde.refused(operation, codes[0], key))["status"] == 400
