"""The columns that a person chooses, and views saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from kinde_tui.services.layouts import ListLayout, Placed, SavedView
from kinde_tui.ui import commands
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.views import ViewsDialog
from kinde_tui.ui.screens.collection_screen import CollectionScreen
from tests.support.ui import Stage, line_of, open_app
from tests.support.ui_lists import collection_screen, column_of, dialog, inner_list, list_shown, open_tab

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection


def header(stage: Stage) -> list[str]:
    """The titles of the list, in order."""
    return line_of(stage.app, "NAME").split("│")[0].replace("↑", "").replace("↓", "").split()


def kept(stage: Stage, name: str = "users") -> tuple[Placed, ...]:
    """What the profile remembers of a list's columns."""
    return tuple(stage.choices.lists.columns_of("acme", stage.tenant.collections[name]))


async def command(stage: Stage, line: str) -> None:
    """Types a command."""
    await stage.press("colon")
    await stage.type(line)
    await stage.press("enter")


async def test_columns_are_ticked_moved_and_sized_and_remembered_with_the_profile() -> None:
    async with open_app(size=(180, 40)) as stage:
        table = list_shown(stage).table
        await stage.press("vertical_line")
        assert "Columns of users" in stage.text
        for word in ("Phone", "Sign-ins", "provided_id:", "as needed", "space show"):
            assert word in stage.text
        await stage.press("down", "space", "ctrl+up", "ctrl+up")  # no email; the counts before the name
        await stage.press("plus")
        assert [column.key for column in table.columns] == ["orgs", "name", "last_seen", "status"]
        assert kept(stage) == ()  # the list behind follows; nothing is kept before Enter
        await stage.press("enter")
        assert kept(stage)[:2] == (Placed("orgs", 5), Placed("name"))
        await command(stage, "columns")
        await stage.press("end", "space", "greater_than_sign", "up", "plus", "plus", "enter")
        assert kept(stage)[-2:] == (Placed("failed", 8), Placed("id"))
        assert list_shown(stage).arranging.columns[0].key == "orgs"


async def test_escape_leaves_the_columns_as_they_were_and_one_always_stays() -> None:
    async with open_app() as stage:
        table = list_shown(stage).table
        before = table.columns
        await stage.press("vertical_line", *["space"] * (len(before) - 1))
        assert table.columns == before[-1:]
        await stage.press("space")
        assert stage.notices[-1] == "A list shows at least one column."
        await stage.press("escape")
        assert table.columns == before
        assert kept(stage) == ()


async def test_reset_forgets_what_was_chosen_and_a_width_can_be_given_back() -> None:
    async with open_app() as stage:
        await stage.press("vertical_line", "plus", "enter")
        (name, *_), table = kept(stage), list_shown(stage).table
        assert name == Placed("name", table.widths["name"])
        assert table.columns[0].fixed
        await stage.press("vertical_line", "0", "enter")
        assert kept(stage) == ()
        await stage.press("vertical_line", "down", "space", "r", "enter")
        assert kept(stage) == ()
        assert "EMAIL" in stage.text


async def test_a_hidden_column_that_is_shown_can_be_sorted_by_edited_and_copied() -> None:
    async with open_app(size=(180, 40)) as stage:
        stage.choices.lists.keep_columns("acme", stage.tenant.collections["users"], [Placed("name"), Placed("id", 40)])
        await stage.press("3", "2")
        rows = list_shown(stage)
        rows.arranging.recall()
        rows.arranging.place(tuple(kept(stage)))
        await stage.press("greater_than_sign", "o")
        ids = column_of(rows.table, 1)
        assert ids == sorted(ids)
        await stage.press("e")
        assert stage.notices[-1] == "Id is not edited in the table. Here it is Name: choose the column with < and >."


async def test_what_the_profile_remembers_wrongly_is_said_and_the_list_has_its_own_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_self: object, _profile: str, collection: AnyCollection) -> tuple[Placed, ...]:
        raise ValueError(f"The columns of {collection.title.lower()} in the config file name nobody twice.")

    monkeypatch.setattr("kinde_tui.services.layouts.ListMemory.columns_of", broken)
    async with open_app() as stage:
        assert "The columns of users in the config file name nobody twice." in stage.notices
        assert header(stage)[:2] == ["NAME", "EMAIL"]


async def test_columns_that_cannot_be_written_are_shown_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise ValueError("The disk is full.")

    async with open_app() as stage:
        monkeypatch.setattr(type(stage.choices.lists), "keep_columns", refused)
        await stage.press("vertical_line", "down", "space", "enter")
        assert stage.notices[-1] == "Shown for now, but not remembered. The disk is full."
        assert "EMAIL" not in line_of(stage.app, "NAME")


async def test_lists_in_the_details_have_columns_of_their_own() -> None:
    async with open_app(start="organizations", size=(180, 40)) as stage:
        await open_tab(stage, "Members")
        await stage.press("tab", "vertical_line")
        assert "Columns of members" in stage.text
        await stage.press("down", "space", "enter")
        assert [placed.key for placed in kept(stage, "members")][:2] == ["name", "roles"]
        assert [column.key for column in inner_list(stage).table.columns][:2] == ["name", "roles"]


