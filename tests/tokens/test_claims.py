"""Claims in words, flags, Hasura's names, sizes, references."""

from __future__ import annotations

import json
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui import tokens
from kinde_tui.tokens.claims import explain, in_words, one_line
from kinde_tui.tokens.flags import token_flags
from kinde_tui.tokens.hasura import NAMESPACE, claim, hasura_view, texts
from kinde_tui.tokens.references import references
from kinde_tui.tokens.sizes import measure

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint

OFFICIAL = [
    *("iss", "sub", "aud", "azp", "exp", "iat", "jti", "scp", "scope", "gty", "v", "at_hash", "auth_time", "rat"),
    *("org_code", "org_name", "org_codes", "organizations", "external_org_id", "external_organization_id"),
    *("permissions", "roles", "feature_flags", "has_trial_period", "trial_expires_on"),
    *("organization_properties", "user_properties", "application_properties"),
    *("email", "email_verified", "phone_number", "preferred_username", "name", "given_name", "family_name"),
    *("picture", "provided_id", "updated_at", "ext_provider", "ext_groups", "ext_attributes"),
    *("type", "data", "event_id", "event_timestamp", "timestamp", "source"),
]
ZURICH = timezone(timedelta(hours=2), "CEST")


def test_claims_come_in_reading_order_and_unknown_ones_last(mint: Mint) -> None:
    claims = {"zzz": 1, "exp": mint.seconds, "x-hasura-user-id": "kp_1", "iss": "i", "permissions": []}
    explained = explain(claims, mint.now)
    assert [item.name for item in explained] == ["iss", "exp", "permissions", "zzz", "x-hasura-user-id"]
    assert [item.is_known for item in explained] == [True, True, True, False, True]
    assert explained[0].label == "Issuer"
    assert "tenant" in explained[0].meaning
    assert (explained[3].label, explained[3].text) == ("zzz", "1")
    assert "Hasura" in explained[4].meaning


def test_every_claim_of_kinde_has_an_explanation(mint: Mint) -> None:
    for item in explain(dict.fromkeys(OFFICIAL, "x"), mint.now):
        assert item.is_known, item.name
        assert item.meaning.endswith("."), item.name


def test_scopes_that_stand_in_two_claims_are_shown_once_with_both_names(mint: Mint) -> None:
    (once,) = explain({"scope": "read:users read:roles", "scp": ["read:roles", "read:users"]}, mint.now)
    assert (once.name, once.label, once.text) == ("scp", "Scopes (scp, scope)", "read:roles, read:users")
    assert "in scope as one text" in once.meaning
    for other in ("read:users", 7, None):
        names = [item.name for item in explain({"scope": other, "scp": ["read:roles", "read:users"]}, mint.now)]
        assert names == ["scp", "scope"]
    assert [item.label for item in explain({"scope": "read:users"}, mint.now)] == ["Scopes"]


def test_times_are_shown_in_both_zones_and_as_a_distance(mint: Mint) -> None:
    explained = explain({"iat": mint.seconds - 7200}, mint.now, ZURICH)
    assert explained[0].text == "2026-08-01 10:00:00 UTC · 12:00:00 CEST · 2 h ago"
    assert explain({"iat": "soon"}, mint.now)[0].text == "soon"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("text", "text"),
        ("", "empty"),
        ([], "empty"),
        ({}, "empty"),
        (["a", "b", 3], "a, b, 3"),
        (True, "true"),
        (None, "null"),
        ({"kp_usr_city": {"v": "London"}, "n": {"v": 3}}, "kp_usr_city: London\nn: 3"),
        ({"v": "London"}, "London"),
        ([{"id": "1", "key": "admin", "name": "Administrator"}], "admin (Administrator, 1)"),
        ([{"id": "1"}], "1"),
        ([{"x": 1}, {"x": 2}], '{"x": 1}\n{"x": 2}'),
        ([1, [2]], "[1, [2]]"),
    ],
)
def test_values_in_words(value: Any, words: str) -> None:
    assert in_words(value) == words


