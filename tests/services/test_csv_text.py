"""CSV: no spreadsheet runs it, no terminal obeys it, and what is read back is what was written."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kinde_tui.services.csv_text import TRIGGERS, CsvError, csv_line, neutral, read_csv, restored
from kinde_tui.services.escaping import escaped, json_line, unescaped

NASTY = st.text(
    st.sampled_from([*TRIGGERS, "'", '"', "\\", "u", "0", "1", "b", ",", "\x1b", "\x9b", "\u202e", "\ud800", "é", "a"])
)
CELLS = st.lists(st.one_of(NASTY, st.text(st.characters())), min_size=1, max_size=6)
OBEYED = {chr(code) for code in (*range(9), *range(11, 32), *range(127, 160))} | set("\u202a\u202e\u2066\u2028\ufeff")


def plainly_read(text: str) -> list[list[str]]:
    """As any other program reads it."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(CELLS, min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
@example([["=1+1", "'=1+1", "''=1", "'", "\\u001b", "\\\x1b", "\\\\u001b"]])
@example([["\ufeff", "\r", "\x00", "\tx", "a\r\nb", "＝1", "\ud800"]])  # noqa: RUF001 - the full-width sign is meant
def test_what_is_written_is_read_back_and_no_cell_begins_a_formula(rows: list[list[str]]) -> None:
    text = "".join(map(csv_line, rows))
    assert list(read_csv(io.StringIO(text, newline=""))) == rows
    for cell in (cell for row in plainly_read(text) for cell in row):
        assert not cell.startswith(tuple(TRIGGERS))
    assert not OBEYED.intersection(text)
    assert text.encode()


@given(NASTY)
def test_each_half_is_undone_by_its_other_half(text: str) -> None:
    assert restored(neutral(text)) == text
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Ada", '"Ada"\n'),
        ("=HYPERLINK(1)", '"\'=HYPERLINK(1)"\n'),
        ("'=1", "\"''=1\"\n"),
        ("'quoted'", "\"'quoted'\"\n"),
        ("-1", '"\'-1"\n'),
        ("1-1", '"1-1"\n'),
        ('say "hi"', '"say ""hi"""\n'),
        ("\x1b]52;c;\x07", '"\\u001b]52;c;\\u0007"\n'),
        ("C:\\users", '"C:\\users"\n'),
        ("a\nb\tc", '"a\nb\tc"\n'),
        ("\x00", '"\'\\u0000"\n'),
    ],
)
def test_cells_are_quoted_neutralised_and_escaped(cell: str, written: str) -> None:
    assert csv_line([cell]) == written


def test_a_byte_order_mark_of_another_program_is_no_part_of_the_first_cell() -> None:
    assert list(read_csv(["\ufeffName,Email\n", "Ada,'=x\n"])) == [["Name", "Email"], ["Ada", "=x"]]
    assert list(read_csv([])) == []


@pytest.mark.parametrize(
    ("text", "line"), [('"a"b,c\n', 1), ('a\n"never closed\n', 2), ("x\n" + "y" * 200_000 + "\n", 2)]
)
def test_what_is_no_csv_is_a_sentence_with_its_line(text: str, line: int) -> None:
    with pytest.raises(CsvError, match=f"^Line {line} is no CSV: .*[.]$"):
        list(read_csv(io.StringIO(text, newline="")))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | NASTY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NASTY, inner, max_size=3),
)


@given(JSON)
@settings(max_examples=200, deadline=None)
def test_json_is_the_same_value_on_one_line_that_steers_nothing(value: object) -> None:
    text = json_line(value)
    assert json.loads(text) == value
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
    assert not OBEYED.intersection(text)


def test_numbers_that_json_does_not_have_are_null() -> None:
    assert json_line({"a": float("inf"), "b": [1.5, float("nan")]}) == '{"a": null, "b": [1.5, null]}'
