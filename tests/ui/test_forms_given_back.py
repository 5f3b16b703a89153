"""What the tenant refuses comes back to the form that it was typed into, with everything in it."""

from __future__ import annotations

from typing import Any

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.widgets.record_field import RecordField
from tests.support.ui import SMALL, open_app
from tests.support.ui_forms import (
    EMAIL,
    FIRST,
    LAST,
    TAKEN,
    USERNAME,
    complaint,
    fill,
    has_keyboard,
    new_user,
    says,
    value,
)
from tests.support.ui_lists import (
    choose,
    collection_screen,
    dialog,
    list_shown,
    users,
)


@pytest.mark.parametrize("status", [400, 409, 422])
async def test_a_new_record_that_is_refused_comes_back_whole_and_can_be_mended(status: int) -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=status, body=TAKEN)
        await new_user(stage)
        assert complaint(stage) == "The tenant refused it: Somebody else has it."
        assert [value(stage, at) for at in (EMAIL, FIRST, LAST, USERNAME)] == ["zoe@example.com", "Zoe", "Zimmer", ""]
        assert "New user" in dialog(stage, FormDialog).heading
        assert not stage.written(kinde.CREATE_USER)
        await fill(stage, f0="zoe.z@example.com")
        assert complaint(stage) == ""
        await stage.press("ctrl+s")
        assert "Done: Create the user Zoe Zimmer" in stage.notices[-1]
        (sent,) = stage.written(kinde.CREATE_USER)
        assert sent["profile"] == {"given_name": "Zoe", "family_name": "Zimmer"}
        await stage.press("U")
        assert "Nothing to redo." in stage.notices[-1]


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        (says("INVALID", "is taken", "email"), EMAIL),
        (says("INVALID", "is too long", "profile.given_name"), FIRST),
        (says("LAST_NAME_TOO_LONG", "Too long"), LAST),
    ],
)
async def test_the_field_that_the_tenant_names_has_the_sentence_and_the_keyboard(answer: Any, number: int) -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=400, body=answer)
        await new_user(stage)
        assert complaint(stage, ".form-complaint") == ""
        assert answer["errors"][0]["message"] in complaint(stage, ".field-complaint")
        assert has_keyboard(stage) == f"field-{number}"
        form = dialog(stage, FormDialog)
        below, row = form.query_one(".field-complaint").region, form.query_one(f"#row-{number}").region
        assert below.y == row.bottom


@pytest.mark.parametrize("size", [(60, 15), (80, 24)])
@pytest.mark.parametrize("field", ["email", "provided_id"])
async def test_the_sentence_and_its_field_are_in_sight_on_every_terminal(field: str, size: tuple[int, int]) -> None:
    async with open_app(size=size) as stage:
        stage.fault(kinde.CREATE_USER, status=400, body=says("INVALID", "is taken already, by somebody else", field))
        await new_user(stage)
        assert f"{field}: is taken already, by somebody else." in complaint(stage, ".field-complaint")
        focused = stage.app.focused
        assert focused is not None
        assert focused.id == {"email": "field-0", "provided_id": "field-6"}[field]
        fields = dialog(stage, FormDialog).query_one(".form-fields").region
        assert fields.contains_region(focused.region)
        assert fields.contains_region(dialog(stage, FormDialog).query_one(".field-complaint").region)
        assert "ctrl+s done" in stage.text


async def test_a_letter_is_added_to_what_came_back() -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=400, body=says("LAST_NAME_TOO_LONG", "Too long"))
        await new_user(stage)
        await stage.press("n")
        assert value(stage, LAST) == "Zimmern"


async def test_a_field_that_was_not_asked_for_leaves_the_sentence_below_all() -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=400, body=says("INVALID", "has no seats left", "plan"))
        await new_user(stage)
        assert complaint(stage, ".form-complaint") == "The tenant refused it: plan: has no seats left."
        assert has_keyboard(stage) == "field-0"