def test_one_line_is_one_line() -> None:
    assert one_line({"a": {"v": "x"}}) == '{"a": {"v": "x"}}'
    assert one_line({"v": 5}) == "5"


def test_flags_of_all_types(mint: Mint) -> None:
    claims = {
        "feature_flags": {
            "on": {"t": "b", "v": False},
            "seats": {"t": "i", "v": 5},
            "theme": {"t": "s", "v": "pink"},
            "limits": {"t": "object", "v": {"a": 1}},
            "new": {"t": "q", "v": 1},
            "letterless": {"v": 1},
            "wrong": {"t": "i", "v": True},
            "broken": {"t": "b", "v": "true"},
            "bare": True,
        }
    }
    flags = {flag.key: flag for flag in token_flags(claims)}
    assert [flag.type for flag in flags.values()] == [
        "bool", "int", "str", "json", "json", "json", "int", "bool", "json",
    ]  # fmt: skip
    assert flags["limits"].value == {"a": 1}
    assert [flag.note != "" for flag in flags.values()] == [False] * 4 + [True] * 5
    assert flags["on"].as_json()["value"] is False
    assert explain(claims, mint.now)[0].text == "9 flags"
    assert explain({"feature_flags": {}}, mint.now)[0].text == "none"
    assert explain({"feature_flags": 5}, mint.now)[0].text == "5"


def test_flags_under_hasuras_name() -> None:
    flags = {"a": {"t": "b", "v": True}}
    assert token_flags({"x-hasura-feature-flags": flags})[0].source == "x-hasura-feature-flags"
    assert token_flags({NAMESPACE: {"x-hasura-feature-flags": json.dumps(flags)}})[0].value is True
    values: list[Any] = ["{", "5", [], None]
    for value in values:
        assert token_flags({"feature_flags": value}) == ()
    assert token_flags({}) == ()


def test_both_forms_of_hasura_make_one_view() -> None:
    nested = {"x-hasura-user-id": "kp_1", "X-Hasura-Allowed-Roles": ["admin"], "other": 1}
    flat = {"x-hasura-org-code": "org_1", "x-hasura-user_properties": {"a": 1}}
    view = hasura_view({**flat, NAMESPACE: nested})
    assert [(fact.name, fact.source) for fact in view] == [
        ("org-code", "x-hasura-org-code"),
        ("user-properties", "x-hasura-user_properties"),
        ("user-id", f"{NAMESPACE} › x-hasura-user-id"),
        ("allowed-roles", f"{NAMESPACE} › X-Hasura-Allowed-Roles"),
    ]
    assert hasura_view({NAMESPACE: json.dumps(nested)})[0].value == "kp_1"
    assert hasura_view({NAMESPACE: "{"}) == hasura_view({NAMESPACE: 5}) == ()


def test_a_claim_is_found_under_each_name() -> None:
    assert claim({"org_code": "a", "x-hasura-org-code": "b"}, "org_code") == ("a", "org_code")
    assert claim({"x-hasura-org-code": "b"}, "org_code") == ("b", "x-hasura-org-code")
    assert claim({}, "org_code") == (None, "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", ("a",)), ("{a,b}", ("a", "b")), ("", ()), (["a", 5, "", "b"], ("a", "b")), (None, ()), ({"a": 1}, ())],
)
def test_texts(value: Any, expected: tuple[str, ...]) -> None:
    assert texts(value) == expected


def test_the_heaviest_claim_is_named_near_a_limit(mint: Mint) -> None:
    small = measure(1000, mint.claims())
    assert small.problems == ()
    assert sum(item.bytes for item in small.claims) == pytest.approx(len(json.dumps(mint.claims())) * 4 / 3, abs=40)
    heavy = mint.claims(permissions=[f"permission:{n}" for n in range(200)])
    near = measure(3800, heavy)
    assert [problem.code for problem in near.problems] == ["size-cookie"]
    assert near.claims[0].name == "permissions"
    assert "permissions" in near.problems[0].sentence
    assert "close to" in near.problems[0].sentence
    assert "more than the 4,096" in measure(5000, heavy).problems[0].sentence
    assert [problem.code for problem in measure(9000, {}).problems] == ["size-header"]
    token = mint.signed(heavy)
    assert tokens.inspect(token, mint.now).as_json()["size"]["bytes"] == len(token)


