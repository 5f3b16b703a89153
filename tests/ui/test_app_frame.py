"""What frames every screen: title, navigation, keys, the mouse, remapped keys, and what a fault leaves behind."""

from __future__ import annotations

import asyncio
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import pytest
import textual.widgets
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets._toast import Toast

import kinde_tui.ui
from kinde_tui.services.events import StoreTroubled
from kinde_tui.ui import stylesheets
from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.messages import CopyRequested, Place
from kinde_tui.ui.widgets.frame import EndsLine, KeyBar, NavigationBar, StatusBar, TitleBar
from tests.support.ui import Choices, Stage, line_of, open_app

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "canary-of-a-crash"


async def click(stage: Stage, bar: type[NavigationBar | KeyBar], words: str) -> None:
    """Clicks on words in a line of the frame."""
    line = stage.app.screen.query_one(bar)
    text = stage.text.splitlines()[line.region.y]
    await stage.pilot.click(offset=Offset(text.index(words), line.region.y))
    await stage.settle()


async def test_tasks_start_one_after_another_on_every_python() -> None:
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coroutine, **more: asyncio.Task(coroutine, loop=loop, **more))
    async with open_app(users=1):
        assert loop.get_task_factory() is None


def listeners(stage: Stage) -> dict[str, int]:
    """How many listen to each kind of event."""
    return {kind.__name__: len(listening) for kind, listening in stage.tenant.bus._listeners.items()}


@pytest.mark.parametrize("start", ["users", "overview", "log"])
async def test_a_screen_listens_once_and_no_more_when_it_is_gone(start: str) -> None:
    async with open_app(users=2, start=start) as stage:
        before = listeners(stage)
        assert before["ChangeProgressed"] > 0
        await stage.app._rebuild(stage.tenant, Place(start), old=True)
        await stage.settle()
        assert listeners(stage) == before


async def test_a_store_that_cannot_be_kept_is_said_and_the_rows_are_there(tmp_path: Path) -> None:
    place = tmp_path / "in the way"
    place.mkdir()
    async with open_app(users=2, store=place) as stage:
        assert "kept in memory" in " ".join(stage.notices)
        assert "@example." in stage.text
        assert "all 2 loaded · just now · in memory only" in stage.text
        stage.tenant.bus.publish(StoreTroubled("The disk is full."))
        await stage.settle()
        assert "The disk is full." in " ".join(stage.notices)


async def test_a_store_that_was_damaged_is_begun_anew_and_said(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    file.write_bytes(b"no database at all" * 500)
    async with open_app(users=2, store=file) as stage:
        assert "was put aside as store.sqlite.corrupt-1" in " ".join(stage.notices)
        assert "@example." in stage.text


def test_no_widget_is_called_like_one_of_textuals() -> None:
    """A style sheet means every class of a name: one that comes with a dialog would change screens made after it."""
    for package in (textual.widgets, kinde_tui.ui):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    waiting: list[type[Widget]] = [Widget]
    names: dict[bool, set[str]] = {True: set(), False: set()}
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        names[kind.__module__.startswith("kinde_tui.")].add(kind.__name__)
    assert {"KeyBar", "RecordTable"} <= names[True]
    assert not names[True] & names[False]


async def test_the_frame_is_as_wide_as_the_screen_after_a_dialog_with_a_progress_bar() -> None:
    async with open_app() as stage:
        await stage.press("space", "space", "s", "y", "enter", "3")
        for bar in stage.app.screen.query(EndsLine):
            assert bar.parent is not None
            assert bar.size.width >= bar.container_size.width - 2
        assert "Organizations ›" in stage.text.splitlines()[0]
        assert "More" in stage.text.splitlines()[1]


async def test_the_mouse_goes_to_screens_and_presses_keys() -> None:
    async with open_app(users=4) as stage:
        await click(stage, NavigationBar, "Organizations")
        assert "Organizations › " in stage.text
        await click(stage, NavigationBar, "More")
        assert "what roles are made of" in stage.text
        await stage.press("escape")
        await click(stage, KeyBar, "filter")
        await stage.until(lambda: isinstance(stage.app.focused, Input))
        await stage.press("escape")
        await click(stage, KeyBar, "help")
        await stage.until(lambda: "Keys here" in stage.text)


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ({"environment": "production", "protected": True}, "● PRODUCTION"),
        ({"environment": "staging", "read_only": True, "dry_run": True}, "◐ STAGING · read-only · dry run"),
        ({"environment": "development", "colour": "red", "label": ""}, "kinde  acme  ○ DEVELOPMENT"),
        ({"environment": "demo", "colour": "violet", "label": "[/] a\x1b[31m"}, "◇ DEMO"),
    ],
)
async def test_the_title_names_the_tenant_and_what_may_be_done(info: dict[str, Any], words: str) -> None:
    async with open_app(users=2, start="overview", **info) as stage:
        assert words in stage.text.splitlines()[0]
        assert stage.app.screen.query_one(TitleBar).has_class("-production") is (info["environment"] == "production")
        assert "\x1b" not in stage.text


