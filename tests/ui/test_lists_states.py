"""What a list says of itself, and what becomes of a change when it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.conflict import ConflictDialog
from tests.support.ui import SMALL, line_of, open_app, screen_lines
from tests.support.ui_lists import choose, dialog, list_shown, role_id, stored, users

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo

NO = {"errors": [{"code": "NO", "message": "Not today."}]}


@pytest.mark.parametrize(("answer", "name"), [("o", "Before"), ("enter", "Theirs")])
async def test_an_undo_that_meets_somebody_elses_change_asks(answer: str, name: str) -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await stage.stranger.users.update(key, first_name="Before")
        await stage.press("r")
        await choose(stage, key)
        await stage.press("tab", "e")
        await stage.type("Mine")
        await stage.press("enter")
        await stage.stranger.users.update(key, first_name="Theirs")
        await stage.press("u")
        assert "somebody else changed it meanwhile" in dialog(stage, ConflictDialog).heading
        assert all(word in line_of(stage.app, "first_name") for word in ("Mine", "Theirs", "Before"))
        await stage.press(answer)
        await stage.settle()
        assert stored(stage, "users", key)["first_name"] == name
        assert (await stage.stranger.users.get(key)).first_name == name


async def test_an_undo_says_how_it_is_done_again_and_a_dangerous_one_asks() -> None:
    async with open_app(start="roles", size=SMALL) as stage:
        await choose(stage, role_id(stage, "payroll"))
        await stage.press("d", "y")
        assert "Delete the role Payroll · u undoes it" in stage.notices[-1]
        await stage.press("u")
        assert "Create the role Payroll · U does it again" in stage.notices[-1]
        assert len(list_shown(stage).table.source) == 8
        await stage.press("U")
        assert dialog(stage, ConfirmDialog).is_current
        await stage.press("enter")
        assert len(list_shown(stage).table.source) == 8
        await stage.press("U", "y")
        assert len(list_shown(stage).table.source) == 7


async def test_many_that_are_taken_back_are_counted() -> None:
    async with open_app(size=SMALL) as stage:
        await stage.press("space", "space", "space", "s", "y", "enter", "escape")
        stage.fault(kinde.UPDATE_USER, status=400, body=NO)
        await stage.press("u")
        assert "2 of 3 changes made. Not today." in stage.notices[-1]
        await stage.press("u")
        assert len(users(stage, suspended=True)) == sum(
            stage.demo.tenant.people.person(number)["is_suspended"] for number in range(40)
        )
        assert "Nothing to undo." not in stage.notices[-1]


async def test_an_answer_that_was_lost_is_looked_up() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        stage.fault(kinde.UPDATE_USER, status=502, after=True, times=0)
        await stage.press("s")
        assert "Done: Suspend" in stage.notices[-1]
        assert stored(stage, "users", key)["is_suspended"] is True


async def test_what_nobody_can_tell_is_said_to_be_unknown() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        stage.fault(kinde.REFRESH_USER_CLAIMS, status=502, after=True, times=0)
        await stage.press("f")
        assert "unknown" in stage.notices[-1]
        assert len(stage.demo.ledger.of(kinde.REFRESH_USER_CLAIMS.id)) >= 1


async def test_refused_credentials_are_said_on_the_list_and_in_the_status() -> None:
    fault = Fault("token", times=0, status=401, body={"error": "invalid_client", "error_description": "no"})
    async with open_app(size=SMALL, prepare=lambda demo: demo.faults.add(fault)) as stage:
        assert "✕ credentials refused" in screen_lines(stage.app)[-2]
        assert "Kinde does not accept" in stage.text
        assert "r tries again" in stage.text
        assert not list_shown(stage).table.source.window(0, 1)


async def test_a_list_that_broke_off_is_said_to_be_incomplete() -> None:
    fault = Fault(kinde.GET_USERS.id, nth=2, times=0, status=400, body=NO)
    async with open_app(size=SMALL, users=700, prepare=lambda demo: demo.faults.add(fault)) as stage:
        assert "500 loaded, not all" in screen_lines(stage.app)[-2]
        assert "✕ Not today.  r tries again" in stage.text
        stage.demo.faults.faults.clear()
        await stage.press("r")
        assert "all 700 loaded" in screen_lines(stage.app)[-2]


async def test_too_many_requests_are_waited_for_and_said() -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.GET_USERS, status=429, times=0, headers={"Retry-After": "3600"})
        await stage.press("r")
        assert "too many requests. Try again later.  r tries again" in " ".join(stage.text.split("\n"))
        assert "◌ asked to wait 300 s" in screen_lines(stage.app)[-2]
        assert len(list_shown(stage).table.source) == 40


async def test_escape_waits_no_longer_for_an_answer() -> None:
    async with open_app(size=SMALL) as stage:
        stage.wire.holds = lambda request: request.url.path.endswith("/users")
        stage.wire.hold()
        stage.send("r")
        await stage.until(lambda: "◌ reading users · esc stops · all 40 loaded" in screen_lines(stage.app)[-2])
        await stage.press("escape")
        assert "all 40 loaded · just now · Stopped: r reads it again." in screen_lines(stage.app)[-2]
        assert len(list_shown(stage).table.source) == 40
        stage.wire.release()
        await stage.press("r")
        assert "Stopped" not in screen_lines(stage.app)[-2]


async def test_escape_is_said_to_stop_the_reading_only_where_it_does() -> None:
    async with open_app() as stage:
        stage.wire.holds = lambda request: request.url.path.endswith("/users")
        stage.wire.hold()
        await stage.press("slash")
        await stage.type("is:active")
        await stage.press("enter", "space")
        list_shown(stage).read_again()
        for _ in range(2):  # the mark goes first, then the filter
            await stage.until(lambda: "◌ reading users · all 40 loaded" in screen_lines(stage.app)[-2])
            stage.send("escape")
            await stage.until(lambda: "marked" not in stage.text)
        await stage.until(lambda: "◌ reading users · esc stops · all 40 loaded" in screen_lines(stage.app)[-2])
        stage.send("escape")
        await stage.until(lambda: "reading users" not in screen_lines(stage.app)[-2])


async def test_while_the_tenant_is_away_rows_stay_with_the_reason_and_the_next_key() -> None:
    async with open_app(size=SMALL) as stage:
        stage.wire.offline = True
        await stage.press("r")
        said = " ".join(stage.text.split())
        assert "✕ Cannot reach" in said
        assert "Check the network. r tries again · by itself in " in said
        assert "all 40 loaded" in screen_lines(stage.app)[-2]
        assert "✕ offline" in screen_lines(stage.app)[-2]
        stage.wire.offline = False
        await stage.press("r")
        assert "Cannot reach" not in stage.text
        assert "✕" not in screen_lines(stage.app)[-2]


async def test_a_change_that_could_not_be_sent_is_tried_again_with_a_key_and_offline_is_said() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        stage.wire.offline = True
        await stage.press("e")
        await stage.type("Mine")
        await stage.press("enter")
        assert "Nothing was sent" in stage.notices[-1]
        assert "U tries it again." in stage.notices[-1]
        assert "✕ offline" in screen_lines(stage.app)[-2]
        assert stage.demo.ledger.of(kinde.UPDATE_USER.id) == []
        stage.wire.offline = False
        await stage.press("U")
        assert "Done: " in stage.notices[-1]
        assert len(stage.demo.ledger.of(kinde.UPDATE_USER.id)) == 1
        assert "offline" not in stage.text
        await stage.press("U")
        assert "Nothing to redo." in stage.notices[-1]


async def test_a_change_that_the_tenant_finds_wrong_is_not_tried_again_with_a_key() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[0])
        stage.fault(kinde.UPDATE_USER, status=400, body=NO)
        await stage.press("s")
        assert "Not today." in stage.notices[-1]
        assert "U tries" not in stage.notices[-1]


async def test_a_record_with_a_field_of_another_kind_is_shown_and_marked() -> None:
    def break_one(demo: Demo) -> None:
        demo.tenant.people.edit(0, {"is_suspended": "perhaps"})

    async with open_app(size=SMALL, prepare=break_one) as stage:
        await choose(stage, stage.demo.tenant.people.ids[0])
        assert "▌ ! " in stage.text
        assert len(list_shown(stage).table.source) == 40
