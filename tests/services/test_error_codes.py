"""Kinde's numbered errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.error_codes import CODES, UnknownCodeError, error_code

PAGE = Path(__file__).parents[3] / "shared/reference/seed-docs/002_d5ea016f38ec50d3.txt"


@pytest.mark.skipif(not PAGE.exists(), reason=f"Kinde's page about errors is not at {PAGE}.")
def test_every_number_that_kinde_documents_is_explained_in_other_words() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert set(CODES) == {int(number) for number in re.findall(r"## Error code (\d+)", page)}
    for code in CODES.values():
        for sentence in (code.means, *code.checks):
            assert sentence.rstrip(".") not in page


def test_each_says_what_it_is_and_what_to_check() -> None:
    for number, code in CODES.items():
        assert code.number == number
        assert code.checks
        assert all(sentence.endswith(".") for sentence in (code.means, *code.checks)), number
    assert list(CODES) == sorted(CODES)


@pytest.mark.parametrize("typed", ["8809", "#8809", " error 8809 ", "Error code 8809", "code: 8809", "008809"])
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert "browser" in error_code(typed).means


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8810", "The nearest are 8809 (Signing in), 9055 (SAML) and 9364 (SAML)."),
        ("1", "which go from 578 to 9881. The nearest are 578 (SAML), 780 (OAuth 2.0) and 928 (Connected app)."),
        ("", "“” is no error number"),
        ("eight", "“eight” is no error number; they look like 8809."),
    ],
)
def test_another_number_is_a_sentence_with_the_nearest(typed: str, said: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        error_code(typed)
    assert said in str(caught.value)


@given(st.text())
def test_whatever_is_typed_ends_in_an_explanation_or_a_sentence(typed: str) -> None:
    try:
        assert error_code(typed).number in CODES
    except UnknownCodeError as error:
        assert str(error).endswith(".")  # noqa: PT017 - either is right
