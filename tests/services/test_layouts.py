"""How lists are shown, as the config file has it: what comes back, and what is refused with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.layouts import (
    LayoutError,
    ListLayout,
    ListMemory,
    Placed,
    SavedView,
    own_columns,
    read_columns,
    read_view,
    view_name,
    written_columns,
    written_view,
)
from tests.services.things import PARTS, THINGS

KEYS = [column.key for column in THINGS.columns]
COLLECTIONS = {"things": THINGS, "parts": PARTS}
PLACED = st.lists(
    st.builds(Placed, st.sampled_from(KEYS), st.none() | st.integers(4, 120)), unique_by=lambda one: one.key, min_size=1
).map(tuple)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(KEYS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)


@given(PLACED)
def test_columns_come_back_as_they_were_written(placed: tuple[Placed, ...]) -> None:
    assert read_columns(written_columns(placed), THINGS) == placed


@given(PLACED, st.none() | st.tuples(st.sampled_from(["", *KEYS]), st.booleans()), st.text(max_size=30))
def test_a_view_comes_back_as_it_was_written(
    placed: tuple[Placed, ...], sort: tuple[str, bool] | None, words: str
) -> None:
    for columns in ((), placed):
        view = SavedView("mine", "things", ListLayout(columns, sort, words))
        assert read_view("mine", dict(written_view(view)), COLLECTIONS) == view


@given(ANYTHING)
def test_whatever_the_file_holds_is_columns_or_a_sentence(stored: Any) -> None:
    try:
        said = "" if read_columns(stored, THINGS) else "no columns"
    except LayoutError as error:
        said = str(error)
    assert not said or (said.startswith("The columns of things in the config file ") and said.endswith("."))


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("list", "filter", "sort", "columns"), ANYTHING)) | ANYTHING)
def test_whatever_the_file_holds_is_a_view_or_a_fault(stored: Any) -> None:
    view = read_view("odd", stored, COLLECTIONS)
    assert view.name == "odd"
    assert view.fault.endswith(".") if view.fault else view.collection in COLLECTIONS


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        ("name", 'are no list of texts, as in ["name", "email:30"]'),
        (["name", 3], "are no list of texts"),
        ([], "are none; leave the line out"),
        (["name", "colour"], "hold “colour”, which they do not have; there are name, mail, size"),
        (["name", "name:20"], "name name twice"),
        (["name:3"], "make name 3 cells wide; 4 to 120 are possible"),
        (["name:wide"], "hold “name:wide”; a column is its name, or name:cells"),
    ],
)
def test_columns_that_cannot_be_meant_are_refused(stored: object, says: str) -> None:
    with pytest.raises(LayoutError) as refused:
        read_columns(stored, THINGS)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("stored", "says"),
    [
        (5, "names no list that there is"),
        ({"list": "nothing"}, "names no list that there is"),
        ({"list": "things", "filter": 3}, "Its filter is no text"),
        ({"list": "things", "sort": "-colour"}, "Its order, '-colour', is none of things"),
        ({"list": "things", "sort": 3}, "Its order, 3, is none of things"),
        ({"list": "things", "columns": ["colour"]}, "hold “colour”"),
    ],
)
def test_a_view_that_cannot_be_meant_says_why(stored: object, says: str) -> None:
    assert says in read_view("odd", stored, COLLECTIONS).fault


def test_own_columns_are_those_that_are_not_hidden() -> None:
    assert own_columns(PARTS) == (Placed("name"), Placed("mail"))


@pytest.mark.parametrize(
    ("typed", "name"), [(" a  b ", "a b"), ("x" * 40, "x" * 40), ("saved", "saved"), ("Ärger?", "Ärger?")]
)
def test_a_view_may_have_any_name_of_one_line(typed: str, name: str) -> None:
    assert view_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "x" * 41, "save", "SAVE me", "a\x1bb", "\u202ex"])
def test_other_names_are_refused(typed: str) -> None:
    with pytest.raises(LayoutError):
        view_name(typed)


def test_memory_keeps_profiles_and_lists_apart() -> None:
    memory = ListMemory()
    memory.keep_columns("a", THINGS, [Placed("size")])
    memory.keep_view("a", SavedView("z", "things"))
    memory.keep_view("a", SavedView("B", "parts"))
    assert memory.columns_of("a", THINGS) == (Placed("size"),)
    assert memory.columns_of("a", PARTS) == memory.columns_of("b", THINGS) == ()
    assert [view.name for view in memory.views_of("a")] == ["B", "z"]
    memory.keep_view("a", SavedView("z", "parts"))
    memory.drop_view("a", "B")
    memory.drop_view("b", "z")
    assert memory.views_of("a") == [SavedView("z", "parts")]
    memory.keep_columns("a", THINGS, [])
    assert memory.columns_of("a", THINGS) == ()
