"""How columns share the room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.ui.widgets.columns import GAP, NARROWEST, TableColumn, layout

COLUMNS = st.lists(
    st.builds(TableColumn, st.just("k"), st.just("T"), st.integers(NARROWEST, 40), st.booleans()),
    min_size=1,
    max_size=8,
)


@given(COLUMNS, st.integers(1, 200))
def test_columns_never_take_more_than_the_room(columns: list[TableColumn], room: int) -> None:
    shown = layout(columns, room)
    used = sum(width + GAP for _, width in shown) - GAP
    assert used <= max(room, NARROWEST)


@given(COLUMNS, st.integers(1, 200))
def test_columns_keep_their_order_and_the_first_stays(columns: list[TableColumn], room: int) -> None:
    indexes = [index for index, _ in layout(columns, room)]
    assert indexes == list(range(len(indexes)))
    assert indexes[0] == 0


@given(COLUMNS, st.integers(1, 200))
def test_growing_columns_use_all_the_room(columns: list[TableColumn], room: int) -> None:
    shown = layout(columns, room)
    if any(columns[index].grow for index, _ in shown) and len(shown) == len(columns):
        used = sum(width + GAP for _, width in shown) - GAP
        if used <= room:
            assert used == room


def test_without_columns_there_is_nothing() -> None:
    assert layout([], 80) == []


@given(st.integers(NARROWEST, 60), st.integers(1, 60), st.integers(0, 60))
def test_a_width_that_somebody_chose_is_kept_whatever_the_content_needs(chosen: int, needs: int, spare: int) -> None:
    columns = [TableColumn("a", "A", chosen, fixed=True), TableColumn("b", "B", NARROWEST, grow=True)]
    shown = layout(columns, chosen + GAP + NARROWEST + spare, {0: needs})
    assert shown == [(0, chosen), (1, NARROWEST + spare)]


def test_what_comes_first_gets_what_it_needs_before_others_that_grow() -> None:
    columns = [
        TableColumn("a", "A", 8, grow=True),
        TableColumn("b", "B", 8, grow=True, first=True),
    ]
    assert layout(columns, 42, {0: 60, 1: 30}) == [(0, 10), (1, 30)]
    assert layout(columns, 70, {0: 60, 1: 30}) == [(0, 38), (1, 30)]


def test_one_long_text_cuts_no_short_ones() -> None:
    columns = [TableColumn(key, key, 8, grow=True) for key in "abc"]
    assert layout(columns, 64, {0: 20, 1: 18, 2: 48}) == [(0, 20), (1, 18), (2, 22)]
