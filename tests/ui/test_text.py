"""Tenant text on its way to the glass."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kinde_tui.ui.text import (
    LONGEST_LINE,
    REPLACEMENT,
    escaped,
    fit,
    mask_with,
    masked,
    plain,
    safe,
    signs,
    whole,
    width,
)

ANY_TEXT = st.text(st.characters(), max_size=60)
CONTROLS = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]52;c;aGk=\x1b\\", "␛]52;c;aGk=␛\\"),
        ("\x9b31m", "\ufffd31m"),
        ("a\nb\tc\rd", "a␊b␉c␍d"),
        ("\x00\x1f", "␀␟"),
        ("\x7f", "␡"),
        ("user\u202etxt.exe", "user\ufffdtxt.exe"),
        ("zero\u200bwidth", "zero\ufffdwidth"),
        ("tag\U000e0041", "tag\ufffd"),
        ("lone \ud800", "lone \ufffd"),
        ("[/] [@click=app.quit]x[/]", "[/] [@click=app.quit]x[/]"),
        ("Zoë Müller 日本", "Zoë Müller 日本"),
    ],
)
def test_what_could_steer_the_terminal_becomes_a_sign(hostile: str, shown: str) -> None:
    assert safe(hostile) == shown


@given(ANY_TEXT)
def test_nothing_unsafe_is_left_and_nothing_else_is_changed(text: str) -> None:
    result = safe(text)
    assert not CONTROLS.search(result)
    assert all(unicodedata.category(character) != "Cc" for character in result)
    result.encode("utf-8")
    if text.isascii() and text.isprintable():
        assert result == text


@given(ANY_TEXT)
def test_safe_text_stays_as_it_is(text: str) -> None:
    assert safe(safe(text)) == safe(text)


@given(ANY_TEXT, st.integers(0, 40), st.booleans())
def test_a_fitted_text_has_exactly_the_cells_asked_for(text: str, cells: int, right: bool) -> None:
    assert cell_len(fit(text, cells, right=right)) == cells


@given(ANY_TEXT)
def test_width_is_what_the_terminal_will_use(text: str) -> None:
    shown = safe(text)
    assert width(text) == width(shown) == cell_len(shown)


def test_brackets_are_no_markup() -> None:
    content = plain("[bold]x[/] [/", "bold")
    assert content.plain == "[bold]x[/] [/"
    assert [span.style for span in content.spans] == ["bold"]
    assert plain("x").spans == []
    assert plain("a\nb").plain == "a␊b"
    assert plain("a\nb", "bold", lines=True).plain == "a\nb"


def test_lines_are_kept_where_asked_for() -> None:
    assert safe("a\r\nb\tc\x1b", lines=True) == "a\nb   c␛"


def test_a_pile_of_accents_is_cut() -> None:
    assert safe("e" + "\u0301" * 500) == "e\u0301\u0301\u0301\ufffd"


def test_a_mask_lies_over_every_door_and_is_taken_off_again() -> None:
    doors = (safe, signs, whole, escaped)
    mask_with(lambda text: text.replace("Ada", "•••"))
    try:
        assert masked()
        assert [door("Ada\x1b") for door in doors] == ["•••␛", "•••␛", "•••␛", "•••\\u001b"]
        assert safe("Ada\nAda", lines=True) == "•••\n•••"
        assert fit("Ada", 5) == "•••  "
        assert plain("Ada").plain == "•••"
    finally:
        mask_with(None)
    assert not masked()
    assert [door("Ada") for door in doors] == ["Ada"] * 4


def test_signs_take_one_place_each() -> None:
    hostile = "a\x1b\u200b\ufe0fb" + "\u0301" * 9
    assert len(signs(hostile)) == len(hostile)
    assert signs("\ufe0f") == REPLACEMENT
    assert safe("\ufe0f") == ""
    assert whole("x" * 5_000) == "x" * 5_000


def test_json_is_escaped_line_by_line() -> None:
    assert escaped('{\n  "a": "\x1b\u202e"\n}') == '{\n  "a": "\\u001b\\u202e"\n}'


@pytest.mark.parametrize(
    ("text", "cells", "right", "shown"),
    [
        ("Ada", 3, False, "Ada"),
        ("Ada", 5, False, "Ada  "),
        ("Ada", 5, True, "  Ada"),
        ("Lovelace", 4, False, "Lov…"),
        ("Lovelace", 1, False, "…"),
        ("Lovelace", 0, False, ""),
        ("日本語", 4, False, "日 …"),
    ],
)
def test_a_text_is_padded_or_cut(text: str, cells: int, right: bool, shown: str) -> None:
    assert fit(text, cells, right=right) == shown


def test_a_very_long_value_is_cut() -> None:
    assert safe("x" * LONGEST_LINE) == "x" * LONGEST_LINE
    assert safe("x" * (LONGEST_LINE + 1)) == "x" * LONGEST_LINE + "…"
    assert safe("x" * 3_000, lines=True) == "x" * 3_000
    assert safe("x" * 100_000) == "x" * 2_000 + "…"
