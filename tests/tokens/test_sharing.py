"""Redacted copies, differences between tokens, and the sections that are drawn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from kinde_tui import tokens
from kinde_tui.tokens.comparing import staleness
from kinde_tui.tokens.decoding import decode
from kinde_tui.tokens.explanations import EXPLANATIONS
from kinde_tui.tokens.hasura import NAMESPACE
from kinde_tui.tokens.redaction import redacted

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint

PERSONAL = {
    "email": "ada@example.com",
    "given_name": "Ada",
    "family_name": "Lovelace",
    "name": "Ada Lovelace",
    "picture": "https://pictures.example/ada.png",
    "phone_number": "+44 20 7946 0000",
    "user_properties": {"kp_usr_city": {"v": "Marylebone"}},
    "ext_provider": {"name": "entra", "claims": {"profile": {"upn": "ada@corp.example"}}},
    "org_name": "Ada's notes, call +44 20 7946 0001 or ada@home.example",
    "custom_claim": {"height": 168, "glasses": True, "none": None, "list": ["Babbage"]},
    "x-hasura-user-properties": {"nick": "Countess"},
    NAMESPACE: {"x-hasura-user-id": "kp_1234", "x-hasura-nickname": "Enchantress"},
}
HIDDEN = [
    "ada@",
    "Lovelace",
    "pictures.example",
    "7946",
    "Marylebone",
    "upn@",
    "Babbage",
    "168",
    "Countess",
    "Enchantress",
]


def test_a_redacted_copy_shows_what_helps_and_nobody(mint: Mint) -> None:
    token = mint.signed(mint.claims(**PERSONAL), extra={"x-trace": "Babbage"})
    text = redacted(decode(token))
    for word in HIDDEN:
        assert word not in text, word
    assert token.split(".")[2][:10] not in text
    shared = json.loads(text)
    assert shared["header"] == {"alg": "RS256", "kid": "key:1", "typ": "JWT", "x-trace": "<text, 7 characters>"}
    assert shared["payload"]["permissions"] == ["read:invoices"]
    assert shared["payload"]["org_name"] == "Ada's notes, call <phone> or <e-mail>"
    assert shared["payload"]["user_properties"] == {"kp_usr_city": {"v": "<text, 10 characters>"}}
    assert shared["payload"]["custom_claim"] == {
        "height": "<number>", "glasses": "<true or false>", "none": None, "list": ["<text, 7 characters>"],
    }  # fmt: skip
    assert shared["payload"][NAMESPACE] == {"x-hasura-user-id": "kp_1234", "x-hasura-nickname": "<text, 11 characters>"}
    assert shared["signature"] == "<left out>"


def test_flags_stay_in_a_redacted_copy_but_for_addresses_in_them(mint: Mint) -> None:
    flags = {"dark": {"t": "b", "v": True}, "ada@home.example": {"t": "s", "v": ["to ada@example.com", 7]}}
    shared = json.loads(redacted(decode(mint.signed(mint.claims(feature_flags=flags)))))
    assert shared["payload"]["feature_flags"] == {
        "dark": {"t": "b", "v": True},
        "<e-mail>": {"t": "s", "v": ["to <e-mail>", 7]},
    }


PRIVATE = sorted(name for name, known in EXPLANATIONS.items() if known.private)


@given(st.dictionaries(st.sampled_from(PRIVATE) | st.text(min_size=1, alphabet="abcxyz_"), st.just("SECRET-8317")))
def test_personal_and_unknown_claims_never_show(mint: Mint, claims: dict[str, Any]) -> None:
    claims = {name: value for name, value in claims.items() if name not in EXPLANATIONS or EXPLANATIONS[name].private}
    assert "SECRET-8317" not in redacted(decode(mint.unsigned({"alg": "RS256"}, claims)))


def differences(mint: Mint, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str, str, bool]]:
    found = tokens.compare(decode(mint.unsigned({"kid": "a"}, before)), decode(mint.unsigned({"kid": "b"}, after)))
    return [(d.path, d.change.value, d.before, d.after, d.routine) for d in found]


def test_two_tokens_side_by_side(mint: Mint) -> None:
    before = mint.claims(
        feature_flags={"dark": {"t": "b", "v": True}, "old": {"t": "b", "v": True}, "same": {"t": "i", "v": 1}},
        user_properties={"city": {"v": "London"}},
        gone=1,
        one=1,
    )
    after = mint.claims(
        exp=mint.seconds,
        permissions=["write:invoices", "read:invoices"],
        feature_flags={"dark": {"t": "b", "v": False}, "same": {"t": "i", "v": 1}},
        user_properties={"city": {"v": "Paris"}},
        roles=["admin"],
        one=True,
    )
    assert differences(mint, before, after) == [
        ("feature_flags › dark", "changed", "true", "false", False),
        ("feature_flags › old", "removed", "true", "", False),
        ("permissions", "added", "", "write:invoices", False),
        ("roles", "added", "", "admin", False),
        ("user_properties › city", "changed", "London", "Paris", False),
        ("gone", "removed", "1", "", False),
        ("one", "changed", "1", "true", False),
        ("header › kid", "changed", "a", "b", False),
        ("exp", "changed", str(mint.seconds + 3600), str(mint.seconds), True),
    ]


def test_equal_tokens_have_no_differences(mint: Mint) -> None:
    decoded = decode(mint.signed())
    assert tokens.compare(decoded, decoded) == ()


def test_flags_in_no_known_form_are_compared_too(mint: Mint) -> None:
    assert differences(mint, {"feature_flags": "x"}, {"feature_flags": "y"})[0][:2] == ("feature_flags", "changed")


def test_a_list_that_became_something_else(mint: Mint) -> None:
    assert differences(mint, {"roles": ["a"]}, {"roles": "a"})[0][:4] == ("roles", "changed", '["a"]', "a")


def test_a_stale_token_is_called_so() -> None:
    stale = staleness({"permissions": ["a", "b"]}, "permissions", ["b", "c"])
    assert (stale.only_in_token, stale.only_in_tenant) == (("a",), ("c",))
    assert "in the token, not in the tenant: a; in the tenant, not in the token: c" in stale.sentence
    assert "refresh the user's claims" in stale.sentence
    assert staleness({"x-hasura-permissions": ["b"]}, "permissions", ["b"]).sentence == ""
    roles = staleness({"roles": [{"id": "1", "key": "admin"}, {"id": "2"}, 5]}, "roles", ["admin"])
    assert (roles.only_in_token, roles.only_in_tenant) == (("2",), ())


def test_sections_hold_everything_once(mint: Mint) -> None:
    claims = mint.claims(
        feature_flags={"dark": {"t": "q", "v": True}}, custom=1, exp="x", nbf=mint.seconds, **{"x-hasura-user-id": "u"}
    )
    token = mint.signed(claims, jku="https://evil.example")
    inspection = tokens.inspect(f"Authorization: Bearer {token}\n{mint.signed()}", mint.now)
    drawn = {section.title: section for section in tokens.sections(inspection)}
    assert list(drawn) == [
        "Token", "Verdicts", "Problems", "Times", "Claims", "Feature flags", "Hasura", "Missing", "Header", "Size",
        "In this paste",
    ]  # fmt: skip
    assert [line.label for line in drawn["Verdicts"].lines if not line.label.startswith(" ")] == [
        "Decoded", "Signature", "Claims",
    ]  # fmt: skip
    assert drawn["Times"].lines[-1].tone is tokens.Tone.BAD
    assert drawn["Token"].lines[-1].text == "in the Authorization header"
    assert {line.claim for line in drawn["Claims"].lines} == set(claims)
    assert next(line for line in drawn["Header"].lines if line.claim == "jku").tone is tokens.Tone.WARN
    everything = "\n".join(line.text for section in drawn.values() for line in section.lines)
    assert token.split(".")[2][:10] not in everything
    assert "•••• (342 characters)" in everything


def test_sections_without_lines_are_left_out(mint: Mint) -> None:
    titles = [section.title for section in tokens.sections(tokens.inspect("", mint.now))]
    assert titles == ["Token", "Verdicts", "Problems"]
    assert "Hasura" not in [section.title for section in tokens.sections(tokens.inspect(mint.signed(), mint.now))]


def test_times_tick(mint: Mint) -> None:
    inspection = tokens.inspect(mint.signed(), mint.now)
    later = mint.now.replace(minute=30)
    times = next(section for section in tokens.sections(inspection, later) if section.title == "Times")
    assert [line.text.rsplit(" · ", 1)[1] for line in times.lines[:2]] == ["1 h 30 min ago", "in 30 min"]
    assert times.lines[2].text == "2 h"


def test_the_json_is_complete(mint: Mint) -> None:
    report = tokens.inspect(mint.signed(), mint.now, expected_issuer=mint.issuer).as_json()
    assert json.loads(json.dumps(report)) == report
    assert {"kind", "header", "claims", "verdicts", "problems"} <= set(report)
    assert report["kind"] == "access"
    assert report["claims"] == mint.claims()
    assert report["signature"] == "•••• (342 characters)"
    assert report["times"]["remaining_seconds"] == 3600
    assert report["times"]["leeway_seconds"] == 60
    assert report["problems"] == []
    empty = tokens.inspect("", mint.now).as_json()
    assert (empty["kind"], empty["signature"], empty["inspected"]) == ("unknown", "none", -1)
    assert empty["problems"][0] == {
        "code": "empty", "severity": "error",
        "sentence": "There is nothing to inspect: paste a token, or text that contains one.",
    }  # fmt: skip
