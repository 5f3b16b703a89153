"""The change log on screen: what was changed from here, and what became of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.cascade import Level
from kinde_tui.services.change import Change, State, Target
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.screens.change_log import ChangeLogScreen
from kinde_tui.ui.widgets.entry_view import EntryView
from kinde_tui.ui.widgets.record_table import RecordTable
from tests.services.writing import make_role
from tests.support.ui import Stage, line_of, open_app

if TYPE_CHECKING:
    from tests.support.ui import HeardApp


async def toggle(stage: Stage, key: str) -> None:
    """Turns a flag of the environment to the other side."""
    await stage.tenant.changes.apply(stage.tenant.flags.toggle(Level.ENVIRONMENT, key))
    await stage.settle()


def log(stage: Stage) -> list[list[str]]:
    """The rows of the log."""
    screen = stage.app.screen
    assert isinstance(screen, ChangeLogScreen)
    table = screen.query_one(RecordTable)
    return [[cell.text for cell in table.cells_of(row)] for row in table.source.window(0, len(table.source))]


async def test_an_empty_log_says_what_it_is_for() -> None:
    async with open_app(start="log", users=3) as stage:
        assert "Nothing was changed from here yet." in stage.text
        assert "0 changes · kept on this machine only, never deleted" in stage.text
        await stage.press("y", "enter", "space")
        assert stage.app.clipboard == ""


async def test_entries_come_newest_first_with_their_outcome_and_their_undo() -> None:
    async with open_app(start="log", users=3) as stage:
        await toggle(stage, "dark_mode")
        stage.clock.advance(120)
        stage.fault(kinde.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, status=400, body={"message": "Not on a Sunday"})
        await toggle(stage, "sms_reminders")
        await stage.tenant.changes.undo()
        await stage.settle()
        stage.clock.advance(60)
        rows = log(stage)
        assert [(row[0], row[2], row[3]) for row in rows] == [
            ("1 min ago", "done", "undo"),
            ("1 min ago", "refused", ""),
            ("3 min ago", "done", "taken back"),
        ]
        assert "3 changes" in stage.text
        await stage.press("g", "down")
        assert "Not on a Sunday" in stage.text
        await stage.press("down")
        assert "taken back later" in stage.text
        assert line_of(stage.app, "Request ").rstrip().endswith("PATCH")
        await stage.press("g")
        assert "takes an earlier one back" in stage.text


async def test_the_entry_shown_follows_its_outcome() -> None:
    async with open_app(start="log", users=3) as stage:
        await toggle(stage, "dark_mode")
        stage.wire.hold()
        change = stage.tenant.flags.toggle(Level.ENVIRONMENT, "sms_reminders")
        stage.app.run_worker(stage.tenant.changes.apply(change), group="changes")
        await stage.until(lambda: stage.tenant.journal.entries(limit=1)[0].state is State.SENT)
        screen = stage.app.screen
        assert isinstance(screen, ChangeLogScreen)
        screen.tick()
        await stage.pilot.press("g")
        assert log(stage)[0][2] == "sent"
        stage.wire.release()
        await stage.settle()
        assert log(stage)[0][2] == "done"
        assert "sent" not in line_of(stage.app, "sms_reminders")
        assert stage.text.count("done") == 3


async def test_the_log_is_filtered_and_copied() -> None:
    async with open_app(start="log", users=3) as stage:
        await toggle(stage, "dark_mode")
        await toggle(stage, "sms_reminders")
        await stage.press("slash")
        await stage.type("dark")
        await stage.press("enter")
        assert [row[1] for row in log(stage)] == ["Turn dark_mode off in the environment of Acme (staging)"]
        await stage.press("y")
        entry = json.loads(stage.app.clipboard)
        assert entry["operation"] == kinde.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE.id
        assert entry["state"] == "done"
        await stage.press("slash")
        await stage.type("nothing like this")
        assert "Nothing matches. Escape clears the filter." in stage.text
        await stage.press("escape")
        assert len(log(stage)) == 2
        await stage.press("escape")
        assert isinstance(stage.app.screen, ChangeLogScreen)


async def test_changes_made_on_other_screens_are_there_when_one_comes_back() -> None:
    async with open_app(start="log", users=3) as stage:
        stage.app.visit(Place("flags"))
        await stage.settle()
        await toggle(stage, "dark_mode")
        await stage.press("left_square_bracket")
        assert len(log(stage)) == 1
        assert "Turn dark_mode off" in stage.text


async def test_long_values_hang_beside_their_name_on_every_size() -> None:
    async with open_app(start="log", users=3, size=(80, 24)) as stage:
        change = stage.tenant.flags.set_override(Level.ENVIRONMENT, "support_tier", "[/] gold " * 9)
        await stage.tenant.changes.apply(change)
        await stage.settle()
        assert "Request  PATCH" in stage.text
        assert "\n          /api/v1/" in stage.text
        assert "[/] gold" in stage.text


async def left_behind(stage: Stage, *keys: str) -> None:
    """Another run of the program that was cut off after it wrote down that it would turn these flags."""
    tenant = stage.tenant
    changes = [tenant.flags.toggle(Level.ENVIRONMENT, key) for key in keys]
    tenant.journal.intend(changes)
    tenant.journal._write(lambda database: database.execute("UPDATE entry SET run='another'"))
    await stage.settle()


async def test_what_a_cut_off_run_left_is_settled_and_made() -> None:
    async with open_app(start="log", users=3) as stage:
        await stage.press("s", "m")
        await left_behind(stage, "dark_mode", "sms_reminders")
        await stage.press("slash", "escape")
        screen = stage.app.screen
        assert isinstance(screen, ChangeLogScreen)
        screen._count_open()
        screen._read()
        assert "2 without an outcome, s settles" in stage.text
        await stage.press("s")
        await stage.until(lambda: [row[2] for row in log(stage)] == ["not done", "not done"])
        assert "without an outcome" not in stage.text
        await stage.press("g")
        assert "Never sent: the program" in stage.text
        await stage.press("m")
        await stage.until(lambda: stage.app.screen is not screen)
        assert "Make 2 changes that were not made" in stage.text


async def not_done(stage: Stage, change: Change) -> None:
    """A change that a run wrote down and never sent."""
    ids = stage.tenant.journal.intend([change])
    stage.tenant.journal.settle(ids, State.NOT_DONE, "Never sent.")
    screen = stage.app.screen
    assert isinstance(screen, ChangeLogScreen)
    screen._read()
    await stage.settle()


async def test_what_is_made_again_is_asked_for_and_two_presses_make_it_once() -> None:
    async with open_app(start="log", users=3) as stage:
        await not_done(stage, make_role("keeper"))
        screen = stage.app.screen
        assert isinstance(screen, ChangeLogScreen)
        for _ in range(2):  # before the first has written anything down
            screen.action_make_again()
        await stage.settle()
        assert "Make the role keeper?" in stage.text
        assert stage.written(kinde.CREATE_ROLE) == []
        await stage.press("y")
        assert stage.app.screen is screen
        assert len(stage.written(kinde.CREATE_ROLE)) == 1
        await stage.press("m")
        assert cast("HeardApp", stage.app).said[-1].startswith("Nothing to make: it was made meanwhile")


async def test_what_shows_a_secret_once_is_not_made_from_the_log() -> None:
    async with open_app(start="log", users=3) as stage:
        target = Target("api_keys", "k1", "Rota")
        await not_done(stage, Change(Request(kinde.ROTATE_API_KEY, {"key_id": "k1"}), target, "Rotate the key Rota"))
        await stage.press("m")
        assert isinstance(stage.app.screen, ChangeLogScreen)
        assert cast("HeardApp", stage.app).said == [
            "“Rotate the key Rota” answers with a secret, which the log could not show: do it in API keys (:api_keys)."
        ]


async def test_a_log_that_cannot_be_read_says_so() -> None:
    async with open_app(start="log", users=3) as stage:
        await toggle(stage, "dark_mode")
        stage.tenant.journal._write(lambda database: database.execute("ALTER TABLE entry RENAME TO gone"))
        screen = stage.app.screen
        assert isinstance(screen, ChangeLogScreen)
        screen._count_open()
        screen._read()
        await stage.settle()
        assert "The change log could not be read: no such table" in stage.text.replace("\n", " ")


async def test_undo_in_the_log_asks_when_the_row_under_the_cursor_is_another_change() -> None:
    async with open_app(start="log", users=3) as stage:
        await toggle(stage, "dark_mode")
        await toggle(stage, "sms_reminders")
        assert "u undo last" in stage.text
        await stage.press("end", "u")
        assert isinstance(stage.app.screen, ConfirmDialog)
        assert "Undo “Turn sms_reminders o" in stage.text
        assert "The row under the cursor is another change." in stage.text
        await stage.press("n")
        assert len(log(stage)) == 2
        await stage.press("u", "y")
        assert [row[1].split()[1] for row in log(stage)] == ["sms_reminders", "sms_reminders", "dark_mode"]
        await stage.press("end", "u")
        assert [(row[1].split()[1], row[3]) for row in log(stage)][:1] == [("dark_mode", "undo")]
        await stage.press("u")
        assert cast("HeardApp", stage.app).said[-1] == "Nothing to undo."


async def test_the_last_row_is_in_sight_and_columns_get_the_room_of_what_comes_on_screen() -> None:
    async with open_app(start="log", users=3) as stage:
        for _ in range(35):
            await stage.tenant.changes.apply(stage.tenant.flags.toggle(Level.ENVIRONMENT, "dark_mode"))
        stage.clock.advance(600)
        for _ in range(90):
            await stage.tenant.changes.apply(stage.tenant.flags.toggle(Level.ENVIRONMENT, "dark_mode"))
        await stage.settle()
        await stage.press("g")
        assert "now" in line_of(stage.app, "▌")
        await stage.press("end")
        assert "▌ 10 min ago  Turn" in line_of(stage.app, "▌")


async def test_times_that_pass_get_the_room_that_they_need() -> None:
    async with open_app(start="log", users=3) as stage:
        await toggle(stage, "dark_mode")
        stage.clock.advance(600)
        table = stage.app.screen.query_one(RecordTable)
        table.redraw()
        await stage.settle()
        assert "10 min ago  Turn" in line_of(stage.app, "▌")


async def test_enter_goes_to_the_entry_and_scrolls_it_and_escape_goes_back() -> None:
    async with open_app(start="log", users=3, size=(80, 24)) as stage:
        change = stage.tenant.flags.set_override(Level.ENVIRONMENT, "support_tier", "gold " * 150)
        await stage.tenant.changes.apply(change)
        await stage.settle()
        entry = stage.app.screen.query_one(EntryView)
        await stage.press("enter")
        assert entry.has_focus
        assert "After" not in stage.text
        await stage.press("end")
        await stage.until(lambda: "After" in stage.text)
        await stage.press("escape")
        assert stage.app.screen.query_one(RecordTable).has_focus
