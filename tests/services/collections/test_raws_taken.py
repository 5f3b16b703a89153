"""What columns take out of records: of a page at once the same as of one after the other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.api.listings import Records
from kinde_tui.services.collections.raws import Fields, Taking, count, either, first_of, instant, joined, listed, path
from kinde_tui.services.collections.users import USERS
from kinde_tui.services.packing import pack, unpack
from kinde_tui.services.shape import Shape

TAKINGS: dict[str, Taking] = {
    "path": path("a"),
    "path with others": path("a", "b"),
    "joined": joined("a", "b"),
    "first_of": first_of(joined("a", "b"), path("b", "c")),
    "count": count("a"),
    "instant": instant("a"),
    "either": either("a", "yes", "no"),
    "listed": listed("a"),
}
MOMENTS = st.datetimes().map(lambda moment: moment.isoformat(timespec="microseconds")) | st.datetimes().map(
    lambda moment: moment.isoformat(timespec="seconds")
)
ODD_MOMENTS = ("2026-13-01T10:00:00+00:00", "2026-01-31T10:00:00,000000+00:00", "2026-W05-6T10:00:00.00+00:00", "")
USUAL: tuple[st.SearchStrategy[Any], ...] = (
    st.text(),
    st.integers(),
    st.booleans(),
    st.lists(st.text(), max_size=2),
    MOMENTS.map(lambda text: text + "+00:00"),
)
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.floats(allow_nan=False),
    MOMENTS,
    MOMENTS.map(lambda text: text + "-07:30"),
    st.sampled_from(ODD_MOMENTS),
    st.lists(st.none() | st.integers(), max_size=2),
    *USUAL,
)


@st.composite
def a_page(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Records whose fields are of one kind each, as an API's are; and a few that keep no promise."""
    records = draw(st.lists(st.fixed_dictionaries({name: draw(st.sampled_from(USUAL)) for name in "abc"}), max_size=6))
    odd = draw(st.lists(st.dictionaries(st.sampled_from("abc"), ODD), max_size=2))
    return draw(st.permutations([*records, *odd]))


@pytest.mark.parametrize("name", TAKINGS)
@given(page=a_page())
def test_a_page_gives_what_its_records_give(name: str, page: list[dict[str, Any]]) -> None:
    taking = TAKINGS[name]
    assert taking.of_all(Fields(page)) == [taking(raw) for raw in page]


@pytest.mark.parametrize(
    ("moments", "kept"),
    [
        (["2026-01-31T10:00:00+00:00", None], ["2026-01-31T10:00:00.000000+00:00", None]),
        (["2026-01-31T10:00:00.125000+00:00"] * 2, ["2026-01-31T10:00:00.125000+00:00"] * 2),
        (["2026-01-31T10:00:00+00:00", "2026-01-31T10:00:00+02:00"],
         ["2026-01-31T10:00:00.000000+00:00", "2026-01-31T08:00:00.000000+00:00"]),
        (["2026-01-31T10:00:00.000000Z"], ["2026-01-31T10:00:00.000000+00:00"]),
        (["2026-01-31 10:00:00+00:00"], ["2026-01-31T10:00:00.000000+00:00"]),
        (["2026-02-30T10:00:00+00:00"], [None]),
    ],
)  # fmt: skip
def test_moments_are_written_so_that_their_texts_sort(moments: list[str | None], kept: list[str | None]) -> None:
    assert instant("at").of_all(Fields([{"at": moment} for moment in moments])) == kept


NAMES = (
    st.sampled_from(["Ada", "ÁGNES", "田中", "ΣΊΣΥΦΟΣ", "İpek", "", "a\nb", "a\x00b", "e\u0301", "\ud800x", "ﬁ"])
    | st.text()
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {"id": st.text(min_size=1)},
        optional={
            **dict.fromkeys(("first_name", "last_name", "email", "phone", "username"), NAMES | st.none() | ODD),
            "total_sign_ins": st.integers() | st.none() | st.floats() | st.booleans(),
            "organizations": st.lists(NAMES) | ODD,
        },
    ),
    max_size=6,
)


@given(PEOPLE)
def test_rows_made_of_a_page_are_those_made_one_by_one(people: list[dict[str, Any]]) -> None:
    shape = Shape(USERS)
    assert shape.values(people) == [values for raw in people for values in shape.values([raw])]


@given(PEOPLE)
def test_rows_made_of_records_as_they_came_are_those_made_of_parsed_ones(people: list[dict[str, Any]]) -> None:
    shape = Shape(USERS)
    came = Records([pack(raw) for raw in people])
    parsed = shape.prepare_page([*came])
    read = shape.prepare_page(came)
    assert [record.key for record in read] == [record.key for record in parsed]
    assert [record.hash for record in read] == [record.hash for record in parsed]
    came_back, kept = ([repr(unpack(record.packed)) for record in page] for page in (read, parsed))  # no NaN is another
    assert came_back == kept
    assert shape.columns_of(read) == shape.columns_of(parsed)


def test_of_records_as_they_came_only_what_rows_are_made_of_is_read() -> None:
    came = Records([b'{"id":"kp_1","first_name":"Ada","extra":[1,2]}', b'{"last_name":"Byron","id":"kp_2"}'])
    (first, second) = Shape(USERS).prepare_page(came)
    assert first.fields is not None
    assert second.fields is not None
    assert {"kp_1", "Ada"} <= {value for value in first.fields if isinstance(value, str)}
    assert (first.packed, second.packed) == tuple(came.texts)
