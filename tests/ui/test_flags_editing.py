"""Feature flags on screen: what is done on the level under the cursor."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from kinde_tui.api import operations as kinde
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.screens.flags import FlagsScreen
from tests.support.ui import Stage, line_of, open_app
from tests.support.ui_flags import (
    LUMEN,
    SET_FOR_ORGANIZATION,
    SET_FOR_USER,
    answer,
    at,
    cascade,
    cells,
    pick,
    sent,
)


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
        assert stage.notices[-1].endswith("Kinde cannot remove a user's override: undo sets on, as an override.")
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


def words(stage: Stage) -> str:
    """What is said in the dialog, without its lines and borders."""
    return " ".join(str(stage.screen.query_one(".dialog-text", Static).content).split())


async def test_all_overrides_of_an_organization_are_cleared_in_one_request() -> None:
    async with open_app(start="flags", size=(170, 40), users=5) as stage:
        await pick(stage, "O", "lumen")
        await at(stage, "geofenced_clock_in", "organization")
        await stage.press("C")
        assert f"Every override for {LUMEN} in Acme (staging) is gone." in words(stage)
        assert "3 flags are known to have one: geofenced_clock_in, overtime_rules" in words(stage)
        assert not stage.demo.ledger.entries
        await stage.press("y")
        assert len(stage.demo.ledger.of(kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE.id)) == 0
        assert len(stage.demo.ledger.of(kinde.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES.id)) == 1
        assert cells(stage, "geofenced_clock_in")["organization"] == "◌ off"
        await at(stage, "geofenced_clock_in", "environment")
        await stage.press("C")
        await stage.press("escape")
        assert not stage.demo.ledger.of(kinde.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES.id)
        await pick(stage, "P")
        await at(stage, "geofenced_clock_in", "user")
        await stage.press("C")
        assert "of the environment or of an organization only" in stage.notices[-1]


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
        for key in ("t", "e", "c", "C"):
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
        for key in ("t", "e", "c", "C", "d", "D", "y"):
            await stage.press(key)
            assert isinstance(stage.app.screen, FlagsScreen)
        assert not stage.demo.ledger.entries


async def test_a_wrong_default_is_complained_of_at_its_field_and_the_cursor_goes_to_the_new_flag() -> None:
    async with open_app(start="flags", users=5) as stage:
        await stage.press("n")
        await answer(stage, "night_shift", "Night shift", "", "bool", "maybe", "org")
        form = stage.app.screen
        assert isinstance(form, FormDialog)
        assert form.focused is form.query_one("#field-4")
        assert form.query_one("#row-4").has_class("-complained")
        await stage.press("ctrl+u")
        await stage.type("true")
        await stage.press("ctrl+s")
        assert isinstance(stage.app.screen, FlagsScreen)
        await stage.until(lambda: cascade(stage).chosen[0] is not None)
        row, _ = cascade(stage).chosen
        assert row is not None
        assert row.key == "night_shift"


async def test_keys_of_overrides_are_barred_in_the_key_line_without_their_scopes() -> None:
    lacking = ("read:organizations", "read:users", "read:environment_feature_flags")
    async with open_app(start="flags", users=5, size=(170, 40), scopes=lacking) as stage:
        keys = line_of(stage.app, "t toggle")
        assert "t toggle ⊘" in keys
        assert "e edit ⊘" in keys
        assert "c clear ⊘" in keys
    async with open_app(start="flags", users=5, size=(170, 40)) as stage:
        assert "⊘" not in line_of(stage.app, "t toggle")