async def test_where_there_is_no_room_for_both_the_way_goes_before_the_tenant() -> None:
    async with open_app(users=2, start="organizations", size=(60, 20), label="A tenant with a very long name") as stage:
        first = stage.text.splitlines()[0]
        assert "A tenant with a very long name" in first
        assert "Organizations ›" not in first
        await stage.pilot.resize_terminal(59, 20)
        await stage.settle()
        assert "The terminal is too small (59×20)." in stage.text
        await stage.pilot.resize_terminal(140, 40)
        await stage.settle()
        assert "Organizations › " in stage.text.splitlines()[0]


async def test_a_way_that_is_too_long_is_cut_short() -> None:
    async with open_app(users=2, start="organizations") as stage:
        stage.app.screen.query_one(TitleBar).show_trail(("Organizations", "A" * 10_000))
        await stage.settle()
        first = stage.text.splitlines()[0].rstrip()
        assert "Organizations › AAAA" in first
        assert first.endswith("…")
        stage.app.screen.query_one(TitleBar).show_trail(("Organizations", "A" * 120, "Members", "Ada Lovelace"))
        await stage.settle()
        assert stage.text.splitlines()[0].rstrip().endswith("  … › Members › Ada Lovelace")


async def test_a_notice_leaves_the_status_line_and_the_keys_to_be_read() -> None:
    async with open_app(users=2, start="users", size=(80, 24)) as stage:
        stage.app.notify("A notice.")
        await stage.settle()
        assert stage.app.screen.query_one(Toast).region.bottom <= stage.app.screen.query_one(StatusBar).region.y


async def test_the_same_sentence_stands_there_once() -> None:
    async with open_app(users=2, start="users") as stage:
        for sentence in ("No.", "No.", "Not now.", "No."):
            stage.app.notify(sentence, severity="warning")
            await stage.settle()
        assert sorted(str(toast.render()) for toast in stage.app.screen.query(Toast)) == ["No.", "Not now."]


async def test_keys_are_moved_by_the_config_file() -> None:
    app = KindeApp(None, Choices(), keymap={"welcome.connect": "j"})
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("c")
        await pilot.pause()
        before = len(app.screen_stack)
        await pilot.press("j")
        await pilot.pause()
        assert len(app.screen_stack) == before + 1


async def test_a_fault_ends_the_run_and_prints_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    app = KindeApp(None, Choices())

    def fail() -> None:
        held = SECRET
        raise ZeroDivisionError(f"about {len(held)}")

    async def run() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            app.call_later(fail)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await run()
    assert isinstance(app.fault, ZeroDivisionError)
    assert app.return_code == 1
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    assert "Traceback" not in said.out + said.err


