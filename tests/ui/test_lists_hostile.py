"""Text of strangers on its way to the screen: nothing of it steers the terminal, and nothing of it breaks a screen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.ui.dialogs.bulk import BulkDialog
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.widgets.cell_editor import CellEditor
from tests.support.ui import SMALL, open_app, screen_lines
from tests.support.ui_lists import collection_screen, details, dialog, list_shown

if TYPE_CHECKING:
    from kinde_tui.demo.app import Demo
    from tests.support.ui import Stage

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
HOSTILE = (
    "\x1b]52;c;aGk=\x1b\\\x1b[2J\x9b31m",
    "[@click=app.quit]x[/] [/ [bold",
    "Ada\u202etxt.exe\u2066\u200b\ufeff",
    "a\nb\tc\rd\x00\x7f",
    "e" + "\u0301" * 500,
    "\N{GRINNING FACE}\ufe0f\U000e0041 日本語" * 3,
    "x" * 10_000,
    "\\[",
)


def poison(demo: Demo) -> None:
    """Every text of every user, organization, role, permission, property and identity becomes hostile."""
    tenant = demo.tenant
    for number in range(len(tenant.people)):
        text = HOSTILE[number % len(HOSTILE)]
        names = ("first_name", "last_name", "provided_id", "picture", "username", "phone")
        tenant.people.edit(number, dict.fromkeys(names, text) | {"email": f"{number}{text}@example.com"})
    shelves = [tenant.organizations, tenant.roles, tenant.permissions, tenant.properties, tenant.categories]
    for shelf in shelves:
        for number, row in enumerate(shelf.values()):
            for name, value in row.items():
                if isinstance(value, str) and name not in {
                    "id",
                    "code",
                    "category_id",
                    "type",
                    "context",
                    "created_on",
                }:
                    row[name] = f"{number}{HOSTILE[number % len(HOSTILE)]}"
    for values in tenant.values.values():
        for number, key in enumerate(values):
            values[key] = HOSTILE[number % len(HOSTILE)]


def assert_safe(stage: Stage) -> None:
    """Nothing that goes to the terminal steers it, and no line is wider than the terminal."""
    for line in screen_lines(stage.app):
        found = UNSAFE.search(line)
        assert found is None, f"{found!r} in {line!r}"
        assert not any(unicodedata.category(character) == "Cs" for character in line)
    columns = stage.app.size.width
    for strip in stage.app.screen._compositor.render_strips():
        assert strip.cell_length == columns, strip.text


@pytest.mark.parametrize("start", ["users", "organizations", "roles", "permissions", "properties"])
async def test_every_tab_shows_hostile_records_safely(start: str) -> None:
    async with open_app(size=SMALL, start=start, users=16, prepare=poison) as stage:
        screen = collection_screen(stage)
        assert_safe(stage)
        for _ in range(len(screen.rows.collection.details) + 1):
            await stage.press("full_stop")
            await stage.press("down")
            await stage.until(lambda: not details(stage)._timer_running)
            await stage.settle()
            assert_safe(stage)
        for text in HOSTILE:
            screen.rows.table.move_to(HOSTILE.index(text))
            await stage.settle()
            assert_safe(stage)
        assert "␛" in stage.text


async def test_dialogs_and_notices_show_hostile_records_safely() -> None:
    async with open_app(size=SMALL, users=16, prepare=poison) as stage:
        for number in range(len(HOSTILE)):
            list_shown(stage).table.move_to(number)
            await stage.press("e")
            assert isinstance(stage.app.focused, CellEditor)
            assert_safe(stage)
            await stage.press("escape", "s")
            assert_safe(stage)
            assert stage.notices
        await stage.press("d", "ctrl+s")
        assert dialog(stage, ConfirmDialog).is_current
        assert_safe(stage)
        await stage.press("escape", "plus")
        assert dialog(stage, PickDialog).is_current
        assert_safe(stage)
        await stage.press("enter")
        assert dialog(stage, FormDialog).is_current
        assert_safe(stage)
        await stage.press("escape", "ctrl+a", "S")
        assert dialog(stage, BulkDialog).is_current
        assert_safe(stage)
        await stage.press("y")
        assert_safe(stage)


async def test_a_hostile_paste_is_painted_safely_and_filters_all_the_same() -> None:
    async with open_app(size=SMALL, users=16, prepare=poison) as stage:
        await stage.press("slash")
        await stage.type("\x1b[31m\u202e[/]")
        await stage.settle()
        assert_safe(stage)
        assert "␛[31m" in stage.text
        assert list_shown(stage).filter_bar.text == "\x1b[31m\u202e[/]"


async def test_an_error_that_speaks_in_escapes_is_painted_safely() -> None:
    body = {"errors": [{"code": "\x1b[2J", "message": "\x1b]52;c;aGk=\x07 [/] no \u202e"}]}
    fault = Fault(kinde.GET_USERS.id, times=0, status=400, body=body)
    async with open_app(size=SMALL, prepare=lambda demo: demo.faults.add(fault)) as stage:
        assert not list_shown(stage).table.source.window(0, 1)
        assert "[/] no" in stage.text
        assert_safe(stage)
