"""Values edited in place, forms for many, flags, questions and secrets come back as well when they are refused."""

from __future__ import annotations

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.dialogs.bulk import BulkDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.widgets.record_field import RecordField
from kinde_tui.ui.widgets.secret_input import SecretInput
from tests.support.ui import SMALL, Stage, open_app
from tests.support.ui_forms import (
    TAKEN,
    complaint,
    fill,
    has_keyboard,
    says,
    value,
)
from tests.support.ui_lists import (
    choose,
    dialog,
    keys_of,
    list_shown,
    open_tab,
    organization_with_members,
    stored,
    users,
)

PASSWORD = "correct horse battery staple 17"


async def mark_members(stage: Stage) -> None:
    """Marks three users of one organization."""
    code = organization_with_members(stage, 3)
    rows = [raw for raw in stage.tenant.store.rows("users") if code in (raw.get("organizations") or ())]
    for key in [str(raw["id"]) for raw in rows][:3]:
        await choose(stage, key)
        await stage.press("space")


async def test_a_form_for_many_comes_back_after_its_list_was_made_anew() -> None:
    async with open_app(size=SMALL) as stage:
        await mark_members(stage)
        stage.fault(kinde.ADD_ORGANIZATION_USER_API_SCOPE, times=2, status=400, body=TAKEN)
        await stage.press("K", "enter", "enter", "enter", "enter", "enter", "y", "enter")
        await stage.app.present(on=True)
        await stage.settle()
        await stage.press("U")
        assert "2 of 3 changes were not made." in complaint(stage)
        await stage.press("ctrl+s", "y", "enter")
        assert len(stage.written(kinde.ADD_ORGANIZATION_USER_API_SCOPE)) == 3


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
        await mark_members(stage)
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


async def test_a_no_to_the_last_question_loses_nothing_but_secrets() -> None:
    async with open_app(size=SMALL, start="api_keys") as stage:
        await stage.press("n")
        await fill(stage, f0="Nightly export")
        dialog(stage, FormDialog).query_one("#field-4").focus()
        await stage.press("enter", "enter", "enter", "space", "enter")  # the API, and one of its scopes
        dialog(stage, ConfirmDialog)
        await stage.press("enter")
        assert stage.notices[-1] == "Nothing was changed. U gives the form back, with what was typed."
        await stage.press("U")
        assert (value(stage, 0), complaint(stage)) == ("Nightly export", "")
        api, scopes = list(dialog(stage, FormDialog).query(RecordField))[2:]
        assert all((api.value, scopes.value, api.shown != api.value, scopes.shown != scopes.value))
        await stage.press("ctrl+s", "y")
        assert [body["name"] for body in stage.written(kinde.CREATE_API_KEY)] == ["Nightly export"]


async def test_a_no_after_nothing_but_a_choice_is_not_spoken_of() -> None:
    async with open_app(size=SMALL) as stage:
        await choose(stage, users(stage)[0])
        await stage.press("d", "ctrl+s")
        dialog(stage, ConfirmDialog)
        await stage.press("enter")
        assert not stage.notices
