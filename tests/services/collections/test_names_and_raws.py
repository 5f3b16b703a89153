"""Names on one line, and what records are sorted by."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.names import parted, written
from kinde_tui.services.collections.raws import by, either, instant, listed

WORDS = st.lists(st.from_regex(r"[A-Za-zéüñ'-]{1,8}", fullmatch=True), max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada Lovelace", ("Ada", "Lovelace")),
        ("Mary Ann Smith", ("Mary Ann", "Smith")),
        ("Ludwig | van Beethoven", ("Ludwig", "van Beethoven")),
        ("Ada", ("Ada", "")),
        ("| Lovelace", ("", "Lovelace")),
        ("  Ada   Lovelace ", ("Ada", "Lovelace")),
        ("", ("", "")),
    ],
)
def test_where_a_name_is_cut(text: str, names: tuple[str, str]) -> None:
    assert parted(text) == names


@given(WORDS, WORDS)
def test_a_name_survives_being_written_and_read(first: str, last: str) -> None:
    assert parted(written(first, last)) == (first, last)


@given(st.text(), st.text())
def test_any_name_can_be_written(first: str, last: str) -> None:
    assert isinstance(written(first, last), str)


@pytest.mark.parametrize("text", ["a | b | c", "Ada\x1b Lovelace"])
def test_what_cannot_be_a_name(text: str) -> None:
    with pytest.raises(InvalidInputError):
        parted(text)


ANYTHING: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4
)


@given(ANYTHING)
def test_no_value_breaks_what_is_sorted(value: Any) -> None:
    raw = {"x": value}
    assert isinstance(by("x")(raw), str)
    for sort in (instant("x"), either("x", "yes", "no"), listed("x")):
        assert sort(raw) is None or isinstance(sort(raw), str)
        assert sort({}) is None


@given(st.lists(st.datetimes(timezones=st.timezones(), min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1))))  # noqa: DTZ001 - hypothesis wants bounds without a zone
def test_moments_of_all_zones_sort_by_time(moments: list[datetime]) -> None:
    raws = [{"at": moment.isoformat()} for moment in moments]
    by_text = sorted(raws, key=lambda raw: str(instant("at")(raw)))
    times = [datetime.fromisoformat(raw["at"]).astimezone(UTC) for raw in by_text]
    assert times == sorted(times)


def test_words_for_filters() -> None:
    assert either("is_suspended", "suspended", "active")({"is_suspended": True}) == "suspended"
    assert either("is_suspended", "suspended", "active")({"is_suspended": False}) == "active"
    assert listed("roles")({"roles": ["admin", "billing", 3]}) == "admin billing"
    assert instant("at")({"at": "2025-04-01T13:04:20+11"}) == "2025-04-01T02:04:20.000000+00:00"
    assert instant("at")({"at": "2025-04-01T02:04:20"}) == "2025-04-01T02:04:20.000000+00:00"
    assert instant("at")({"at": "0001-01-01T00:00:00+14:00"}) is None
