"""Text that leaves the program: nothing in it is obeyed, and all of it can be had back."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.escaping import escaped, json_line, unescaped

OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
ANY = st.text(
    st.characters() | st.sampled_from("\\u001b\x1b\x9b\u200b\u202e\U000e0041\U000e0fff\u200d\n\t"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\x1b[31m", r"\u001b[31m"),
        ("a\tb\nc", "a\tb\nc"),
        ("\x7f\x9b\u202e\ufeff\ud800", r"\u007f\u009b\u202e\ufeff\ud800"),
        ("ad\u200bmin\u2060", r"ad\u200bmin\u2060"),
        ("x\U000e0041\U000e0fff", r"x\udb40\udc41\udb43\udfff"),
        ("\\\U000e0041", r"\\\udb40\udc41"),
        ("क्\u200dष 👨\u200d👩\u200d👧", "क्\u200dष 👨\u200d👩\u200d👧"),
        (r"C:\new", r"C:\new"),
        (r"\u001b", r"\\u001b"),
        ("\\\x1b", r"\\\u001b"),
        (r"\\u001b", r"\\\\u001b"),
        ("Zoë 日本", "Zoë 日本"),
        (r"\u00zz", r"\u00zz"),
    ],
)
def test_what_would_be_obeyed_is_spelled_and_nothing_else(text: str, written: str) -> None:
    assert escaped(text) == written
    assert unescaped(written) == text


@given(ANY)
def test_it_comes_back_as_it_was(text: str) -> None:
    assert not OBEYED.search(escaped(text))
    assert unescaped(escaped(text)) == text


@given(st.recursive(st.none() | st.booleans() | st.integers() | ANY, lambda inner: st.lists(inner, max_size=3)))
def test_json_is_one_line_that_no_terminal_obeys_and_the_same_value(value: Any) -> None:
    line = json_line(value)
    assert "\n" not in line
    assert not OBEYED.search(line)
    assert json.loads(line) == value


def test_numbers_that_json_has_not_become_nothing_and_all_else_stays() -> None:
    value = {"a": [1.5, math.inf, (math.nan, "x")], "b": {"c": -math.inf, "d": 2}}
    assert json.loads(json_line(value)) == {"a": [1.5, None, [None, "x"]], "b": {"c": None, "d": 2}}
    with pytest.raises(TypeError):
        json_line(object())


@pytest.mark.parametrize(
    ("value", "line"), [({"name": "Zoë 日本"}, '{"name": "Zoë 日本"}'), (["Zoë", math.inf], '["Zoë", null]')]
)
def test_letters_of_any_language_stay_letters(value: Any, line: str) -> None:
    assert json_line(value) == line


def test_json_shows_also_what_scripts_join_their_letters_with() -> None:
    value = "a\u200db\u200cc\u00add\U000e0041"
    assert json_line(value) == r'"a\u200db\u200cc\u00add\udb40\udc41"'
    assert json.loads(json_line(value)) == value
