"""Making, deleting, and doing something with many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select

from kinde_tui.api import operations as kinde
from kinde_tui.services.change import State
from kinde_tui.ui.dialogs.bulk import WINDOW, BulkDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from tests.support.ui import SMALL, line_of, open_app
from tests.support.ui_forms import complaint
from tests.support.ui_lists import (
    choose,
    chosen_key,
    dialog,
    list_shown,
    open_tab,
    organization_with_members,
    role_id,
    users,
)

if TYPE_CHECKING:
    from tests.support.ui import Stage


async def fill(stage: Stage, number: int, text: str) -> None:
    """Types into a field of the form."""
    dialog(stage, FormDialog).query_one(f"#field-{number}", Input).focus()
    await stage.pilot.pause()
    await stage.type(text)


async def mark(stage: Stage, keys: list[str]) -> None:
    """Marks rows with the keyboard."""
    for key in keys:
        await choose(stage, key)
        await stage.press("space")


async def test_a_user_is_made_with_a_form_that_says_what_is_wrong() -> None:
    async with open_app(size=SMALL) as stage:
        code = organization_with_members(stage)
        await stage.press("n")
        form = dialog(stage, FormDialog)
        assert "New user" in form.heading
        await stage.press("ctrl+s")
        assert "Give an e-mail address, a phone number or a username." in complaint(stage)
        await stage.type("nonsense")
        await stage.press("enter")
        await stage.press("ctrl+s")
        assert "This is no e-mail address" in complaint(stage)
        assert isinstance(stage.app.focused, Input)
        assert stage.app.focused.value == "nonsense"
        await stage.type("grace@example.org")
        await fill(stage, 4, "+61 426 148 233")
        await stage.press("ctrl+s")
        assert "Kinde wants the country" in complaint(stage)
        await fill(stage, 4, "")
        await fill(stage, 1, "Grace")
        await stage.press("down", "up", "enter")
        await stage.type("Hopper")
        form.query_one("#field-7").focus()
        await stage.press("enter")
        picker = dialog(stage, PickDialog)
        await stage.type("zzz")
        await stage.press("enter")
        assert "Nothing matches." in stage.text
        await stage.type("code:>x")
        assert "is neither a number nor a date" in stage.text
        await stage.type(f"code:={code}")
        await stage.press("down", "up", "enter")
        assert not picker.is_attached
        assert not form.is_attached
        (body,) = stage.written(kinde.CREATE_USER)
        assert body["identities"] == [{"type": "email", "details": {"email": "grace@example.org"}}]
        assert body["profile"] == {"given_name": "Grace", "family_name": "Hopper"}
        assert body["organization_code"] == code
        assert "Grace Hopper" in stage.text
        assert len(list_shown(stage).table.source) == 41
        await stage.press("u")
        assert "Delete Grace Hopper and erase the profile?" in dialog(stage, ConfirmDialog).heading
        await stage.press("y")
        assert len(list_shown(stage).table.source) == 40


async def test_a_role_is_made_and_the_picker_is_left_and_clicked() -> None:
    async with open_app(size=SMALL, start="roles") as stage:
        await stage.press("n", "escape")
        assert not isinstance(stage.screen, FormDialog)
        await stage.press("n")
        await stage.press("enter", "enter", "enter")
        await stage.press("ctrl+s")
        assert complaint(stage) == "Name is needed."
        await stage.type("Night porter")
        await fill(stage, 1, "Night Porter!")
        await stage.press("ctrl+s")
        assert complaint(stage)
        await stage.type("night-porter")
        dialog(stage, FormDialog).query_one(Select).value = "yes"
        await stage.press("ctrl+s")
        (body,) = stage.written(kinde.CREATE_ROLE)
        assert (body["key"], body["is_default_role"]) == ("night-porter", True)
        assert "night-porter" in stage.text
        await stage.press("2", "plus")
        assert dialog(stage, PickDialog).is_current
        await stage.press("escape")
        form = dialog(stage, FormDialog)
        await stage.press("space")
        assert dialog(stage, PickDialog).is_current
        await stage.pilot.click("PickDialog RecordTable", offset=(5, 2), times=2)
        await stage.settle()
        assert stage.screen is form


@pytest.mark.parametrize(("mode", "erase"), [("access", "false"), ("profile", "true")])
async def test_a_user_is_deleted_in_either_way_and_no_is_the_answer_to_enter(mode: str, erase: str) -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        for answer in ("enter", "n", "escape", "y"):
            await stage.press("d")
            dialog(stage, FormDialog).query_one(Select).value = mode
            await stage.press("ctrl+s")
            confirm = dialog(stage, ConfirmDialog)
            assert ("erase the profile" in confirm.heading) is (mode == "profile")
            assert "There is no way back" in " ".join(stage.text.split())
            assert "STAGING" in stage.text
            await stage.press(answer)
            await stage.settle()
            assert (stage.tenant.store.get("users", key) is None) is (answer == "y")
        (entry,) = stage.demo.ledger.of(kinde.DELETE_USER.id)
        assert (entry.query["id"], entry.query["is_delete_profile"]) == (key, erase)
        assert len(list_shown(stage).table.source) == 39
        assert chosen_key(stage) == users(stage)[0]


async def test_on_a_protected_profile_the_name_is_typed() -> None:
    async with open_app(size=SMALL, start="roles", environment="production", protected=True) as stage:
        role = role_id(stage, "payroll")
        await choose(stage, role)
        await stage.press("d")
        confirm = dialog(stage, ConfirmDialog)
        assert "PRODUCTION" in stage.text
        assert "Type Acme to go on" in stage.text
        await stage.press("y", "enter")
        assert stage.screen is confirm
        assert "That is another name." in stage.notices[-1]
        assert stage.tenant.store.get("roles", role) is not None
        await stage.press("escape", "d")
        await stage.type("Acme")
        await stage.press("enter")
        assert stage.tenant.store.get("roles", role) is None
        assert len(stage.demo.ledger.of(kinde.DELETE_ROLE.id)) == 1


async def test_many_are_suspended_after_a_preview_and_taken_back_together() -> None:
    async with open_app(size=SMALL) as stage:
        keys = users(stage)[:3]
        await mark(stage, keys)
        await stage.press("s")
        bulk = dialog(stage, BulkDialog)
        assert "Suspend: 3 users" in bulk.heading
        assert "3 changes. Nothing has been sent yet." in stage.text
        assert all(f"Suspend {stage.tenant.name_of('users', key)}" in stage.text for key in keys)
        await stage.press("enter")
        assert not stage.demo.ledger.entries
        await stage.press("s", "y")
        assert "3 done · 0 not done" in stage.text
        assert line_of(stage.app, f"Suspend {stage.tenant.name_of('users', keys[0])}").count("done") == 1
        assert bulk.is_running or not bulk.is_attached
        await stage.press("y", "t", "enter")
        assert len(stage.written(kinde.UPDATE_USER)) == 3
        assert set(keys) <= set(users(stage, suspended=True))
        await stage.press("escape", "u")
        assert set(keys) <= set(users(stage))
        assert stage.notices[-1] == "Undone: “Suspend: 3 users”. 3 of 3 changes made. · U does it again"
        await stage.press("U")
        assert set(keys) <= set(users(stage, suspended=True))
        assert stage.notices[-1] == "Done again: “Suspend: 3 users”. 3 of 3 changes made. · u undoes it"
        stage.fault(kinde.UPDATE_USER, nth=2, status=400, body={"errors": [{"code": "X", "message": "Not today."}]})
        await stage.press("u")
        assert stage.notices[-1] == "Undo “Suspend: 3 users”: refused 2 of 3 changes made. Not today."
        await stage.press("u")
        assert stage.notices[-1].startswith("Done: Restore ")


async def test_what_takes_things_away_from_many_is_asked_for_when_it_is_done_again() -> None:
    async with open_app(size=SMALL, start="organizations") as stage:
        code = organization_with_members(stage)
        await choose(stage, code)
        await open_tab(stage, "Members")
        await stage.press("tab", "space", "space", "d", "y", "enter", "u")
        assert "Undone: “Remove from the organization: 2 members”" in stage.notices[-1]
        await stage.press("U")
        asked = dialog(stage, ConfirmDialog)
        assert asked.heading == "Redo “Remove from the organization: 2 members”?"
        assert stage.text.count("· Remove ") == 2
        await stage.press("escape")
        assert len(stage.demo.ledger.of(kinde.REMOVE_ORGANIZATION_USER.id)) == 2
        await stage.press("U", "y")
        assert len(stage.demo.ledger.of(kinde.REMOVE_ORGANIZATION_USER.id)) == 4


async def test_what_is_deleted_is_marked_no_more() -> None:
    async with open_app(size=SMALL, start="permissions") as stage:
        await stage.press("space", "space", "space", "d", "y", "enter")
        assert len(list_shown(stage).table.source) == 27
        assert not list_shown(stage).table.marks
        assert "marked" not in stage.text
        await stage.press("space", "space", "down", "n", "escape")
        assert "2 marked" in stage.text


async def test_marked_rows_decide_what_can_be_done_whatever_the_cursor_is_on() -> None:
    async with open_app(size=SMALL) as stage:
        first, second, third = users(stage)[:3]
        await mark(stage, [first, second])
        await stage.press("s", "y", "enter")
        assert list_shown(stage).table.marks == {first, second}
        await choose(stage, third)  # who is active: with the cursor alone there is nothing to restore
        await stage.press("S", "y", "enter")
        assert len(stage.demo.ledger.of(kinde.UPDATE_USER.id)) == 4
        assert not any((stage.tenant.store.get("users", key) or {})["is_suspended"] for key in (first, second))


async def test_what_failed_is_tried_again() -> None:
    async with open_app(size=SMALL) as stage:
        keys = users(stage)[:3]
        await mark(stage, keys)
        stage.fault(kinde.UPDATE_USER, nth=2, status=400, body={"errors": [{"code": "X", "message": "Not today."}]})
        await stage.press("s", "y")
        bulk = dialog(stage, BulkDialog)
        assert bulk.is_running
        assert "2 done · 1 not done" in stage.text
        assert "Not today." in stage.text
        assert "t retry what failed" in stage.text
        await stage.press("t")
        assert "3 done · 0 not done" in stage.text
        assert len(stage.written(kinde.UPDATE_USER)) == 3
        await stage.press("escape")
        assert not isinstance(stage.screen, BulkDialog)
        assert set(keys) <= set(users(stage, suspended=True))


async def test_escape_stops_after_the_changes_in_hand() -> None:
    async with open_app(size=SMALL) as stage:
        keys = users(stage)[:30]
        await mark(stage, keys[:1])
        await stage.press("ctrl+a")
        await stage.press("s")
        stage.wire.hold()
        await stage.pilot.press("y")
        await stage.until(lambda: "esc stop" in stage.text)
        await stage.pilot.press("enter", "escape")
        assert isinstance(stage.screen, BulkDialog)
        stage.wire.release()
        await stage.settle()
        sent = len(stage.written(kinde.UPDATE_USER))
        assert 0 < sent < 30
        assert f"{sent} done" in stage.text
        assert dialog(stage, BulkDialog).is_running
        await stage.press("enter")
        states = [entry.state for entry in stage.tenant.journal.entries()]
        assert states.count(State.DONE) == sent
        assert len(users(stage, suspended=True)) >= sent


async def test_a_large_bulk_on_a_protected_profile_wants_the_name() -> None:
    async with open_app(size=SMALL, environment="production", protected=True) as stage:
        active = len(users(stage))
        await stage.press("ctrl+a", "s")
        bulk = dialog(stage, BulkDialog)
        assert "Type Acme to start:" in stage.text
        await stage.type("Acne")
        await stage.press("enter")
        assert "That is another name." in stage.notices[-1]
        assert not stage.demo.ledger.entries
        await stage.type("Acme")
        await stage.press("enter")
        assert f"{active} changes begin in " in stage.text
        await stage.press("escape")
        assert stage.screen is not bulk
        assert not stage.demo.ledger.entries
        await stage.press("s")
        bulk = dialog(stage, BulkDialog)
        await stage.type("Acme")
        await stage.press("enter")
        for _ in range(WINDOW):
            assert not stage.demo.ledger.entries
            bulk.tick()
        await stage.settle()
        assert stage.screen is bulk
        assert len(stage.written(kinde.UPDATE_USER)) == active
        assert f"{active} done · 0 not done" in stage.text
        assert not users(stage)


async def test_marked_users_join_an_organization_and_get_a_role() -> None:
    async with open_app(size=SMALL) as stage:
        code = organization_with_members(stage)
        keys = [
            row.key
            for row in stage.tenant.store.view("users").window(0, 40)
            if code not in (row.raw.get("organizations") or ())
        ][:2]
        await mark(stage, keys)
        await stage.press("A")
        await stage.type(f"code:={code}")
        await stage.press("enter", "y", "enter")
        assert len(stage.demo.ledger.of(kinde.ADD_ORGANIZATION_USERS.id)) == 2
        assert all(code in stage.tenant.store.get("users", key)["organizations"] for key in keys)  # type: ignore[index]
        for key_pressed, operation in (
            ("plus", kinde.CREATE_ORGANIZATION_USER_ROLE),
            ("minus", kinde.DELETE_ORGANIZATION_USER_ROLE),
        ):
            await stage.press(key_pressed)
            await stage.type(f"code:={code}")
            await stage.press("enter", "enter")
            await stage.type("key:=payroll")
            await stage.press("enter", "y", "enter")
            assert len(stage.demo.ledger.of(operation.id)) == 2


async def test_one_user_gets_a_role_in_an_organization() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage, member=True)[0]
        code = stage.tenant.store.get("users", key)["organizations"][0]  # type: ignore[index]
        await choose(stage, key)
        await stage.press("plus")
        await stage.type(f"code:={code}")
        await stage.press("enter")
        assert str(stage.tenant.name_of("organizations", code)) in stage.text
        await stage.press("ctrl+s")
        assert complaint(stage) == "Role is needed."
        await stage.press("enter")
        await stage.type("key:=auditor")
        await stage.press("enter")
        (entry,) = stage.demo.ledger.of(kinde.CREATE_ORGANIZATION_USER_ROLE.id)
        assert entry.path == {"org_code": code, "user_id": key}
        await stage.press("full_stop")
        found = stage.tenant.access.of_user(key)
        assert "Auditor" in next(one for one in found.rows if one.org_code == code).roles
        await stage.press("minus", "escape", "escape", "a")
        assert "Users: actions" in dialog(stage, MenuDialog).heading
        await stage.type("sessions")
        await stage.press("down", "up", "pagedown", "pageup", "enter")
        assert "End all sessions of" in dialog(stage, ConfirmDialog).heading


async def test_nothing_to_change_is_said() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage, member=True)[0]
        code = stage.tenant.store.get("users", key)["organizations"][0]  # type: ignore[index]
        await choose(stage, key)
        await stage.press("A")
        await stage.type(f"code:={code}")
        await stage.press("enter")
        assert "Nothing to change." in stage.notices[-1]
        assert not stage.demo.ledger.entries
