"""Feature flags on screen: the cascade, and what is done on the level under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Select, Static

from kinde_tui.api import operations as kinde
from kinde_tui.services.cascade import Level, Provenance
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.screens.flags import FlagsScreen
from kinde_tui.ui.widgets.cascade import Cascade
from tests.support.ui import Stage, line_of, open_app

if TYPE_CHECKING:
    from kinde_tui.services.cascade import FlagRow

LUMEN = "Lumen Dental Group"
SET_FOR_ORGANIZATION = kinde.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE
SET_FOR_USER = kinde.UPDATE_USER_FEATURE_FLAG_OVERRIDE


def cascade(stage: Stage) -> Cascade:
    """The cascade on screen."""
    return next(one for one in stage.app.screen.query(Cascade) if one.is_on_screen)


def cells(stage: Stage, key: str) -> dict[str, str]:
    """What the row of a flag says, by column."""
    table = cascade(stage).table
    index = table.source.index_of(key)
    assert index is not None, f"{key} is not in the table:\n{stage.text}"
    (row,) = table.source.window(index, index + 1)
    return {column.key: cell.text for column, cell in zip(table.columns, table.cells_of(row), strict=True)}


def sent(stage: Stage) -> list[dict[str, str]]:
    """What reached the tenant for organizations: values travel in the query."""
    return [dict(entry.query) for entry in stage.demo.ledger.of(SET_FOR_ORGANIZATION.id)]


def note(stage: Stage) -> str:
    """The sentence about the cell under the cursor."""
    return str(cascade(stage).query_one(".cell-note", Static).content)


async def pick(stage: Stage, key: str, words: str = "") -> None:
    """Chooses a record in the dialog that a key opens."""
    await stage.press(key)
    assert isinstance(stage.app.screen, PickDialog)
    await stage.type(words)
    await stage.press("enter")


async def at(stage: Stage, key: str, level: str) -> None:
    """Puts the cursor on a flag and a level."""
    table = cascade(stage).table
    assert table.select(key)
    table.chosen_column = next(index for index, column in enumerate(table.columns) if column.key == level)
    table.focus()
    await stage.settle()


async def answer(stage: Stage, *values: str) -> None:
    """Fills the fields of a form in order, and sends it; None of them is left."""
    form = stage.app.screen
    assert isinstance(form, FormDialog), stage.text
    for number, value in enumerate(values):
        field = form.query_one(f"#field-{number}")
        field.focus()
        await stage.pilot.pause()
        if isinstance(field, Select):
            field.value = value
        elif value:
            await stage.type(value)
    await stage.press("ctrl+s")


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


async def test_toggle_acts_on_the_level_under_the_cursor_and_names_level_and_tenant() -> None:
    async with open_app(start="flags", size=(170, 40)) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, "new_rota_grid", "organization")
        await stage.press("t")
        assert sent(stage) == [{"value": "true"}]
        assert stage.notices[-1] == f"Done: Turn new_rota_grid on for {LUMEN} in Acme (staging) · u undoes it"
        assert cells(stage, "new_rota_grid")["organization"] == "● on"
        assert cells(stage, "new_rota_grid")["in_force"] == "on from organization"
        await stage.press("u")
        assert cells(stage, "new_rota_grid")["organization"] == "◌ off"
        assert len(stage.demo.ledger.of(kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE.id)) == 1
        await at(stage, "new_rota_grid", "environment")
        await stage.press("t")
        assert "on in the environment of Acme (staging)" in stage.notices[-1]
        assert cells(stage, "new_rota_grid")["environment"] == "● on"
        await at(stage, "new_rota_grid", "business")
        await stage.press("t")
        assert stage.notices[-1] == "The default belongs to the flag's definition: D replaces it."
        await at(stage, "new_rota_grid", "in_force")
        await stage.press("t")
        assert stage.notices[-1] == "Choose a level with < and >."


async def test_a_users_override_is_known_from_what_was_written_and_cannot_be_cleared() -> None:
    async with open_app(start="flags", size=(170, 40)) as stage:
        await pick(stage, "P")
        await at(stage, "dark_mode", "user")
        await stage.press("t")
        assert len(stage.demo.ledger.of(SET_FOR_USER.id)) == 1
        stage.clock.advance(180)
        cascade(stage).reload()
        assert cells(stage, "dark_mode")["user"] == "◌ off  you, 3 min ago"
        assert cells(stage, "dark_mode")["in_force"] == "◌ off from user"
        assert cells(stage, "theme")["in_force"] == "◌ “meadow” (unless overridden for Aaliyah)"
        await stage.press("c")
        assert "Kinde's API cannot remove a user's override" in stage.notices[-1]
        assert len(stage.demo.ledger.of(SET_FOR_USER.id)) == 1


async def test_a_change_is_painted_at_once_and_marked_until_the_tenant_has_it() -> None:
    async with open_app(start="flags", size=(170, 40)) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, "sms_reminders", "organization")
        stage.wire.hold()
        await stage.pilot.press("t")
        await stage.until(lambda: cascade(stage).table.pending)
        assert cascade(stage).table.pending == {"sms_reminders"}
        assert cells(stage, "sms_reminders")["organization"] == "● on"
        assert "▌…sms_reminders" in stage.text
        await stage.until(lambda: "1 being saved" in stage.text)
        stage.wire.release()
        await stage.settle()
        assert not cascade(stage).table.pending
        assert cells(stage, "sms_reminders")["organization"] == "● on"


async def test_what_is_refused_is_rolled_back_with_the_reason() -> None:
    async with open_app(start="flags", size=(170, 40)) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, "sms_reminders", "organization")
        before = cells(stage, "sms_reminders")
        body = {"errors": [{"code": "INVALID", "message": "Not on a Sunday"}]}
        stage.fault(SET_FOR_ORGANIZATION, status=400, body=body)
        stage.wire.hold()
        await stage.pilot.press("t")
        await stage.until(lambda: cells(stage, "sms_reminders")["organization"] == "● on")
        stage.wire.release()
        await stage.settle()
        assert cells(stage, "sms_reminders") == before
        assert "refused" in stage.notices[-1]
        assert "Not on a Sunday" in stage.notices[-1]


@pytest.mark.parametrize(
    ("flag", "wrong", "says", "right", "shown"),
    [
        ("max_rota_weeks", "many", "whole number", "26", "● 26"),
        ("swap_deadline_hours", "2147483648", "2147483647", "-7", "● -7"),
        ("overtime_rules", '{"daily":', "JSON", '{"daily":1}', '● {"daily":1}'),
        ("support_tier", "", "", "[/] gold", "● “[/] gold”"),
    ],
)
async def test_values_are_edited_in_the_flags_own_type(
    flag: str, wrong: str, says: str, right: str, shown: str
) -> None:
    async with open_app(start="flags", size=(170, 40), users=5) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, flag, "organization")
        await stage.press("t" if flag == "max_rota_weeks" else "e")
        assert f"{flag} in {LUMEN}" in stage.text
        if wrong:
            await answer(stage, wrong)
            assert says in str(stage.app.screen.query_one(".form-complaint", Static).content)
        await answer(stage, right)
        assert cells(stage, flag)["organization"] == shown
        assert len(sent(stage)) == 1


async def test_a_boolean_can_be_set_to_what_it_is_already_and_left_as_it_was() -> None:
    async with open_app(start="flags", size=(170, 40), users=5) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, "dark_mode", "organization")
        assert cells(stage, "dark_mode")["organization"] == "◌ on"
        await stage.press("enter", "escape")
        assert not sent(stage)
        await stage.press("enter")
        await answer(stage, "true")
        assert sent(stage) == [{"value": "true"}]
        assert cells(stage, "dark_mode")["organization"] == "● on"


async def test_clearing_takes_one_override_and_undo_brings_it_back() -> None:
    async with open_app(start="flags", size=(170, 40), users=5) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, "geofenced_clock_in", "organization")
        others = cells(stage, "support_tier")
        assert others["organization"].startswith("●")
        await stage.press("c")
        assert cells(stage, "geofenced_clock_in")["organization"] == "◌ off"
        assert cells(stage, "support_tier") == others
        await stage.press("u")
        assert cells(stage, "geofenced_clock_in")["organization"] == "● on"


async def test_a_flag_is_made_redefined_and_deleted() -> None:
    async with open_app(start="flags", size=(170, 40), users=5, environment="production", protected=True) as stage:
        await stage.press("n")
        await answer(stage, "theme", "Theme", "", "str", "x", "org")
        assert "There is a flag theme already." in stage.text
        await answer(stage, "night_shift", "Night shift", "Who works at night", "int", "3", "org")
        assert cells(stage, "night_shift")["business"] == "◌ 3"
        await at(stage, "night_shift", "business")
        await stage.press("D")
        assert "Definition of night_shift (int)" in stage.text
        assert "replaces it as a whole" in stage.text
        await answer(stage, "", "", "many")
        assert "whole number" in stage.text
        await answer(stage, "", "", "5", "usr")
        assert "cannot keep overrides for users" in stage.text
        await answer(stage, "", "", "5", "org")
        await stage.press("y")
        assert len(stage.demo.ledger.of(kinde.UPDATE_FEATURE_FLAG.id)) == 1
        assert cells(stage, "night_shift")["business"] == "◌ 5"
        await at(stage, "night_shift", "environment")
        await stage.press("d")
        assert "PRODUCTION" in stage.text
        await stage.type("acme prod")
        await stage.press("enter")
        assert "That is another name" in stage.notices[-1]
        assert not stage.demo.ledger.of(kinde.DELETE_FEATURE_FLAG.id)
        await stage.type("Acme")
        await stage.press("enter")
        assert len(stage.demo.ledger.of(kinde.DELETE_FEATURE_FLAG.id)) == 1
        assert cascade(stage).table.source.index_of("night_shift") is None


async def test_a_read_only_profile_says_so_and_sends_nothing() -> None:
    async with open_app(start="flags", size=(170, 40), users=5, read_only=True) as stage:
        await at(stage, "dark_mode", "environment")
        for key in ("t", "e", "c"):
            await stage.press(key)
            assert "read-only" in stage.notices[-1]
        for key in ("n", "d", "D"):
            await stage.press(key)
            assert isinstance(stage.app.screen, FlagsScreen)
        assert not stage.demo.ledger.entries


async def test_a_flag_without_any_row_under_the_cursor_does_nothing() -> None:
    async with open_app(start="flags", users=5) as stage:
        await stage.press("slash")
        await stage.type("no such flag")
        await stage.press("enter")
        assert not len(cascade(stage).table.source)
        for key in ("t", "e", "c", "d", "D", "y"):
            await stage.press(key)
            assert isinstance(stage.app.screen, FlagsScreen)
        assert not stage.demo.ledger.entries


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
        assert [column.key for column in panel.table.columns] == ["flag", "environment", "organization", "in_force"]
        several = stage.tenant.store.view("users")
        row = next(row for row in several.window(0, len(several)) if len(row.raw.get("organizations") or ()) > 1)
        stage.app.visit(Place("users", row.key, "Flags"))
        await stage.settle()
        first, second = row.raw["organizations"][:2]
        assert (cascade(stage).org_code, cascade(stage).user_id) == (first, row.key)
        assert "O chooses one of" in stage.text
        cascade(stage).table.focus()
        await stage.press("O", "down", "enter")
        assert cascade(stage).org_code == second
        await stage.press("O", "escape")
        assert cascade(stage).org_code == second
        lonely = next(row for row in several.window(0, len(several)) if not row.raw.get("organizations"))
        stage.app.visit(Place("users", lonely.key, "Flags"))
        # Panels follow the cursor when it has rested for a moment.
        await stage.until(lambda: "in no organization" in stage.text)
        await stage.press("O")
        assert cascade(stage).org_code == ""
