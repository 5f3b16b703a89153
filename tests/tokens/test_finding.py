"""The token is found in whatever was pasted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui import tokens
from kinde_tui.tokens.finding import LIMIT, find, text_of

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint


def broken(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def only(text: str) -> str:
    found = find(text)
    assert len(found.candidates) == 1, [candidate.origin for candidate in found.candidates]
    return found.candidates[0].text


PASTES = {
    "bare": "{}",
    "bearer": "Bearer {}",
    "header line": "Authorization: Bearer {}",
    "http request": "GET /v1/invoices HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer {}\r\nAccept: */*\r\n\r\n",
    "quoted": '"{}"',
    "single quotes": "'{}'",
    "backticks": "`{}`",
    "json": '{{"access_token": "{}", "token_type": "bearer", "expires_in": 86400}}',
    "json string": '"Bearer {}"',
    "nested json": '{{"data": [{{"session": {{"id_token": "{}"}}}}]}}',
    "javascript": "const token = '{}';",
    "curl": "curl -H 'Authorization: Bearer {}' \\\n  https://api.acme.example/v1",
    "cookie": "Cookie: theme=dark; id_token={}; lang=en",
    "fragment": "https://app.acme.example/callback#access_token={}&token_type=bearer&state=xyz",
    "query": "https://app.acme.example/callback?state=1&id_token={}",
    "percent": "https://app.acme.example/callback?token=%22{}%22&x=1",
    "sentence": "It fails with {}. Can you look at it?",
    "last line of a mail": "Here it is:\n\n{}\n\nThanks, Ada",
    "word on the next line": "{}\nThanks",
    "variable on the next line": "TOKEN={}\nexport OTHER=1",
    "bracketed paste": "\x1b[200~{}\x1b[201~",
    "coloured": "\x1b[32m{}\x1b[0m",
    "title set": "\x1b]0;title\x07{}",
    "byte-order mark": "\ufeff{}",
    "zero-width": "\u200b{}\u2060",
    "markdown": "```\n{}\n```",
    "yaml": "token: {}\nother: 1",
    "angle brackets": "<{}>",
}


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES.keys())
def test_finds_the_token(paste: str, mint: Mint) -> None:
    token = mint.signed()
    assert only(paste.format(token)) == token


@pytest.mark.parametrize("paste", PASTES.values(), ids=PASTES.keys())
def test_finds_an_unsigned_token(paste: str, mint: Mint) -> None:
    token = mint.unsigned({"alg": "none"}, mint.claims())
    assert only(paste.format(token)) == token


WRAPS = {
    "line breaks": "\n",
    "windows line breaks": "\r\n",
    "indented": "\n    ",
    "trailing spaces": "   \n",
    "mail quotes": "\n> ",
    "shell continuation": "\\\n",
    "spaces, where a one-line field made them of line breaks": " ",
    "no-break spaces": "\xa0\n\xa0",
}


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS.keys())
@pytest.mark.parametrize("width", [40, 80, 133])
def test_joins_a_wrapped_token(wrap: str, width: int, mint: Mint) -> None:
    token = mint.signed()
    wrapped = wrap.join(broken(token, width))
    assert only(wrapped) == token
    assert only(f"Authorization: Bearer {wrapped}\nHost: api.acme.example\n") == token
    assert only(f"Here:\n{wrapped}\nThanks\n") == token


def test_joins_a_wrapped_json_body(mint: Mint) -> None:
    token = mint.signed()
    body = json.dumps({"access_token": token, "token_type": "bearer"})
    assert only("\n".join(body[i : i + 70] for i in range(0, len(body), 70))) == token


def test_wrapping_is_assumed_where_the_length_of_the_signature_tells_nothing(mint: Mint) -> None:
    token = mint.unsigned({"alg": "XX999"}, mint.claims(), b"s" * 77)
    assert only("\n".join(broken(token, 60))) == token
    for after in ("Host: api", "OTHER=1", "and so on"):
        assert only(f"{token}\n{after}\n") == token


def test_lists_several_tokens_each_once(mint: Mint) -> None:
    access, other = mint.signed(), mint.signed(mint.claims(sub="kp_2"))
    assert [c.text for c in find(f"{access}\n{other}\n{access}").candidates] == [access, other]
    wrapped = "\n".join("\n".join(broken(token, 70)) for token in (access, other))
    assert [c.text for c in find(wrapped).candidates] == [access, other]


def test_two_tokens_whose_ends_cannot_be_told_are_not_made_one(mint: Mint) -> None:
    first, second = (mint.unsigned({"alg": "XX999"}, mint.claims(sub=name), b"s" * 77) for name in ("a", "b"))
    assert [c.text for c in find(f"{first}\n{second}\n").candidates] == [first, second]


def test_says_where_each_token_stood(mint: Mint) -> None:
    token, second = mint.signed(), mint.signed(mint.claims(sub="kp_2"))
    body = json.dumps({"access_token": token, "refresh_token": "abcdefghijklmnopqrstuvwxyz"})
    first, opaque = find(body).candidates
    assert (first.origin, first.opaque) == ("access_token in the JSON body", False)
    assert (opaque.origin, opaque.opaque, opaque.name) == ("refresh_token in the JSON body", True, "refresh_token")
    assert find(f"authorization: bearer {token}").candidates[0].origin == "in the Authorization header"
    assert find(f"Cookie: session={token}").candidates[0].origin == "in the cookie"
    assert find(f"Cookie: id_token={token}").candidates[0].origin == "id_token in the cookie"
    address = find(f"https://a.example/#access_token={token}&id_token={second}").candidates
    assert [c.origin for c in address] == ["access_token in the address", "id_token in the address"]
    assert find(token).candidates[0].origin == ""


def test_the_first_that_can_be_decoded_is_inspected_and_the_others_can_be_chosen(mint: Mint) -> None:
    token = mint.signed()
    body = json.dumps({"refresh_token": "abcdefghijklmnopqrstuvwxyz", "access_token": token})
    inspection = tokens.inspect(body, mint.now)
    assert (inspection.chosen, inspection.kind) == (1, tokens.Kind.ACCESS)
    assert "several" in [problem.code for problem in inspection.problems]
    assert tokens.inspect(body, mint.now, which=0).decoded.is_opaque
    assert tokens.inspect(body, mint.now, which=9).chosen == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("hello", "no-token"),
        ("Please look at the token I sent yesterday, thanks.", "no-token"),
        ('{"message": "unauthorized"}', "no-token"),
        ("[1, 2, 3]", "no-token"),
        ("Authorization: Basic Y2xpZW50OnNlY3JldA==", "basic"),
        ("x" * (LIMIT + 1), "too-long"),
        ("ä" * (LIMIT // 2 + 1), "too-long"),
    ],
)
def test_says_why_there_is_no_token(text: str, code: str) -> None:
    found = find(text)
    assert found.candidates == ()
    assert [problem.code for problem in found.problems] == [code]
    assert found.problems[-1].sentence.endswith(".")


@pytest.mark.parametrize(("part", "name"), enumerate(("header", "payload", "signature")))
@pytest.mark.parametrize("character", ["*", "@", "$", "é", "\N{CYRILLIC SMALL LETTER ES}"])
def test_a_character_that_no_token_has_is_named_and_not_taken_for_the_end(
    part: int, name: str, character: str, mint: Mint
) -> None:
    parts = mint.signed().split(".")
    parts[part] = f"{parts[part][:7]}{character}{parts[part][7:]}"
    inspection = tokens.inspect(f" '{'.'.join(parts)}'\n", mint.now)
    assert f"{name}-base64" in [problem.code for problem in inspection.problems]
    assert f"U+{ord(character):04X}" in inspection.verdicts.decoded.sentence or name == "signature"


def test_recognises_a_payload_that_somebody_decoded_already(mint: Mint) -> None:
    assert "decoded already" in find(json.dumps(mint.claims())).problems[0].sentence


def test_a_shortened_token_is_called_so(mint: Mint) -> None:
    token = mint.signed()
    for text in (f"{token[:60]}…", f"{token[:60]}...", f"{token[:300]}***"):
        assert "shortened" in [problem.code for problem in find(text).problems]


def test_control_characters_are_left_out_and_said(mint: Mint) -> None:
    token = mint.signed()
    found = find(f"{token[:50]}\x00\x07{token[50:]}")
    assert found.candidates[0].text == token
    assert [problem.code for problem in found.problems] == ["control-characters"]


@pytest.mark.parametrize("text", ["refresh_token=abcdef0123456789abcdef", "Bearer abcdef0123456789abcdef"])
def test_opaque_words_are_found_where_something_names_them(text: str) -> None:
    candidate = find(text).candidates[0]
    assert candidate.opaque
    assert candidate.text == "abcdef0123456789abcdef"


def test_a_beginning_of_a_token_is_no_opaque_word(mint: Mint) -> None:
    beginning = mint.signed().split(".")[0]
    assert not find(beginning).candidates[0].opaque
    assert not find(json.dumps({"access_token": beginning})).candidates[0].opaque


def test_a_candidate_shows_no_token_in_its_repr(mint: Mint) -> None:
    token = mint.signed()
    assert token[:20] not in repr(find(token))


HOSTILE = [
    *("ey\n" * 20_000, "eyJ " * 16_000, "eyJ." * 16_000, "eyJa\n.b\n" * 8_000, "eyJ…" * 10_000),
    *("[" * 60_000, '{"a":' * 12_000, "." * 60_000, "\x1b]" * 30_000, "%2E" * 20_000, "token=" * 10_000),
    *("eyJhbGciOiJub25lIn0.e30.\n" * 2_500, "eyJhbGciOiJub25lIn0.e30.\nA\n" * 2_300),
    *("eyJhbGciOiJub25lIn0 e30 " * 2_500, "eyJaaaaaaaaaaaaaaaaaaaa " * 2_600),
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: repr(text[:12]))
def test_hostile_text_is_answered(hostile: str, mint: Mint) -> None:
    inspection = tokens.inspect(hostile, mint.now)
    assert len(inspection.found.candidates) <= 16
    json.dumps(inspection.as_json(), allow_nan=False)


LINES = st.text(st.characters(exclude_characters="\x1b"))


@given(LINES, LINES)
def test_whatever_is_around_a_token_on_other_lines_it_is_found(before: str, after: str) -> None:
    token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJrcF8xIn0." + "c2ln" * 85 + "Zw"
    assert token in [candidate.text for candidate in find(f"{before}\n\n{token}\n\n{after}").candidates]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_files_of_each_encoding(encoding: str) -> None:
    assert text_of("Bearer ä".encode(encoding)) == "Bearer ä"


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(data: bytes) -> None:
    found = find(text_of(data))
    assert found.candidates or found.problems
