"""Changing one value, in the table and in the details; what the tenant, others and the profile say to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.change import State
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.conflict import ConflictDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.widgets.cell_editor import CellEditor
from tests.support.ui import SMALL, line_of, open_app, screen_lines
from tests.support.ui_lists import (
    choose,
    chosen_key,
    column_of,
    dialog,
    inner_list,
    inner_table,
    keys_of,
    list_shown,
    open_tab,
    organization_with_members,
    role_id,
    stored,
    users,
)

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo
    from tests.support.ui import Stage

HOSTILE = "Ada \x1b[31mred\x1b[0m [/] \u202egnp.exe\u200b"
SCOPE_LOST = {"errors": [{"code": "INSUFFICIENT_SCOPE", "message": "This needs the scope update:users"}]}


def editor(stage: Stage) -> CellEditor:
    assert isinstance(stage.app.focused, CellEditor), f"{stage.app.focused!r} has the keyboard:\n{stage.text}"
    return stage.app.focused


def first_name(stage: Stage, key: str) -> str:
    return str(stored(stage, "users", key)["first_name"])


async def test_enter_saves_the_cell_and_undo_and_redo_walk() -> None:
    async with open_app(size=SMALL) as stage:
        key, last = users(stage)[2], ""
        await choose(stage, key)
        last = stored(stage, "users", key)["last_name"]
        before = first_name(stage, key)
        await stage.press("e")
        assert editor(stage).value == f"{before} {last}"
        await stage.type(f"Grace {last}")
        await stage.press("enter")
        assert stage.written(kinde.UPDATE_USER) == [{"given_name": "Grace"}]
        assert f"Grace {last}" in line_of(stage.app, f"Grace {last}")
        assert chosen_key(stage) == key
        assert list_shown(stage).table.has_focus
        assert "u undoes it" in stage.notices[-1]
        await stage.press("u")
        assert first_name(stage, key) == before
        await stage.press("U")
        assert first_name(stage, key) == "Grace"
        assert [body["given_name"] for body in stage.written(kinde.UPDATE_USER)] == ["Grace", before, "Grace"]
        await stage.press("u", "u")
        assert "Nothing to undo." in stage.notices[-1]
        await stage.press("U", "U")
        assert "Nothing to redo." in stage.notices[-1]


async def test_escape_leaves_the_cell_as_it_was_and_so_does_enter_without_a_change() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("e")
        await stage.type("Somebody Else")
        await stage.press("escape")
        assert not stage.screen.query(CellEditor)
        await stage.press("e", "enter")
        assert not stage.screen.query(CellEditor)
        assert list_shown(stage).table.has_focus
        assert not stage.demo.ledger.entries
        assert "Somebody Else" not in stage.text


async def test_what_is_wrong_is_said_and_stays_to_be_mended() -> None:
    async with open_app(size=SMALL, start="organizations") as stage:
        await stage.press("greater_than_sign", "e")
        await stage.type("Not A Handle!")
        await stage.press("enter")
        assert editor(stage).value == "Not A Handle!"
        assert editor(stage).has_class("-wrong")
        assert "handle" in stage.notices[-1]
        assert not stage.demo.ledger.entries
        await stage.type("a-handle")
        await stage.press("enter")
        await stage.press("y")
        assert stage.written(kinde.UPDATE_ORGANIZATION) == [{"handle": "a-handle"}]
        assert stored(stage, "organizations", chosen_key(stage))["handle"] == "a-handle"


async def test_a_column_that_is_not_edited_says_which_are() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("greater_than_sign", "e")
        assert not stage.screen.query(CellEditor)
        assert "Email is not edited in the table. Here it is Name" in stage.notices[-1]


async def test_a_hostile_name_is_edited_without_being_corrupted() -> None:
    def poison(demo: Demo) -> None:
        for number in range(40):
            demo.tenant.people.edit(number, {"first_name": HOSTILE, "last_name": "Lovelace"})

    async with open_app(size=SMALL, prepare=poison) as stage:
        key = chosen_key(stage)
        await stage.press("tab", "e")
        assert editor(stage).value == HOSTILE
        assert "␛[31mred␛[0m [/] \ufffdgnp.exe\ufffd" in stage.text
        await stage.press("enter")
        assert not stage.demo.ledger.entries
        await stage.press("e", "end", "x", "enter")
        assert "control characters" in stage.notices[-1]
        assert editor(stage).value == f"{HOSTILE}x"
        await stage.type("Ada \u202egnp")
        await stage.press("enter")
        assert stage.written(kinde.UPDATE_USER) == [{"given_name": "Ada \u202egnp"}]
        await stage.press("u")
        assert first_name(stage, key) == HOSTILE


async def test_facts_are_edited_where_they_stand() -> None:
    async with open_app(size=SMALL) as stage:
        key = chosen_key(stage)
        await stage.press("tab", "down", "e")
        await stage.type("Byron")
        await stage.press("enter")
        assert stored(stage, "users", key)["last_name"] == "Byron"
        assert inner_table(stage).has_focus
        assert "Byron" in line_of(stage.app, "Last name")
        await stage.press("down", "enter")
        assert "Email is not edited here." in stage.notices[-1]
        await stage.press("up", "enter")
        assert editor(stage).value == "Byron"
        await stage.press("escape")
        assert inner_table(stage).has_focus


async def test_one_of_several_values_is_chosen_from_a_menu() -> None:
    async with open_app(size=SMALL, start="roles") as stage:
        await choose(stage, role_id(stage, "payroll"))
        await stage.press("greater_than_sign", "greater_than_sign", "greater_than_sign", "e")
        menu = dialog(stage, MenuDialog)
        assert menu.heading == "Default"
        await stage.press("escape")
        await stage.press("e", "up", "enter")
        confirm = dialog(stage, ConfirmDialog)
        assert "Give Payroll to every new member?" in confirm.heading
        await stage.press("y")
        (body,) = stage.written(kinde.UPDATE_ROLE)
        assert body["is_default_role"] is True
        assert stored(stage, "roles", chosen_key(stage))["is_default_role"] is True


async def test_suspending_is_undone_and_done_again() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[1]
        await choose(stage, key)
        await stage.press("s")
        assert "○ suspended" in line_of(stage.app, "▌")
        await stage.press("s")
        assert "Suspend does not apply to this user." in stage.notices[-1] or len(stage.demo.ledger.entries) == 1
        await stage.press("u")
        assert "● active" in line_of(stage.app, "▌")
        await stage.press("U", "S")
        assert [body["is_suspended"] for body in stage.written(kinde.UPDATE_USER)] == [True, False, True, False]
        assert stored(stage, "users", key)["is_suspended"] is False


async def test_a_change_is_on_screen_at_once_and_marked_until_it_is_sure() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[1])
        stage.wire.hold()
        await stage.pilot.press("s")
        await stage.until(lambda: "1 being saved" in stage.text)
        assert "○ suspended" in line_of(stage.app, "▌…")
        await stage.pilot.press("q")
        await stage.until(lambda: isinstance(stage.screen, ConfirmDialog))
        assert "1 changes are on their way" in stage.text or "is on its way" in stage.text
        await stage.pilot.press("escape")
        stage.wire.release()
        await stage.settle()
        assert "being saved" not in stage.text
        assert "▌…" not in stage.text


async def test_what_the_tenant_refuses_is_taken_back_on_screen_with_the_reason() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[1]
        await choose(stage, key)
        stage.fault(kinde.UPDATE_USER, status=400, body={"errors": [{"code": "NO", "message": "Not on a [Friday]."}]})
        await stage.press("s")
        assert "● active" in line_of(stage.app, "▌")
        assert "Not on a [Friday]." in stage.notices[-1]
        assert stored(stage, "users", key)["is_suspended"] is False
        assert not stage.demo.ledger.entries


@pytest.mark.parametrize(("answer", "name"), [("o", "Mine"), ("escape", "Theirs"), ("enter", "Theirs")])
async def test_a_conflict_shows_both_and_asks(answer: str, name: str) -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[2]
        await choose(stage, key)
        seen = first_name(stage, key)
        await stage.press("tab", "e")
        await stage.stranger.users.update(key, first_name="Theirs")
        await stage.type("Mine")
        await stage.press("enter")
        conflict = dialog(stage, ConflictDialog)
        assert "somebody else changed it meanwhile" in conflict.heading
        row = line_of(stage.app, "first_name")
        assert all(word in row for word in (seen, "Theirs", "Mine"))
        await stage.press(answer)
        await stage.settle()
        assert first_name(stage, key) == name
        assert name in line_of(stage.app, "First name")
        assert (await stage.stranger.users.get(key)).first_name == name


async def test_a_read_only_profile_refuses_in_a_sentence() -> None:
    async with open_app(size=SMALL, read_only=True) as stage:
        assert "read-only" in line_of(stage.app, "STAGING")
        assert "e edit" not in stage.text
        rows = list_shown(stage)
        for act in (rows.action_edit, rows.action_remove):
            act()
            await stage.settle()
            assert "is read-only, so nothing was sent" in stage.notices[-1]
        await rows.action_run_action("users.suspend")
        await stage.settle()
        assert "is read-only, so nothing was sent" in stage.notices[-1]
        await stage.press("s", "e", "d", "n")
        assert stage.screen is stage.app.screen_stack[-1]
        await stage.press("a")
        assert "is read-only" in stage.text
        await stage.press("enter")
        assert dialog(stage, MenuDialog).is_current
        assert not stage.demo.ledger.entries


async def test_a_dry_run_shows_the_request_and_sends_nothing() -> None:
    async with open_app(size=SMALL, dry_run=True) as stage:
        assert "dry run" in line_of(stage.app, "STAGING")
        await choose(stage, users(stage)[0])
        await stage.press("s")
        assert "PATCH" in stage.notices[-1]
        assert "is_suspended" in stage.notices[-1]
        assert "● active" in line_of(stage.app, "▌")
        assert not stage.demo.ledger.entries


async def test_a_missing_scope_greys_out_and_is_named() -> None:
    scopes = ("read:users", "read:organizations", "read:roles", "read:permissions", "update:organizations")
    async with open_app(size=SMALL, scopes=scopes) as stage:
        keys = " ".join(screen_lines(stage.app)[-1].split())
        assert keys == "space mark / filter s suspend ⊘ S restore ⊘ e edit ⊘ n new ⊘ d delete ⊘ : command ? help"
        await stage.press("s")
        assert "lacks the scope update:users" in stage.notices[-1]
        assert not stage.demo.ledger.entries
        await stage.press("a")
        assert "lacks the scope update:users" in " ".join(stage.text.split())
        await stage.press("escape")
        await open_tab(stage, "Identities")
        assert "read:user_identities" in " ".join(stage.text.split())
        assert "r asks for" in stage.text
        await stage.press("3", "e")
        await stage.type("Allowed")
        await stage.press("enter")
        assert stage.written(kinde.UPDATE_ORGANIZATION) == [{"name": "Allowed"}]


async def test_a_scope_that_was_lost_meanwhile_is_named_by_the_refusal() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        stage.fault(kinde.UPDATE_USER, status=403, times=0, body=SCOPE_LOST)
        await stage.press("s")
        assert stage.tenant.journal.entries()[0].state is State.REFUSED
        assert "update:users" in stage.notices[-1]
        assert "● active" in line_of(stage.app, "▌")


async def test_roles_are_given_and_taken_in_the_member_list() -> None:
    async with open_app(size=SMALL, start="organizations") as stage:
        code = organization_with_members(stage)
        await choose(stage, code)
        await open_tab(stage, "Members")
        member = keys_of(inner_table(stage))[0]
        held = stored(stage, "members", member, code)["roles"]
        role = next(key for key in ("payroll", "auditor", "support") if key not in held)
        await stage.press("tab", "plus")
        await stage.type(f"key:={role}")
        await stage.press("enter")
        assert stage.written(kinde.CREATE_ORGANIZATION_USER_ROLE) == [{"role_id": role_id(stage, role)}]
        assert set(stored(stage, "members", member, code)["roles"]) == {*held, role}
        assert role in inner_list(stage).table.cells_of(inner_table(stage).source.window(0, 1)[0])[2].text
        await stage.press("minus")
        await stage.type(f"key:={role}")
        await stage.press("enter")
        assert len(stage.demo.ledger.of(kinde.DELETE_ORGANIZATION_USER_ROLE.id)) == 1
        assert set(stored(stage, "members", member, code)["roles"]) == set(held)
        await stage.press("u")
        assert set(stored(stage, "members", member, code)["roles"]) == {*held, role}


async def test_the_permissions_of_a_role_are_ticked_and_unticked() -> None:
    async with open_app(size=SMALL, start="roles") as stage:
        role = role_id(stage, "payroll")
        await choose(stage, role)
        await open_tab(stage, "Permissions")
        held = [raw["id"] for raw in stage.tenant.store.rows("role_permissions", (role,))]
        assert f"{len(held)} of 30 permissions" in stage.text
        await stage.press("tab", "space")
        table = inner_table(stage)
        assert len(stage.demo.ledger.of(kinde.UPDATE_ROLE_PERMISSIONS.id)) == 1
        assert f"{len(held) - 1} of 30 permissions" in stage.text
        assert column_of(table)[: len(held)] == ["[ ]", *["[✓]"] * (len(held) - 1)]
        await stage.press("u")
        assert f"{len(held)} of 30 permissions" in stage.text
        await stage.press("end", "t")
        assert f"{len(held) + 1} of 30 permissions" in stage.text
        assert len(stage.tenant.store.get("role_permissions", table.cursor_row.key, (role,)) or ()) > 0  # type: ignore[union-attr]
        await stage.press("V", "ctrl+a", "r", "greater_than_sign", "o")
        assert not table.marks
        key = table.cursor_row.key if table.cursor_row else ""
        await stage.press("enter")
        assert (list_shown(stage).collection.name, chosen_key(stage)) == ("permissions", key)


async def test_ticks_are_refused_where_nothing_may_be_written() -> None:
    async with open_app(size=SMALL, start="roles", read_only=True) as stage:
        await open_tab(stage, "Permissions")
        await stage.press("tab", "space")
        assert "read-only" in stage.notices[-1]
        assert not stage.demo.ledger.entries


@pytest.mark.parametrize("gone_on", [True, False])
async def test_the_cursor_goes_to_what_was_made_unless_somebody_has_gone_on(gone_on: bool) -> None:
    async with open_app(size=SMALL) as stage:
        keys = keys_of(list_shown(stage).table)
        stage.wire.hold()
        await stage.press("n")
        await stage.type("zoe@example.com")
        await stage.pilot.press("ctrl+s")
        await stage.until(lambda: "being saved" in stage.text)
        if gone_on:
            await stage.pilot.press("down", "down")
            await stage.until(lambda: (row := list_shown(stage).table.cursor_row) and row.key == keys[2])
        row = list_shown(stage).table.cursor_row
        assert row is not None
        stage.wire.release()
        await stage.until(lambda: stage.written(kinde.CREATE_USER))
        await stage.settle()
        now = list_shown(stage).table.cursor_row
        assert now is not None
        assert (now.key == row.key) is gone_on