def test_references_to_the_tenant() -> None:
    found = references(
        {
            "sub": "kp_1",
            "azp": "client1",
            "aud": ["https://api", "https://api"],
            "org_code": "org_1",
            "org_codes": ["org_1", "org_2"],
            "organizations": [{"id": "org_3", "name": "Three"}, {"name": "none"}, 5],
            "roles": [{"id": "r1", "key": "admin", "name": "Admin"}, {"id": "r2"}, "viewer"],
            "permissions": ["a:b", 7],
            "feature_flags": {"dark": {"t": "b", "v": True}},
        }
    )
    assert [(item.kind, item.key, item.claim, item.by) for item in found] == [
        ("user", "kp_1", "sub", "id"),
        ("application", "client1", "azp", "id"),
        ("organization", "org_1", "org_code", "code"),
        ("organization", "org_2", "org_codes", "code"),
        ("organization", "org_3", "organizations", "code"),
        ("role", "viewer", "roles", "key"),
        ("role", "admin", "roles", "key"),
        ("role", "r2", "roles", "id"),
        ("permission", "a:b", "permissions", "key"),
        ("flag", "dark", "feature_flags", "key"),
        ("api", "https://api", "aud", "audience"),
    ]
    assert found[4].name == "Three"
    assert found[0].as_json() == {"kind": "user", "key": "kp_1", "claim": "sub", "by": "id"}


def test_references_of_an_event() -> None:
    data = {"user": {"id": "kp_1"}, "organization": {"code": "org_1"}, "role": {"id": ""}, "permission": 5}
    assert [(item.kind, item.key, item.claim) for item in references({"data": data})] == [
        ("user", "kp_1", "data › user"),
        ("organization", "org_1", "data › organization"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["sub", "aud", "azp", "exp", "iat", "nbf", "scp", "gty", "roles", "organizations", "org_codes", "permissions"]
NAMES += [
    "feature_flags",
    "x-hasura-roles",
    NAMESPACE,
    "data",
    "iss",
    "event_id",
    "type",
    "updated_at",
    "user_properties",
]


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), JSON))
def test_known_claims_may_hold_anything(mint: Mint, claims: dict[str, Any]) -> None:
    token = mint.unsigned({"alg": "RS256"}, claims, b"s" * 256)
    inspection = tokens.inspect(token, mint.now, expected_issuer="https://a.kinde.com", known_clients=["x"])
    assert json.loads(json.dumps(inspection.as_json(), allow_nan=False))["claims"].keys() == claims.keys()
    assert all(section.title for section in tokens.sections(inspection))
    tokens.redacted(inspection.decoded)
    tokens.compare(inspection.decoded, tokens.inspect(mint.signed(), mint.now).decoded)
    tokens.staleness(claims, "roles", ["a"])


@pytest.mark.parametrize("separator", [*"\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\r\n"])
def test_what_would_end_a_line_in_a_claim_is_a_sign_and_cannot_pose_as_a_fact(mint: Mint, separator: str) -> None:
    hostile = f"https://evil{separator}  Signature   ok"
    claims = mint.claims(iss=hostile, name=hostile, roles=[{"key": hostile}], x=[hostile], y={hostile: hostile})
    inspection = tokens.inspect(mint.signed(claims), mint.now, expected_issuer=mint.issuer)
    texts = [line.text for section in tokens.sections(inspection) for line in section.lines]
    assert not any(line.lstrip().startswith("Signature   ok") for text in texts for line in text.splitlines())
