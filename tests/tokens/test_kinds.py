"""Kinds of token, and what is missing in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui import tokens
from kinde_tui.tokens.kinds import Kind, recognize
from kinde_tui.tokens.missing import Missing, missing

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint

EVENT = {"type": "user.updated", "data": {"user": {"id": "kp_9"}}, "event_id": "event_1", "timestamp": 1}


@pytest.mark.parametrize(
    ("claims", "kind", "words"),
    [
        ({"scp": ["openid"], "sub": "kp_1"}, Kind.ACCESS, "scp"),
        ({"scp": [], "sub": "kp_1", "at_hash": "x"}, Kind.ACCESS, "scp"),
        ({"sub": "kp_1", "permissions": []}, Kind.ACCESS, "no scp"),
        ({"sub": "kp_1", "x-hasura-permissions": []}, Kind.ACCESS, "no scp"),
        ({"sub": "kp_1", "at_hash": "x"}, Kind.ID, "sign-in"),
        ({"sub": "kp_1", "auth_time": 1}, Kind.ID, "sign-in"),
        ({"sub": "kp_1", "org_codes": []}, Kind.ID, "org_codes"),
        ({"sub": "kp_1", "email": "a@example.com"}, Kind.ID, "profile"),
        ({"gty": ["client_credentials"], "scp": []}, Kind.M2M, "client_credentials"),
        ({"gty": "client_credentials", "sub": "x"}, Kind.M2M, "client_credentials"),
        ({"scp": ["read:users"], "azp": "client"}, Kind.M2M, "no user"),
        (EVENT, Kind.WEBHOOK, "event_id"),
        ({**EVENT, "scp": ["openid"], "sub": "kp_1"}, Kind.ACCESS, "scp"),
        ({**EVENT, "gty": "client_credentials"}, Kind.M2M, "client_credentials"),
        ({}, Kind.UNKNOWN, "None"),
        ({"sub": "kp_1"}, Kind.UNKNOWN, "None"),
        ({"gty": 5, "scp": None, "data": []}, Kind.UNKNOWN, "None"),
    ],
)
def test_recognises_each_kind_and_says_by_what(claims: dict[str, Any], kind: Kind, words: str) -> None:
    found = recognize(claims)
    assert found.kind is kind
    assert words in found.reason
    assert found.advice.endswith(".")


def test_warns_against_an_id_token_as_a_bearer(mint: Mint) -> None:
    token = mint.signed({"iss": mint.issuer, "sub": "kp_1", "auth_time": mint.seconds})
    inspection = tokens.inspect(token, mint.now)
    assert inspection.kind == "id"
    assert "do not send it to an API as the bearer token" in inspection.recognized.advice


def test_a_refresh_token_is_opaque(mint: Mint) -> None:
    inspection = tokens.inspect('{"refresh_token": "q8Tz_0123456789-abcdefgh"}', mint.now)
    assert (inspection.kind, inspection.decoded.is_opaque, inspection.is_token) == ("unknown", True, False)
    assert "refresh_token" in inspection.recognized.reason
    assert inspection.as_json()["opaque"] is True


def test_something_unreadable_has_no_kind(mint: Mint) -> None:
    assert tokens.inspect("abc.def.ghi", mint.now).recognized.label == "no readable token"


def names(found: tuple[Missing, ...]) -> list[str]:
    return [item.claim for item in found]


def test_an_access_token_with_nothing(mint: Mint) -> None:
    found = missing(Kind.ACCESS, {"sub": "kp_1", "scp": ["openid"]})
    assert names(found) == [
        "org_code", "permissions", "roles", "feature_flags", "email", "aud", "refresh token",
    ]  # fmt: skip
    reasons = {item.claim: item.reasons for item in found}
    assert "for no organization" in reasons["permissions"][0]
    assert any("workflow" in reason for reason in reasons["permissions"])
    assert any("Hasura" in reason for reason in reasons["permissions"])
    assert "audience" in reasons["aud"][0]
    assert "offline" in reasons["refresh token"][0]
    assert "customization" in reasons["roles"][0]
    with_org = missing(Kind.ACCESS, mint.claims(permissions=[]))
    assert "None is assigned" in {item.claim: item.reasons for item in with_org}["permissions"][0]


def test_hasuras_names_count_as_present(mint: Mint) -> None:
    claims = mint.claims(permissions=None, org_code=None) | {
        "x-hasura-permissions": ["read:invoices"],
        "x-hasura-org-code": "org_1",
        "x-hasura-roles": ["admin"],
        "x-hasura-feature-flags": {"a": {"t": "b", "v": True}},
        "email": "a@example.com",
    }
    assert missing(Kind.ACCESS, claims) == ()


def test_other_kinds() -> None:
    assert names(missing(Kind.ID, {"sub": "kp_1"})) == ["email", "name", "org_codes", "permissions"]
    full = {"email": "a@example.com", "given_name": "Ada", "org_codes": ["org_1"]}
    by_design = missing(Kind.ID, full)
    assert [(item.claim, item.by_design) for item in by_design] == [("permissions", True)]
    assert names(missing(Kind.M2M, {})) == ["sub", "scp", "aud", "org_code", "feature_flags"]
    machine = {"sub": "x", "scope": "a", "aud": ["x"], "org_code": "o", "feature_flags": {"a": {"t": "b", "v": True}}}
    assert missing(Kind.M2M, machine) == ()
    assert names(missing(Kind.WEBHOOK, EVENT)) == ["exp"]
    assert missing(Kind.WEBHOOK, {"exp": 1}) == ()
    assert missing(Kind.UNKNOWN, {}) == ()


def test_a_webhook_event_is_inspected_by_its_own_rules(mint: Mint) -> None:
    event = {**EVENT, "timestamp": mint.seconds - 5, "event_timestamp": "2026-08-01T11:59:55Z", "source": "admin"}
    inspection = tokens.inspect(mint.signed(event), mint.now, expected_issuer=mint.issuer)
    assert inspection.kind == "webhook"
    assert inspection.verdicts.claims.state is tokens.State.UNCHECKED
    assert [check.claim for check in inspection.verdicts.claims.checks] == ["iss", "exp", "timestamp"]
    assert tokens.verify(inspection, mint.key_set()).state is tokens.State.GOOD
    assert [(r.kind, r.key) for r in inspection.references] == [("user", "kp_9")]
    assert inspection.problems == ()
