"""Words that are made from declarations: titles within sentences, articles, keys that say what they do here."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import OptionList

from kinde_tui.services.collections.collection import within
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.ui.dialogs.pick import with_article
from tests.support.ui import open_app, screen_lines
from tests.support.ui_lists import open_tab

TOKEN = "eyJhbGciOiJub25lIn0.e30."


def test_a_title_in_a_sentence_keeps_its_acronyms() -> None:
    words = {COLLECTIONS[name].many for name in ("users", "apis", "api_scopes", "application_callbacks", "api_keys")}
    assert words == {"users", "APIs", "API scopes", "callback URLs", "API keys"}
    assert within("Give a scope of an API") == "give a scope of an API"
    assert within("") == ""


def test_articles_are_as_they_are_spoken() -> None:
    spoken = {with_article(COLLECTIONS[name].one) for name in ("organizations", "users", "apis", "roles", "identities")}
    assert spoken == {"an organization", "a user", "an API", "a role", "an identity"}


async def test_a_list_and_its_actions_are_called_so_on_screen() -> None:
    async with open_app(start="apis") as stage:
        assert "filter APIs" in stage.text
        await stage.press("5", "O")
        assert "Choose an organization" in stage.text
        await stage.press("escape", "colon")
        await stage.type("applications")
        await stage.press("enter")
        assert "+ give a scope of an API" in screen_lines(stage.app)[-1]


async def test_keys_that_make_and_remove_say_what_they_do_here() -> None:
    async with open_app(start="organizations") as stage:
        assert "n new  d delete" in screen_lines(stage.app)[-1]
        await open_tab(stage, "Members")
        await stage.press("tab")
        assert "n add  d remove" in screen_lines(stage.app)[-1]
        await stage.press("question_mark")
        await stage.type("remove from")
        assert "Remove from the organization, or all marked ones" in stage.text


@pytest.mark.parametrize("start", ["token", "log", "scopes", "api", "flags"])
async def test_a_table_that_has_one_order_offers_no_other(start: str) -> None:
    async with open_app(start=start) as stage:
        if start == "token":
            stage.app.screen.post_message(events.Paste(TOKEN))
            await stage.settle()
        await stage.press("question_mark")
        await stage.type("sort by the chosen")
        assert not stage.screen.query_one(OptionList).option_count
        await stage.type("choose the column")
        assert bool(stage.screen.query_one(OptionList).option_count) == (start == "flags")


async def test_a_screen_s_own_keys_are_under_its_name() -> None:
    async with open_app(start="token") as stage:
        stage.app.screen.post_message(events.Paste(TOKEN))
        await stage.settle()
        await stage.press("question_mark")
        await stage.type("forget the token")
        (line,) = [line for line in screen_lines(stage.app) if "Forget the token" in line]
        assert line.rstrip(" │").endswith("Token")


async def test_all_other_screens_are_seen_at_once() -> None:
    async with open_app() as stage:
        await stage.press("7")
        assert all(title in stage.text for title in ("Permissions", "Change log", "Scopes"))
