"""What the tenant refuses comes back to the form that it was typed into, with everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.dialogs.bulk import BulkDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.widgets.record_field import RecordField
from kinde_tui.ui.widgets.secret_input import SecretInput
from tests.support.ui import SMALL, open_app
from tests.support.ui_lists import (
    choose,
    collection_screen,
    dialog,
    keys_of,
    list_shown,
    open_tab,
    organization_with_members,
    stored,
    users,
)

if TYPE_CHECKING:
    from tests.support.ui import Stage

EMAIL, FIRST, LAST, USERNAME = 0, 1, 2, 3
PASSWORD = "correct horse battery staple 17"
TAKEN = {"errors": [{"code": "TAKEN", "message": "Somebody else has it"}]}


def says(code: str, message: str, field: str = "") -> dict[str, Any]:
    """An error answer of Kinde's."""
    return {"errors": [{"code": code, "message": message, **({"field": field} if field else {})}]}


def value(stage: Stage, number: int) -> str:
    """What a field of the form holds."""
    return str(dialog(stage, FormDialog).query_one(f"#field-{number}", Input).value)


def complaint(stage: Stage, place: str = ".form-complaint, .field-complaint") -> str:
    """What the form complains about, as it is on screen."""
    shown = dialog(stage, FormDialog).query(place)
    return " ".join(str(one.render()) for one in shown if one.display)


def has_keyboard(stage: Stage) -> str:
    """The field that is typed into."""
    focused = stage.app.focused
    return (focused.id if focused is not None else "") or ""


async def fill(stage: Stage, **fields: str) -> None:
    """Types into fields of the form, by their number."""
    for number, text in fields.items():
        dialog(stage, FormDialog).query_one(f"#field-{number.removeprefix('f')}", Input).focus()
        await stage.settle()
        await stage.type(text)


async def new_user(stage: Stage) -> None:
    """Fills the form for a user in and sends it."""
    await stage.press("n")
    await fill(stage, f0="zoe@example.com", f1="Zoe", f2="Zimmer")
    await stage.press("ctrl+s")


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


async def test_a_form_for_many_comes_back_after_its_list_was_made_anew() -> None:
    async with open_app(size=SMALL) as stage:
        code = organization_with_members(stage, 3)
        rows = [raw for raw in stage.tenant.store.rows("users") if code in (raw.get("organizations") or ())]
        for key in [str(raw["id"]) for raw in rows][:3]:
            await choose(stage, key)
            await stage.press("space")
        stage.fault(kinde.ADD_ORGANIZATION_USER_API_SCOPE, times=2, status=400, body=TAKEN)
        await stage.press("K", "enter", "enter", "enter", "enter", "enter", "y", "enter")
        await stage.app.present(on=True)
        await stage.settle()
        await stage.press("U")
        assert "2 of 3 changes were not made." in complaint(stage)
        await stage.press("ctrl+s", "y", "enter")
        assert len(stage.written(kinde.ADD_ORGANIZATION_USER_API_SCOPE)) == 3


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


async def test_secrets_come_back_too_and_are_shown_nowhere() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[0])
        stage.fault(kinde.SET_USER_PASSWORD, status=400, body=says("PASSWORD_WEAK", "Too weak"))
        await stage.press("P")
        await fill(stage, f0=PASSWORD, f1=PASSWORD)
        await stage.press("ctrl+s")
        dialog(stage, ConfirmDialog)
        await stage.press("y")
        assert "Too weak" in complaint(stage, ".field-complaint")
        assert has_keyboard(stage) == "field-0"
        assert [one.value for one in dialog(stage, FormDialog).query(SecretInput)] == [PASSWORD, PASSWORD]
        failed = stage.app._applying._failed
        assert failed is not None
        for shown in (stage.text, repr(failed), repr(failed.wish.typed), "".join(stage.tenant.journal.export())):
            assert PASSWORD not in shown
        await stage.press("escape", "U")  # leaving ends what a secret is kept for
        assert [one.value for one in dialog(stage, FormDialog).query(SecretInput)] == ["", ""]


async def test_secrets_of_a_form_that_waits_are_kept_until_something_else_is_done() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[0])
        stage.fault(kinde.SET_USER_PASSWORD, status=400, body=says("PASSWORD_WEAK", "Too weak"))
        stage.wire.hold()
        await stage.press("P")
        await fill(stage, f0=PASSWORD, f1=PASSWORD)
        await stage.press("ctrl+s")
        dialog(stage, ConfirmDialog)
        stage.send("y")
        await stage.until(lambda: stage.tenant.on_their_way)
        stage.send("down")
        await stage.until(lambda: not stage.app._keys.held)
        stage.wire.release()
        await stage.settle()
        assert "U gives the form back" in stage.notices[-1]
        await stage.press("s")
        assert "Done: " in stage.notices[-1]
        await stage.press("U")
        assert [one.value for one in dialog(stage, FormDialog).query(SecretInput)] == ["", ""]


