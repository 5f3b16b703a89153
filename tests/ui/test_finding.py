"""Search over everything, from the command line and the palette, and in the tenant where not all is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.ui.dialogs.find import FindDialog
from kinde_tui.ui.widgets.record_table import RecordTable
from tests.support.ui import Stage, open_app
from tests.support.ui_lists import chosen_key, collection_screen, column_of, dialog

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo


async def find(stage: Stage, words: str) -> list[str]:
    """Types a command and the words; returns the names that are found."""
    await stage.press("colon")
    await stage.type(f"find {words}".strip())
    await stage.press("enter")
    return names(stage)


def names(stage: Stage) -> list[str]:
    """The names that are found."""
    return column_of(dialog(stage, FindDialog).query_one(RecordTable), 1)


async def looked(stage: Stage, words: str) -> list[str]:
    """The names found after this is typed into the prompt."""
    await stage.type(words)
    shown = dialog(stage, FindDialog)
    await stage.until(lambda: shown._timer is None)
    return names(stage)


def cut_off(demo: Demo) -> None:
    """The list of users cannot be read; a single user, and the tenant's own search, can."""
    demo.faults.add(Fault(kinde.GET_USERS.id, status=500, times=0))


async def test_one_prompt_finds_every_kind_of_record_and_goes_there() -> None:
    async with open_app(users=12) as stage:
        assert await find(stage, "admin") == ["Administrator"]
        assert "Complete: all lists are loaded." in stage.text
        await stage.press("enter")
        assert "Roles › Administrator" in stage.text
        assert await find(stage, "") == []
        found = await looked(stage, "lumen")
        assert found[0] == "Lumen Dental Group"
        assert await looked(stage, "nothing like it") == []
        assert "Nothing holds these words." in stage.text
        user = next(iter(stage.tenant.store.rows("users")))
        await looked(stage, user["email"])
        await stage.press("down", "up", "enter")
        assert chosen_key(stage) == user["id"]
        assert collection_screen(stage).NAME == "users"
        flag = next(iter(stage.tenant.store.rows("environment_flags")))["key"]
        assert (await find(stage, flag))[0] == flag
        await stage.press("enter")
        assert stage.app.screen.NAME == "flags"  # type: ignore[attr-defined]
        await find(stage, "e")
        assert "More than these match" in stage.text
        await stage.press("pagedown", "pageup", "escape")


async def test_enter_takes_what_was_typed_a_moment_ago() -> None:
    async with open_app(users=12) as stage:
        await find(stage, "")
        stage.send("a")
        for letter in "dministrator":
            stage.send(letter)
        stage.send("enter")
        await stage.settle()
        assert "Roles › Administrator" in stage.text


async def test_where_not_all_is_loaded_the_tenant_is_asked_and_what_it_finds_is_labelled() -> None:
    async with open_app(users=12, prepare=cut_off) as stage:
        person = stage.demo.tenant.people
        assert await find(stage, "example") == ["“example”: search the tenant"]
        assert "Users: loaded rows only." in stage.text
        await stage.press("enter")
        await stage.until(lambda: "from the server" in stage.text)
        assert len(names(stage)) == 12
        assert "12 users from the server: all that it finds." in stage.text
        table = dialog(stage, FindDialog).query_one(RecordTable)
        assert set(column_of(table, 3)) == {"from the server"}
        row = table.cursor_row
        assert row is not None
        key = row.key.split()[-1]
        assert key in person.ids
        await stage.press("enter")
        assert chosen_key(stage) == key
        # Now it is loaded, and found here; the others are still only in the tenant.
        found = await find(stage, key)
        assert len(found) == 2
        assert "loaded rows only" in stage.text


async def test_a_search_that_fails_or_finds_who_is_gone_is_a_sentence() -> None:
    async with open_app(users=12, prepare=cut_off) as stage:
        await find(stage, "example")
        stage.fault(kinde.SEARCH_USERS, status=403)
        await stage.press("enter")
        await stage.until(lambda: "Asking the tenant" not in stage.text)
        assert "“example”: search the tenant" in stage.text
        await stage.press("enter")
        await stage.until(lambda: "from the server" in stage.text)
        await stage.stranger.users.delete(names_key(stage))
        await stage.press("enter")
        assert "is not in the tenant any more." in stage.notices[-1]


def names_key(stage: Stage) -> str:
    """The key of the record under the cursor."""
    row = dialog(stage, FindDialog).query_one(RecordTable).cursor_row
    return row.key.split()[-1] if row is not None else ""


@pytest.mark.parametrize("size", [(60, 15), (80, 24), (100, 31), (120, 32), (140, 40)])
async def test_keys_and_the_words_for_the_tenant_are_in_sight_at_every_size(size: tuple[int, int]) -> None:
    words = "example"
    async with open_app(users=12, size=size, prepare=cut_off) as stage:
        for number in range(12):
            name = f"{words} {number} of a very long name that needs all the room there is"
            stage.tenant.store.put("users", {"id": f"kp_{number}", "first_name": name, "email": f"{name}@example.com"})
        assert len(await find(stage, words)) > 8
        assert "enter go there   esc cancel" in stage.text
        assert "Users: loaded rows only." in " ".join(stage.text.replace("│", "").split())
        for _ in range(20):
            await stage.press("down")
        assert "“example”: search the tenant" in stage.text
        assert "enter go there   esc cancel" in stage.text
        await looked(stage, "padmini.raghunathan@ex")
        assert "“padmini.raghunathan@ex”" in stage.text


async def palette(stage: Stage, words: str, line: str) -> list[str]:
    """What the palette offers for the words, once it offers this."""
    if not isinstance(stage.app.screen, CommandPalette):
        await stage.pilot.press("ctrl+p")
        await stage.until(lambda: isinstance(stage.app.screen, CommandPalette))
    stage.app.screen.query_one(Input).value = words
    options = stage.app.screen.query_one(OptionList)

    def offered() -> list[str]:
        return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]

    await stage.until(lambda: any(line in one for one in offered()))
    return offered()


async def test_the_palette_says_below_the_records_how_far_they_can_be_trusted() -> None:
    async with open_app(users=12) as stage:
        found = await palette(stage, "admin", "find “admin”")
        assert found[:2] == ["role Administrator  admin", "find “admin”\nComplete: all lists are loaded."]
        found = await palette(stage, "example.", "find “example.”")
        assert [line.split()[0] for line in found[:7]] == ["user"] * 6 + ["find"]
        assert found[6].endswith("Complete: all lists are loaded. More than these match: type more.")
        found = await palette(stage, "[/] 'nobody", "find “[/] 'nobody”")
        assert found == ["find “[/] 'nobody”\nNothing holds these words. Complete: all lists are loaded."]
        found = await palette(stage, "next theme", "The next theme")
        assert "The next theme" in found[0]
        assert found[-1].startswith("find “next theme”\nNothing holds these words.")
        await palette(stage, "example.", "find “example.”")
        await stage.pilot.press(*["down"] * 6, "enter")
        await stage.until(lambda: isinstance(stage.app.screen, FindDialog))
        await stage.until(lambda: len(names(stage)) == 8)


async def test_the_palette_ends_with_the_tenants_own_search() -> None:
    async with open_app(users=12, prepare=cut_off) as stage:
        found = await palette(stage, "example.", "search the tenant for “example.”")
        assert "Nothing holds these words. Users: loaded rows only." in found[0]
        await stage.pilot.press("down", "enter")
        await stage.until(lambda: isinstance(stage.app.screen, FindDialog))
        await stage.until(lambda: "from the server" in stage.text)