async def test_who_has_turned_to_something_else_gets_the_form_with_a_key() -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=400, body=TAKEN)
        stage.wire.hold()
        await stage.press("n")
        await fill(stage, f0="zoe@example.com", f1="Zoe")
        stage.send("ctrl+s")
        await stage.until(lambda: stage.tenant.on_their_way)
        stage.send("down")
        await stage.until(lambda: list_shown(stage).table.cursor_row)
        stage.wire.release()
        await stage.settle()
        assert stage.screen is collection_screen(stage)
        assert "Somebody else has it. U gives the form back, with what was typed." in stage.notices[-1]
        await choose(stage, users(stage)[0])
        await stage.press("s")
        assert "Done: " in stage.notices[-1]
        await stage.press("u", "U")
        assert "Done: Suspend" in stage.notices[-1]
        await stage.press("U")
        assert value(stage, EMAIL) == "zoe@example.com"
        assert "Somebody else has it" in complaint(stage)
        await stage.press("ctrl+s")
        assert "Done: Create the user Zoe" in stage.notices[-1]
        await stage.press("U")
        assert "Nothing to redo." in stage.notices[-1]


async def test_a_form_that_came_back_and_was_left_comes_once_more() -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=400, body=TAKEN)
        await new_user(stage)
        await stage.press("escape")
        assert stage.notices[-1] == "Nothing was changed. U gives the form back, with what was typed."
        await stage.press("U")
        assert value(stage, EMAIL) == "zoe@example.com"
        await stage.press("escape")
        await choose(stage, users(stage)[0])
        await stage.press("s", "U")
        assert "Nothing to redo." in stage.notices[-1]


async def test_another_tenant_is_given_no_form_of_the_first() -> None:
    async with open_app(size=SMALL) as first, open_app(size=SMALL) as second:
        first.fault(kinde.CREATE_USER, status=400, body=TAKEN)
        await new_user(first)
        await first.press("escape")
        before = first.tenant
        await first.app.change_tenant(second.tenant)
        await first.settle()
        assert first.app.tenant is not before
        await first.press("U")
        assert "Nothing to redo." in first.notices[-1]


async def test_chosen_records_come_back_by_their_names() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage, member=True)[0])
        refusal = says("SCOPE_BARRED", "Not this one")
        stage.fault(kinde.ADD_ORGANIZATION_USER_API_SCOPE, status=400, body=refusal)
        await stage.press("K", "enter", "enter", "enter", "enter")
        before = [(one.value, one.shown) for one in dialog(stage, PickDialog).app.screen_stack[-2].query(RecordField)]
        await stage.press("enter")
        assert "Not this one" in complaint(stage, ".field-complaint")
        assert has_keyboard(stage) == "field-2"
        after = [(one.value, one.shown) for one in dialog(stage, FormDialog).query(RecordField)]
        assert after[:2] == before[:2]
        assert all(key and name not in {key, ""} for key, name in after)


async def test_a_refusal_that_says_no_scope_is_lacking_gives_the_form_back() -> None:
    async with open_app(size=SMALL) as stage:
        stage.fault(kinde.CREATE_USER, status=403, body=says("PLAN_LIMIT", "Your plan has no more users"))
        await new_user(stage)
        assert "Your plan has no more users" in complaint(stage)
        assert value(stage, EMAIL) == "zoe@example.com"


async def test_what_passes_is_tried_again_as_it_was_and_gives_the_form_back_when_that_is_refused() -> None:
    async with open_app(size=SMALL) as stage:
        stage.wire.offline = True
        await new_user(stage)
        assert "U tries it again." in stage.notices[-1]
        stage.wire.offline = False
        stage.fault(kinde.CREATE_USER, status=400, body=TAKEN)
        await stage.press("U")
        assert value(stage, EMAIL) == "zoe@example.com"


async def test_a_conflict_without_two_sides_is_told_as_a_refusal() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[0])
        stage.fault(kinde.UPDATE_USER, status=409, body=TAKEN)
        await stage.press("s")
        assert stage.screen is collection_screen(stage)
        assert "refused Somebody else has it." in stage.notices[-1]


async def test_so_is_that_of_an_undo() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[0])
        await stage.press("s")
        stage.fault(kinde.UPDATE_USER, status=409, body=TAKEN)
        await stage.press("u")
        assert stage.screen is collection_screen(stage)
        assert "refused Somebody else has it." in stage.notices[-1]
        await stage.press("u")
        assert "Done: Restore" in stage.notices[-1]
