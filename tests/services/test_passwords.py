"""Temporary passwords: what they may be, and what leaves this machine of them."""

from __future__ import annotations

import hashlib
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.passwords import PasswordError, check, hashed

TYPED = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=8, max_size=40)


@given(TYPED)
def test_what_can_be_typed_is_a_password_and_its_hash_holds_nothing_of_it(password: str) -> None:
    check(password, password)
    made = hashed(password, salt=b"0123456789abcdef", iterations=2)
    body = made.body(temporary=True)
    again = hashlib.pbkdf2_hmac("sha512", password.encode(), b"0123456789abcdef", 2)
    assert b64decode(body["hashed_password"]) == again
    assert b64decode(body["salt"]) == b"0123456789abcdef"
    assert password not in (body["hashed_password"], body["salt"])
    assert body["hashed_password"] not in repr(made)


def test_a_hash_says_how_it_was_made_and_no_two_are_alike() -> None:
    one, other = hashed("correct horse", iterations=2), hashed("correct horse", iterations=2)
    assert one.value != other.value
    body = one.body(temporary=True)
    assert set(body) == {
        "hashed_password",
        "hashing_method",
        "salt",
        "iterations",
        "variant",
        "is_temporary_password",
    }
    assert (body["hashing_method"], body["variant"]) == ("pbkdf2", "salted-pbkdf2-hmac-sha512-512")
    assert len(b64decode(one.value)) == 64
    assert hashed("correct horse").iterations >= 210_000


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "at least 8"),
        ("x" * 1_025, "x" * 1_025, "at most 1,024"),
        ("correct horse", "correct house", "not the same"),
        (" correct horse", " correct horse", "blanks at its ends"),
        ("correct\thorse", "correct\thorse", "cannot be typed"),
    ],
)
def test_what_is_no_password_is_refused_without_being_repeated(password: str, again: str, sentence: str) -> None:
    with pytest.raises(PasswordError, match=sentence) as refused:
        check(password, again)
    assert password not in str(refused.value)
