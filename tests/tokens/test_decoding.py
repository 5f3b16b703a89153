"""Decoding is strict, bounded, and never fails but by saying why."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui import tokens
from kinde_tui.tokens.decoding import Decoded, decode
from kinde_tui.tokens.problem import Tone
from kinde_tui.tokens.strict_json import UnreadableError, depth, read_object

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint

HEADER = {"alg": "RS256", "kid": "key:1"}


def codes(decoded: Decoded) -> list[str]:
    return [problem.code for problem in decoded.problems]


def test_decodes_a_token_of_kinde(mint: Mint) -> None:
    decoded = decode(mint.signed())
    assert decoded.is_token
    assert decoded.claims == mint.claims()
    assert decoded.header == {"alg": "RS256", "kid": "key:1", "typ": "JWT"}
    assert decoded.problems == ()
    assert decoded.algorithm == "RS256"
    assert len(decoded.signature or b"") == 256


PIECES = {
    "two parts": ("{h}.{p}", "two-parts", "signature is missing"),
    "four parts": ("{h}.{p}.{s}.{s}", "parts", "4 parts"),
    "five parts": ("{e}.aa.aa.aa.aa", "encrypted", "encrypted token (JWE)"),
    "five parts of no JWE": ("{h}.{p}.{s}.aa.aa", "parts", "names no encryption"),
    "seven parts": ("a.b.c.d.e.f.g", "parts", "7 parts"),
    "header alone": ("{h}", "one-part", "no dot"),
    "opaque": ("vH3p_9aGz0-refresh-0123456789", "opaque", "refresh tokens"),
    "padding": ("{h}.{p}==.{s}", "payload-base64", "padding"),
    "other alphabet": ("{h}.ab+/.{s}", "payload-base64", "ordinary base64"),
    "foreign character": ("{h}.abé4.{s}", "payload-base64", "U+00E9"),
    "impossible length": ("{h}.{p}A.{s}", "payload-base64", "whole number of bytes"),
    "empty header": (".{p}.{s}", "header-empty", "header is empty"),
    "empty payload": ("{h}..{s}", "payload-empty", "payload is empty"),
    "no signature": ("{h}.{p}.", "unsigned", "signature is empty"),
    "bad signature": ("{h}.{p}.+++", "signature-base64", "ordinary base64"),
    "short signature": ("{h}.{p}.c2lnbmF0dXJl", "truncated", "12 characters where its algorithm gives 342"),
}


@pytest.mark.parametrize(("pattern", "code", "words"), PIECES.values(), ids=PIECES.keys())
def test_says_precisely_what_is_wrong(pattern: str, code: str, words: str, mint: Mint) -> None:
    h, p, s = mint.signed().split(".")
    if code == "payload-base64" and "whole" in words:
        p += "A" * (-len(p) % 4)
    if code == "payload-base64" and "padding" in words:
        p = p.rstrip("=")
    decoded = decode(pattern.format(h=h, p=p, s=s, e=mint.encoded({"alg": "RSA-OAEP", "enc": "A256GCM"})))
    sentence = next(problem.sentence for problem in decoded.problems if problem.code == code)
    assert words in sentence


def test_two_parts_are_shown_as_far_as_they_go(mint: Mint) -> None:
    decoded = decode(mint.signed().rsplit(".", 1)[0])
    assert not decoded.is_token
    assert decoded.claims == mint.claims()
    assert decoded.header["alg"] == "RS256"


def test_an_encrypted_tokens_header_is_shown(mint: Mint) -> None:
    header = {"alg": "RSA-OAEP", "enc": "A256GCM", "kid": "x"}
    decoded = decode(f"{mint.encoded(header)}.YQ.YQ.YQ.YQ")
    assert (decoded.header, decoded.is_token, codes(decoded)) == (header, False, ["encrypted"])
    inspection = tokens.inspect(f"{mint.encoded(header)}.YQ.YQ.YQ.YQ", mint.now)
    assert (inspection.kind, inspection.recognized.label) == (tokens.Kind.UNKNOWN, "encrypted token (JWE)")


@pytest.mark.parametrize(
    ("payload", "code", "words"),
    [
        ("[1]", "payload-json", "a list and not an object"),
        ('"text"', "payload-json", "a text and not an object"),
        ("12", "payload-json", "a number and not an object"),
        ("true", "payload-json", "true or false"),
        ("null", "payload-json", "null"),
        ('{"sub": "kp_1"', "payload-json", "the token was cut"),
        ('{"sub": "kp', "payload-json", "the token was cut"),
        ("{'sub': 1}", "payload-json", "no JSON"),
        ('{"sub": 1} x', "payload-json", "no JSON"),
        ('{"a":' * 65 + "1" + "}" * 65, "payload-json", "deeper than 64"),
        ('{"a":' * 9000, "payload-json", "deeper than 64"),
        (b"\xff\xfe", "payload-utf8", "byte 1 is not UTF-8"),
        ('{"sub": 1, "sub": 2}', "duplicate", "field sub twice"),
        ('{"a": {"b": 1, "b": 1}}', "duplicate", "field b twice"),
        ('{"exp": NaN}', "number", "NaN"),
        ('{"exp": -Infinity}', "number", "-Infinity"),
        ('{"exp": 1e999}', "number", "beyond all bounds"),
        ('{"exp": ' + "9" * 5000 + "}", "number", "beyond all bounds"),
    ],
)
def test_doubtful_payloads(payload: str | bytes, code: str, words: str, mint: Mint) -> None:
    decoded = decode(f"{mint.encoded(HEADER)}.{mint.encoded(payload)}.{mint.encoded(b's' * 256)}")
    problem = next(problem for problem in decoded.problems if problem.code == code)
    assert words in problem.sentence
    assert problem.tone is Tone.BAD
    assert decoded.is_token == (code in {"duplicate", "number"})


def test_a_doubtful_header_is_no_better(mint: Mint) -> None:
    text = '{"alg": "RS256", "alg": "none", "kid": "key:1"}'
    decoded = decode(f"{mint.encoded(text)}.{mint.encoded(mint.claims())}.")
    assert "duplicate" in codes(decoded)
    assert (
        tokens.inspect(f"{mint.encoded(text)}.{mint.encoded(mint.claims())}.", mint.now).verdicts.decoded.state == "bad"
    )


def test_of_two_fields_the_last_is_shown(mint: Mint) -> None:
    payload = mint.encoded('{"sub": 1, "sub": 2}')
    assert decode(f"{mint.encoded(HEADER)}.{payload}.YQ").claims == {"sub": 2}


@pytest.mark.parametrize(
    ("header", "code", "words"),
    [
        ({"alg": "none"}, "algorithm-none", "UNSIGNED"),
        ({"alg": "nOnE"}, "algorithm-none", "UNSIGNED"),
        ({"alg": "HS256"}, "algorithm", "shared secret"),
        ({"alg": "ES256"}, "algorithm", "nothing else"),
        ({"alg": "RS512"}, "algorithm", "nothing else"),
        ({"alg": "XX999"}, "algorithm", "unknown"),
        ({"alg": ""}, "algorithm", "unknown"),
        ({"alg": 5}, "algorithm", "no text"),
        ({"alg": ["RS256"]}, "algorithm", "no text"),
        ({"typ": "JWT"}, "algorithm", "names no algorithm"),
    ],
)
def test_other_algorithms_are_decoded_all_the_same_and_loudly(
    header: dict[str, Any], code: str, words: str, mint: Mint
) -> None:
    decoded = decode(mint.unsigned(header, mint.claims()))
    assert decoded.claims == mint.claims()
    problem = next(problem for problem in decoded.problems if problem.code == code)
    assert words in problem.sentence
    assert problem.tone is Tone.BAD
    inspection = tokens.inspect(mint.unsigned(header, mint.claims()), mint.now)
    assert inspection.verdicts.decoded.state is tokens.State.BAD
    assert inspection.kind is tokens.Kind.ACCESS


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("jku", "https://evil.example/jwks", "header-jku"),
        ("x5u", "https://evil.example/cert", "header-x5u"),
        ("jwk", {"kty": "RSA", "n": "AQAB", "e": "AQAB"}, "header-jwk"),
        ("x5c", ["MIIB"], "header-x5c"),
        ("crit", ["exp"], "header-crit"),
        ("b64", False, "header-b64"),
        ("zip", "DEF", "header-zip"),
        ("cty", "JWT", "nested"),
    ],
)
def test_what_a_header_demands_is_flagged_and_shown(field: str, value: Any, code: str, mint: Mint) -> None:
    decoded = decode(mint.unsigned({**HEADER, field: value}, mint.claims(), b"s" * 256))
    assert code in codes(decoded)
    assert decoded.header[field] == value


def test_unknown_header_fields_are_kept_and_shown(mint: Mint) -> None:
    token = mint.unsigned({**HEADER, "x-secret-mode": {"on": True}}, mint.claims(), b"s" * 256)
    inspection = tokens.inspect(token, mint.now)
    assert inspection.as_json()["header"]["x-secret-mode"] == {"on": True}
    header = next(section for section in tokens.sections(inspection) if section.title == "Header")
    line = next(line for line in header.lines if line.claim == "x-secret-mode")
    assert (line.text, line.tone) == ("on: true", Tone.WARN)


def test_an_unsigned_token_with_a_signature_is_odd(mint: Mint) -> None:
    assert "none-signed" in codes(decode(mint.unsigned({"alg": "none"}, {}, b"abc")))
    assert "none-signed" not in codes(decode(mint.unsigned({"alg": "none"}, {})))


def test_a_signature_that_is_too_long(mint: Mint) -> None:
    assert "signature-length" in codes(decode(mint.unsigned(HEADER, {}, b"s" * 600)))


def test_spare_bits_are_noticed(mint: Mint) -> None:
    head, payload, signature = mint.signed().split(".")
    assert signature[-1] in "AQgw"
    changed = signature[:-1] + chr(ord(signature[-1]) + 1)
    assert codes(decode(f"{head}.{payload}.{changed}")) == ["signature-spare-bits"]


def test_too_long_a_token_is_not_looked_at() -> None:
    assert codes(decode("e" * 70_000)) == ["too-long"]


def test_the_repr_shows_nothing_of_a_token(mint: Mint) -> None:
    token = mint.signed()
    inspection = tokens.inspect(token, mint.now)
    for shown in (
        repr(inspection),
        str(inspection),
        repr(inspection.decoded),
        repr(inspection.claims),
        repr(inspection.found),
    ):
        assert not any(part[:12] in shown for part in token.split("."))
        assert "kp_1234" not in shown


@given(st.text(max_size=200))
def test_any_text_is_decoded_or_explained(text: str) -> None:
    decoded = decode(text)
    assert decoded.is_token or decoded.problems


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_as_a_payload_is_inspected(mint: Mint, value: Any) -> None:
    inspection = tokens.inspect(mint.unsigned({"alg": "RS256"}, value, b"s" * 256), mint.now)
    json.dumps(inspection.as_json(), allow_nan=False)
    assert tokens.sections(inspection)
    assert inspection.is_token == isinstance(value, dict)


@given(
    st.dictionaries(
        st.text(), st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text() | st.lists(st.text())
    )
)
def test_a_payload_comes_back_as_it_went_in(claims: dict[str, Any]) -> None:
    read, problems = read_object(json.dumps(claims), "payload")
    assert (read, problems) == (claims, ())


@given(st.integers(0, 700), st.characters(codec="utf-8"))
def test_a_changed_token_is_still_explained(mint: Mint, place: int, character: str) -> None:
    token = mint.signed()
    changed = token[:place] + character + token[place + 1 :]
    inspection = tokens.inspect(changed, mint.now)
    assert tokens.verify(inspection, mint.key_set()).code != "valid" or changed.strip() == token
    json.dumps(inspection.as_json(), allow_nan=False)


@given(st.text())
def test_reading_json_raises_one_thing_only(text: str) -> None:
    with contextlib.suppress(UnreadableError):
        assert isinstance(read_object(text, "payload")[0], dict)


def test_depth_does_not_count_brackets_in_strings() -> None:
    assert depth(r'{"a": "[[[\"[[", "b": [[1]]}') == 3