async def test_a_view_keeps_filter_order_and_columns_and_brings_them_back_from_anywhere() -> None:
    async with open_app(users=40) as stage:
        rows = list_shown(stage)
        rows.filter_bar.text = "is:suspended"
        await stage.settle()
        suspended = len(rows.table.source)
        assert suspended
        await stage.press("greater_than_sign", "greater_than_sign", "greater_than_sign", "o", "o")
        rows.arranging.place((Placed("email", 30), Placed("last_seen")))
        await command(stage, "view save  Who is   out ")
        assert stage.notices[-1].startswith("Saved “Who is out”: users · is:suspended · by last_seen, descending")
        (view,) = stage.choices.lists.views_of("acme")
        layout = ListLayout((Placed("email", 30), Placed("last_seen")), ("last_seen", True), "is:suspended")
        assert view == SavedView("Who is out", "users", layout)
        rows.filter_bar.text = ""
        rows.arranging.show(ListLayout(sort=("name", False)))
        await stage.press("4")
        await command(stage, "view who")
        rows = list_shown(stage)
        assert collection_screen(stage).NAME == "users"
        assert (rows.filter_bar.text, rows.sort, len(rows.table.source)) == (layout.filter, layout.sort, suspended)
        assert [column.key for column in rows.table.columns] == ["email", "last_seen"]
        assert rows.table.has_focus
        assert kept(stage) == ()


async def test_views_are_completed_listed_replaced_and_deleted() -> None:
    async with open_app(users=12) as stage:
        await command(stage, "view")
        assert "no saved views yet" in stage.notices[-1]
        for name in ("one", "two"):
            await command(stage, f"view save {name}")
        assert commands.lines(stage.app)[-3:] == ["view save ", "view one", "view two"]
        await stage.press("colon")
        await stage.type("view t")
        await stage.until(lambda: stage.app.screen.query_one(Input)._suggestion == "view two")
        await stage.press("escape")
        await command(stage, "roles")
        await command(stage, "view save ONE")
        assert "Replace the view “one”?" in stage.text
        await stage.press("n")
        assert [view.collection for view in stage.choices.lists.views_of("acme")] == ["users", "users"]
        await command(stage, "view save ONE")
        await stage.press("y")
        assert [(v.name, v.collection) for v in stage.choices.lists.views_of("acme")] == [
            ("one", "roles"),
            ("two", "users"),
        ]
        await command(stage, "view")
        dialog(stage, ViewsDialog)
        await stage.press("d")
        assert dialog(stage, ConfirmDialog).heading == "Delete the view “one”?"
        await stage.press("n")
        assert "one" in stage.text
        await stage.press("d", "y")
        assert [view.name for view in stage.choices.lists.views_of("acme")] == ["two"]
        await stage.press("enter")
        assert collection_screen(stage).NAME == "users"
        await command(stage, "view nowhere")
        assert stage.notices[-1] == "No saved view “nowhere”. There are: two."


@pytest.mark.parametrize(
    ("start", "line", "says"),
    [
        ("users", "view save", "A view needs a name"),
        ("users", "view save save", "is the word that keeps a view"),
        ("users", f"view save {'x' * 41}", "up to 40"),
        ("overview", "view save all", "There is no list here"),
        ("overview", "columns", "There is no list here"),
        ("users", "view x", "`:view save NAME` keeps"),
    ],
)
async def test_what_cannot_be_done_with_views_is_a_sentence(start: str, line: str, says: str) -> None:
    async with open_app(users=6, start=start) as stage:
        await command(stage, line)
        assert says in stage.notices[-1]


async def test_a_view_that_cannot_be_meant_says_why_and_can_be_deleted() -> None:
    async with open_app(users=6) as stage:
        stage.choices.lists.keep_view("acme", SavedView("old", "users", fault="The view “old” cannot be shown. So."))
        await command(stage, "view old")
        assert stage.notices[-1] == "The view “old” cannot be shown. So."
        await command(stage, "view")
        assert "The view “old” cannot be shown" in stage.text
        await stage.press("d", "y")
        assert stage.choices.lists.views_of("acme") == []


async def test_a_view_of_a_list_in_the_details_needs_such_a_list() -> None:
    async with open_app(start="organizations", size=(180, 40)) as stage:
        await open_tab(stage, "Members")
        await stage.press("tab")
        inner_list(stage).filter_bar.text = "is:active"
        await stage.settle()
        await command(stage, "view save signed up")
        inner_list(stage).filter_bar.text = ""
        await stage.settle()
        await command(stage, "view signed")
        assert inner_list(stage).filter_bar.text == "is:active"
        await stage.press("2")
        await command(stage, "view signed")
        assert stage.notices[-1] == "“signed up” is a view of members: open such a list first."


async def test_views_are_in_the_palette() -> None:
    async with open_app(users=6, start="roles") as stage:
        stage.choices.lists.keep_view("acme", SavedView("late", "users", ListLayout(filter="is:never")))
        await stage.pilot.press("ctrl+p")
        await stage.until(lambda: isinstance(stage.app.screen, CommandPalette))
        stage.app.screen.query_one(Input).value = "view late"
        options = stage.app.screen.query_one(OptionList)
        await stage.until(lambda: options.option_count and ":view late" in str(options.get_option_at_index(0).prompt))
        await stage.pilot.press("enter")
        await stage.until(lambda: isinstance(stage.app.screen, CollectionScreen))
        await stage.until(lambda: list_shown(stage).filter_bar.text == "is:never")


@pytest.mark.parametrize(("typed", "told"), [("~^[a-z] -[/]", "~^[a-z] -[/]"), ("ada \x1b[31m", "ada ␛[31m")])
async def test_the_palette_tells_a_views_filter_as_it_is(typed: str, told: str) -> None:
    async with open_app(users=6, start="roles") as stage:
        stage.choices.lists.keep_view("acme", SavedView("late", "users", ListLayout(filter=typed)))
        await stage.pilot.press("ctrl+p")
        await stage.until(lambda: isinstance(stage.app.screen, CommandPalette))
        stage.app.screen.query_one(Input).value = "view late"
        options = stage.app.screen.query_one(OptionList)
        await stage.until(lambda: str(options.get_option_at_index(0).prompt) == f":view late\n{told}")
