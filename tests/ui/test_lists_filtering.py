"""The filter language on screen: what is offered, where it is wrong, what it takes from other lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.ui import filtering
from kinde_tui.ui.dialogs.grammar import GrammarDialog
from kinde_tui.ui.widgets.filter_bar import FilterBar
from kinde_tui.ui.widgets.safe_input import SafeInput
from tests.support.ui import SMALL, Stage, open_app, screen_lines
from tests.support.ui_lists import dialog, inner_list, keys_of, list_shown, open_tab, role_id

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo


async def filtered(stage: Stage, text: str) -> list[str]:
    """The rows of the list through a filter."""
    list_shown(stage).filter_bar.text = text
    await stage.settle()
    return keys_of(list_shown(stage).table)


async def offered(stage: Stage, text: str) -> str:
    """What is offered in grey after this is typed."""
    await stage.type(text)
    field = list_shown(stage).filter_bar.query_one(Input)
    await stage.until(lambda: field._suggestion)
    return field._suggestion


@pytest.mark.parametrize(
    ("start", "typed", "whole"),
    [
        ("users", "sta", "status:"),
        ("users", "ada -status:SUS", "ada -status:SUSpended"),
        ("users", "ro", "role:"),
        ("users", "role:adm", "role:admin"),
        ("users", 'role:="Team l', 'role:="Team lead"'),
        ("users", "is:sus", "is:suspended"),
        ("organizations", "default:", "default:yes"),
    ],
)
async def test_the_word_being_typed_is_ended_with_a_field_a_state_or_a_value(
    start: str, typed: str, whole: str
) -> None:
    async with open_app(start=start) as stage:
        await stage.press("slash")
        assert await offered(stage, typed) == whole
        await stage.press("tab")
        assert list_shown(stage).filter_bar.text == whole


async def test_organizations_are_offered_by_name_and_found_by_it() -> None:
    async with open_app() as stage:
        raws = list(stage.tenant.store.rows("organizations"))
        used = {code for raw in stage.tenant.store.rows("users") for code in raw.get("organizations") or ()}
        organization = next(raw for raw in raws if raw["code"] in used and " " in raw["name"])
        code, name = organization["code"], organization["name"]
        members = {raw["id"] for raw in stage.tenant.store.rows("users") if code in (raw.get("organizations") or ())}
        assert set(await filtered(stage, f'org:="{name.upper()}"')) == members
        assert set(await filtered(stage, f"org:{code}")) == members
        assert set(await filtered(stage, f"-organization:{code}")) == set(await filtered(stage, "")) - members
        await stage.press("slash")
        assert (await offered(stage, f'org:"{name[:4]}')).lower().startswith(f'org:"{name[:4]}'.lower())


async def test_a_wrong_filter_has_a_caret_under_the_place_and_keeps_the_rows() -> None:
    async with open_app() as stage:
        found = await filtered(stage, "is:active")
        await stage.press("slash")
        await stage.type("is:active colour:red")
        assert keys_of(list_shown(stage).table) == found
        lines = screen_lines(stage.app)
        (line,) = [number for number, text in enumerate(lines) if "is:active colour:red" in text]
        assert lines[line + 1].index("^") == lines[line].index("colour:red")
        assert "Users have no field colour" in lines[line + 2]
        await stage.type("x" * 200 + " colour:red")
        line = next(number for number, text in enumerate(screen_lines(stage.app)) if "colour:red" in text)
        assert screen_lines(stage.app)[line + 1].strip().startswith("^")


async def test_the_wrong_place_stays_underlined_and_the_rows_counted_while_the_list_is_read() -> None:
    async with open_app(users=12) as stage:
        found = await filtered(stage, "is:active")
        await stage.press("slash")
        await stage.type("is:active colour:red")
        for _ in range(2):
            field = list_shown(stage).filter_bar.query_one(SafeInput)
            assert field.wrong_at == len("is:active ")
            assert f"{len(found)} of 12" in stage.text
            list_shown(stage).read_again()
            await stage.settle()
        await stage.type("is:active")
        assert field.wrong_at is None


@pytest.mark.parametrize("before", ["", "is:active"])
async def test_a_wrong_filter_that_was_pasted_and_taken_away_leaves_no_complaint(before: str) -> None:
    async with open_app() as stage:
        await stage.press("slash")
        await stage.type(before)
        shown = keys_of(list_shown(stage).table)
        await stage.type("colour:red")
        assert "Users have no field colour" in stage.text
        await stage.type(before)
        assert "Users have no field colour" not in stage.text
        await stage.type("colour:red")
        await stage.press("enter")
        assert "Users have no field colour" in stage.text
        await stage.press("escape")
        assert "Users have no field colour" not in stage.text
        assert list_shown(stage).filter_bar.text == ""
        assert set(shown) <= set(keys_of(list_shown(stage).table))


async def test_where_not_all_is_loaded_a_filter_that_finds_nothing_says_who_else_can_be_asked() -> None:
    def first_page_only(demo: Demo) -> None:
        demo.faults.add(Fault(kinde.GET_USERS.id, nth=2, times=0, status=403, body={"errors": []}))

    async with open_app(users=620, prepare=first_page_only) as stage:
        await filtered(stage, "nobody-is-called-so")
        assert "None of the 500 users that are loaded match this filter." in stage.text
        assert "esc clears it · :find asks the tenant" in stage.text
        stage.demo.faults.faults.clear()
        await stage.press("r")
        assert "None of the 620 users match this filter." in stage.text
        assert ":find asks" not in stage.text


async def test_who_holds_a_role_is_read_when_it_is_asked_for_and_the_status_says_what_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_app() as stage:
        await stage.tenant.sync.refresh("role_users", (role_id(stage, "admin"),))
        admins = {raw["id"] for raw in stage.tenant.store.rows("role_users", (role_id(stage, "admin"),))}
        assert set(await filtered(stage, "role:=admin")) == admins
        assert "Not all is read" not in stage.text
        monkeypatch.setattr(filtering, "RESTS", 3600)  # somebody types on and on
        assert await filtered(stage, "role:=planner") == []
        assert "match this filter. Not all is" in stage.text  # in place of the rows
        assert "Not all is read yet: the holders of a role." in stage.text  # in the status line
        monkeypatch.setattr(filtering, "RESTS", 0.01)
        list_shown(stage).reload()
        role = role_id(stage, "planner")
        await stage.until(lambda: stage.tenant.store.age("role_users", (role,)).complete)
        await stage.settle()
        assert "Not all is read" not in stage.text
        holders = {raw["id"] for raw in stage.tenant.store.rows("role_users", (role,))}
        assert set(keys_of(list_shown(stage).table)) == holders


async def test_holders_that_may_not_be_read_are_said_to_be_missing() -> None:
    async with open_app(size=(200, 40)) as stage:
        stage.fault(kinde.GET_ROLE_USERS, status=403)
        await filtered(stage, "role:=admin")
        role = role_id(stage, "admin")
        await stage.until(lambda: stage.tenant.sync.state("role_users", (role,)).error)
        await stage.settle()
        assert "Not all is read yet: the holders of a role. " in stage.text


async def test_a_list_that_a_filter_needs_is_read_when_the_tenant_is_reached_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filtering, "RESTS", 0.01)
    async with open_app(size=SMALL) as stage:
        role = role_id(stage, "admin")
        stage.wire.offline = True
        assert await filtered(stage, "role:=admin") == []
        await stage.until(lambda: stage.tenant.sync.state("role_users", (role,)).error)
        await stage.settle()
        assert "Not all is read yet" in list_shown(stage).filtering.lacks
        stage.wire.offline = False
        await stage.tenant.sync.refresh("organizations")
        await stage.until(lambda: stage.tenant.store.age("role_users", (role,)).complete)
        await stage.settle()
        assert list_shown(stage).filtering.lacks == ""
        holders = {raw["id"] for raw in stage.tenant.store.rows("role_users", (role,))}
        assert set(keys_of(list_shown(stage).table)) == holders != set()


@pytest.mark.parametrize("by", ["r", "time"])
async def test_a_list_that_a_filter_needs_and_could_not_be_had_is_asked_for_anew(
    by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtering, "RESTS", 0.01)
    async with open_app(size=SMALL) as stage:
        role, calls = role_id(stage, "admin"), stage.demo.faults.calls
        stage.fault(kinde.GET_ROLE_USERS, status=403, times=0)
        await filtered(stage, "role:=admin")
        await stage.until(lambda: stage.tenant.sync.state("role_users", (role,)).error)
        await stage.settle()
        asked = calls[kinde.GET_ROLE_USERS.id]
        for text in ("role:=admi", "role:=admin"):
            await filtered(stage, text)
        list_shown(stage).ask_if_due()
        await stage.settle()
        assert calls[kinde.GET_ROLE_USERS.id] == asked  # it has just said no
        stage.demo.faults.faults.clear()
        if by == "r":
            await stage.press("r")
        else:
            stage.clock.advance(61)
            list_shown(stage).ask_if_due()
        await stage.until(lambda: stage.tenant.store.age("role_users", (role,)).complete)
        await stage.settle()
        assert list_shown(stage).filtering.lacks == ""


async def test_a_role_taken_away_here_is_followed() -> None:
    async with open_app(start="organizations", size=(200, 40)) as stage:
        await open_tab(stage, "Members")
        await stage.press("tab")
        members = inner_list(stage)
        holders = {raw["id"] for raw in stage.tenant.store.rows("members", members.parent_keys) if raw.get("roles")}
        members.filter_bar.text = "role:a"
        await stage.settle()
        assert set(keys_of(members.table)) <= holders


async def test_the_language_is_explained_with_the_fields_of_the_list() -> None:
    async with open_app() as stage:
        await stage.press("question_mark")
        await stage.type("filter language")
        await stage.press("enter")
        shown = dialog(stage, GrammarDialog)
        for words in ("The filter language", "email:@acme", "is:suspended", "role:admin", "~^a.*z$"):
            assert words in stage.text
        await stage.press("end")
        await stage.until(lambda: "is:never" in stage.text)
        assert shown.is_current
        await stage.press("escape", "slash", "f1")
        dialog(stage, GrammarDialog)


async def test_a_filter_that_hides_the_record_under_the_cursor_leads_to_its_first_one() -> None:
    async with open_app(start="users") as stage:
        table = list_shown(stage).table
        await stage.press(*["down"] * 5)
        kept = table.cursor_row
        assert kept is not None
        await filtered(stage, kept.key)
        assert table.cursor_row == kept
        await filtered(stage, "")
        assert (table.cursor_row, table.cursor_index > 0) == (kept, True)
        found = await filtered(stage, f"is:suspended -{kept.key}")
        assert len(found) > table.cursor_index == 0
        assert table.cursor_row is not None
        assert table.cursor_row.key == found[0]


async def test_the_rows_get_the_keyboard_as_they_are_filtered_however_quickly_one_goes_there() -> None:
    async with open_app(size=SMALL) as stage:
        rows = list_shown(stage)
        rows.filter_bar.text = "no such person"
        rows._focus_rows(FilterBar.Left(rows.filter_bar))  # before a frame was painted
        assert len(rows.table.source) == 0
        await stage.press("d")
        assert not stage.demo.ledger.entries
