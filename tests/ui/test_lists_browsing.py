"""Looking around: filters, orders, marks and history of the lists."""

from __future__ import annotations

from textual.geometry import Region
from textual.widgets import Input

from kinde_tui.ui.messages import Place
from tests.support.ui import SMALL, Stage, open_app
from tests.support.ui_lists import (
    chosen_key,
    collection_screen,
    column_of,
    details,
    keys_of,
    list_shown,
    stored,
    users,
)


def underlined(stage: Stage) -> str:
    """What is underlined in the filter, as it goes to the terminal."""
    filter_bar = list_shown(stage).filter_bar
    (line, *_) = filter_bar.query_one(Input).render_lines(Region(0, 0, 80, 1))
    return "".join(segment.text for segment in line if segment.style and segment.style.underline).strip()


async def test_words_and_fields_filter() -> None:
    async with open_app() as stage:
        table = list_shown(stage).table
        await stage.press("slash")
        await stage.type("a is:suspended")
        await stage.settle()
        suspended = keys_of(table)
        assert 0 < len(suspended) < 40
        assert set(suspended) <= set(users(stage, suspended=True))
        assert f"{len(suspended)} of 40" in stage.text
        await stage.type("-status:suspended")
        await stage.settle()
        assert sorted(keys_of(table)) == sorted(users(stage))
        await stage.type("email:example.org")
        await stage.press("enter")
        assert table.has_focus
        assert all("@example.org" in text for text in column_of(table, 1))
        await stage.press("escape")
        assert len(table.source) == 40
        assert list_shown(stage).filter_bar.text == ""


async def test_a_wrong_filter_says_where_and_keeps_the_last_good_answer() -> None:
    async with open_app() as stage:
        rows = list_shown(stage)
        await stage.press("slash")
        await stage.type("email:example.org")
        await stage.settle()
        before = keys_of(rows.table)
        await stage.type("email:example.org created:>soon")
        await stage.settle()
        assert keys_of(rows.table) == before
        assert "soon is neither a number nor a date" in stage.text
        assert underlined(stage) == "soon"
        await stage.type("nothing:such")
        await stage.settle()
        assert "have no field nothing" in stage.text
        assert underlined(stage) == "nothing:such"
        await stage.press("escape")
        assert "have no field" not in stage.text
        assert underlined(stage) == ""
        assert len(rows.table.source) == 40


async def test_a_filter_that_matches_nothing_says_so_and_the_way_back() -> None:
    async with open_app() as stage:
        await stage.press("slash")
        await stage.type("zzzzzz")
        await stage.press("enter")
        assert "None of the 40 users match this filter." in stage.text
        assert "esc clears it" in stage.text
        await stage.press("down", "escape")
        assert len(list_shown(stage).table.source) == 40


async def test_a_suggestion_ends_the_word() -> None:
    async with open_app() as stage:
        await stage.press("slash", "i", "s", "colon", "s", "u")
        await stage.press("tab")
        assert list_shown(stage).filter_bar.text == "is:suspended"
        assert sorted(keys_of(list_shown(stage).table)) == sorted(users(stage, suspended=True))


async def test_sorting_goes_both_ways_and_the_cursor_stays_on_its_record() -> None:
    async with open_app() as stage:
        table = list_shown(stage).table
        await stage.press("down", "down")
        key = chosen_key(stage)
        await stage.press("greater_than_sign", "o")
        emails = column_of(table, 1)
        assert emails == sorted(emails)
        assert "EMAIL ↑" in stage.text
        assert chosen_key(stage) == key
        await stage.press("o")
        assert column_of(table, 1) == emails[::-1]
        assert "EMAIL ↓" in stage.text
        assert chosen_key(stage) == key
        await stage.pilot.click(type(table), offset=(4, 0))
        await stage.settle()
        assert "NAME ↑" in stage.text


async def test_marks_range_and_all_are_counted_and_escape_takes_them_away() -> None:
    async with open_app() as stage:
        table = list_shown(stage).table
        await stage.press("space", "down", "down", "V")
        assert table.marks == set(keys_of(table)[:4])
        assert "4 marked" in stage.text
        await stage.press("slash")
        await stage.type("is:suspended")
        await stage.press("enter", "ctrl+a")
        assert table.marks > set(users(stage, suspended=True))
        await stage.press("escape")
        assert not table.marks
        assert "marked" not in stage.text
        assert list_shown(stage).filter_bar.text == "is:suspended"
        await stage.press("escape")
        assert list_shown(stage).filter_bar.text == ""


async def test_history_goes_back_and_forward_to_record_and_tab() -> None:
    async with open_app() as stage:
        await stage.press("down", "down", "comma")
        key = chosen_key(stage)
        await stage.press("4", "down")
        role = chosen_key(stage)
        await stage.press("left_square_bracket")
        assert (collection_screen(stage).NAME, chosen_key(stage), details(stage).tab) == ("users", key, "JSON")
        await stage.press("left_square_bracket")
        assert collection_screen(stage).NAME == "users"
        await stage.press("right_square_bracket")
        assert (collection_screen(stage).NAME, chosen_key(stage)) == ("roles", role)
        await stage.press("right_square_bracket", "escape")
        assert collection_screen(stage).NAME == "users"


async def test_a_record_hidden_by_a_filter_is_shown_when_it_is_wanted() -> None:
    async with open_app() as stage:
        wanted = users(stage)[0]
        await stage.press("slash")
        await stage.type("is:suspended")
        await stage.press("enter")
        stage.app.visit(Place("users", wanted))
        await stage.settle()
        assert chosen_key(stage) == wanted
        assert list_shown(stage).filter_bar.text == ""
        stage.app.visit(Place("roles", filter="key:admin"))
        await stage.settle()
        assert column_of(list_shown(stage).table) == ["admin"]


async def test_a_record_that_is_not_there_moves_no_cursor() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("down", "down", "down")
        here = chosen_key(stage)
        stage.app.visit(Place("users", "kp_nobody"))
        await stage.settle()
        assert chosen_key(stage) == here
        first = list_shown(stage).table.source.window(0, 1)[0].key
        await stage.stranger.users.delete(first)
        await stage.press("r")
        assert chosen_key(stage) == here


async def test_refresh_shows_what_others_did_and_marks_what_changed() -> None:
    async with open_app() as stage:
        rows = list_shown(stage)
        key = users(stage)[3]
        await stage.stranger.users.update(key, last_name="Elsewhere")
        await stage.press("r")
        assert stored(stage, "users", key)["last_name"] == "Elsewhere"
        assert "Elsewhere" in stage.text
        assert key in rows.table.changed
