"""Feature flags on screen: the cascade, how each value is known, filters, places, panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kinde_tui.api import operations as kinde
from kinde_tui.services.cascade import Level, Provenance
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.screens.flags import FlagsScreen
from tests.support.ui import line_of, open_app
from tests.support.ui_flags import (
    LUMEN,
    at,
    cascade,
    cells,
    note,
    pick,
)

if TYPE_CHECKING:
    from kinde_tui.services.cascade import FlagRow


async def test_each_level_has_a_column_and_each_value_says_how_it_is_known() -> None:
    async with open_app(start="flags", size=(170, 40)) as stage:
        assert [column.key for column in cascade(stage).table.columns] == [
            "flag", "type", "business", "environment", "in_force",
        ]  # fmt: skip
        assert cells(stage, "max_rota_weeks") == {
            "flag": "max_rota_weeks",
            "type": "int",
            "business": "?",
            "environment": "● 12",
            "in_force": "12 from environment",
        }
        await pick(stage, "O", "lumen")
        await pick(stage, "P")
        header = line_of(stage.app, "IN FORCE")
        assert all(title in header for title in ("BUSINESS", "ENVIRONMENT", LUMEN.upper(), "AALIYAH CARTER"))
        assert f"organization {LUMEN} ▾" in stage.text
        assert "user Aaliyah Carter ▾" in stage.text
        inherited, overridden = cells(stage, "max_rota_weeks"), cells(stage, "geofenced_clock_in")
        assert (inherited["organization"], overridden["organization"]) == ("◌ 12", "● on")
        assert inherited["user"] == overridden["user"] == "?"
        await at(stage, "geofenced_clock_in", "organization")
        assert note(stage) == f"geofenced_clock_in in {LUMEN}: on"
        await stage.press("greater_than_sign")
        assert note(stage) == "geofenced_clock_in for Aaliyah Carter: not known (the API cannot read it)"
        await stage.press("greater_than_sign")
        assert note(stage) == (
            f"geofenced_clock_in is on, set in {LUMEN}. Whether it is overridden for Aaliyah Carter cannot be read."
        )
        await stage.press("X")
        assert "organization none ▾" in stage.text
        assert "user" not in cells(stage, "theme")


def certainty(row: FlagRow) -> tuple[bool, bool]:
    """Whether the deciding value was read and nothing above it is in doubt; and whether the row says so."""
    decides = row.cells.get(row.level) if row.level else None
    read = decides is not None and decides.provenance is Provenance.READ
    doubt = any(
        cell.provenance is Provenance.UNREADABLE for level, cell in row.cells.items() if level is not Level.BUSINESS
    )
    return read and not doubt, row.certain


@pytest.mark.parametrize("picks", ["", "O", "OP"])
async def test_what_is_in_force_is_never_better_known_than_the_level_it_rests_on(picks: str) -> None:
    async with open_app(start="flags", size=(170, 40), users=5) as stage:
        for key in picks:
            await pick(stage, key)
        for row in cascade(stage)._rows:
            known, said = certainty(row)
            assert said <= known
            text = cells(stage, row.key)["in_force"]
            assert text.startswith(("◌ ", "? ")) is not said, text
            assert ("(unless overridden for " in text) is ("P" in picks)


async def test_flags_are_filtered_by_words_and_found_by_place() -> None:
    async with open_app(start="flags", users=5) as stage:
        await stage.press("slash")
        await stage.type("rota")
        await stage.press("enter")
        assert [row.key for row in cascade(stage)._rows] == ["max_rota_weeks", "new_rota_grid"]
        assert "2 flags" in stage.text
        await stage.press("down")
        assert "Flags › new_rota_grid" in stage.text
        await stage.press("escape")
        assert len(cascade(stage)._rows) == 14
        assert "Flags › new_rota_grid" in stage.text
        stage.app.visit(Place("users"))
        await stage.settle()
        stage.app.visit(Place("flags", "theme", filter="the"))
        await stage.settle()
        assert "Flags › theme" in stage.text
        assert [row.key for row in cascade(stage)._rows] == ["theme"]
        await stage.press("escape", "escape")
        assert "Users › " in stage.text


async def test_who_differs_is_listed_and_leads_to_the_organization() -> None:
    async with open_app(start="flags", users=5) as stage:
        await stage.press("W")
        assert "None that is known: flags were read for 0 of" in stage.notices[-1]
        (guards,) = stage.tenant.store.find("organizations", "name", "Aurora Night Security")
        await stage.tenant.sync.refresh("organization_flags", (guards.key,))
        cells_of = {row.key: row.cells[Level.ORGANIZATION] for row in stage.tenant.flags.cascade(guards.key)}
        differing = [key for key, cell in cells_of.items() if cell.known and cell.inherited is False]
        assert "auto_fill" in differing
        stage.app.visit(Place("flags", "auto_fill"))
        await stage.settle()
        await stage.press("W")
        assert "auto_fill: 1 differs, read for 1 of" in stage.text
        await stage.press("enter")
        assert cascade(stage).org_code == guards.key


async def test_values_are_copied_as_json_and_the_list_is_read_again() -> None:
    async with open_app(start="flags", users=5, size=(170, 40)) as stage:
        await at(stage, "theme", "environment")
        await stage.press("y")
        assert stage.app.clipboard == '"meadow"'
        await at(stage, "theme", "flag")
        await stage.press("y")
        assert stage.app.clipboard == '"meadow"'
        await at(stage, "theme", "business")
        await stage.press("y")
        assert stage.app.clipboard == "theme"
        asked = stage.demo.faults.calls[kinde.GET_ENVIRONMENT_FEATURE_FLAGS.id]
        await stage.press("r")
        assert stage.demo.faults.calls[kinde.GET_ENVIRONMENT_FEATURE_FLAGS.id] > asked
        stage.fault(kinde.GET_ENVIRONMENT_FEATURE_FLAGS, status=403, times=0)
        await stage.press("r")
        assert "✕ " in stage.text
        await stage.press("o")
        assert [row.key for row in cascade(stage)._rows] == sorted(row.key for row in cascade(stage)._rows)


async def test_maps_that_are_too_old_are_read_again_while_one_looks() -> None:
    async with open_app(start="flags", users=5) as stage:
        screen = stage.app.screen
        assert isinstance(screen, FlagsScreen)
        asked = stage.demo.faults.calls[kinde.GET_ENVIRONMENT_FEATURE_FLAGS.id]
        stage.clock.advance(3600)
        for _ in range(5):
            screen.tick()
        await stage.settle()
        assert stage.demo.faults.calls[kinde.GET_ENVIRONMENT_FEATURE_FLAGS.id] > asked


async def test_on_a_small_screen_every_level_and_what_is_in_force_stay_in_view() -> None:
    async with open_app(start="flags", users=5, size=(80, 24)) as stage:
        await pick(stage, "O")
        await pick(stage, "P")
        header = line_of(stage.app, "IN FORCE")
        assert "BEHROUZ" in header
        assert "BUSINESS" not in header
        assert len(cascade(stage).table._layout) == len(cascade(stage).table.columns) == 5
        assert cascade(stage).chosen[1] is Level.USER
        await stage.pilot.resize_terminal(170, 40)
        await stage.settle()
        assert "BUSINESS" in line_of(stage.app, "IN FORCE")
        assert cascade(stage).chosen[1] is Level.USER


async def test_the_flags_of_an_organization_and_of_a_user_are_in_their_details() -> None:
    async with open_app(start="organizations", size=(170, 40)) as stage:
        stage.app.visit(
            Place("organizations", str(stage.tenant.store.view("organizations").window(0, 1)[0].key), "Flags")
        )
        await stage.settle()
        panel = cascade(stage)
        # The panel learns how narrow it is after it was built.
        narrow = ["flag", "environment", "organization", "in_force"]
        await stage.until(lambda: [column.key for column in panel.table.columns] == narrow)
        several = stage.tenant.store.view("users")
        row = next(row for row in several.window(0, len(several)) if len(row.raw.get("organizations") or ()) > 1)
        stage.app.visit(Place("users", row.key, "Flags"))
        await stage.settle()
        first, second = row.raw["organizations"][:2]
        await stage.until(lambda: (cascade(stage).org_code, cascade(stage).user_id) == (first, row.key))
        await stage.until(lambda: "O chooses one of" in stage.text)
        cascade(stage).table.focus()
        await stage.press("O")
        await stage.press("down", "enter")
        await stage.until(lambda: cascade(stage).org_code == second)
        await stage.press("O", "escape")
        assert cascade(stage).org_code == second
        lonely = next(row for row in several.window(0, len(several)) if not row.raw.get("organizations"))
        stage.app.visit(Place("users", lonely.key, "Flags"))
        # Panels follow the cursor when it has rested for a moment.
        await stage.until(lambda: "in no organization" in stage.text)
        await stage.press("O")
        assert cascade(stage).org_code == ""


async def test_who_differs_names_no_key_when_the_flags_of_all_were_read() -> None:
    async with open_app(start="flags", users=5) as stage:
        for code in list(stage.tenant.store.view("organizations").keys()):
            await stage.tenant.sync.refresh("organization_flags", (code,))
        await at(stage, "new_rota_grid", "environment")
        for row in cascade(stage)._rows:
            cascade(stage).table.select(row.key)
            await stage.press("W")
            if isinstance(stage.app.screen, MenuDialog):
                assert f"{row.key}: " in stage.text
                assert "read for all" in stage.text
                await stage.press("escape")
            else:
                assert "None: the flags of all" in stage.notices[-1]
            assert "f on the overview" not in stage.text


async def test_a_user_who_is_not_in_the_organization_is_said_to_be_none() -> None:
    async with open_app(start="flags", size=(170, 40)) as stage:
        table = stage.tenant.store.view("users").window(0, 40)
        users = [(row.key, row.raw.get("organizations") or []) for row in table]
        user, codes = next((key, codes) for key, codes in users if codes)
        every = stage.tenant.store.view("organizations").keys()
        others = [code for code in every if code not in codes]
        cascade(stage).point_at(codes[0], user)
        await stage.settle()
        assert "is not a member of" not in stage.text
        cascade(stage).point_at(others[0], user)
        await stage.settle()
        assert "is not a member of" in stage.text


async def test_in_the_details_of_a_user_what_is_in_force_is_whole() -> None:
    async with open_app(start="users") as stage:
        await stage.press("enter", "full_stop", "full_stop")
        await stage.until(lambda: "IN FORCE" in stage.text)
        assert "◌ off unless set" in line_of(stage.app, "auto_fill")