async def test_a_value_edited_in_place_comes_back_in_a_form() -> None:
    async with open_app(size=SMALL) as stage:
        key = users(stage)[0]
        await choose(stage, key)
        before = stored(stage, "users", key)["first_name"]
        stage.fault(
            kinde.UPDATE_USER, status=400, body=says("FIRST_NAME_TOO_LONG", "At most five letters", "given_name")
        )
        await stage.press("tab", "e")
        await stage.type("Persephone")
        await stage.press("enter")
        assert stored(stage, "users", key)["first_name"] == before
        assert value(stage, 0) == "Persephone"
        assert "At most five letters" in complaint(stage, ".field-complaint")
        await fill(stage, f0="Perse")
        await stage.press("enter")
        assert stored(stage, "users", key)["first_name"] == "Perse"
        assert [body["given_name"] for body in stage.written(kinde.UPDATE_USER)] == ["Perse"]


async def test_of_many_only_those_that_were_refused_are_asked_for_again() -> None:
    async with open_app(size=SMALL) as stage:
        code = organization_with_members(stage, 3)
        rows = [raw for raw in stage.tenant.store.rows("users") if code in (raw.get("organizations") or ())]
        for key in [str(raw["id"]) for raw in rows][:3]:
            await choose(stage, key)
            await stage.press("space")
        stage.fault(kinde.ADD_ORGANIZATION_USER_API_SCOPE, status=400, body=TAKEN)
        await stage.press("K", "enter", "enter", "enter", "enter", "enter", "y")
        dialog(stage, BulkDialog)
        await stage.press("enter")
        assert "1 of 3 changes were not made. U gives the form back, with what was typed." in stage.notices[-1]
        await stage.press("U")
        assert complaint(stage) == "1 of 3 changes were not made. The tenant refused it: Somebody else has it."
        heading = dialog(stage, FormDialog).heading
        assert "3 users" not in heading
        await stage.press("ctrl+s")
        assert len(stage.written(kinde.ADD_ORGANIZATION_USER_API_SCOPE)) == 3


async def test_a_form_of_a_list_that_is_gone_comes_back_for_its_own_record() -> None:
    async with open_app(size=SMALL, start="applications") as stage:
        first, second = keys_of(list_shown(stage).table)[:2]
        await choose(stage, first)
        await open_tab(stage, "Callbacks")
        await stage.press("tab", "n")
        stage.fault(kinde.ADD_REDIRECT_CALLBACK_URLS, status=400, body=TAKEN)
        await stage.type("https://one.example.com/cb")
        await stage.press("ctrl+s")
        assert value(stage, 0) == "https://one.example.com/cb"
        await stage.press("escape")
        await choose(stage, second)
        stage.app.visit(Place("users"))
        await stage.settle()
        await stage.press("U")
        assert value(stage, 0) == "https://one.example.com/cb"
        await stage.press("ctrl+s")
        (entry,) = stage.demo.ledger.of(kinde.ADD_REDIRECT_CALLBACK_URLS.id)
        assert first in str(entry)


async def test_a_flag_comes_back_with_its_value() -> None:
    async with open_app(size=SMALL, start="flags") as stage:
        stage.fault(kinde.CREATE_FEATURE_FLAG, status=422, body=says("INVALID", "is taken", "key"))
        await stage.press("n")
        await fill(stage, f0="brand_new", f1="Brand new", f4="on")
        await stage.press("ctrl+s")
        assert "key: is taken" in complaint(stage)
        assert "brand_new" in dialog(stage, FormDialog).answers.values()


async def test_a_question_that_the_tenant_does_not_answer_comes_back() -> None:
    async with open_app(size=SMALL, start="environment") as stage:
        stage.fault(kinde.GET_CONNECTED_APP_AUTH_URL, status=400, body=TAKEN)
        stage.app.inquiring().run("environment", "environment.connected_app_link")
        await stage.settle()
        await fill(stage, f0="crm")
        await stage.press("ctrl+s")
        assert "Somebody else has it" in complaint(stage)
        assert value(stage, 0) == "crm"
        await stage.press("ctrl+s")
        dialog(stage, AnswerDialog)


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
