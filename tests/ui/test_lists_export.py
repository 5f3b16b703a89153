"""`x` in a list: what is filtered goes to a file, and the list stays usable."""

from __future__ import annotations

import json
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from kinde_tui.services.csv_text import read_csv
from kinde_tui.services.exporting import WINDOW
from kinde_tui.services.views import Row, View
from kinde_tui.ui import filtering
from kinde_tui.ui.commands import CommandProvider
from kinde_tui.ui.dialogs.menu import MenuDialog
from tests.support.ui import Stage, open_app
from tests.support.ui_lists import (
    choose,
    chosen_key,
    collection_screen,
    column_of,
    dialog,
    inner_list,
    keys_of,
    list_shown,
    open_tab,
    users,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "started here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def remove(folder: Path) -> None:
    """Takes the folder away from under the program."""
    folder.rmdir()


def files(folder: Path) -> dict[str, Path]:
    """What is in the folder, by name."""
    return {file.name: file for file in folder.iterdir()}


async def export(stage: Stage, form: str) -> str:
    """Presses the keys for it; returns what was said at the end."""
    before = len(stage.notices)
    await stage.press("x")
    titles = [item.title for item in dialog(stage, MenuDialog)._items]
    await stage.press(*["down"] * titles.index(form), "enter")
    await stage.until(lambda: len(stage.notices) > before and not stage.tenant.exports.under_way)
    return stage.notices[-1]


async def test_what_is_filtered_is_written_as_it_reads_in_the_order_it_has(folder: Path) -> None:
    async with open_app(users=40) as stage:
        await stage.press("slash")
        await stage.type("is:suspended")
        await stage.press("enter", "o")
        said = await export(stage, "CSV")
        table = list_shown(stage).table
        names = column_of(table)
    (file,) = files(folder).values()
    assert file.name == "acme-users-2026-08-01.csv"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert str(file) in said
    assert f"{len(names)} users, readable by your account only." in said
    assert 1 < len(names) < 40
    with file.open(encoding="utf-8", newline="") as lines:
        head, *rows = read_csv(lines)
    assert head == ["Name", "Email", "Orgs", "Last seen", "Status"]
    assert [row[0] for row in rows] == names
    assert {row[4] for row in rows} == {"○ suspended"}
    assert all(row[3] == "never" or row[3].endswith(" UTC") for row in rows)


async def test_every_form_is_offered_and_a_file_that_is_there_stays(folder: Path) -> None:
    async with open_app(users=7) as stage:
        shown = keys_of(list_shown(stage).table)
        for form in ("CSV", "CSV, every column", "JSON", "NDJSON", "Markdown"):
            assert "Written" in await export(stage, form)
        stored = [stage.tenant.store.get("users", key) for key in shown]
    names = sorted(file.name.removeprefix("acme-users-2026-08-01") for file in files(folder).values())
    assert names == ["-2.csv", ".csv", ".json", ".md", ".ndjson"]
    written = {file.suffix: file.read_text() for file in files(folder).values()}
    assert json.loads(written[".json"]) == stored
    assert [json.loads(line) for line in written[".ndjson"].splitlines()] == stored
    assert written[".md"].splitlines()[:2] == [
        "| Name | Email | Orgs | Last seen | Status |",
        "| --- | --- | ---: | --- | --- |",
    ]
    assert (folder / "acme-users-2026-08-01-2.csv").read_text().splitlines()[0].endswith('"Failed","Id"')


async def test_a_list_in_the_details_is_written_under_its_record(folder: Path) -> None:
    async with open_app(users=12) as stage:
        user = users(stage)[0]
        await choose(stage, user)
        await open_tab(stage, "Identities")
        await stage.press("tab")
        rows = len(inner_list(stage).table.source)
        await export(stage, "NDJSON")
    (file,) = files(folder).values()
    assert file.name == f"acme-identities-{user}-2026-08-01.ndjson"
    assert len(file.read_text().splitlines()) == rows


async def test_escape_stops_a_long_one_and_nothing_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(users=3 * WINDOW) as stage:
        window, free, inside = View.window, threading.Event(), threading.Event()

        def held(view: View, start: int, stop: int) -> list[Row]:
            if threading.current_thread() is not threading.main_thread() and start:
                inside.set()
                assert free.wait(30)
            return window(view, start, stop)

        monkeypatch.setattr(View, "window", held)
        await stage.press("space", "x", "enter")
        await stage.until(inside.is_set)
        first = chosen_key(stage)
        await stage.press("down")
        assert chosen_key(stage) != first
        collection_screen(stage).tick()
        await stage.settle()
        assert f"writing {WINDOW} of {3 * WINDOW} rows · esc stops" in stage.text
        assert [file.suffix for file in files(folder).values()] == [".part"]
        before = stage.screen
        await stage.press("escape")
        free.set()
        await stage.until(lambda: not stage.tenant.exports.under_way and stage.notices)
        assert "stopped, and nothing is left" in stage.notices[-1]
        assert stage.screen is before
        assert len(list_shown(stage).table.marks) == 1  # the next escape takes them away
        assert files(folder) == {}


async def test_what_cannot_be_written_is_a_sentence(folder: Path) -> None:
    async with open_app(users=5) as stage:
        remove(folder)
        assert "is no more. Start it in another one" in await export(stage, "JSON")
        await stage.press("slash")
        await stage.type("nobody-is-called-so")
        await stage.press("enter", "x")
        assert "no rows" in stage.notices[-1]


async def test_an_incomplete_list_says_so_with_its_file(folder: Path) -> None:
    async with open_app(users=5) as stage:
        store = stage.tenant.store
        store.finish_pass("users", (), store.begin_pass("users"), note="Some records could not be read.")
        await stage.settle()
        assert "Not all users are loaded" in await export(stage, "Markdown")
    assert len(files(folder)) == 1


async def test_a_filter_that_other_lists_answer_says_with_its_file_what_of_them_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filtering, "RESTS", 3600)  # nothing is read for it yet
    async with open_app(users=40) as stage:
        code = next(raw["organizations"][0] for raw in stage.tenant.store.rows("users") if raw["organizations"])
        await stage.tenant.sync.refresh("members", (code,))
        list_shown(stage).filter_bar.text = "role:e"
        await stage.settle()
        assert len(list_shown(stage).table.source)
        said = await export(stage, "CSV")
        assert "the holders of a role. The filter needs it, so the file may not have all either." in said
    assert len(files(folder)) == 1


async def test_it_is_in_the_palette_and_in_the_help() -> None:
    async with open_app(users=5) as stage:
        provider = CommandProvider(stage.app.screen)
        assert any("Write what is filtered" in title for title, _, _ in provider._all())
        await stage.press("question_mark")
        dialog(stage, MenuDialog)
        await stage.type("write what")
        assert "Write what is filtered to a file" in stage.text
