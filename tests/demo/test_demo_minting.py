"""The tokens of people, and the key they are signed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from kinde_tui.api import operations as op
from kinde_tui.demo.answers import RefusalError
from kinde_tui.demo.credentials import ISSUER
from kinde_tui.demo.signing import Signer

if TYPE_CHECKING:
    from tests.support.demo_caller import Caller, Json


async def claims_in(caller: Caller, token: str) -> Json:
    keys = KeySet.import_key_set((await caller.http.get("/.well-known/jwks")).json())
    decoded = jwt.decode(token, keys, algorithms=["RS256"])
    assert decoded.header["kid"]
    return dict(decoded.claims)


async def test_the_key_set_is_public_and_wants_no_credentials(anonymous: Caller) -> None:
    configuration = (await anonymous.http.get("/.well-known/openid-configuration")).json()
    assert configuration["issuer"] == ISSUER
    for path in (configuration["jwks_uri"], "/.well-known/jwks.json"):
        (key,) = (await anonymous.http.get(path)).json()["keys"]
        assert (key["kty"], key["alg"], key["use"]) == ("RSA", "RS256", "sig")
        assert "d" not in key
    refused = await anonymous.http.get("/.well-known/jwks", headers={"Authorization": "Bearer x"})
    assert refused.status_code == 403


async def test_a_machine_token(kinde: Caller) -> None:
    claims = await claims_in(kinde, kinde.token)
    assert "sub" not in claims
    assert claims["gty"] == ["client_credentials"]
    assert claims["v"] == "2"
    assert claims["scope"].split() == claims["scp"]
    assert claims["exp"] - claims["iat"] == 86_400
    assert claims["iss"] == ISSUER
    assert isinstance(claims["aud"], list)


async def test_a_machine_token_of_an_organization(kinde: Caller) -> None:
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][2]["code"]
    made = await kinde.done(op.CREATE_APPLICATION, body={"name": "Job", "type": "m2m", "org_code": code})
    secret = made["application"]
    api = (await kinde.get(op.GET_APIS))["apis"][1]
    await kinde.done(op.UPDATE_API_APPLICATIONS, api["id"], body={"applications": [{"id": secret["id"]}]})
    answer = await kinde.ask_token(
        client_id=secret["client_id"], client_secret=secret["client_secret"], audience=api["audience"]
    )
    assert (await claims_in(kinde, answer.json()["access_token"]))["org_code"] == code


async def test_an_access_token_says_what_its_person_may_do(kinde: Caller) -> None:
    person = (await kinde.get(op.GET_USERS, expand="organizations"))["users"][0]
    code = person["organizations"][0]
    claims = await claims_in(kinde, kinde.demo.mint_access_token(person["id"]))
    assert claims["sub"] == person["id"]
    assert claims["org_code"] == code
    assert claims["scp"] == ["openid", "profile", "email", "offline"]
    held = (await kinde.get(op.GET_ORGANIZATION_USER_PERMISSIONS, code, person["id"]))["permissions"]
    assert sorted(claims["permissions"]) == sorted(row["key"] for row in held)
    assert [role["key"] for role in claims["roles"]] == ["owner"]
    assert claims["feature_flags"]["max_rota_weeks"]["t"] == "i"
    assert isinstance(claims["feature_flags"]["max_rota_weeks"]["v"], int)
    assert claims["feature_flags"]["dark_mode"]["v"] in {True, False}
    assert claims["feature_flags"]["overtime_rules"]["t"] == "object"
    assert claims["feature_flags"]["support_tier"]["t"] == "s"


async def test_a_user_override_shows_in_the_next_token_only(kinde: Caller) -> None:
    person = kinde.demo.tenant.people.ids[0]
    await kinde.done(op.UPDATE_USER_FEATURE_FLAG_OVERRIDE, person, "theme", query={"value": "own"})
    claims = await claims_in(kinde, kinde.demo.mint_access_token(person))
    assert claims["feature_flags"]["theme"] == {"t": "s", "v": "own"}
    assert "own" not in (await kinde.send(op.GET_ENVIRONMENT_FEATURE_FLAGS)).text


async def test_somebody_without_an_organization_gets_a_token_without_one(kinde: Caller) -> None:
    made = await kinde.done(op.CREATE_USER, body={"profile": {"given_name": "Solo"}})
    claims = await claims_in(kinde, kinde.demo.mint_access_token(made["id"]))
    assert not {"org_code", "permissions", "roles"} & set(claims)
    code = (await kinde.get(op.GET_ORGANIZATIONS))["organizations"][0]["code"]
    with pytest.raises(RefusalError, match="organization user"):
        kinde.demo.mint_access_token(made["id"], code)
    with pytest.raises(RefusalError, match="'nobody'"):
        kinde.demo.mint_id_token("nobody")


async def test_an_id_token_says_who_its_person_is(kinde: Caller) -> None:
    person = (await kinde.get(op.GET_USERS))["users"][0]
    claims = await claims_in(kinde, kinde.demo.mint_id_token(person["id"]))
    assert claims["email"] == person["email"]
    assert claims["name"] == f"{person['first_name']} {person['last_name']}"
    assert ISSUER in claims["aud"]
    assert claims["exp"] - claims["iat"] == 3600
    assert {"at_hash", "auth_time", "rat", "org_codes"} <= set(claims)
    assert "scp" not in claims
    assert "usr_notes" not in claims["user_properties"]


async def test_a_person_can_fetch_a_token_to_paste(anonymous: Caller) -> None:
    about = (await anonymous.http.get("/demo")).json()
    assert about["users"] == 60
    email = anonymous.demo.tenant.people.person(3)["email"]
    access = await anonymous.http.get("/demo/token", params={"user": email})
    identity = await anonymous.http.get("/demo/token", params={"kind": "id"})
    assert (await claims_in(anonymous, access.text.strip()))["sub"] == anonymous.demo.tenant.people.ids[3]
    assert "at_hash" in await claims_in(anonymous, identity.text.strip())
    assert (await anonymous.http.get("/demo/token", params={"user": "who"})).status_code == 404
    assert (await anonymous.http.get("/demo/token", params={"kind": "golden"})).status_code == 400


async def test_the_profile_behind_an_access_token(anonymous: Caller) -> None:
    person = anonymous.demo.tenant.people.ids[5]
    token = anonymous.demo.mint_access_token(person)
    answer = await anonymous.http.get("/oauth2/v2/user_profile", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["sub"] == person
    refused = await anonymous.http.get("/oauth2/v2/user_profile")
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_token")


def test_each_signer_has_a_key_of_its_own() -> None:
    one, other = Signer(), Signer()
    assert one.key_set() == one.key_set()
    assert one.key_set() != other.key_set()


async def test_without_an_application_nobody_signs_in(kinde: Caller) -> None:
    for row in (await kinde.get(op.GET_APPLICATIONS))["applications"]:
        if row["type"] != "m2m":
            await kinde.done(op.DELETE_APPLICATION, row["id"])
    person = kinde.demo.tenant.people.ids[0]
    with pytest.raises(RefusalError, match="application"):
        kinde.demo.mint_id_token(person)
    assert (await kinde.get(op.GET_USER_SESSIONS, person))["sessions"] == []
