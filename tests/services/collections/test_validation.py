"""What may be typed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.collections import validation
from kinde_tui.services.collections.collection import InvalidInputError

VALIDATORS: tuple[Callable[[str], str], ...] = (
    validation.email,
    validation.phone,
    validation.country,
    validation.username,
    validation.key,
    validation.handle,
    validation.external_id,
    validation.name,
    lambda text: validation.line(text, "It"),
    lambda text: validation.paragraph(text, "It"),
)


@pytest.mark.parametrize("text", ["ada@example.com", " ada+x@mail.example.co.uk ", "jürgen@müller.de", "o'brien@ex.ie"])
def test_addresses_that_are_meant(text: str) -> None:
    assert validation.email(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "a b@example.com",
        "a@b@c.com",
        "ada@ex..com",
        "ada@.com",
        "a,b@example.com",
        f"{'a' * 250}@example.com",
        "ada@example.com\nx",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(InvalidInputError):
        validation.email(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("+61 426 148 233", "+61426148233"), ("+1 (415) 555-0100", "+14155550100"), ("+49.30.123456", "+4930123456")],
)
def test_phone_numbers_lose_their_blanks(text: str, number: str) -> None:
    assert validation.phone(text) == number


@pytest.mark.parametrize("text", ["", "0426148233", "+0426148233", "+61", "+6142614823312345", "+61x26148233"])
def test_what_is_no_phone_number(text: str) -> None:
    with pytest.raises(InvalidInputError, match="country's code"):
        validation.phone(text)


@pytest.mark.parametrize("text", ["read:invoices", "admin", "a_b-c:9"])
def test_keys_that_are_meant(text: str) -> None:
    assert validation.key(f" {text} ") == text


@pytest.mark.parametrize("text", ["", "Admin", "a b", "a.b", "ä", "a" * 256])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(InvalidInputError):
        validation.key(text)


@pytest.mark.parametrize("text", ["", "a b", "ada@example.com"])
def test_what_is_no_username(text: str) -> None:
    with pytest.raises(InvalidInputError):
        validation.username(text)


def test_what_the_rest_takes() -> None:
    assert validation.username("ada.l") == "ada.l"
    assert validation.country(" AU ") == "au"
    assert validation.handle("acme_corp") == "acme_corp"
    assert validation.external_id("") == ""
    assert validation.external_id("crm:17/a") == "crm:17/a"
    assert validation.paragraph("one\r\ntwo\n", "It") == "one\ntwo"


@pytest.mark.parametrize(
    ("validator", "text"),
    [
        (validation.country, "aus"),
        (validation.handle, "acme:corp"),
        (validation.external_id, "a b"),
        (validation.name, "  "),
        (validation.name, "a\x1b[2Jb"),
        (VALIDATORS[-1], "a\x00b"),
        (VALIDATORS[-1], "a" * 4_001),
    ],
)
def test_what_the_rest_refuses(validator: Callable[[str], str], text: str) -> None:
    with pytest.raises(InvalidInputError):
        validator(text)


@given(st.text(), st.sampled_from(VALIDATORS))
def test_a_value_is_taken_as_it_is_sent_or_refused_in_a_sentence(text: str, validator: Callable[[str], str]) -> None:
    check = validation.complaint(validator)
    sentence = check(text)
    if sentence is not None:
        assert re.fullmatch(r"[A-Z].*\.", sentence)
    elif text.strip():
        value = validator(text)
        assert validator(value) == value
        assert not {"\x1b", "\x00", "\x9b", "\r"} & set(value)


def test_a_dialog_gets_the_sentence_and_an_empty_field_is_its_own_affair() -> None:
    check = validation.complaint(validation.email)
    assert check("") is None
    assert check("ada@example.com") is None
    assert check("ada") == "This is no e-mail address; one looks like ada@example.com."
