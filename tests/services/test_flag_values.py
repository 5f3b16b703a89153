"""Values of flags: as typed, on the wire, as read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.models.flag import FlagType
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.flag_values import LARGEST, SMALLEST, kind_of, parse_value, read_value, shown, wire

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**50), 2**50) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("on", True), ("TRUE", True), (" yes ", True), ("1", True), ("off", False), ("False", False), ("n", False)],
)
def test_booleans_are_words(text: str, value: bool) -> None:
    assert parse_value("bool", text) is value


@pytest.mark.parametrize("text", ["", "maybe", "2", "onn", "null"])
def test_other_words_are_no_booleans(text: str) -> None:
    with pytest.raises(InvalidInputError, match="on or off"):
        parse_value("bool", text)


@pytest.mark.parametrize("text", ["1.5", "-2,0", "1e3", ".5", "3."])
def test_decimals_are_refused_because_kinde_cuts_them(text: str) -> None:
    with pytest.raises(InvalidInputError, match="cuts decimals"):
        parse_value("int", text)


@pytest.mark.parametrize("text", ["", "five", "1_000", "٣", "0x10", "- 1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="whole number"):
        parse_value("int", text)


@given(st.integers())
def test_integers_have_a_range(number: int) -> None:
    if SMALLEST <= number <= LARGEST:
        assert parse_value("int", f" {number} ") == number
    else:
        with pytest.raises(InvalidInputError, match="outside"):
            parse_value("int", str(number))


def test_the_edges_of_the_range_and_leading_zeros() -> None:
    assert parse_value("int", "2147483647") == 2147483647
    assert parse_value("int", "-2147483648") == -2147483648
    assert parse_value("int", "+000000000000007") == 7
    for text in ("2147483648", "-2147483649", "9" * 5000):
        with pytest.raises(InvalidInputError, match="outside"):
            parse_value("int", text)


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", "[1,]", "NaN", '{"a": Infinity}', "[" * 100_000])
def test_bad_json_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInputError, match="JSON"):
        parse_value("json", text)


@given(JSON)
def test_json_travels_and_comes_back(value: Any) -> None:
    assert parse_value("json", json.dumps(value)) == value
    if isinstance(value, (dict, list)):
        assert read_value("json", wire(value)) == value


@given(st.text())
def test_strings_are_taken_as_they_are(text: str) -> None:
    assert parse_value("str", text) == wire(text) == read_value("str", text) == text
    assert parse_value("something new", text) == text


@given(
    st.sampled_from([*FlagType, "", "something new"]),
    st.one_of(st.text(), st.booleans(), st.integers(), st.none(), JSON),
)
def test_reading_never_fails(kind: str, value: Any) -> None:
    read = read_value(kind, value)
    assert isinstance(shown(read), str)
    assert isinstance(kind_of({"type": kind, "value": value}), str)


def test_reading_takes_text_and_typed_values() -> None:
    assert read_value("bool", "True") is True
    assert read_value("bool", False) is False
    assert read_value("bool", "perhaps") == "perhaps"
    assert read_value("int", "-5") == -5
    assert read_value("int", "5.5") == "5.5"
    assert read_value("int", "9" * 30) == "9" * 30
    assert read_value("json", "{") == "{"


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ({"type": "bool", "value": "true"}, "bool"),
        ({"type": "Boolean", "value": "true"}, "bool"),
        ({"type": "str", "value": "{}"}, "str"),
        ({"type": "percentage", "value": "5"}, "percentage"),
        ({"value": '{"a":1}'}, "json"),
        ({"value": [1]}, "json"),
        ({"value": True}, "bool"),
        ({"value": "5"}, ""),
        ({"type": 7, "value": "5"}, ""),
    ],
)
def test_the_type_is_what_the_map_says_or_what_the_value_can_only_be(entry: dict[str, Any], kind: str) -> None:
    assert kind_of(entry) == kind


def test_sentences_show_values_plainly() -> None:
    assert [shown(value) for value in (True, False, 5, "dark", {"a": 1})] == ["on", "off", "5", "“dark”", '{"a":1}']
