"""The API console: any operation by hand, from the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input, Static

from kinde_tui.api import operations
from kinde_tui.services.calls.history import CallHistory
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.json_text import highlighted
from kinde_tui.ui.screens.api_console import ApiConsoleScreen
from kinde_tui.ui.widgets.answer_view import AnswerView
from kinde_tui.ui.widgets.operation_form import FieldInput
from tests.support.ui import Stage, open_app

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with open_app(users=12, start="api") as opened:
        yield opened


async def call(stage: Stage, words: str, **values: str) -> None:
    """Filters the operations, enters the first one's form and fills it in."""
    await stage.press("slash")
    stage.screen.query_one("#operation-filter", Input).value = words
    await stage.settle()
    await stage.press("enter", "enter")
    for name, value in values.items():
        field(stage, name).value = value
    await stage.settle()


def field(stage: Stage, name: str) -> FieldInput:
    return next(one for one in stage.screen.query(FieldInput) if one.path == name)


def preview(stage: Stage) -> str:
    return str(stage.screen.query_one("#call-preview", Static).render())


def answer(stage: Stage) -> str:
    return stage.screen.query_one(AnswerView).text


async def test_a_command_opens_it_and_all_operations_are_there() -> None:
    async with open_app(users=12) as stage:
        await stage.press("colon")
        stage.screen.query_one(Input).value = "api"
        await stage.press("enter")
        assert isinstance(stage.screen, ApiConsoleScreen)
        assert "189 operations" in stage.text
        assert "Get API keys" in stage.text
        await stage.press("colon")
        stage.screen.query_one(Input).value = "api get business"
        await stage.press("enter")
        assert "1 operation ·" in stage.text
        assert "/api/v1/business" in stage.text


async def test_a_read_is_previewed_sent_and_shown(stage: Stage) -> None:
    await call(stage, "get users", page_size="3")
    assert "GET https://demo.kinde.invalid/api/v1/users?page_size=3" in preview(stage)
    assert "Authorization: Bearer •••" in preview(stage)
    await stage.press("ctrl+s")
    assert answer(stage).count('"id"') == 3
    await stage.press("y")
    assert stage.app.clipboard == answer(stage)
    await stage.press("escape")
    assert not answer(stage)
    assert isinstance(stage.screen.focused, FieldInput)
    await stage.press("ctrl+l")
    assert answer(stage).count('"id"') == 12


async def test_what_is_missing_is_said_while_one_types_and_nothing_is_sent(stage: Stage) -> None:
    await call(stage, "create api key", name="ci")
    assert "createApiKey needs type (user, organization or environment) and api_id." in preview(stage)
    field(stage, "type").value = "web"
    await stage.settle()
    assert "type takes user, organization or environment, not “web”." in preview(stage)
    await stage.press("ctrl+s")
    assert "createApiKey needs api_id." in stage.notices[-1]
    assert not stage.written(operations.CREATE_API_KEY)


async def test_a_write_is_asked_for_and_goes_through_the_change_log(stage: Stage) -> None:
    await call(stage, "create role", name="Inspector", key="inspector")
    await stage.press("ctrl+s")
    assert isinstance(stage.screen, ConfirmDialog)
    assert "Send POST /api/v1/roles?" in stage.text
    assert 'Its body: {"name": "Inspector", "key": "inspector"}' in stage.text
    await stage.press("enter")
    assert not stage.written(operations.CREATE_ROLE)
    await stage.press("ctrl+s", "y")
    assert len(stage.written(operations.CREATE_ROLE)) == 1
    assert '"id"' in answer(stage)
    assert stage.app.tenant
    (entry,) = stage.app.tenant.journal.entries()
    assert (entry.operation, entry.state) == ("CreateRole", "done")


async def test_a_list_that_was_read_is_read_again_after_a_write() -> None:
    async with open_app(users=12, start="roles") as stage:
        await stage.press("colon")
        stage.screen.query_one(Input).value = "api"
        await stage.press("enter")
        await call(stage, "create role", name="Inspector", key="inspector")
        await stage.press("ctrl+s", "y")
        assert stage.app.tenant
        await stage.app.tenant.changes.settled()
        assert "Inspector" in {raw.get("name") for raw in stage.app.tenant.store.rows("roles")}


