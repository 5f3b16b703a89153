"""One member of an organization: a screen of their own, and the roles and permissions held there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.messages import Place
from tests.support.ui import open_app
from tests.support.ui_lists import (
    choose,
    chosen_key,
    collection_screen,
    column_of,
    dialog,
    inner_list,
    inner_table,
    keys_of,
    list_shown,
    open_tab,
    organization_with_members,
)

if TYPE_CHECKING:
    from tests.support.ui import Stage


async def open_member(stage: Stage, code: str = "") -> tuple[str, str]:
    """From an organization to the first of its members; returns the organization's code and the user's id."""
    code = code or organization_with_members(stage)
    await choose(stage, code)
    await open_tab(stage, "Members")
    await stage.until(lambda: inner_list(stage).parent_keys == (code,))
    await stage.settle()
    member = keys_of(inner_table(stage))[0]
    stage.screen.set_focus(inner_table(stage))
    await stage.press("enter")
    assert collection_screen(stage).NAME == "members"
    return code, member


async def test_enter_opens_the_member_and_enter_there_the_user() -> None:
    async with open_app(start="organizations") as stage:
        code, member = await open_member(stage)
        name = stage.tenant.name_of("users", member)
        organization = stage.tenant.name_of("organizations", code)
        assert (list_shown(stage).parent_keys, chosen_key(stage)) == ((code,), member)
        assert f"Organizations › {organization} › Members › {name}" in stage.text.splitlines()[0]
        assert len(list_shown(stage).table.source) == stage.tenant.store.count("members", (code,))
        await stage.press("enter", "enter")
        assert (collection_screen(stage).NAME, chosen_key(stage)) == ("users", member)
        await stage.press("left_square_bracket")
        assert (collection_screen(stage).NAME, list_shown(stage).parent_keys) == ("members", (code,))
        await stage.press("left_square_bracket")
        assert (collection_screen(stage).NAME, chosen_key(stage)) == ("organizations", code)
        assert collection_screen(stage).details.tab == "Members"
        await stage.press("right_square_bracket")
        assert (list_shown(stage).parent_keys, chosen_key(stage)) == ((code,), member)


async def test_a_role_is_given_and_taken_where_the_member_holds_it() -> None:
    async with open_app(start="organizations") as stage:
        code, member = await open_member(stage)
        await open_tab(stage, "Roles")
        await stage.settle()
        held = column_of(inner_table(stage))
        given = next(str(row["key"]) for row in stage.tenant.store.rows("roles") if row["key"] not in held)
        await stage.press("tab", "n")
        await stage.type(f"key:={given}")
        await stage.press("enter")
        assert set(column_of(inner_table(stage))) == {*held, given}
        assert given in list_shown(stage).table.source.window(0, 1)[0].raw["roles"]
        await open_tab(stage, "Permissions")
        await stage.settle()
        assert any(stage.tenant.store.rows("member_permissions", (code, member)))
        await stage.press("u")
        assert len(stage.demo.ledger.of(kinde.DELETE_ORGANIZATION_USER_ROLE.id)) == 1


async def test_another_organizations_members_come_in_place_of_the_first_ones() -> None:
    async with open_app(start="organizations", users=80) as stage:
        first, _ = await open_member(stage)
        await stage.press("slash")
        await stage.type("a")
        await stage.press("enter", "space")
        codes = {code for raw in stage.tenant.store.rows("users") for code in raw.get("organizations") or ()}
        second = min(codes - {first})
        await stage.press("3")
        await open_member(stage, second)
        assert list_shown(stage).parent_keys == (second,)
        assert list_shown(stage).filter_bar.text == ""
        assert not list_shown(stage).table.marks
        assert keys_of(list_shown(stage).table) == [
            row.key for row in stage.tenant.store.view("members", (second,)).window(0, 99)
        ]


async def test_the_second_factors_of_a_member_are_reset_there() -> None:
    async with open_app(start="organizations") as stage:
        await open_member(stage)
        await open_tab(stage, "MFA")
        await stage.settle()
        await stage.press("tab")
        assert inner_list(stage).collection.name == "member_factors"


async def test_what_is_removed_goes_and_the_screen_stays() -> None:
    async with open_app(start="organizations") as stage:
        code, member = await open_member(stage)
        await stage.press("d")
        assert "Remove" in dialog(stage, ConfirmDialog).heading
        await stage.press("y")
        assert member not in keys_of(list_shown(stage).table)
        assert collection_screen(stage).NAME == "members"
        await stage.press("u")
        assert stage.tenant.store.get("members", member, (code,)) is not None


@pytest.mark.parametrize("mode", ["presentation", "no parent"])
async def test_the_screen_is_made_anew_under_the_same_organization_or_one_is_chosen(mode: str) -> None:
    async with open_app(start="organizations") as stage:
        code, _ = await open_member(stage)
        if mode == "presentation":
            stage.app.set_privacy("on")
            await stage.settle()
            assert (collection_screen(stage).NAME, list_shown(stage).parent_keys) == ("members", (code,))
        else:
            stage.app.visit(Place("members"))
            await stage.settle()
            assert collection_screen(stage).NAME == "organizations"


async def test_a_member_is_no_word_of_the_command_line() -> None:
    async with open_app(start="organizations") as stage:
        await stage.press("colon")
        await stage.type("members")
        await stage.press("enter")
        assert "No command" in stage.notices[-1]
