"""Who gets in: tokens, scopes, limits, and what goes wrong on demand."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from kinde_tui.api import operations as op
from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, CLIENT_SECRET, VIEWER_CLIENT_ID, VIEWER_CLIENT_SECRET
from kinde_tui.demo.faults import Fault

if TYPE_CHECKING:
    from tests.support.demo_caller import Caller


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nonsense", "Basic abc", "Bearer a.b.c"])
async def test_without_a_good_token_nothing_is_answered(anonymous: Caller, header: str) -> None:
    response = await anonymous.http.get("/api/v1/users", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response.json()["errors"][0]["code"] == "INVALID_TOKEN"
    assert response.headers["www-authenticate"].startswith("Bearer")


async def test_a_token_ends(kinde: Caller) -> None:
    kinde.clock.pass_(hours=23, minutes=59)
    await kinde.get(op.GET_BUSINESS)
    kinde.clock.pass_(minutes=1)
    assert (await kinde.refused(op.GET_BUSINESS))["status"] == 401


async def test_the_lifetime_can_be_set(anonymous: Caller) -> None:
    anonymous.demo.mint.machine_life = timedelta(minutes=5)
    assert (await anonymous.ask_token()).json()["expires_in"] == 300


async def test_a_token_of_another_api_or_of_a_person_does_not_open_this_one(anonymous: Caller) -> None:
    person = anonymous.demo.tenant.people.ids[0]
    anonymous.token = anonymous.demo.mint_access_token(person)
    assert (await anonymous.refused(op.GET_USERS))["status"] == 401
    await_token = await anonymous.ask_token()
    anonymous.token = await_token.json()["access_token"]
    api = (await anonymous.get(op.GET_APIS))["apis"][1]
    await anonymous.done(op.UPDATE_API_APPLICATIONS, api["id"], body={"applications": [{"id": CLIENT_ID}]})
    other = await anonymous.ask_token(audience=api["audience"])
    assert other.status_code == 200
    anonymous.token = other.json()["access_token"]
    assert (await anonymous.refused(op.GET_USERS))["status"] == 401


async def test_a_missing_scope_is_named(anonymous: Caller) -> None:
    await anonymous.hold("read:users")
    await anonymous.get(op.GET_USERS)
    reason = await anonymous.refused(op.UPDATE_USER, query={"id": "x"}, body={})
    assert reason == {"status": 403, "code": "INSUFFICIENT_SCOPE", "message": "This needs the scope update:users"}


async def test_a_refusal_can_be_bare(anonymous: Caller) -> None:
    await anonymous.hold("read:users")
    anonymous.app.state.faults.bare_refusals = True
    response = await anonymous.send(op.GET_ROLES)
    assert (response.status_code, response.content) == (403, b"")


async def test_unknown_routes_have_an_object_in_errors(kinde: Caller) -> None:
    for method, path in (("GET", "/api/v1/teapots"), ("PUT", "/api/v1/users"), ("GET", "/"), ("GET", "/oauth2/token")):
        response = await kinde.http.request(method, path)
        assert response.status_code == 404
        assert response.json()["errors"]["code"] == "ROUTE_NOT_FOUND"


async def test_a_line_break_in_a_path_is_one_more_name_that_is_not_there(kinde: Caller) -> None:
    reason = await kinde.refused(op.GET_ROLE, "a\r\nb")
    assert (reason["status"], reason["code"]) == (400, "ROLE_NOT_FOUND")


async def test_what_is_missing_is_said_with_the_status_and_in_the_form_that_the_document_knows(kinde: Caller) -> None:
    listed = await kinde.send(op.GET_USER, query={"id": "kp_nobody"})
    objected = await kinde.send(op.GET_USER_SESSIONS, {"user_id": "kp_nobody"})
    assert (listed.status_code, objected.status_code) == (400, 404)
    assert listed.json()["errors"][0]["code"] == objected.json()["errors"]["code"] == "USER_NOT_FOUND"


async def test_an_encoded_slash_belongs_to_the_parameter(kinde: Caller) -> None:
    reason = await kinde.refused(op.GET_ROLE, "a/b")
    assert (reason["status"], "'a/b'" in reason["message"]) == (400, True)


async def test_the_bucket_runs_empty_and_fills_again(kinde: Caller) -> None:
    limiter = kinde.app.state.limiter
    limiter.limit(per_second=0.5, burst=3, at_once=0)
    answers = [(await kinde.send(op.GET_BUSINESS)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["RateLimit-Reset"] == "2"
    assert answers[-1].json()["errors"][0]["code"] == "TOO_MANY_REQUESTS"
    kinde.clock.pass_(seconds=2)
    await kinde.get(op.GET_BUSINESS)
    assert limiter.refused == 1


async def test_too_many_at_once(kinde: Caller) -> None:
    kinde.app.state.limiter.at_once = 1
    await kinde.get(op.GET_BUSINESS)
    kinde.app.state.limiter.running = 1
    response = await kinde.send(op.GET_BUSINESS)
    assert (response.status_code, response.headers["RateLimit-Reset"]) == (429, "1")


async def test_faults_strike_the_nth_call_of_an_operation(kinde: Caller) -> None:
    await kinde.get(op.GET_ROLES)
    faults = kinde.app.state.faults
    faults.add(Fault("GetRoles", nth=2, times=2, status=503, body="down for tea", headers={"Retry-After": "3"}))
    statuses = []
    for _ in range(4):
        await kinde.get(op.GET_PERMISSIONS)
        statuses.append((await kinde.send(op.GET_ROLES)).status_code)
    assert statuses == [200, 503, 503, 200]
    assert faults.calls["GetRoles"] == 5


async def test_a_fault_says_what_it_is_told_to(kinde: Caller) -> None:
    faults = kinde.app.state.faults
    faults.add(Fault("*", status=429, headers={"RateLimit-Reset": "7"}))
    answer = await kinde.send(op.GET_ROLES)
    assert (answer.status_code, answer.headers["RateLimit-Reset"], answer.content) == (429, "7", b"")
    faults.add(Fault("GetRoles", status=200, body={"roles": [1]}))
    assert (await kinde.send(op.GET_ROLES)).json() == {"roles": [1]}
    faults.add(Fault("GetRoles", status=200, body=b'{"roles": ['))
    assert (await kinde.send(op.GET_ROLES)).content == b'{"roles": ['


async def test_a_fault_can_let_the_write_happen_first(kinde: Caller) -> None:
    kinde.app.state.faults.add(Fault("CreatePermission", status=502, after=True))
    response = await kinde.send(op.CREATE_PERMISSION, body={"key": "lost", "name": "Lost"})
    assert response.status_code == 502
    assert "lost" in {row["key"] for row in kinde.demo.tenant.permissions.values()}
    assert [entry.body["key"] for entry in kinde.app.state.ledger.of("CreatePermission")] == ["lost"]


async def test_a_fault_without_a_status_only_delays(kinde: Caller) -> None:
    kinde.app.state.faults.add(Fault("GetRoles", times=0, delay=0.001))
    assert (await kinde.get(op.GET_ROLES))["roles"]


async def test_faults_strike_oauth_as_well(anonymous: Caller) -> None:
    faults = anonymous.app.state.faults
    faults.add(Fault("token", status=500))
    faults.add(Fault("keySet", status=500))
    faults.add(Fault("openidConfiguration", status=500))
    assert (await anonymous.ask_token()).status_code == 500
    assert (await anonymous.http.get("/.well-known/jwks")).status_code == 500
    assert (await anonymous.http.get("/.well-known/openid-configuration")).status_code == 500
    assert (await anonymous.ask_token()).status_code == 200


async def test_only_writes_that_took_effect_are_in_the_ledger(kinde: Caller) -> None:
    await kinde.get(op.GET_ROLES)
    await kinde.refused(op.CREATE_ROLE, body={"name": "no key"})
    await kinde.refused(op.DELETE_ROLE, "nope")
    assert kinde.app.state.ledger.entries == []
    made = await kinde.done(op.CREATE_ROLE, body={"name": "Key", "key": "key"})
    await kinde.done(op.DELETE_ROLE, made["role"]["id"])
    ledger = kinde.app.state.ledger
    assert ledger.counts() == {"CreateRole": 1, "DeleteRole": 1}
    assert ledger.entries[1].path == {"role_id": made["role"]["id"]}
    assert ledger.entries[0].at == kinde.clock()
    shown = (await kinde.http.get("/demo/ledger")).json()
    assert shown == {"writes": 2, "operations": {"CreateRole": 1, "DeleteRole": 1}}


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"audience": ""}, 400, "invalid_request"),
        ({"audience": "https://elsewhere.example.com/api"}, 400, "invalid_request"),
        ({"audience": "https://api.brightrota.example.com"}, 403, "unauthorized_client"),
        ({"scope": "read:users fly:kites"}, 400, "invalid_scope"),
    ],
)
async def test_oauth_errors(anonymous: Caller, fields: dict[str, str], status: int, error: str) -> None:
    response = await anonymous.ask_token(**fields)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert response.json()["error_description"]
    assert CLIENT_SECRET not in response.text


async def test_only_machines_use_this_flow(anonymous: Caller) -> None:
    website = next(row for row in anonymous.demo.tenant.applications.values() if row["type"] == "reg")
    response = await anonymous.ask_token(client_id=website["id"], client_secret=website["client_secret"])
    assert (response.status_code, response.json()["error"]) == (403, "unauthorized_client")


async def test_the_form_must_be_a_form(anonymous: Caller) -> None:
    as_json = await anonymous.http.post("/oauth2/token", json={"grant_type": "client_credentials"})
    twice = await anonymous.http.post(
        "/oauth2/token",
        content="grant_type=client_credentials&grant_type=x",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert as_json.json()["error"] == twice.json()["error"] == "invalid_request"


async def test_basic_authentication(anonymous: Caller) -> None:
    form = {"grant_type": "client_credentials", "audience": AUDIENCE}
    good = await anonymous.http.post("/oauth2/token", data=form, auth=httpx.BasicAuth(CLIENT_ID, CLIENT_SECRET))
    bad = await anonymous.http.post("/oauth2/token", data=form, headers={"Authorization": "Basic %%%"})
    assert good.json()["token_type"] == "bearer"
    assert good.headers["cache-control"] == "no-store"
    assert (bad.status_code, bad.json()["error"]) == (401, "invalid_client")


async def test_fewer_scopes_on_demand(anonymous: Caller) -> None:
    said = (await anonymous.ask_token(scope="read:users read:roles")).json()
    assert said["scope"] == "read:users read:roles"
    whole = (await anonymous.ask_token()).json()
    assert len(whole["scope"].split()) == 148
    viewer = (await anonymous.ask_token(client_id=VIEWER_CLIENT_ID, client_secret=VIEWER_CLIENT_SECRET)).json()
    assert {scope.partition(":")[0] for scope in viewer["scope"].split()} == {"read"}


async def test_a_scope_granted_or_withdrawn_counts_from_the_next_token_on(kinde: Caller) -> None:
    api = next(row for row in (await kinde.get(op.GET_APIS))["apis"] if row["is_management_api"])["id"]
    scopes = {row["key"]: row["id"] for row in (await kinde.get(op.GET_API_SCOPES, api))["scopes"]}
    viewer = {"client_id": VIEWER_CLIENT_ID, "client_secret": VIEWER_CLIENT_SECRET}
    await kinde.done(op.ADD_API_APPLICATION_SCOPE, api, VIEWER_CLIENT_ID, scopes["update:users"])
    assert "update:users" in (await kinde.ask_token(**viewer)).json()["scope"].split()
    await kinde.done(op.DELETE_API_APPLICATION_SCOPE, api, VIEWER_CLIENT_ID, scopes["update:users"])
    assert "update:users" not in (await kinde.ask_token(**viewer)).json()["scope"].split()


async def test_introspection_and_revocation(kinde: Caller) -> None:
    auth = httpx.BasicAuth(CLIENT_ID, CLIENT_SECRET)
    bearer = {"Authorization": f"Bearer {kinde.token}"}
    said = (await kinde.http.post("/oauth2/introspect", data={"token": kinde.token}, headers=bearer)).json()
    assert (said["active"], said["client_id"]) == (True, CLIENT_ID)
    refused = await kinde.http.post("/oauth2/introspect", data={"token": kinde.token})
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert (await kinde.http.post("/oauth2/revoke", data={"token": kinde.token})).status_code == 401
    assert (await kinde.http.post("/oauth2/revoke", data={"token": kinde.token}, auth=auth)).status_code == 200
    gone = await kinde.http.post("/oauth2/introspect", data={"token": kinde.token}, auth=auth)
    assert gone.json() == {"active": False}
    assert (await kinde.refused(op.GET_USERS))["status"] == 401


async def test_bodies_that_are_none(kinde: Caller) -> None:
    for content, code in ((b"{", "INVALID_JSON"), (b"[1]", "INVALID_BODY"), (b'"x"', "INVALID_BODY")):
        response = await kinde.http.post(
            "/api/v1/roles", content=content, headers={"Authorization": f"Bearer {kinde.token}"}
        )
        assert (response.status_code, response.json()["errors"][0]["code"]) == (400, code)


async def test_text_that_is_no_text_does_not_break_the_answer(kinde: Caller) -> None:
    content = json.dumps({"key": "odd", "name": "\ud800 lone"}).encode()
    headers = {"Authorization": f"Bearer {kinde.token}"}
    assert (await kinde.http.post("/api/v1/roles", content=content, headers=headers)).status_code == 201
    assert "? lone" in (await kinde.send(op.GET_ROLES)).text