async def test_what_happened_to_the_store_is_said_when_it_was_made_anew(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    store.write_bytes(b"no database at all" * 100)
    async with open_app(users=3, store=store) as stage:
        assert any("store" in sentence.lower() for sentence in stage.notices), stage.notices
        assert "all 3 loaded" in stage.text


async def test_copies_keep_lines_and_tabs_and_lose_what_steers() -> None:
    async with open_app(users=2) as stage:
        stage.app.post_message(CopyRequested("a\tb\n\x1b[31mc\u202ed", "two rows"))
        await stage.settle()
        assert stage.app.clipboard == "a\tb\n␛[31mc\N{REPLACEMENT CHARACTER}d"
        assert stage.notices[-1] == "Sent two rows to the terminal's clipboard."


async def test_the_places_before_and_after_are_walked_through() -> None:
    async with open_app(users=4) as stage:
        await stage.press("left_square_bracket", "right_square_bracket")
        assert "Users › " in stage.text
        await stage.press("down", "4", "5", "left_square_bracket")
        assert "Roles › " in stage.text
        chosen = stage.text.splitlines()[0]
        await stage.press("4")
        assert stage.text.splitlines()[0] == chosen
        await stage.press("left_square_bracket")
        second = line_of(stage.app, "▌")
        assert "Users › " in stage.text
        await stage.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert "Flags › " in stage.text
        await stage.press("left_square_bracket", "left_square_bracket")
        assert line_of(stage.app, "▌") == second
        stage.app.go_to("no such screen")
        await stage.settle()
        assert "Users › " in stage.text


@pytest.mark.parametrize(
    ("start", "environment", "says"),
    [
        ("users", "staging", "https://demo.kinde.invalid"),
        ("users", "demo", "The demo tenant has no web dashboard."),
        ("flags", "staging", "There is no page for this in the web dashboard."),
    ],
)
async def test_w_opens_the_web_dashboard(start: str, environment: str, says: str) -> None:
    async with open_app(users=3, start=start, environment=environment) as stage:
        opened: list[str] = []

        def open_url(url: str, *, new_tab: bool = True) -> None:
            opened.append(url if new_tab else "")

        stage.app.open_url = open_url  # type: ignore[method-assign]  # no browser in tests
        await stage.press("w")
        assert says in stage.notices[-1]
        assert bool(opened) is says.startswith("https")
        assert all(url.startswith("https://demo.kinde.invalid/") for url in opened)


def test_an_installation_without_style_sheets_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert [path.suffix for path in stylesheets.stylesheets()] == [".tcss"] * len(stylesheets.stylesheets())
    monkeypatch.setattr(stylesheets, "_PACKAGE", tmp_path / "kinde_tui")
    with pytest.raises(FileNotFoundError, match="Install it again"):
        stylesheets.stylesheets()
    inside = tmp_path / "kinde_tui" / "styles"
    inside.mkdir(parents=True)
    (inside / "one.tcss").touch()
    assert [path.name for path in stylesheets.stylesheets()] == ["one.tcss"]


async def test_common_keys_come_before_the_lists_own_on_the_smallest_terminals() -> None:
    async with open_app(start="applications", users=3, size=(80, 24)) as stage:
        assert " ".join(stage.text.splitlines()[-1].split()).startswith("space mark e edit n new d delete / filter")


async def test_screens_with_titles_alike_are_told_apart_in_the_line_of_screens() -> None:
    async with open_app(start="variables", users=3, size=(80, 24)) as stage:
        assert "7 Variables" in stage.text
        assert "Environment variables" in stage.text


async def test_what_the_list_of_keys_cuts_is_said_whole_below_it() -> None:
    async with open_app(users=3, size=(80, 24)) as stage:
        await stage.press("question_mark")
        await stage.type("one step back")
        assert "what is being read, screen" in stage.text


async def test_a_forms_labels_are_whole() -> None:
    async with open_app(start="roles", users=3, size=(80, 24)) as stage:
        await stage.press("n")
        assert "Given to new members   No" in stage.text