async def test_a_read_only_profile_sends_no_write() -> None:
    async with open_app(users=12, start="api", read_only=True) as stage:
        await call(stage, "create role", name="Inspector", key="inspector")
        assert "read-only" in stage.text
        await stage.press("ctrl+s")
        assert "read-only" in stage.notices[-1]
        assert not isinstance(stage.screen, ConfirmDialog)


async def test_what_the_tenant_refuses_is_a_sentence(stage: Stage) -> None:
    await call(stage, "get role", role_id="nothing")
    await stage.press("ctrl+s")
    assert "nothing" in stage.notices[-1]
    assert not answer(stage)


async def test_history_begins_a_call_anew_and_keeps_no_secret(stage: Stage) -> None:
    await call(stage, "create environment variable", key="K", value="canary-value")
    await stage.press("ctrl+s", "y", "escape")
    await call(stage, "get users", page_size="2")
    await stage.press("ctrl+s")
    assert stage.app.tenant
    kept = stage.app.tenant.store.meta_get("api.calls") or ""
    assert "canary" not in kept
    newest, before = CallHistory(stage.app.tenant.store).calls()
    assert (newest.operation, dict(newest.values)) == ("getUsers", {"page_size": "2"})
    assert dict(before.values) == {"key": "K"}
    await stage.press("ctrl+r", "down", "enter")
    assert field(stage, "key").value == "K"
    assert not field(stage, "value").value


async def test_a_record_is_chosen_by_its_name() -> None:
    async with open_app(users=12) as stage:
        await stage.press("colon")
        stage.screen.query_one(Input).value = "api"
        await stage.press("enter")
        await call(stage, "get user mfa")
        await call(stage, "get users mfa")
        await stage.press("ctrl+o", "enter")
        assert field(stage, "user_id").value.startswith("kp_")


async def test_keys_that_come_in_a_burst_leave_one_form(stage: Stage) -> None:
    await stage.press("slash")
    for letter in "update user":
        stage.app.post_message(events.Key("space" if letter == " " else letter, letter))
    await stage.settle()
    await stage.press("enter", "enter")
    assert stage.screen.query(FieldInput).first().path == "id"
    assert [one.path for one in stage.screen.query(FieldInput)].count("more") == 1


async def test_a_file_is_opened_only_when_it_is_one(stage: Stage) -> None:
    await call(stage, "add logo", type="light", logo="@/dev/null")
    assert "/dev/null is no file." in preview(stage)


async def test_on_a_small_terminal_the_form_takes_the_place_of_the_list() -> None:
    async with open_app(users=12, start="api", size=(80, 24)) as stage:
        assert "Get API keys" in stage.text
        assert "key_type" not in stage.text
        await stage.press("enter")
        assert "key_type" in stage.text
        assert "Get APIs" not in stage.text
        await stage.press("escape")
        assert "Get APIs" in stage.text


def test_json_is_painted_safely() -> None:
    shown = highlighted('{\n  "a\\"b": ["x", 1.5e3, true, null, "\x1b[31m"]\n}')
    assert "\x1b" not in shown.plain
    styled = {shown.plain[span.start : span.end]: str(span.style) for span in shown.spans}
    assert styled['"a\\"b"'] != styled['"x"']
    assert {"1.5e3", "true", "null"} <= styled.keys()


async def test_secrets_of_an_answer_are_hidden_until_they_are_asked_for_and_then_again(stage: Stage) -> None:
    await call(stage, "get application", application_id=next(iter(stage.demo.tenant.applications)))
    secret = next(iter(stage.demo.tenant.applications.values()))["client_secret"]
    await stage.press("ctrl+s")
    assert '"client_secret": "•••"' in stage.text
    await stage.press("y")
    assert secret not in stage.app.clipboard
    await stage.press("v")
    assert f'"client_secret": "{secret}"' in answer(stage)
    await stage.press("v")
    assert '"client_secret": "•••"' in stage.text
    await stage.press("v")
    stage.screen.query_one(AnswerView).hide()  # as its timer does
    assert secret not in answer(stage)


async def test_where_nothing_is_hidden_there_is_nothing_to_show(stage: Stage) -> None:
    await call(stage, "get business")
    await stage.press("ctrl+s")
    assert stage.screen.query_one(AnswerView).check_action("reveal", ()) is False
