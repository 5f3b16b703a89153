"""Looking around: the lists, their details, filters, orders and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region
from textual.widgets import Input

from kinde_tui.api import operations as kinde
from kinde_tui.services.collections.collection import Related
from kinde_tui.ui.dialogs.dialog import Dialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.widgets.json_view import JsonView
from tests.support.ui import SMALL, Stage, line_of, open_app
from tests.support.ui_lists import (
    choose,
    chosen_key,
    collection_screen,
    column_of,
    details,
    inner_list,
    inner_table,
    keys_of,
    list_shown,
    open_tab,
    stored,
    users,
)

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo


def underlined(stage: Stage) -> str:
    """What is underlined in the filter, as it goes to the terminal."""
    filter_bar = list_shown(stage).filter_bar
    (line, *_) = filter_bar.query_one(Input).render_lines(Region(0, 0, 80, 1))
    return "".join(segment.text for segment in line if segment.style and segment.style.underline).strip()


@pytest.mark.parametrize(
    ("start", "rows", "columns"),
    [
        ("users", 40, ("NAME ↑", "EMAIL", "ORGS", "LAST SEEN", "STATUS")),
        ("organizations", 24, ("NAME ↑", "HANDLE", "EXTERNAL ID")),
        ("roles", 8, ("KEY", "NAME ↑", "DESCRIPTION", "DEFAULT")),
        ("permissions", 30, ("KEY ↑", "NAME", "DESCRIPTION")),
    ],
)
async def test_a_list_shows_its_rows_their_age_and_every_detail_tab(
    start: str, rows: int, columns: tuple[str, ...]
) -> None:
    async with open_app(start=start) as stage:
        screen = collection_screen(stage)
        collection = screen.rows.collection
        assert len(screen.rows.table.source) == rows
        assert f"all {rows} loaded · just now" in stage.text
        header = line_of(stage.app, columns[0])
        assert all(column in header for column in columns)
        chosen = screen.rows.chosen
        assert chosen is not None
        assert f"{collection.title} › {collection.called(chosen)}" in stage.text
        for tab in (*collection.details[1:], None):
            await stage.press("full_stop")
            title = tab.title if tab else "JSON"
            assert details(stage).tab == title
            if isinstance(tab, Related):
                shown = inner_list(stage)
                assert shown.collection.name == tab.collection
                assert stage.tenant.store.age(tab.collection, shown.parent_keys).complete
        assert f'"{chosen_key(stage)}"' in stage.text
        await stage.press("full_stop")
        assert details(stage).tab == collection.details[0].title


async def test_tabs_are_built_when_they_are_first_shown_and_read_nothing_before() -> None:
    async with open_app() as stage:
        calls = stage.demo.faults.calls
        asked = (kinde.GET_USER_IDENTITIES.id, kinde.GET_USER_SESSIONS.id, kinde.GET_USER_PROPERTY_VALUES.id)
        assert not any(calls[operation] for operation in asked)
        assert not details(stage).query(JsonView)
        await stage.press("comma")
        assert details(stage).query(JsonView)
        await stage.press("comma", "comma")
        assert details(stage).tab == "Sessions"
        assert [calls[operation] for operation in asked] == [0, 1, 0]


async def test_a_tab_follows_the_cursor() -> None:
    async with open_app() as stage:
        await open_tab(stage, "Identities")
        await stage.press("down", "down")
        await stage.until(lambda: inner_list(stage).parent_keys == (chosen_key(stage),))
        await stage.settle()
        email = stored(stage, "users", chosen_key(stage))["email"]
        assert email in column_of(inner_table(stage), 1)
        await open_tab(stage, "JSON")
        await stage.press("down")
        assert f'"{chosen_key(stage)}"' in stage.text


async def test_what_can_be_done_with_a_record_can_be_done_from_its_details() -> None:
    async with open_app() as stage:
        await stage.press("tab", "s")
        assert details(stage).has_focus_within
        assert stage.written(kinde.UPDATE_USER) == [{"is_suspended": True}]
        await stage.press("P")
        assert isinstance(stage.screen, Dialog)
        await stage.press("escape")
        await open_tab(stage, "Identities")
        assert inner_table(stage).has_focus
        await stage.press("S")  # an inner list is about its own records
        assert len(stage.written(kinde.UPDATE_USER)) == 1


async def test_facts_say_a_name_as_soon_as_it_is_known() -> None:
    async with open_app() as stage:
        code = stored(stage, "users", chosen_key(stage))["organizations"][0]
        stage.tenant.store.patch("organizations", code, {"name": "Renamed Rotas"})
        await stage.settle()
        assert "Renamed Rotas" in stage.text


async def test_the_details_take_the_keyboard_and_give_it_back() -> None:
    async with open_app() as stage:
        table = list_shown(stage).table
        await stage.press("tab")
        assert details(stage).has_focus_within
        await stage.press("tab")
        assert table.has_focus
        await stage.press("enter")
        assert details(stage).has_focus_within
        await stage.press("comma")
        assert stage.app.focused is details(stage).query_one(JsonView)
        await stage.press("j", "k", "escape")
        assert table.has_focus
        await stage.press("z")
        assert not list_shown(stage).is_on_screen
        assert details(stage).has_focus_within
        await stage.press("z")
        assert list_shown(stage).is_on_screen
        assert table.has_focus
        await stage.press("z", "colon", "escape", "escape")
        assert list_shown(stage).is_on_screen
        assert table.has_focus


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


async def test_the_access_tab_shows_roles_permissions_and_leads_to_them() -> None:
    async with open_app() as stage:
        user = next(key for key in users(stage, member=True) if stage.tenant.access.of_user(key) is not None)
        await choose(stage, user)
        await open_tab(stage, "Access")
        found = stage.tenant.access.of_user(user)
        assert not found.missing
        holding = next(one for one in found.rows if one.permissions)
        granted = holding.permissions[0]
        line = line_of(stage.app, f"  {granted.key}")
        assert f"through {granted.roles[0]}" in line
        await stage.press("tab")
        lines = keys_of(inner_table(stage))
        await stage.press(*["down"] * lines.index(f"{holding.org_code}/{granted.key}"), "enter")
        screen = collection_screen(stage)
        assert screen.NAME == "permissions"
        assert stored(stage, "permissions", chosen_key(stage))["key"] == granted.key
        await open_tab(stage, "Holders")
        assert stage.tenant.name_of("users", user) in column_of(inner_table(stage)) or "r reads" in stage.text
        await stage.press("left_square_bracket")
        assert (collection_screen(stage).NAME, chosen_key(stage), details(stage).tab) == ("users", user, "Access")
        await stage.press("home", *["down"] * lines.index(f"{holding.org_code}//{holding.role_keys[0]}"), "enter")
        assert collection_screen(stage).NAME == "roles"
        assert stored(stage, "roles", chosen_key(stage))["key"] == holding.role_keys[0]
        await stage.press("left_square_bracket", "home", "enter")
        assert (collection_screen(stage).NAME, chosen_key(stage)) == ("organizations", found.rows[0].org_code)


async def test_many_lists_are_read_for_the_holders_only_when_asked() -> None:
    async with open_app(start="permissions") as stage:
        for number in range(2):
            await stage.stranger.roles.create(name=f"Role {number}", key=f"role-{number}")
        await stage.press("R")
        await open_tab(stage, "Holders")
        assert not column_of(inner_table(stage))
        assert "r reads" in stage.text
        await stage.press("tab", "r")
        await stage.settle()
        holders = column_of(inner_table(stage))
        assert holders
        assert "r reads" not in stage.text
        assert "through" in stage.text
        await stage.press("home", "enter")
        assert collection_screen(stage).NAME == "users"
        assert stage.tenant.name_of("users", chosen_key(stage)) == holders[0]


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


@pytest.mark.parametrize(("what", "moves"), [("cell", 0), ("row", 1), ("id", 2), ("json", 3), ("table", 4)])
async def test_the_copy_menu(what: str, moves: int) -> None:
    async with open_app(start="roles") as stage:
        await stage.press("slash")
        await stage.type("key:=payroll")
        await stage.press("enter", "greater_than_sign", "y", *["down"] * moves, "enter")
        copied = stage.app.clipboard
        key = chosen_key(stage)
        cells = ["payroll", "Payroll", "Turns hours into pay", "no"]
        expected = {
            "cell": "Payroll",
            "row": "\t".join(cells),
            "id": key,
            "table": "Key\tName\tDescription\tDefault\n" + "\t".join(cells),
        }
        if what == "json":
            assert f'"id": "{key}"' in copied
            assert copied.startswith("{")
        else:
            assert copied == expected[what]
        assert "to the terminal's clipboard" in stage.notices[-1]


async def test_a_copied_table_holds_the_filtered_rows_and_no_formula() -> None:
    def poison(demo: Demo) -> None:
        row = next(iter(demo.tenant.roles.values()))
        row["name"] = "=HYPERLINK(1)"

    async with open_app(start="roles", prepare=poison) as stage:
        await stage.press("y", "end", "enter")
        lines = stage.app.clipboard.split("\n")
        assert len(lines) == 9
        assert any("\t'=HYPERLINK(1)\t" in line for line in lines)


async def test_nothing_is_copied_from_an_empty_list() -> None:
    async with open_app(start="roles") as stage:
        await stage.press("slash")
        await stage.type("zzzz")
        await stage.press("enter")
        before = stage.app.screen
        list_shown(stage).action_copy()
        await stage.settle()
        assert stage.app.screen is before


async def test_facts_and_json_are_copied_where_they_stand() -> None:
    async with open_app() as stage:
        await stage.press("tab", "down", "y")
        assert stage.app.clipboard == stored(stage, "users", chosen_key(stage))["last_name"]
        await stage.press("comma", "y")
        assert stage.app.clipboard.startswith("{")
        assert chosen_key(stage) in stage.app.clipboard


async def test_refresh_shows_what_others_did_and_marks_what_changed() -> None:
    async with open_app() as stage:
        rows = list_shown(stage)
        key = users(stage)[3]
        await stage.stranger.users.update(key, last_name="Elsewhere")
        await stage.press("r")
        assert stored(stage, "users", key)["last_name"] == "Elsewhere"
        assert "Elsewhere" in stage.text
        assert key in rows.table.changed
