"""The filter language: what is understood, what is refused, and that rows met are those a plain look would find."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinde_tui.services import stored
from kinde_tui.services.collections.users import USERS
from kinde_tui.services.completing import completions, token_at
from kinde_tui.services.filters import LONGEST, Filter, FilterError, parse
from tests.services.things import PARTS, THINGS, filled, opened, shown, thing

ADA = thing(1, name="Ada Lovelace", mail="ada@example.com", size=3, on=True, made="2026-01-31T23:00:00Z", tags=["Red"])
ALAN = thing(2, name="Alan Türing", email="alan@example.org", size=12, on=False, made="2026-02-01T00:00:00+00:00")
ZOE = thing(3, name="Zoé van Gogh", size=2.5, made="2025-12-31T22:00:00-05:00", tags=["Red", "blue"])
NOBODY = {"id": "t4", "name": "", "size": "12", "made": "yesterday"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("   ", [1, 2, 3, 4]),
        ("ada", [1]),
        ("ADA love", [1]),
        ('"ada love"', [1]),
        ('"love ada"', []),
        ("example.", [1, 2]),
        ("-example.", [3, 4]),
        ('-"van gogh"', [1, 2, 4]),
        ("turing", [2]),
        ("TÜRING", [2]),
        ("zoe", [3]),
        ("name:a", [1, 2, 3]),
        ("Name:VAN", [3]),
        ('name:"van gogh"', [3]),
        ('name:="Zoé van Gogh"', [3]),
        ("name:=zoe", []),
        ("mail:=ADA@example.com", [1]),
        ("mail_address:example", [1, 2]),
        ("address:example", [1, 2]),
        ("-mail:example", [3, 4]),
        ("size:12", [2, 4]),
        ("size:1", [4]),  # a number is equal or not; text contains
        ("size:=12", [2, 4]),
        ("size:>2", [1, 2, 3]),
        ("size:>=3 size:<12", [1]),
        ("size:<=2.5", [3]),
        ("-size:>2", [4]),
        ("on:true", [1]),
        ("on:no", [2]),
        ("is:on", [1]),
        ("-is:on", [2, 3, 4]),
        ("has:named", [1, 2, 3]),
        ("is:NAMELESS", [4]),
        ("is:red", [1]),
        ("made:2026-01", [1, 3]),  # the third was made after midnight in UTC
        ("made:>2026-01-31", [2]),
        ("made:>=2026-01-31", [1, 2]),
        ("made:<2026-01-31", [3]),
        ("made:<=2026-01-31", [1, 3]),
        ("made:>2026-01", [2]),
        ("made:<2026", []),
        ("made:>=2026", [1, 2, 3]),
        ("made:>2026-01-31T22:59", [1, 2]),
        ("made:>2026-01-31T23:00", [2]),
        ("made:<=2026-01-31T23:00:00", [1, 3]),
        ("~^a.*e$", [1]),
        ("~^ada@", [1]),
        ("-~^A", [3, 4]),
        ("~ü", [2]),
        ("name:~van|love", [1, 3]),
        ('~"love|van gogh"', [1, 3]),
        ('name:~"n gogh$"', [3]),
        ("size:~^1", [2, 4]),
        ("tag_count:2", [3]),
        ("tags:blue", [3]),
        ("-", []),
        ("--", [1, 2, 3, 4]),
        (r'"a\"b"', []),
    ],
)
def test_rows_that_meet_a_filter(text: str, found: list[int]) -> None:
    store = filled(opened(), ADA, ALAN, ZOE, NOBODY)
    assert shown(store, text, ("", False)) == [f"t{number}" for number in found]
    store.close()


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("ada colour:red", 4, "no field colour"),
        ("-nmae:x", 0, "try name"),
        ("x" * 10_000, LONGEST, "10,000"),
        ('one "two', 4, "not closed"),
        ('""', 0, "nothing between"),
        ("name:", 5, "needs a value"),
        ("name:=", 6, "name:= needs a value after it, as in name:=abc."),
        ("made:>", 6, "made:> needs a date or a number after it, as in made:>2026-01-31 or made:>10."),
        ("size:<=", 7, "size:<= needs a date or a number"),
        ('name:""', 5, "needs a value"),
        ("size:>big", 6, "neither a number nor a date"),
        ("made:>2026-13-01", 6, "neither"),
        ("made:>2026-02-30", 6, "neither"),
        ("is:onn", 3, "try on"),
        ("is:", 3, "needs a word"),
        ("~", 0, "needs a regular expression"),
        ("~(a", 1, "unclosed group"),
        ("name:~(?=a)", 6, "look-ahead"),
        (r"~(a)\1", 1, "backreferences"),
        ("~" + "a" * 300, 1, "200 characters"),
        ("~(((a{100}){100}){100})", 1, "be used: written out, its repetitions are too large; repeat less."),
    ],
)
def test_what_cannot_be_meant_says_where_and_why(text: str, position: int, says: str) -> None:
    with pytest.raises(FilterError) as raised:
        parse(text, THINGS)
    assert raised.value.position == position
    assert says in raised.value.sentence
    assert str(raised.value) == raised.value.sentence
    assert raised.value.sentence.endswith(".")


def test_suggestions_come_with_the_error() -> None:
    with pytest.raises(FilterError) as close:
        parse("taggs:x", THINGS)
    assert "tags" in close.value.suggestions
    with pytest.raises(FilterError) as far:
        parse("zzzzzzz:x", THINGS)
    assert far.value.suggestions == tuple(sorted(column.key for column in THINGS.columns))
    with pytest.raises(FilterError, match="no words for is"):
        parse("is:on", PARTS)


def test_a_field_of_several_names_is_suggested_once() -> None:
    with pytest.raises(FilterError, match="have no field sign_inn; try sign_ins,") as close:
        parse("sign_inn:>3", USERS)
    assert close.value.suggestions == ("sign_ins",)
    with pytest.raises(FilterError) as far:
        parse("address:x", USERS)
    assert {"role", "org", "sign_ins"} <= set(far.value.suggestions)


def test_a_word_shared_by_two_titles_names_neither() -> None:
    with pytest.raises(FilterError, match="no field of"):
        parse("of_tags:2", THINGS)
    assert parse("number_of_tags:2", THINGS) == parse("number-of-tags:2", THINGS) == parse("tag_count:2", THINGS)


@pytest.mark.parametrize(
    ("text", "cursor", "offers"),
    [
        ("ma", 2, ["made:", "mail:"]),
        ("-t", 2, ["tag_count:", "tags:"]),
        ("ada i", 5, ["is:"]),
        ("is:", 3, ["is:named", "is:nameless", "is:on", "is:red"]),
        ("has:NA x", 6, ["has:named", "has:nameless"]),
        ("", 0, []),
        ("name:x", 6, []),
        ('"na', 3, []),
        ("~na", 3, []),
    ],
)
def test_what_a_term_may_become(text: str, cursor: int, offers: list[str]) -> None:
    assert completions(text, cursor, THINGS) == offers
    for offer in offers:
        start, end = token_at(text, cursor)
        whole = text[:start] + offer + text[end:]
        assert whole.startswith(text[:start])


def test_no_words_are_offered_where_there_are_none() -> None:
    assert completions("is", 2, PARTS) == []


def test_an_expression_that_would_take_years_elsewhere_is_done_at_once() -> None:
    store = filled(opened(), *(thing(number, name="a" * 5_000 + "b") for number in range(50)))
    assert shown(store, "~^(a+)+$") == []
    store.close()


def test_an_expression_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(opened(), *(thing(number) for number in range(2_000)))
    monkeypatch.setattr(stored, "SLOWEST", -1.0)
    with pytest.raises(FilterError, match="takes too long"):
        store.view("things", filter="~thing")
    assert len(store.view("things", filter="thing")) == 2_000
    monkeypatch.undo()
    assert len(store.view("things", filter="~thing")) == 2_000
    store.close()


@given(st.text(max_size=60) | st.from_regex(r'(-?(name|size|is|made|zz)?:?[<>=~]{0,2}"?[a-z0-9 "()*+-]{0,8} ?){0,4}'))
def test_any_text_is_a_filter_or_an_error_with_a_place(text: str) -> None:
    first, second = understood(text), understood(text)
    assert first == second
    if isinstance(first, tuple):
        sentence, position = first
        assert 0 <= position <= len(text)
        assert sentence


def understood(text: str) -> Filter | tuple[str, int]:
    try:
        return parse(text, THINGS)
    except FilterError as error:
        return error.sentence, error.position


@given(st.text(max_size=30), st.integers(0, 30))
def test_completions_never_fail(text: str, cursor: int) -> None:
    for offer in completions(text, min(cursor, len(text)), THINGS):
        assert offer


# What a row must be to meet a term, looked up in the record itself and without SQL.

PLAIN = {"é": "e", "ü": "u", "ß": "ss", "İ": "i"}


def plain(value: object) -> str:
    return "".join(PLAIN.get(letter, letter.lower()) for letter in str(value))


@dataclass(frozen=True)
class Asked:
    """A term as typed, and what it means."""

    text: str
    meets: Callable[[dict[str, Any]], bool]


def asked(text: str, meets: Callable[[dict[str, Any]], bool]) -> st.SearchStrategy[Asked]:
    return st.sampled_from([Asked(text, meets), Asked(f"-{text}", lambda raw: not meets(raw))])


LETTERS = "abAB1éüß.-"
WORDS = st.text(LETTERS, min_size=1, max_size=3).filter(lambda word: word[0] != "-")
VALUES = st.text(LETTERS + " ", max_size=6)


def mentions(raw: dict[str, Any], needle: str) -> bool:
    return any(plain(needle) in plain(raw[name]) for name in ("name", "mail") if raw.get(name))


def beyond(size: object, sign: str, limit: int) -> bool:
    if not isinstance(size, (int, float)):
        return False
    return {">": size > limit, ">=": size >= limit, "<": size < limit, "<=": size <= limit}[sign]


TERMS = st.one_of(
    WORDS.flatmap(lambda word: asked(word, lambda raw: mentions(raw, word))),
    st.tuples(WORDS, WORDS).flatmap(
        lambda pair: asked(f'"{pair[0]} {pair[1]}"', lambda raw: mentions(raw, f"{pair[0]} {pair[1]}"))
    ),
    WORDS.flatmap(lambda word: asked(f"name:{word}", lambda raw: plain(word) in plain(raw.get("name") or ""))),
    WORDS.flatmap(
        lambda word: asked(f'name:="{word}"', lambda raw: bool(raw.get("name")) and plain(word) == plain(raw["name"]))
    ),
    st.tuples(st.sampled_from([">", ">=", "<", "<="]), st.integers(0, 9)).flatmap(
        lambda pair: asked(f"size:{pair[0]}{pair[1]}", lambda raw: beyond(raw.get("size"), *pair))
    ),
    st.integers(0, 9).flatmap(lambda number: asked(f"size:{number}", lambda raw: raw.get("size") == number)),
    asked("is:on", lambda raw: raw.get("on") is True),
    asked("has:named", lambda raw: bool(raw.get("name"))),
    st.sampled_from("ab1").flatmap(
        lambda letter: asked(
            f"~^{letter}",
            lambda raw: any(re.match(letter, plain(raw[name])) for name in ("name", "mail") if raw.get(name)),
        )
    ),
)
RECORDS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": VALUES | st.none(),
            "mail": VALUES,
            "size": st.integers(0, 9) | st.none(),
            "on": st.booleans(),
        },
    ),
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(RECORDS, st.lists(TERMS, max_size=3))
def test_rows_met_are_those_a_plain_look_finds(records: list[dict[str, Any]], terms: list[Asked]) -> None:
    raws = [{"id": f"t{number}", **record} for number, record in enumerate(records)]
    store = filled(opened(), *raws)
    found = shown(store, " ".join(term.text for term in terms), ("", False))
    assert found == [raw["id"] for raw in raws if all(term.meets(raw) for term in terms)]
    store.close()
