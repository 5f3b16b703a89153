"""Claims against the profile and the clock, apart from form and signature."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui import tokens
from kinde_tui.tokens.verdicts import State, same_issuer

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint

KNOWN: dict[str, Any] = {
    "expected_issuer": "https://acme.kinde.com",
    "expected_audiences": ["https://api.acme.example"],
    "known_clients": ["client1"],
}


def states(mint: Mint, claims: dict[str, Any], **options: Any) -> dict[str, State]:
    inspection = tokens.inspect(mint.signed(claims), mint.now, **options)
    return {check.claim: check.state for check in inspection.verdicts.claims.checks}


def test_all_well(mint: Mint) -> None:
    inspection = tokens.inspect(mint.signed(), mint.now, **KNOWN)
    assert {check.state for check in inspection.verdicts.claims.checks} == {State.GOOD}
    assert inspection.verdicts.claims.state is State.GOOD
    assert "60 s" in inspection.verdicts.claims.sentence
    assert inspection.verdicts.decoded.state is State.GOOD
    assert inspection.verdicts.signature.state is State.UNCHECKED
    assert inspection.problems == ()


def test_an_audience_is_not_strange_where_not_all_are_known(mint: Mint) -> None:
    assert states(mint, {"aud": "https://other"}, **KNOWN, more_audiences=True)["aud"] is State.UNCHECKED
    assert states(mint, {"aud": "https://api.acme.example"}, **KNOWN, more_audiences=True)["aud"] is State.GOOD


@pytest.mark.parametrize(
    ("change", "claim", "state"),
    [
        ({"iss": "https://other.kinde.com"}, "iss", State.BAD),
        ({"iss": "https://acme.kinde.com.evil.example"}, "iss", State.BAD),
        ({"iss": None}, "iss", State.BAD),
        ({"iss": 5}, "iss", State.BAD),
        ({"aud": ["https://other"]}, "aud", State.WARNING),
        ({"aud": []}, "aud", State.WARNING),
        ({"aud": None}, "aud", State.WARNING),
        ({"aud": "https://api.acme.example"}, "aud", State.GOOD),
        ({"azp": "other"}, "azp", State.WARNING),
        ({"azp": None}, "azp", State.WARNING),
        ({"azp": ["client1"]}, "azp", State.WARNING),
        ({"azp": None, "client_id": "client1"}, "azp", State.GOOD),
        ({"exp": 0}, "exp", State.BAD),
        ({"exp": "x"}, "exp", State.BAD),
        ({"exp": None}, "exp", State.WARNING),
        ({"iat": None}, "iat", State.WARNING),
        ({"iat": "x"}, "iat", State.BAD),
        ({"nbf": "x"}, "nbf", State.BAD),
        ({"nbf": 5}, "nbf", State.GOOD),
    ],
)
def test_each_claim_is_checked(change: dict[str, Any], claim: str, state: State, mint: Mint) -> None:
    claims = {name: value for name, value in (mint.claims() | change).items() if value is not None}
    inspection = tokens.inspect(mint.signed(claims), mint.now, **KNOWN)
    found = {check.claim: check.state for check in inspection.verdicts.claims.checks}
    assert found[claim] is state
    assert inspection.verdicts.claims.state is state
    if state is not State.GOOD:
        assert inspection.problems


@pytest.mark.parametrize(
    ("seconds", "state"), [(3599, State.GOOD), (3600, State.WARNING), (3660, State.WARNING), (3661, State.BAD)]
)
def test_expiry_with_leeway(seconds: int, state: State, mint: Mint) -> None:
    inspection = tokens.inspect(mint.signed(), mint.now + timedelta(seconds=seconds), **KNOWN)
    assert inspection.verdicts.claims.state is state


def test_beginning_and_issue_with_leeway(mint: Mint) -> None:
    assert states(mint, mint.claims(nbf=mint.seconds + 60))["nbf"] is State.GOOD
    assert states(mint, mint.claims(nbf=mint.seconds + 61))["nbf"] is State.BAD
    assert states(mint, mint.claims(iat=mint.seconds + 60))["iat"] is State.GOOD
    assert states(mint, mint.claims(iat=mint.seconds + 61))["iat"] is State.WARNING


def test_without_a_profile_nothing_is_called_good(mint: Mint) -> None:
    inspection = tokens.inspect(mint.signed(), mint.now)
    assert inspection.verdicts.claims.state is State.UNCHECKED
    assert states(mint, mint.claims())["iss"] is State.UNCHECKED
    with_issuer = tokens.inspect(mint.signed(), mint.now, expected_issuer=mint.issuer)
    assert with_issuer.verdicts.claims.state is State.GOOD
    assert "not known here: aud, azp" in with_issuer.verdicts.claims.sentence


def test_an_id_tokens_audience_is_its_application(mint: Mint) -> None:
    claims = mint.claims(scp=None, auth_time=mint.seconds, exp=mint.seconds + 60)
    assert states(mint, claims | {"aud": ["client1"]}, **KNOWN)["aud"] is State.GOOD
    assert states(mint, claims | {"aud": [mint.issuer]}, **KNOWN)["aud"] is State.GOOD
    assert states(mint, claims | {"aud": ["somebody"]}, **KNOWN)["aud"] is State.WARNING


def test_no_token_has_no_claims_to_check(mint: Mint) -> None:
    verdicts = tokens.inspect("nothing", mint.now).verdicts
    assert (verdicts.decoded.state, verdicts.claims.state, verdicts.signature.state) == (
        "bad",
        "unchecked",
        "unchecked",
    )
    assert verdicts.claims.checks == ()


def test_odd_forms_are_a_warning(mint: Mint) -> None:
    inspection = tokens.inspect(mint.signed(cty="JWT"), mint.now)
    assert inspection.verdicts.decoded.state is State.WARNING


def test_quoted_text_of_the_token_stays_on_one_line(mint: Mint) -> None:
    hostile = "https://evil\n  Signature   ok – valid\n" + "x" * 9000
    inspection = tokens.inspect(mint.signed(mint.claims(iss=hostile)), mint.now, expected_issuer=mint.issuer)
    assert all("\n" not in problem.sentence and len(problem.sentence) < 500 for problem in inspection.problems)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.kinde.com", "https://a.kinde.com/", True),
        ("https://A.kinde.com", "HTTPS://a.KINDE.com", True),
        ("https://a.kinde.com", "http://a.kinde.com", False),
        ("https://a.kinde.com", "https://a.kinde.com.evil.io", False),
        ("https://a.kinde.com", "https://a.kinde.com@evil.io", False),
        ("https://a.kinde.com", "https://a.kinde.com/x", False),
        ("https://a.kinde.com", "https://a.kinde.com?x", False),
        ("https://[", "https://a.kinde.com", False),
        ("https://a.kin\nde.com", "https://a.kinde.com", False),
        ("https://a.kinde.com\t", "https://a.kinde.com", False),
        ("https://a.kinde.com/#", "https://a.kinde.com", False),
        ("https://a.kinde.com?", "https://a.kinde.com", False),
        (" https://a.kinde.com", "https://a.kinde.com", False),
    ],
)
def test_issuers_are_compared_whole(one: str, other: str, same: bool) -> None:
    assert same_issuer(one, other) is same
