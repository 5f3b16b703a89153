"""Properties, applications, APIs, connections and the rest: what they refuse, and what they remember."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.api import operations as op

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from tests.support.demo_caller import Caller, Json


async def property_ids(kinde: Caller, **query: Any) -> dict[str, str]:
    found = await kinde.get(op.GET_PROPERTIES, page_size=100, **query)
    return {row["key"]: row["id"] for row in found["properties"]}


async def values(kinde: Caller, user: str) -> dict[str, str | None]:
    return {row["key"]: row["value"] for row in (await kinde.get(op.GET_USER_PROPERTY_VALUES, user))["properties"]}


async def test_values_are_set_one_by_one_or_together(kinde: Caller) -> None:
    user = kinde.demo.tenant.people.ids[0]
    await kinde.done(op.UPDATE_USER_PROPERTY, user, "usr_city", query={"value": "Turin"})
    await kinde.done(op.UPDATE_USER_PROPERTIES, user, body={"properties": {"usr_notes": "a\nb", "kp_usr_city": "X"}})
    found = await values(kinde, user)
    assert (found["usr_city"], found["usr_notes"], found["kp_usr_city"]) == ("Turin", "a\nb", "X")
    await kinde.done(op.UPDATE_USER_PROPERTIES, user, body={"properties": {"usr_city": None, "usr_notes": True}})
    found = await values(kinde, user)
    assert (found["usr_city"], found["usr_notes"]) == (None, "true")


@pytest.mark.parametrize("sent", [None, [], {"org_plan": "x"}, {"usr_city": 7}, {"usr_city": "ok", "nope": "x"}])
async def test_values_that_cannot_be_set_leave_all_as_it_was(kinde: Caller, sent: object) -> None:
    user = kinde.demo.tenant.people.ids[0]
    before = await values(kinde, user)
    assert (await kinde.refused(op.UPDATE_USER_PROPERTIES, user, body={"properties": sent}))["field"] == "properties"
    assert await values(kinde, user) == before


async def test_a_deleted_property_takes_its_values_along(kinde: Caller) -> None:
    user = kinde.demo.tenant.people.ids[0]
    await kinde.done(op.UPDATE_USER_PROPERTY, user, "usr_city", query={"value": "Turin"})
    ids = await property_ids(kinde)
    category = (await kinde.get(op.GET_CATEGORIES))["categories"][0]["id"]
    await kinde.done(op.DELETE_PROPERTY, ids["usr_city"])
    assert "usr_city" not in await values(kinde, user)
    body = {"key": "usr_city", "name": "City", "type": "single_line_text", "context": "usr", "category_id": category}
    await kinde.done(op.CREATE_PROPERTY, body={**body, "is_private": False})
    assert (await values(kinde, user))["usr_city"] is None
    for wrong in ({**body, "key": "kp_usr_x"}, body):
        assert (await kinde.refused(op.CREATE_PROPERTY, body=wrong))["field"] == "key"


async def test_kindes_own_properties_stay(kinde: Caller) -> None:
    ids = await property_ids(kinde, context="usr")
    assert "org_plan" not in ids
    assert (await kinde.refused(op.DELETE_PROPERTY, ids["kp_usr_city"]))["code"] == "KINDE_PROPERTY"
    assert (await kinde.refused(op.UPDATE_PROPERTY, ids["kp_usr_city"], body={}))["code"] == "KINDE_PROPERTY"


async def test_a_property_is_replaced_as_a_whole(kinde: Caller) -> None:
    ids = await property_ids(kinde)
    category = (await kinde.get(op.GET_CATEGORIES))["categories"][1]["id"]
    body = {"name": "Town", "is_private": True, "category_id": category}
    await kinde.done(op.UPDATE_PROPERTY, ids["usr_city"], body=body)
    row = kinde.demo.tenant.properties[ids["usr_city"]]
    assert (row["name"], row["description"], row["is_private"]) == ("Town", "", True)
    refused = await kinde.refused(op.UPDATE_PROPERTY, ids["usr_city"], body={**body, "category_id": "nope"})
    assert refused["code"] == "CATEGORY_NOT_FOUND"


async def test_organizations_have_values_too(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    before = {
        row["key"]: row["value"] for row in (await kinde.get(op.GET_ORGANIZATION_PROPERTY_VALUES, code))["properties"]
    }
    assert before["org_plan"] in {"Starter", "Team", "Business", "Enterprise"}
    await kinde.done(op.UPDATE_ORGANIZATION_PROPERTY, code, "org_plan", query={"value": "Own"})
    after = {
        row["key"]: row["value"] for row in (await kinde.get(op.GET_ORGANIZATION_PROPERTY_VALUES, code))["properties"]
    }
    assert after == {**before, "org_plan": "Own"}


async def test_secrets_cannot_be_read_back(kinde: Caller) -> None:
    body = {"key": "S", "value": "hush", "is_secret": True}
    made = (await kinde.done(op.CREATE_ENVIRONMENT_VARIABLE, body=body))["environment_variable"]["id"]
    listed = await kinde.send(op.GET_ENVIRONMENT_VARIABLES)
    assert "hush" not in listed.text
    await kinde.done(op.UPDATE_ENVIRONMENT_VARIABLE, made, body={"is_secret": False})
    assert (await kinde.get(op.GET_ENVIRONMENT_VARIABLE, made))["environment_variable"]["value"] is None
    assert (await kinde.refused(op.CREATE_ENVIRONMENT_VARIABLE, body=body))["field"] == "key"


async def test_a_rotated_key_makes_the_old_one_worthless(kinde: Caller) -> None:
    api = (await kinde.get(op.GET_APIS))["apis"][1]["id"]
    user = kinde.demo.tenant.people.ids[0]
    body = {"name": "k", "type": "user", "api_id": api, "user_id": user}
    made = (await kinde.done(op.CREATE_API_KEY, body=body))["api_key"]
    fresh = (await kinde.done(op.ROTATE_API_KEY, made["id"]))["api_key"]
    assert fresh["key"] != made["key"]
    refused = await kinde.refused(op.VERIFY_API_KEY, body={"api_key": made["key"]})
    assert (refused["status"], refused["code"]) == (401, "INVALID_API_KEY")
    kinde.token = ""
    said = await kinde.done(op.VERIFY_API_KEY, body={"api_key": fresh["key"]})
    assert (said["is_valid"], said["verification_count"], said["user_id"]) == (True, 1, user)


async def test_a_revoked_key_stays_in_the_list(kinde: Caller) -> None:
    api = (await kinde.get(op.GET_APIS))["apis"][1]["id"]
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    scope = (await kinde.get(op.GET_API_SCOPES, api))["scopes"][0]
    body = {"name": "k", "type": "organization", "api_id": api, "org_code": code, "scope_ids": [scope["id"]]}
    made = (await kinde.done(op.CREATE_API_KEY, body=body))["api_key"]
    await kinde.done(op.DELETE_API_KEY, made["id"])
    (row,) = (await kinde.get(op.GET_API_KEYS, status="revoked", org_code=code))["api_keys"]
    assert (row["id"], row["scopes"]) == (made["id"], [scope["key"]])
    assert (await kinde.done(op.VERIFY_API_KEY, body={"api_key": made["key"]}))["is_valid"] is False
    for change, code_ in (({"api_id": "x"}, "API_NOT_FOUND"), ({"scope_ids": ["x"]}, "SCOPE_NOT_FOUND")):
        assert (await kinde.refused(op.CREATE_API_KEY, body=body | change))["code"] == code_


async def test_a_directory_is_refused_twice(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    connection = (await kinde.get(op.GET_CONNECTIONS))["connections"][4]["connection"]
    body = {
        "org_code": code,
        "directory_name": "D",
        "provider_code": "okta",
        "enterprise_connection_id": connection["id"],
    }
    made = (await kinde.done(op.CREATE_DIRECTORY, body=body))["directory"]
    assert made["enterprise_connection_name"] == connection["name"]
    refused = await kinde.refused(op.CREATE_DIRECTORY, body=body)
    assert (refused["status"], refused["code"]) == (409, "DIRECTORY_EXISTS")
    assert (await kinde.refused(op.UPDATE_DIRECTORY, made["id"], body={}))["code"] == "NO_FIELDS_TO_UPDATE"
    other = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][2]["code"]
    for change, reason in (
        ({"org_code": ""}, "ORGANIZATION_REQUIRED"),
        ({"org_code": "org_none"}, "ORGANIZATION_NOT_FOUND"),
        ({"provider_code": "carrier pigeon"}, "INVALID_PROVIDER"),
        ({"org_code": other, "enterprise_connection_id": "x"}, "INVALID_ENTERPRISE_CONNECTION"),
    ):
        assert (await kinde.refused(op.CREATE_DIRECTORY, body=body | change))["code"] == reason


async def test_an_application_lets_roles_in(kinde: Caller) -> None:
    apps = {row["type"]: row["id"] for row in (await kinde.get(op.GET_APPLICATIONS))["applications"]}
    role = (await kinde.get(op.GET_ROLES))["roles"][0]["id"]
    body = {"is_access_control_enabled": True}
    assert (await kinde.refused(op.UPDATE_APPLICATION, apps["reg"], body=body))["code"] == "ACCESS_ROLES_REQUIRED"
    refused = await kinde.refused(op.ADD_APPLICATION_ACCESS_ROLE, apps["m2m"], role)
    assert refused["code"] == "ACCESS_CONTROL_NOT_SUPPORTED"
    await kinde.done(op.ADD_APPLICATION_ACCESS_ROLE, apps["reg"], role)
    await kinde.done(op.UPDATE_APPLICATION, apps["reg"], body={**body, "logout_uris": ["https://x.example.com"]})
    assert (await kinde.get(op.GET_LOGOUT_URLS, apps["reg"]))["logout_urls"] == ["https://x.example.com"]
    await kinde.done(op.DELETE_ROLE, role)
    assert (await kinde.get(op.GET_APPLICATION_ACCESS_ROLES, apps["reg"]))["roles"] == []


async def test_a_deleted_connection_is_offered_nowhere(kinde: Caller) -> None:
    app = (await kinde.get(op.GET_APPLICATIONS))["applications"][0]["id"]
    body = {
        "name": "new",
        "strategy": "oauth2:github",
        "enabled_applications": [app],
        "options": {"home_realm_domains": ["d"]},
    }
    made = (await kinde.done(op.CREATE_CONNECTION, body=body))["connection"]["id"]
    offered = (await kinde.get(op.GET_APPLICATION_CONNECTIONS, app))["connections"]
    assert made in {row["connection"]["id"] for row in offered}
    by_domain = (await kinde.get(op.GET_CONNECTIONS, home_realm_domain="d"))["connections"]
    assert [row["connection"]["id"] for row in by_domain] == [made]
    assert (await kinde.refused(op.CREATE_CONNECTION, body=body))["field"] == "name"
    await kinde.done(op.DELETE_CONNECTION, made)
    offered = (await kinde.get(op.GET_APPLICATION_CONNECTIONS, app))["connections"]
    assert made not in {row["connection"]["id"] for row in offered}


async def test_kindes_own_api_stays(kinde: Caller) -> None:
    apis = {row["is_management_api"]: row["id"] for row in (await kinde.get(op.GET_APIS))["apis"]}
    assert (await kinde.refused(op.DELETE_API, apis[True]))["code"] == "MANAGEMENT_API"
    scope = (await kinde.get(op.GET_API_SCOPES, apis[False]))["scopes"][0]
    refused = await kinde.refused(op.ADD_API_SCOPE, apis[False], body={"key": scope["key"]})
    assert refused["code"] == "SCOPE_ALREADY_EXISTS"
    app = (await kinde.get(op.GET_APPLICATIONS))["applications"][0]["id"]
    refused = await kinde.refused(op.ADD_API_APPLICATION_SCOPE, apis[False], app, scope["id"])
    assert refused["code"] == "APPLICATION_NOT_AUTHORIZED"
    await kinde.done(op.UPDATE_API_APPLICATIONS, apis[False], body={"applications": [{"id": app}]})
    refused = await kinde.refused(op.DELETE_API_APPLICATION_SCOPE, apis[False], app, scope["id"])
    assert refused["code"] == "SCOPE_NOT_FOUND"
    gone = {"applications": [{"id": app, "operation": "delete"}]}
    assert (await kinde.done(op.UPDATE_API_APPLICATIONS, apis[False], body=gone))["applications_disconnected"] == [app]


async def test_a_plan_is_what_was_agreed(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    customer = (await kinde.get(op.GET_ORGANIZATION, code=code, expand="billing"))["billing"]["billing_customer_id"]
    await kinde.done(op.CREATE_BILLING_AGREEMENT, body={"customer_id": customer, "plan_code": "enterprise"})
    (agreement,) = (await kinde.get(op.GET_BILLING_AGREEMENTS, customer_id=customer))["agreements"]
    assert agreement["plan_code"] == "enterprise"
    found = await kinde.get(op.GET_BILLING_AGREEMENTS, customer_id=customer, feature_code="nope")
    assert found["agreements"] == []


REFUSALS: list[tuple[Operation, tuple[str, ...], Json | None, Json | None, str]] = [
    (op.GET_BILLING_AGREEMENTS, (), None, None, "CUSTOMER_ID_REQUIRED"),
    (op.GET_BILLING_ENTITLEMENTS, (), {"customer_id": "x"}, None, "CUSTOMER_NOT_FOUND"),
    (op.CREATE_METER_USAGE_RECORD, (), None, {"customer_agreement_id": "x"}, "AGREEMENT_NOT_FOUND"),
    (op.CREATE_WEBHOOK, (), None, {"endpoint": "http://x", "name": "n", "event_types": []}, "INVALID_ENDPOINT"),
    (op.CREATE_WEBHOOK, (), None, {"endpoint": "https://x", "name": "n", "event_types": ["no"]}, "INVALID_EVENT_TYPES"),
    (op.DELETE_WEBHOOK, ("x",), None, None, "WEBHOOK_NOT_FOUND"),
    (op.GET_EVENT, ("x",), None, None, "EVENT_NOT_FOUND"),
    (op.CREATE_SUBSCRIBER, (), {"first_name": "a", "last_name": "b", "email": "c"}, None, "INVALID_EMAIL"),
    (
        op.CREATE_SUBSCRIBER,
        (),
        {"first_name": "a", "last_name": "b", "email": "Tova.Ek@example.net"},
        None,
        "SUBSCRIBER_ALREADY_EXISTS",
    ),
    (op.REPLACE_MFA, (), None, {"policy": "off", "enabled_factors": ["mfa:pigeon"]}, "INVALID_ENABLED_FACTORS"),
    (op.REPLACE_MFA, (), None, {"policy": "maybe"}, "INVALID_POLICY"),
    (op.UPDATE_PASSKEY, (), None, {}, "POLICY_REQUIRED"),
    (op.UPDATE_BUSINESS, (), None, {"industry_key": "alchemy"}, "INVALID_INDUSTRY_KEY"),
    (op.DELETE_LOGO, ("dark",), None, None, "LOGO_NOT_FOUND"),
    (op.GET_CONNECTED_APP_TOKEN, (), {"session_id": "x"}, None, "INVALID_SESSION"),
    (op.GET_CONNECTED_APP_AUTH_URL, (), {"key_code_ref": "x", "user_id": "y"}, None, "USER_NOT_FOUND"),
    (op.GET_CONNECTED_APP_AUTH_URL, (), {"key_code_ref": "x", "org_code": "y"}, None, "ORGANIZATION_NOT_FOUND"),
    (op.CREATE_APPLICATION, (), None, {"name": "x", "type": "toaster"}, "INVALID_TYPE"),
    (op.GET_APPLICATION, ("x",), None, None, "APPLICATION_NOT_FOUND"),
    (op.REMOVE_CONNECTION, ("APP", "x"), None, None, "CONNECTION_NOT_FOUND"),
    (op.REMOVE_APPLICATION_ACCESS_ROLE, ("APP", "x"), None, None, "ROLE_NOT_FOUND"),
    (op.UPDATE_APPLICATION_TOKENS, ("APP",), None, {"id_token_lifetime": True}, "INVALID_ID_TOKEN_LIFETIME"),
    (op.UPDATE_APPLICATIONS_PROPERTY, ("APP", "app_release_channel"), None, {}, "VALUE_REQUIRED"),
    (op.REPLACE_LOGOUT_REDIRECT_URLS, ("APP",), None, {"urls": "x"}, "URLS_REQUIRED"),
    (op.DELETE_CALLBACK_URLS, ("APP",), None, None, "URLS_REQUIRED"),
    (op.ADD_APIS, (), None, {"name": "n" * 65, "audience": "a"}, "NAME_TOO_LONG"),
    (op.ADD_APIS, (), None, {"name": "n", "audience": "https://api.brightrota.example.com"}, "AUDIENCE_ALREADY_EXISTS"),
    (op.UPDATE_API_APPLICATIONS, ("API",), None, {"applications": [{"id": "x"}]}, "APPLICATION_NOT_FOUND"),
    (op.ADD_API_SCOPE, ("API",), None, {"key": "a b"}, "INVALID_KEY"),
    (op.CREATE_CONNECTION, (), None, {"name": "n", "strategy": "s", "options": "o"}, "INVALID_OPTIONS"),
    (
        op.CREATE_CONNECTION,
        (),
        None,
        {"name": "n", "strategy": "s", "enabled_applications": ["x"]},
        "APPLICATION_NOT_FOUND",
    ),
]


@pytest.mark.parametrize(
    ("operation", "parts", "query", "body", "code"), REFUSALS, ids=[f"{row[0].id}-{row[4]}" for row in REFUSALS]
)
async def test_refusals(
    kinde: Caller, operation: Operation, parts: tuple[str, ...], query: Json | None, body: Json | None, code: str
) -> None:
    stand_ins = {
        "APP": (await kinde.get(op.GET_APPLICATIONS))["applications"][0]["id"],
        "API": (await kinde.get(op.GET_APIS))["apis"][1]["id"],
    }
    reason = await kinde.refused(operation, *(stand_ins.get(part, part) for part in parts), query=query, body=body)
    assert reason["code"] == code
    assert reason["message"].endswith((".", "type", "organization"))


async def test_usage_must_be_a_number_at_a_time(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    agreement = (await kinde.get(op.GET_ORGANIZATION, code=code, expand="billing"))["billing"]["agreements"][0]
    body = {"customer_agreement_id": agreement["agreement_id"], "billing_feature_code": "sms"}
    for change in ({"meter_value": "many"}, {"meter_value": "1", "meter_usage_timestamp": "soon"}):
        refused = await kinde.refused(op.CREATE_METER_USAGE_RECORD, body=body | change)
        assert refused["code"] == "INVALID_METER_VALUE"


async def test_logos_need_a_type_and_a_file(kinde: Caller) -> None:
    wrong = await kinde.send(op.ADD_LOGO, {"type": "sepia"}, files={"logo": ("a.png", b"x")})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (400, "INVALID_LOGO_TYPE")
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    bare = await kinde.refused(op.ADD_ORGANIZATION_LOGO, code, "dark")
    assert bare["code"] == "LOGO_REQUIRED"


async def test_only_machines_belong_to_an_organization(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][1]["code"]
    refused = await kinde.refused(op.CREATE_APPLICATION, body={"name": "x", "type": "spa", "org_code": code})
    assert refused["field"] == "org_code"
