"""The details beside a list: tabs, facts, access, and the keyboard between them."""

from __future__ import annotations

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.collections.collection import Related
from kinde_tui.ui.dialogs.dialog import Dialog
from kinde_tui.ui.widgets.json_view import JsonView
from tests.support.ui import line_of, open_app
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


async def test_what_an_access_lacks_is_read_when_the_tenant_is_reached_again() -> None:
    async with open_app() as stage:
        user = users(stage, member=True)[0]
        stage.wire.offline = True
        await choose(stage, user)
        await open_tab(stage, "Access")
        await stage.settle()
        assert stage.tenant.access.of_user(user).missing
        assert "Not all is read yet" in stage.text
        stage.wire.offline = False
        await stage.tenant.sync.refresh("organizations")
        await stage.until(lambda: not stage.tenant.access.of_user(user).missing)
        await stage.settle()
        assert "Not all is read yet" not in stage.text


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
