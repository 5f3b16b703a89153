"""Roles, permissions and flags: definitions, and what goes with them when they go."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api import operations as op
from kinde_tui.demo.credentials import ISSUER
from kinde_tui.demo.flags import settled
from tests.support.demo_caller import Caller, Hand, Json

if TYPE_CHECKING:
    from kinde_tui.demo.app import DemoApp


async def roles(kinde: Caller) -> dict[str, Json]:
    return {row["key"]: row for row in (await kinde.get(op.GET_ROLES, page_size=100))["roles"]}


async def permissions(kinde: Caller) -> dict[str, str]:
    return {row["key"]: row["id"] for row in (await kinde.get(op.GET_PERMISSIONS, page_size=100))["permissions"]}


async def keys_of(kinde: Caller, role_id: str) -> set[str]:
    found = await kinde.get(op.GET_ROLE_PERMISSIONS, role_id, page_size=100)
    return {row["key"] for row in found["permissions"]}


async def flag_map(kinde: Caller, code: str = "") -> dict[str, Json]:
    if code:
        return dict((await kinde.get(op.GET_ORGANIZATION_FEATURE_FLAGS, code))["feature_flags"])
    return dict((await kinde.get(op.GET_ENVIRONMENT_FEATURE_FLAGS))["feature_flags"])


async def first_code(kinde: Caller) -> str:
    return str((await kinde.get(op.GET_ORGANIZATIONS))["organizations"][0]["code"])


async def test_a_role_from_birth_to_death(kinde: Caller) -> None:
    response = await kinde.send(op.CREATE_ROLE, body={"key": "new", "name": "New"})
    assert response.status_code == 201
    role_id = response.json()["role"]["id"]
    changed = await kinde.send(
        op.UPDATE_ROLE, {"role_id": role_id}, body={"key": "newer", "name": "N", "description": "d"}
    )
    assert changed.status_code == 201
    role = (await kinde.get(op.GET_ROLE, role_id))["role"]
    assert (role["key"], role["name"], role["description"]) == ("newer", "N", "d")
    await kinde.done(op.DELETE_ROLE, role_id)
    assert (await kinde.refused(op.GET_ROLE, role_id))["status"] == 400


async def test_there_is_one_default_role(kinde: Caller) -> None:
    auditor = (await roles(kinde))["auditor"]
    body = {"key": "auditor", "name": "Auditor", "is_default_role": True}
    await kinde.done(op.UPDATE_ROLE, auditor["id"], body=body)
    assert [key for key, row in (await roles(kinde)).items() if row["is_default_role"]] == ["auditor"]
    await kinde.done(op.UPDATE_ROLE, auditor["id"], body={**body, "is_default_role": False})
    assert not any(row["is_default_role"] for row in (await roles(kinde)).values())


async def test_keys_are_unique(kinde: Caller) -> None:
    refused = await kinde.refused(op.CREATE_ROLE, body={"key": "owner", "name": "Owner"})
    assert (refused["code"], refused["field"]) == ("ROLE_KEY_ALREADY_EXISTS", "key")
    refused = await kinde.refused(op.CREATE_PERMISSION, body={"key": "audit:read", "name": "A"})
    assert refused["code"] == "PERMISSION_KEY_ALREADY_EXISTS"
    ids = await permissions(kinde)
    refused = await kinde.refused(op.UPDATE_PERMISSION, ids["audit:read"], body={"key": "shifts:read"})
    assert refused["code"] == "PERMISSION_KEY_ALREADY_EXISTS"
    await kinde.done(op.UPDATE_PERMISSION, ids["audit:read"], body={"key": "audit:read", "name": "Same key"})


async def test_a_role_change_needs_name_and_key(kinde: Caller) -> None:
    role_id = (await roles(kinde))["auditor"]["id"]
    assert (await kinde.refused(op.UPDATE_ROLE, role_id, body={"name": "x"}))["field"] == "key"
    assert (await kinde.refused(op.UPDATE_ROLE, role_id, body={"key": "x"}))["field"] == "name"


async def test_who_may_assign_a_role(kinde: Caller) -> None:
    ids = await permissions(kinde)
    body = {"key": "guarded", "name": "Guarded", "assignment_permission_id": ids["staff:update"]}
    role_id = (await kinde.done(op.CREATE_ROLE, body=body))["role"]["id"]
    rows = kinde.demo.tenant.roles
    assert rows[role_id]["assignment_permission_id"] == ids["staff:update"]
    await kinde.done(op.UPDATE_ROLE, role_id, body={"key": "guarded", "name": "G", "assignment_permission_id": None})
    assert rows[role_id]["assignment_permission_id"] == ids["staff:update"]
    await kinde.done(op.DELETE_PERMISSION, ids["staff:update"])
    assert rows[role_id]["assignment_permission_id"] is None
    body = {"key": "guarded", "name": "G", "assignment_permission_id": "NO_PERMISSION_REQUIRED"}
    await kinde.done(op.UPDATE_ROLE, role_id, body=body)
    refused = await kinde.refused(op.CREATE_ROLE, body={"key": "x", "name": "x", "assignment_permission_id": "nope"})
    assert refused["status"] == 400


async def test_the_permissions_of_a_role(kinde: Caller) -> None:
    role_id = (await roles(kinde))["support"]["id"]
    ids = await permissions(kinde)
    rows = [{"id": ids["audit:read"], "operation": "delete"}, {"id": ids["rotas:lock"]}, {"id": ids["shifts:read"]}]
    said = await kinde.done(op.UPDATE_ROLE_PERMISSIONS, role_id, body={"permissions": rows})
    assert said["permissions_added"] == [ids["rotas:lock"]]
    assert said["permissions_removed"] == [ids["audit:read"]]
    assert await keys_of(kinde, role_id) == {"shifts:read", "staff:read", "settings:read", "rotas:lock"}
    await kinde.done(op.REMOVE_ROLE_PERMISSION, role_id, ids["rotas:lock"])
    assert (await kinde.refused(op.REMOVE_ROLE_PERMISSION, role_id, ids["rotas:lock"]))["status"] == 400
    bad = {"permissions": [{"id": ids["rotas:lock"]}, {"id": "nope"}]}
    assert (await kinde.refused(op.UPDATE_ROLE_PERMISSIONS, role_id, body=bad))["code"] == "PERMISSION_NOT_FOUND"
    assert "rotas:lock" not in await keys_of(kinde, role_id)


async def test_deleting_a_role_takes_it_from_its_holders(kinde: Caller) -> None:
    role_id = (await roles(kinde))["employee"]["id"]
    holders = (await kinde.get(op.GET_ROLE_USERS, role_id, page_size=500))["users"]
    assert holders
    await kinde.done(op.DELETE_ROLE, role_id)
    for holder in holders:
        for code in holder["org_codes"]:
            held = (await kinde.get(op.GET_ORGANIZATION_USER_ROLES, code, holder["id"]))["roles"]
            assert role_id not in {row["id"] for row in held}
    await kinde.done(op.CREATE_ROLE, body={"key": "employee", "name": "Employee"})
    again = (await roles(kinde))["employee"]["id"]
    assert (await kinde.get(op.GET_ROLE_USERS, again))["users"] == []


async def test_deleting_a_permission_takes_it_from_roles_and_members(kinde: Caller) -> None:
    ids = await permissions(kinde)
    code, person = await first_code(kinde), kinde.demo.tenant.people.ids[0]
    await kinde.done(op.CREATE_ORGANIZATION_USER_PERMISSION, code, person, body={"permission_id": ids["audit:read"]})
    await kinde.done(op.DELETE_PERMISSION, ids["audit:read"])
    for row in (await roles(kinde)).values():
        assert "audit:read" not in await keys_of(kinde, row["id"])
    held = (await kinde.get(op.GET_ORGANIZATION_USER_PERMISSIONS, code, person))["permissions"]
    assert "audit:read" not in {row["key"] for row in held}
    assert (await kinde.refused(op.DELETE_PERMISSION, ids["audit:read"]))["status"] == 400


async def test_lists_sort_by_name_and_key(kinde: Caller) -> None:
    for operation, field, sort in (
        (op.GET_ROLES, "roles", "key"),
        (op.GET_ROLES, "roles", "name"),
        (op.GET_PERMISSIONS, "permissions", "id"),
    ):
        rows = (await kinde.get(operation, page_size=100, sort=f"{sort}_desc"))[field]
        values = [row[sort].casefold() for row in rows]
        assert values == sorted(values, reverse=True)


async def test_role_scopes_that_are_not_there(kinde: Caller) -> None:
    role_id = (await roles(kinde))["owner"]["id"]
    assert (await kinde.refused(op.ADD_ROLE_SCOPE, role_id, body={"scope_id": "x"}))["code"] == "SCOPE_NOT_FOUND"
    assert (await kinde.refused(op.DELETE_ROLE_SCOPE, role_id, "x"))["code"] == "SCOPE_NOT_FOUND"


async def test_the_environments_map_has_every_flag_and_no_default(kinde: Caller) -> None:
    found = await flag_map(kinde)
    assert len(found) == 14
    assert found["max_rota_weeks"] == {"type": "int", "value": "12"}
    assert found["dark_mode"] == {"type": "bool", "value": "true"}
    assert found["overtime_rules"] == {"value": '{"daily":9,"weekly":40,"factor":1.25}'}


async def test_the_cascade(kinde: Caller) -> None:
    code, key = await first_code(kinde), "swap_deadline_hours"
    await kinde.done(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES, code)
    assert (await flag_map(kinde, code))[key]["value"] == "24"
    await kinde.done(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, key, body={"value": "10"})
    assert (await flag_map(kinde, code))[key]["value"] == "10"
    await kinde.done(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, key, query={"value": "5.9"})
    assert (await flag_map(kinde, code))[key]["value"] == "5"
    assert (await flag_map(kinde))[key]["value"] == "10"
    await kinde.done(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, key)
    await kinde.done(op.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, key)
    assert (await flag_map(kinde, code))[key]["value"] == "24"
    for operation, parts in (
        (op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, (code, key)),
        (op.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, (key,)),
    ):
        assert (await kinde.refused(operation, *parts))["code"] == "FEATURE_FLAG_OVERRIDE_NOT_FOUND"


async def test_the_other_reading_of_an_organizations_map(make_app: Callable[..., DemoApp], clock: Hand) -> None:
    app = make_app(organization_flags="overrides")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ISSUER) as http:
        kinde = Caller(app, clock, http)
        kinde.token = (await kinde.ask_token()).json()["access_token"]
        code = await first_code(kinde)
        await kinde.done(op.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES, code)
        assert await flag_map(kinde, code) == {}
        await kinde.done(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, "theme", query={"value": "tide"})
        assert await flag_map(kinde, code) == {"theme": {"type": "str", "value": "tide"}}
        assert len(await flag_map(kinde)) == 14


async def test_levels_are_kept(kinde: Caller) -> None:
    code, person = await first_code(kinde), kinde.demo.tenant.people.ids[0]
    query = {"value": "true"}
    refused = await kinde.refused(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, "shift_marketplace", query=query)
    assert refused["code"] == "OVERRIDE_NOT_ALLOWED"
    refused = await kinde.refused(op.UPDATE_USER_FEATURE_FLAG_OVERRIDE, person, "auto_fill", query=query)
    assert refused["code"] == "OVERRIDE_NOT_ALLOWED"
    await kinde.done(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, "dark_mode", query=query)
    await kinde.done(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, "dark_mode", body={"value": True})
    assert (await flag_map(kinde))["dark_mode"]["value"] == "true"


async def test_a_replaced_flag_keeps_nothing(kinde: Caller) -> None:
    whole = {"name": "N", "description": "", "type": "str", "allow_override_level": "env", "default_value": "d"}
    for name in whole:
        partly = {key: value for key, value in whole.items() if key != name}
        assert (await kinde.refused(op.UPDATE_FEATURE_FLAG, "theme", query=partly))["field"] == name
    await kinde.done(op.UPDATE_FEATURE_FLAG, "theme", query=whole)
    flag = kinde.demo.tenant.flags["theme"]
    assert (flag.name, flag.description, flag.level, flag.default) == ("N", "", "env", "d")
    for change, about in (({"type": "int"}, "type"), ({"allow_override_level": "all"}, "allow_override_level")):
        assert (await kinde.refused(op.UPDATE_FEATURE_FLAG, "theme", query=whole | change))["field"] == about


async def test_deleting_a_flag_deletes_its_overrides(kinde: Caller) -> None:
    code, person = await first_code(kinde), kinde.demo.tenant.people.ids[0]
    await kinde.done(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, "theme", body={"value": "e"})
    await kinde.done(op.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, code, "theme", query={"value": "o"})
    await kinde.done(op.UPDATE_USER_FEATURE_FLAG_OVERRIDE, person, "theme", query={"value": "u"})
    await kinde.done(op.DELETE_FEATURE_FLAG, "theme")
    body = {"key": "theme", "name": "Theme", "type": "str", "default_value": "d", "allow_override_level": "usr"}
    await kinde.done(op.CREATE_FEATURE_FLAG, body=body)
    tenant = kinde.demo.tenant
    assert tenant.flag_values(code, 0)["theme"] == "d"
    assert (await kinde.refused(op.CREATE_FEATURE_FLAG, body=body))["code"] == "FEATURE_FLAG_ALREADY_EXISTS"
    assert (await kinde.refused(op.DELETE_FEATURE_FLAG, "nope"))["code"] == "FEATURE_FLAG_NOT_FOUND"


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ({"type": "json", "default_value": "{}"}, "type"),
        ({"type": "int", "default_value": "many"}, "value"),
        ({"type": "bool", "default_value": "perhaps"}, "value"),
        ({"type": "str", "default_value": "x", "allow_override_level": "planet"}, "allow_override_level"),
        ({"type": "str"}, "default_value"),
    ],
)
async def test_flags_that_cannot_be_created(kinde: Caller, body: Json, about: str) -> None:
    refused = await kinde.refused(op.CREATE_FEATURE_FLAG, body={"key": "k", "name": "n", **body})
    assert refused["field"] == about
    assert "k" not in await flag_map(kinde)


async def test_json_flags_can_be_overridden_all_the_same(kinde: Caller) -> None:
    key = "onboarding_steps"
    await kinde.done(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, key, body={"value": '["tour"]'})
    assert (await flag_map(kinde))[key] == {"value": '["tour"]'}
    refused = await kinde.refused(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, key, body={"value": "["})
    assert refused["code"] == "INVALID_VALUE"
    assert (await kinde.refused(op.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, key, body={}))["field"] == "value"


@given(st.integers())
def test_integers_have_a_range(number: int) -> None:
    wanted = str(number) if -(2**31) <= number < 2**31 else None
    assert settled("int", number) == wanted
    assert settled("int", f"{number}.75") == wanted


@given(st.text())
def test_texts_are_kept_as_they_are(text: str) -> None:
    assert settled("str", text) == text
    assert settled("bool", text) in {"true", "false", None}
    kept = settled("int", text)
    assert kept is None or str(int(kept)) == kept


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_json_values_survive(value: object) -> None:
    assert json.loads(settled("json", json.dumps(value)) or "") == value
