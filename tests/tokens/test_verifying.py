"""The signature: our policy, the profile's keys, and nothing that the token says about itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from joserfc.errors import SecurityWarning

from kinde_tui import tokens
from kinde_tui.tokens import Inspection, SignatureVerdict, State, verify, why_not_verifiable

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint


def inspected(mint: Mint, token: str, **options: Any) -> Inspection:
    return tokens.inspect(token, mint.now, **{"expected_issuer": mint.issuer, **options})


def test_a_token_of_this_tenant_is_valid(mint: Mint) -> None:
    inspection = inspected(mint, mint.signed())
    assert inspection.verdicts.signature.state is State.UNCHECKED
    other = mint.rsa_key("key:2")
    verdict = verify(inspection, mint.key_set(other, mint.rsa_key()))
    assert (verdict.state, verdict.code, verdict.key_id, verdict.key_bits) == (State.GOOD, "valid", mint.kid, 2048)
    after = inspection.with_signature(verdict)
    assert after.as_json()["verdicts"]["signature"]["state"] == "good"
    assert inspection.verdicts.signature.state is State.UNCHECKED


def test_a_key_without_use_and_alg_is_as_good(mint: Mint) -> None:
    assert verify(inspected(mint, mint.signed()), mint.key_set(use=None, alg=None)).code == "valid"
    assert verify(inspected(mint, mint.signed()), mint.key_set(key_ops=["verify"])).code == "valid"


def test_a_signature_of_another_key_of_that_name_is_wrong(mint: Mint) -> None:
    forged = mint.signed(key=mint.rsa_key("forger"))
    verdict = verify(inspected(mint, forged), mint.key_set())
    assert (verdict.state, verdict.code) == (State.BAD, "wrong")
    assert "WRONG" in verdict.sentence


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_change_in_any_part_is_noticed(part: int, mint: Mint) -> None:
    pieces = mint.signed().split(".")
    if part == 0:
        pieces[0] = mint.encoded({"kid": mint.kid, "alg": "RS256"})
    elif part == 1:
        pieces[1] = mint.encoded(mint.claims(sub="kp_admin"))
    else:
        pieces[2] = mint.encoded(b"s" * 256)
    assert verify(inspected(mint, ".".join(pieces)), mint.key_set()).code == "wrong"


def refused(mint: Mint, token: str, key_set: dict[str, Any] | None = None) -> SignatureVerdict:
    inspection = inspected(mint, token)
    verdict = verify(inspection, mint.key_set() if key_set is None else key_set)
    assert verdict.state is State.BAD
    assert verdict.code == "refused"
    assert verdict.sentence == why_not_verifiable(inspection)
    return verdict


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
def test_unsigned_is_never_valid(algorithm: str, mint: Mint) -> None:
    assert "UNSIGNED" in refused(mint, mint.unsigned({"alg": algorithm, "kid": mint.kid}, mint.claims())).sentence


def test_the_algorithm_is_not_taken_from_the_header(mint: Mint) -> None:
    """The flaw: a verifier that follows alg accepts what another algorithm signed with the same key."""
    assert "RS512" in refused(mint, mint.signed(alg="RS512")).sentence
    assert "PS256" in refused(mint, mint.signed(alg="PS256")).sentence


def test_the_public_key_is_no_shared_secret(mint: Mint) -> None:
    """The flaw: a token signed HS256 with the bytes of the public key shows as valid."""
    pem = mint.rsa_key().as_pem(private=False)
    assert "shared secret" in refused(mint, mint.signed_with_secret(pem)).sentence


@pytest.mark.parametrize("field", ["jwk", "jku", "x5u", "x5c"])
def test_keys_named_by_the_token_are_never_used(field: str, mint: Mint) -> None:
    """The flaw: an attacker's own key, brought along in the header, shows the token as valid."""
    attacker = mint.rsa_key("attacker")
    value: Any = attacker.as_dict(private=False) if field == "jwk" else "https://evil.example/jwks"
    extra = {field: [value] if field == "x5c" else value}
    token = mint.signed(key=attacker, extra=extra)
    assert verify(inspected(mint, token), mint.key_set()).code == "wrong"
    own_id = mint.signed(key=attacker, kid="attacker", extra=extra)
    assert verify(inspected(mint, own_id), mint.key_set()).code == "key-not-found"


def test_the_issuer_must_be_the_profiles(mint: Mint) -> None:
    verdict = refused(mint, mint.signed(mint.claims(iss="https://evil.kinde.com")))
    assert "Untrusted issuer" in verdict.sentence
    for same in ("https://acme.kinde.com/", "https://ACME.kinde.com"):
        assert verify(inspected(mint, mint.signed(mint.claims(iss=same))), mint.key_set()).code == "valid"
    elsewhere = inspected(mint, mint.signed(), expected_issuer="")
    assert verify(elsewhere, mint.key_set()).code == "valid"


def test_critical_extensions_are_refused(mint: Mint) -> None:
    token = mint.signed()
    payload = token.split(".")[1]
    header = mint.encoded({"alg": "RS256", "kid": mint.kid, "crit": ["exp"]})
    assert "crit" in refused(mint, f"{header}.{payload}.{token.split('.')[2]}").sentence


