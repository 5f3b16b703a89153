"""The overview: what is loaded, how old it is, and what cannot be read."""

from __future__ import annotations

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.ui.screens.flags import FlagsScreen
from kinde_tui.ui.widgets.record_table import RecordTable
from tests.support.ui import Stage, open_app


def row(stage: Stage, name: str) -> list[str]:
    """What the line of a list says."""
    table = stage.app.screen.query_one(RecordTable)
    index = table.source.index_of(name)
    assert index is not None
    (found,) = table.source.window(index, index + 1)
    return [cell.text for cell in table.cells_of(found)]


async def test_one_line_a_list_with_its_rows_and_its_age() -> None:
    async with open_app(start="overview", users=7) as stage:
        assert row(stage, "users") == ["Users", "7", "just now", ""]
        assert "Flags of the environment" in stage.text
        assert "Scopes     148 granted" in stage.text
        assert "Writing    on" in stage.text
        stage.clock.advance(180)
        stage.app.screen.tick()  # type: ignore[attr-defined]  # the overview's
        await stage.settle()
        asked = stage.demo.faults.calls[kinde.GET_ROLES.id]
        await stage.press("r")
        assert stage.demo.faults.calls[kinde.GET_ROLES.id] > asked
        assert "mark" not in stage.text.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "trail"),
    [
        ("organizations", "Organizations › "),
        ("environment_flags", "Flags › "),
        ("property_categories", "Properties › "),
    ],
)
async def test_enter_opens_a_list(name: str, trail: str) -> None:
    async with open_app(start="overview", users=3) as stage:
        assert stage.app.screen.query_one(RecordTable).select(name)
        await stage.press("enter")
        assert trail in stage.text
        assert isinstance(stage.app.screen, FlagsScreen) is (name == "environment_flags")


async def test_a_list_that_the_token_may_not_read_says_which_scope_is_missing() -> None:
    async with open_app(start="overview", users=3, scopes=("read:users",), read_only=True) as stage:
        assert "read:roles" in row(stage, "roles")[3]
        assert "Scopes     1 granted" in stage.text
        assert "off: read-only" in stage.text


async def test_without_a_network_it_says_so_and_shows_nothing_as_loaded() -> None:
    async with open_app(start="overview", users=3, offline=True) as stage:
        assert "Scopes     not known yet" in stage.text
        assert row(stage, "users")[:3] == ["Users", "0", "never"]
        assert "offline" in stage.text.splitlines()[-2]
        stage.wire.offline = False
        await stage.press("r")
        assert row(stage, "users") == ["Users", "3", "just now", ""]
