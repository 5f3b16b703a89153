"""Webhooks and events: event types are ticked in a list, and an event is looked at without being kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api.operations import CREATE_WEBHOOK, GET_EVENT, UPDATE_WEBHOOK
from kinde_tui.ui.dialogs.answer import AnswerDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickManyDialog
from tests.support.ui import SMALL, open_app
from tests.support.ui_lists import choose, dialog, list_shown, stored

if TYPE_CHECKING:
    from tests.support.ui import Stage


def webhook_named(stage: Stage, name: str) -> str:
    (row,) = stage.tenant.store.find("webhooks", "name", name)
    return row.key


async def test_a_webhook_is_added_and_taken_back() -> None:
    async with open_app(size=SMALL, start="webhooks") as stage:
        await stage.press("n")
        await stage.type("Status page")
        await stage.press("enter")
        await stage.type("http://example.com/hook")
        await stage.press("ctrl+s")
        assert "An endpoint is an https address" in stage.text
        await stage.type("https://example.com/hook")
        await stage.press("enter", "enter")
        dialog(stage, PickManyDialog)
        await stage.type("organization")
        await stage.press("space", "space", "enter")
        assert "2 chosen" in stage.text
        await stage.press("ctrl+s")
        (body,) = stage.written(CREATE_WEBHOOK)
        assert body["event_types"] == ["organization.created", "organization.deleted"]
        assert len(list_shown(stage).table.source) == 3
        await stage.press("u", "y")
        assert len(list_shown(stage).table.source) == 2


async def test_event_types_start_with_what_the_webhook_has() -> None:
    async with open_app(size=SMALL, start="webhooks") as stage:
        key = webhook_named(stage, "CRM sync")
        await choose(stage, key)
        await stage.press("m")
        assert "3 chosen" in stage.text
        await stage.press("enter")
        await stage.type("user.deleted")
        await stage.press("space", "enter")
        assert stored(stage, "webhooks", key)["event_types"] == ["user.created", "user.updated"]
        await stage.press("u")
        assert sorted(stored(stage, "webhooks", key)["event_types"]) == ["user.created", "user.deleted", "user.updated"]
        assert len(stage.written(UPDATE_WEBHOOK)) == 2


async def test_a_webhook_of_nothing_is_not_made() -> None:
    async with open_app(size=SMALL, start="webhooks") as stage:
        await choose(stage, webhook_named(stage, "Provisioning"))
        await stage.press("m", "enter")
        await stage.type("organization.created")
        await stage.press("space", "enter")
        assert "Event types is needed" in stage.text
        assert stage.written(UPDATE_WEBHOOK) == []


async def test_an_event_is_looked_at_from_anywhere_by_its_id() -> None:
    async with open_app(size=SMALL) as stage:
        (event_id,) = stage.demo.tenant.shelf("events")
        await stage.press("colon")
        await stage.type(f"event {event_id}")
        await stage.press("enter")
        shown = dialog(stage, AnswerDialog)
        for words in ("user.updated", "3 h ago", event_id, '"user"'):
            assert words in stage.text
        await stage.press("y")
        assert '"user"' in stage.app.clipboard
        await stage.press("enter")
        assert stage.screen is not shown
        await stage.press("colon")
        await stage.type("event nonsense")
        await stage.press("enter")
        assert "'nonsense' does not exist" in stage.notices[-1]


async def test_an_event_is_asked_for_and_the_missing_scope_named() -> None:
    async with open_app(size=SMALL, start="webhooks", scopes=("read:webhooks",)) as stage:
        await stage.press("E")
        assert not isinstance(stage.screen, FormDialog)
        stage.app.inquiring().run("webhooks", "webhooks.event", {"event_id": "event_1"})
        await stage.settle()
        assert GET_EVENT.scope in stage.notices[-1]


async def test_an_event_cannot_be_asked_for_while_offline() -> None:
    async with open_app(size=SMALL) as stage:
        stage.wire.offline = True
        stage.app.inquiring().run("webhooks", "webhooks.event", {"event_id": "event_1"})
        await stage.settle()
        assert not isinstance(stage.screen, AnswerDialog)
        assert stage.notices[-1].endswith(".")


async def test_an_event_that_steers_terminals_is_shown_as_signs() -> None:
    async with open_app(size=SMALL) as stage:
        (event,) = stage.demo.tenant.shelf("events").values()
        event |= {"type": "user\x1b[31m[b]red", "data": {"name": "\x1b]0;owned\x07\u202egnp"}}
        stage.app.inquiring().run("webhooks", "webhooks.event", {"event_id": event["event_id"]})
        await stage.settle()
        dialog(stage, AnswerDialog)
        assert "[b]red" in stage.text
        assert not {"\x1b", "\x07", "\u202e"} & set(stage.text)