def test_two_fields_of_one_name_are_refused(mint: Mint) -> None:
    header = mint.encoded(f'{{"alg":"RS256","kid":"{mint.kid}","kid":"x"}}')
    assert "twice" in refused(mint, f"{header}.{mint.encoded(mint.claims())}.{mint.encoded(b's' * 256)}").sentence


@pytest.mark.parametrize(
    "pattern", ["{h}.{p}.", "{h}.{p}", "{h}.{p}.{s}.{s}", "", "nothing here", "{h}.{p}.a+b/"], ids=repr
)
def test_what_is_no_signed_token_is_refused(pattern: str, mint: Mint) -> None:
    h, p, s = mint.signed().split(".")
    assert refused(mint, pattern.format(h=h, p=p, s=s)).sentence.endswith(".")


def test_a_key_that_is_not_in_the_key_set(mint: Mint) -> None:
    for kid in ("key:9", "KEY:1", "key:1 "):
        verdict = verify(inspected(mint, mint.signed(kid=kid)), mint.key_set())
        assert (verdict.state, verdict.code) == (State.UNCHECKED, "key-not-found")
        assert verdict.worth_fetching_again
    assert "no key key:9" in verify(inspected(mint, mint.signed(kid="key:9")), mint.key_set()).sentence


def unusable(mint: Mint, key_set: Any, token: str = "") -> str:
    verdict = verify(inspected(mint, token or mint.signed()), key_set)
    assert (verdict.state, verdict.code) == (State.UNCHECKED, "key-unusable")
    assert not verdict.worth_fetching_again
    return verdict.sentence


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kty": "EC"}, "no RSA key"),
        ({"kty": "oct", "k": "c2VjcmV0"}, "no RSA key"),
        ({"use": "enc"}, "not for signatures"),
        ({"alg": "RS512"}, "another algorithm"),
        ({"alg": "HS256"}, "another algorithm"),
        ({"key_ops": ["encrypt"]}, "not meant for verifying"),
        ({"key_ops": "x"}, "not meant for verifying"),
        ({"n": None}, "0 bits"),
        ({"n": 5}, "0 bits"),
        ({"n": "ä"}, "0 bits"),
        ({"n": "AQAB"}, "17 bits"),
        ({"e": "A" * 200}, "is not used"),
        ({"e": None}, "is not used"),
        ({"e": "AQ"}, "is not used"),
    ],
)
def test_keys_that_must_not_be_used(fields: dict[str, Any], words: str, mint: Mint) -> None:
    assert words in unusable(mint, mint.key_set(**fields))


def test_a_short_key_is_not_used(mint: Mint) -> None:
    with pytest.warns(SecurityWarning):
        short = mint.rsa_key("short", 1024)
    token = mint.signed(key=short, kid="short")
    assert "1024 bits" in unusable(mint, mint.key_set(short), token)


def test_odd_key_sets(mint: Mint) -> None:
    assert "no key set" in unusable(mint, {})
    assert "no key set" in unusable(mint, {"keys": "x"})
    assert "several keys" in unusable(mint, mint.key_set(mint.rsa_key(), mint.rsa_key()))
    for token in (mint.signed(kid=""), mint.unsigned({"alg": "RS256"}, mint.claims(), b"s" * 256)):
        assert "names no key" in unusable(mint, mint.key_set(), token)
    mixed = {"keys": [None, "x", *mint.key_set()["keys"]]}
    assert verify(inspected(mint, mint.signed()), mixed).code == "valid"


def test_a_key_that_cannot_be_loaded_proves_nothing(mint: Mint) -> None:
    even = mint.encoded(b"\xff" * 255 + b"\xfe")
    assert verify(inspected(mint, mint.signed()), mint.key_set(n=even)).code == "wrong"
    assert verify(inspected(mint, mint.signed()), mint.key_set(e="AAAAAg")).code in {"wrong", "key-unusable"}


def test_a_signature_that_can_be_written_in_two_ways_is_refused(mint: Mint) -> None:
    token = mint.signed()
    assert "mean nothing" in refused(mint, token[:-1] + chr(ord(token[-1]) + 1)).sentence


def test_large_tokens_are_verified(mint: Mint) -> None:
    claims = mint.claims(permissions=[f"permission:{n}" for n in range(1500)])
    token = mint.signed(claims, extra={"x-note": "n" * 60})
    assert len(token) > 30_000
    assert verify(inspected(mint, token), mint.key_set()).code == "valid"


def test_nothing_heavy_is_imported_before_a_signature_is_checked() -> None:
    program = (
        "import sys; from datetime import datetime, UTC; from kinde_tui import tokens; "
        "tokens.sections(tokens.inspect('eyJhbGciOiJub25lIn0.e30.', datetime.now(UTC))); "
        "heavy = {'joserfc', 'cryptography', 'httpx', 'textual', 'rich', 'pydantic', 'asyncio'} & set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    assert (done.returncode, done.stderr) == (0, "")
