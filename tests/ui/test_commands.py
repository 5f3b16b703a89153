"""Commands after a colon, the palette, and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from kinde_tui.ui import commands
from kinde_tui.ui.dialogs.command_line import CommandDialog
from kinde_tui.ui.dialogs.dialog import Dialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.navigation import BY_NAME, DESTINATIONS
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.widgets.record_table import RecordTable
from tests.support.ui import Stage, open_app

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo

HOSTILE = ("[/", "[@click=app.quit]x[/]", "[bold", "\x1b[31m\u202ered", "\\")


@pytest.mark.parametrize(
    ("typed", "name", "rest"),
    [
        ("users", "users", ""),
        ("  Users   is:active org:acme ", "users", "is:active org:acme"),
        ("u", "users", ""),
        ("orgs", "organizations", ""),
        ("org", "organizations", ""),
        ("organ", "organizations", ""),
        ("per", "permissions", ""),
        ("q!", "quit", ""),
        ("THEME light", "theme", "light"),
        ("th", "theme", ""),
        ("pro", "", ""),
        ("re", "", ""),
        ("", "", ""),
        ("   ", "", ""),
        ("nonsense", "", ""),
        ("[/]", "", ""),
    ],
)
def test_a_name_an_alias_or_a_beginning_that_only_one_has_is_a_command(typed: str, name: str, rest: str) -> None:
    command, said = commands.find(typed) or (None, "")
    assert (command.name if command else "", said) == (name, rest)


def test_every_screen_is_a_command_and_no_word_means_two_things() -> None:
    assert {destination.name for destination in DESTINATIONS} <= set(commands.BY_NAME)
    words = [word for command in commands.COMMANDS for word in (command.name, *command.aliases)]
    assert len(words) == len(set(words))


async def colon(stage: Stage, typed: str) -> None:
    """Types a command and sends it."""
    await stage.press("colon")
    assert isinstance(stage.app.screen, CommandDialog)
    await stage.type(typed)
    await stage.press("enter")


async def test_commands_go_places_filter_and_complete_what_is_typed() -> None:
    async with open_app(users=12) as stage:
        await colon(stage, "roles admin")
        await stage.until(lambda: "1 of 8" in stage.text)  # the filter follows when the screen is there
        assert "Roles › Administrator" in stage.text
        await stage.press("colon")
        await stage.type("applic")
        await stage.until(lambda: stage.app.screen.query_one(Input)._suggestion == "applications")
        await stage.press("right", "enter")
        assert "Applications › " in stage.text
        await colon(stage, "nonsense [/] now")
        assert stage.notices[-1] == "No command “nonsense”. Ctrl+P lists them all."
        await colon(stage, "re")
        assert stage.notices[-1] == "“re” may be :redo, :refresh, :readonly."
        said = len(stage.notices)
        await colon(stage, "")
        await stage.press("colon", "escape")
        assert len(stage.notices) == said
        assert "Applications › " in stage.text


async def test_every_command_runs_everywhere_it_is_offered() -> None:
    async with open_app(users=6, start="overview") as stage:
        stage.app.open_url = lambda url, *, new_tab=True: None  # type: ignore[method-assign]  # noqa: ARG005 - no browser in tests
        for command in commands.COMMANDS:
            if command.name in {"quit", "demo", "readonly"}:
                continue
            command.run(stage.app, "")
            await stage.pilot.pause()
            await stage.settle()
            if isinstance(stage.app.screen, Dialog):
                await stage.press("escape")
            assert isinstance(stage.app.screen, TenantScreen), command.name
            if command.name in BY_NAME:
                assert command.name == stage.app.screen.NAME
        assert stage.app.is_running


async def palette(stage: Stage, typed: str) -> list[str]:
    """Opens the palette, types, and returns what it offers."""
    if not isinstance(stage.app.screen, CommandPalette):
        await stage.pilot.press("ctrl+p")
        await stage.until(lambda: isinstance(stage.app.screen, CommandPalette))
    stage.app.screen.query_one(Input).value = typed
    await stage.until(lambda: not any(w.group == "textual_command_palette" and w.is_running for w in stage.app.workers))
    await stage.pilot.pause()
    await stage.pilot.pause()
    options = stage.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


async def until_offered(stage: Stage, typed: str, words: str) -> list[str]:
    """What the palette offers, once something with these words is among it."""
    found: list[str] = []
    for _ in range(40):
        found = await palette(stage, typed)
        if any(words in line for line in found):
            return found
    raise AssertionError(f"{words!r} is never offered for {typed!r}: {found}\n{stage.text}")


async def test_the_palette_finds_commands_keys_and_records() -> None:
    async with open_app(users=12) as stage:
        everything = await until_offered(stage, "", ":users")
        assert "commands, keys, users, organizations" in stage.text
        assert any("Sort by the chosen column" in line for line in everything)
        found = await until_offered(stage, "admin", "role Administrator")
        assert "role Administrator  admin" in found[0]
        await until_offered(stage, "to the last row", "To the last row")
        await stage.pilot.press("enter")
        await stage.until(lambda: stage.app.screen.query_one(RecordTable).cursor_index == 11)
        await until_offered(stage, "next theme", "The next theme")
        await stage.pilot.press("enter")
        await stage.until(lambda: stage.app.theme == "light")
        await until_offered(stage, "lumen", "organization Lumen Dental Group")
        await stage.pilot.press("enter")
        await stage.until(lambda: "Organizations › Lumen Dental Group" in stage.text)


def poison(demo: Demo) -> None:
    """Users whose names steer markup and terminals."""
    for number, text in enumerate(HOSTILE):
        demo.tenant.people.edit(
            number, {"first_name": f"evil {text}", "last_name": text, "email": f"e{number}@example.com"}
        )


async def test_hostile_names_in_the_palette_are_shown_as_they_are() -> None:
    async with open_app(users=8, prepare=poison) as stage:
        found = await until_offered(stage, "evil", "user evil [/")
        assert sum("user evil" in line for line in found) == len(HOSTILE)
        assert not any("\x1b" in line or "\u202e" in line for line in found)
        await palette(stage, '[/ "')
        await palette(stage, "~(")
        await palette(stage, "is:")
        await stage.pilot.press("escape")
        assert stage.app.is_running


async def test_the_help_names_the_keys_of_the_place_and_presses_the_chosen_one() -> None:
    async with open_app(users=6) as stage:
        await stage.press("question_mark")
        assert isinstance(stage.app.screen, MenuDialog)
        whole = stage.app.screen.query_one(OptionList).option_count
        await stage.type("next theme")
        assert stage.app.screen.query_one(OptionList).option_count == 1
        await stage.press("enter")
        assert stage.app.theme == "light"
        await stage.press("question_mark")
        await stage.type("last row")
        await stage.press("enter")
        assert stage.app.screen.query_one(RecordTable).cursor_index == 5
        await stage.press("6", "question_mark")
        assert stage.app.screen.query_one(OptionList).option_count < whole
        await stage.type("mark")
        assert "Mark the row" not in stage.text
        await stage.press("escape")


async def test_what_cannot_be_done_now_is_in_the_help_and_says_so() -> None:
    async with open_app(users=6, read_only=True) as stage:
        await stage.press("question_mark")
        await stage.type("new user")
        assert "New user" in stage.text
        await stage.press("enter")
        assert isinstance(stage.app.screen, MenuDialog)
        assert "is read-only" in stage.notices[-1]


async def test_menus_move_by_line_and_page_while_one_types() -> None:
    async with open_app(users=6) as stage:
        await stage.press("question_mark")
        options = stage.app.screen.query_one(OptionList)
        assert options.highlighted == 0
        await stage.press("down", "down", "up")
        assert options.highlighted == 1
        await stage.press("pagedown")
        assert (options.highlighted or 0) > 8
        await stage.press("pageup", "pageup")
        assert options.highlighted == 0
        await stage.type("no key does this")
        await stage.press("enter", "down")
        assert isinstance(stage.app.screen, MenuDialog)
        await stage.press("escape")
        await stage.press("7")
        assert "what roles are made of" in stage.text
        await stage.press("down", "down", "enter")
        assert f"{[one.title for one in DESTINATIONS if not one.key][2]} › " in stage.text
