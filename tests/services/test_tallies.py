"""Counts are what the filtered list has rows; one walk counts for many filters."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.filter_sql import PLACES
from kinde_tui.services.filters import FilterError
from kinde_tui.services.tallies import Question, Steps, Words
from tests.services.things import filled, opened, thing

DAYS = st.integers(1, 28).map(lambda day: f"2026-03-{day:02}")
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "size": st.one_of(st.integers(-3, 9), st.floats(-3, 9), st.sampled_from(["5", "2026-03-10", "", None])),
        "made": st.one_of(DAYS.map(lambda day: f"{day}T10:00:00Z"), st.sampled_from(["soon", "", None])),
        "on": st.sampled_from([True, False, None]),
        "tags": st.lists(st.sampled_from(["Red", "blue", "Ünder"]), max_size=3, unique=True),
    },
)
COMPARISONS = st.one_of(
    st.tuples(st.just("made"), st.sampled_from(["<", "<=", ">", ">="]), DAYS),
    st.tuples(st.just("size"), st.sampled_from(["<", ">="]), st.integers(-3, 9).map(str) | DAYS),
).map(lambda parts: f"{parts[0]}:{parts[1]}{parts[2]}")
FILTERS = st.one_of(
    COMPARISONS, st.sampled_from(["is:on", "-is:on", "is:red", "thing", "size:5", "is:named made:>2026"])
)


def plain_steps(store: Any, filters: tuple[str, ...]) -> Counter[str]:
    """The same from the lists that people see."""
    left = set(store.view("things").keys())
    found: Counter[str] = Counter()
    for text in filters:
        met = left & set(store.view("things", filter=text).keys())
        found[text] += len(met)
        left -= met
    return found


@given(
    fields=st.lists(FIELDS, max_size=12),
    filters=st.lists(FILTERS, min_size=1, max_size=6, unique=True).map(tuple),
    alike=st.lists(COMPARISONS.filter(lambda text: text.startswith("made")), min_size=2, max_size=6, unique=True),
)
def test_steps_count_what_the_filtered_lists_hold(
    fields: list[dict[str, Any]], filters: tuple[str, ...], alike: list[str]
) -> None:
    store = filled(opened(), *(thing(number, **one) for number, one in enumerate(fields)))
    try:
        questions: list[Question] = [
            Steps(filters),
            Words("tags"),
            Steps(tuple(alike)),
            *(Steps((text,)) for text in filters),
        ]
        steps, words, stretches, *each = store.tally("things", questions)
        assert steps == plain_steps(store, filters)
        assert stretches == plain_steps(store, tuple(alike))
        assert words == Counter(tag.lower().replace("ü", "u") for one in fields for tag in one.get("tags", ()))
        for text, counted in zip(filters, each, strict=True):
            assert counted[text] == len(store.view("things", filter=text))
    finally:
        store.close()


def test_a_list_is_counted_apart_from_the_others_in_its_table() -> None:
    store = opened()
    for parent, number in (("a", 3), ("b", 40)):
        for one in range(number):
            store.put("parts", thing(one), (parent,))
    question = [Steps(("thing",))]
    assert [store.tally("parts", question, (parent,))[0]["thing"] for parent in ("a", "b", "c")] == [3, 40, 0]
    assert store.tally("parts", [], ("a",)) == []
    store.close()


def test_what_cannot_be_counted_is_said() -> None:
    store = filled(opened(), thing(1))
    with pytest.raises(FilterError):
        store.tally("things", [Steps(("is:purple",))])
    with pytest.raises(ValueError, match="told apart"):
        store.tally("things", [Steps(tuple(f"size:>{one}" for one in range(PLACES + 1)))])
    store.close()
