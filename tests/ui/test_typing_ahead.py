"""Keys that come faster than the screen follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key, Paste
from textual.message_pump import MessagePump
from textual.widgets import Input

from kinde_tui.ui import commands
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.screens.change_log import ChangeLogScreen
from kinde_tui.ui.typing_ahead import LOOKS, TRIES, KeyHandled, TypingAhead
from kinde_tui.ui.widgets.collection_list import CollectionList
from tests.support.ui import SMALL, Stage, open_app
from tests.support.ui_lists import keys_of, list_shown

if TYPE_CHECKING:
    from textual.message import Message

    from kinde_tui.ui.app import KindeApp


class Widget(MessagePump):
    """Something with the focus, whose messages are handled when the test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[KeyHandled] = []

    def post_message(self, message: Message) -> bool:
        """Keeps it."""
        assert isinstance(message, KeyHandled)
        self.posted.append(message)
        return True


class Desk:
    """An app whose clock is turned by hand."""

    def __init__(self) -> None:
        self.timers: list[Callable[[], None]] = []
        self.unpainted: list[Callable[[], None]] = []
        self.focus: Any = Widget()
        self.handed: list[str] = []
        self.asking = False
        self.is_input = False
        self.keys = TypingAhead(
            lambda _, call: self.timers.append(call),
            self.put_off,
            lambda: (None, self.focus),
            lambda: self.asking,
        )

    def put_off(self, call: Callable[[], None]) -> None:
        """What is to be called when the screen is painted."""
        self.unpainted.append(call)

    def press(self, *keys: str) -> None:
        """Keys that arrive."""
        for key in keys:
            self.take(Key(key, key if len(key) == 1 else None))

    def take(self, event: Key | Paste) -> None:
        """What the app does with each."""
        if not self.keys.holds(event):
            self.handed.append(event.key if isinstance(event, Key) else event.text)
            self.keys.follow(self.focus, typed=False)

    def stand_still(self) -> None:
        """All clocks run out at once."""
        timers, self.timers = self.timers, []
        for call in timers:
            call()
        self.paint()

    def paint(self) -> None:
        """The screen is painted."""
        unpainted, self.unpainted = self.unpainted, []
        for call in unpainted:
            call()

    def work(self, times: int) -> None:
        """All goes on, so many times."""
        for _ in range(times):
            self.stand_still()
            self.handle()

    def handle(self) -> None:
        """The one with the focus gets to what it was sent."""
        posted, self.focus.posted = self.focus.posted, []
        for message in posted:
            event = self.keys.next(message.step, lambda key: self.is_input and key.is_printable)
            if event is not None:
                self.take(event)


def test_however_long_a_machine_stands_still_no_key_overtakes_another() -> None:
    desk = Desk()
    desk.press(":", "l", "o", "g", "enter")
    for _ in range(20):
        desk.stand_still()
    assert desk.handed == [":"]  # nothing that followed it has come back yet
    for _ in range(20):
        desk.handle()
        desk.stand_still()
        desk.stand_still()
    assert desk.handed == [":", "l", "o", "g", "enter"]


def test_a_key_waits_for_what_the_one_before_set_off_although_none_waited_then() -> None:
    desk = Desk()
    desk.press("enter")
    desk.handle()
    desk.press("x")
    assert desk.handed == ["enter"]
    desk.work(LOOKS)
    assert desk.handed == ["enter", "x"]
    desk.work(LOOKS + 1)
    desk.press("y")  # nothing is on its way any more
    assert desk.handed == ["enter", "x", "y"]


def test_what_has_the_focus_now_is_asked_whether_it_is_ready() -> None:
    desk = Desk()
    desk.press(":", "l")
    dialog = Widget()
    desk.handle()
    desk.focus = dialog
    desk.stand_still()
    assert desk.handed == [":"]
    desk.handle()
    desk.work(LOOKS)
    assert desk.handed == [":", "l"]


def test_a_dialog_on_its_way_is_waited_for_but_not_for_ever() -> None:
    desk = Desk()
    desk.press("e")
    desk.handle()
    desk.asking = True  # and the next key comes before the dialog does
    desk.press("x")
    desk.work(TRIES - 1)
    assert desk.handed == ["e"]
    desk.work(2)
    assert desk.handed == ["e", "x"]
    desk.press("y")  # what is that long in coming is not waited for with each key
    desk.work(LOOKS + 1)
    assert desk.handed == ["e", "x", "y"]


def test_a_dialog_that_came_gets_the_key_that_came_before_it() -> None:
    desk = Desk()
    desk.asking = True
    desk.press("l")
    assert desk.handed == []
    desk.asking, desk.focus = False, Widget()
    desk.work(3)
    assert desk.handed == ["l"]


def test_a_key_whose_widget_went_away_holds_up_no_other() -> None:
    desk = Desk()
    desk.press("d", "down")
    desk.focus = Widget()  # what was sent to the one before never comes back
    desk.work(LOOKS + 1)
    assert desk.handed == ["d", "down"]


def test_characters_that_wait_for_an_input_arrive_in_one_piece() -> None:
    desk = Desk()
    desk.press(*"/ada", "enter", *"de")
    desk.focus = Widget()  # the filter, where the keys after `/` belong
    desk.is_input = True
    desk.take(Paste("f"))
    desk.work(2 * (LOOKS + 1))
    assert desk.handed == ["/", "ada", "enter"]
    desk.is_input = False  # the rows have the keyboard again
    desk.work(3 * (LOOKS + 1))
    assert desk.handed == ["/", "ada", "enter", "d", "e", "f"]


def burst(stage: Stage, *keys: str) -> None:
    """Sends keys without waiting for what they do, as a paste or a script does."""
    for key in keys:
        stage.send(key)


async def test_a_filter_typed_in_one_burst_reaches_the_filter_whole() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, "slash", *"suspended", "enter", "down")
        await stage.until(lambda: list_shown(stage).filter_bar.text == "suspended")
        await stage.until(lambda: list_shown(stage).table.has_focus)
        assert not stage.demo.ledger.entries
        assert not stage.notices


async def test_what_is_typed_in_one_burst_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    reload = CollectionList.reload

    def heard(rows: CollectionList, changed: frozenset[str] | None = None) -> None:
        asked.append(rows.filter_bar.text)
        reload(rows, changed)

    async with open_app(size=SMALL) as stage:
        monkeypatch.setattr(CollectionList, "reload", heard)
        text = "suspended ada " * 700
        burst(stage, "slash", *("space" if letter == " " else letter for letter in text))
        await stage.until(lambda: list_shown(stage).filter_bar.text == text)
        await stage.settle()
        assert "A filter has 1,000 characters at most; this one has 9,800." in stage.text
        assert asked == [text]


async def test_a_form_is_filled_in_one_burst() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, "n", *"dsu", "enter", *"Ada")
        await stage.until(lambda: isinstance(stage.screen, FormDialog))
        form = stage.screen
        await stage.until(lambda: form.query_one("#field-1", Input).value == "Ada")
        assert form.query_one("#field-0", Input).value == "dsu"
        assert not stage.demo.ledger.entries


async def test_what_is_pasted_after_a_key_goes_where_that_key_leads() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, "n", "tab")
        stage.app.post_message(Paste("Ada"))
        burst(stage, "tab", "x")
        await stage.until(lambda: isinstance(stage.screen, FormDialog))
        form = stage.screen
        await stage.until(lambda: form.query_one("#field-2", Input).value == "x")
        assert [form.query_one(f"#field-{number}", Input).value for number in (0, 1)] == ["", "Ada"]


async def test_keys_for_a_dialog_wait_for_it_and_those_after_it_too() -> None:
    async with open_app(size=SMALL) as stage:
        rows = list_shown(stage)
        second = keys_of(rows.table)[1]
        burst(stage, "a", "escape", "down", "question_mark", *"sess", "escape", "down", "up", "space")
        await stage.until(lambda: rows.table.marks)
        assert rows.table.marks == {second}
        assert not stage.demo.ledger.entries
        assert list_shown(stage).filter_bar.text == ""


async def test_keys_are_not_lost_that_come_just_before_the_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    names = commands.lines
    async with open_app(size=SMALL) as stage:

        def typed_meanwhile(app: KindeApp) -> list[str]:
            burst(stage, *"log", "enter")
            return names(app)

        monkeypatch.setattr(commands, "lines", typed_meanwhile)
        await stage.press("colon")
        await stage.until(lambda: isinstance(stage.screen, ChangeLogScreen))
        assert not stage.notices  # as there is when a part of the word is lost


@pytest.mark.parametrize("moment", range(3))
async def test_no_key_overtakes_what_the_key_before_it_set_off(monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """As one that comes when Enter in a filter was handled, and the rows have not got the keyboard back."""
    async with open_app(size=SMALL) as stage:
        await stage.press("slash", "a")
        at_look(monkeypatch, moment, lambda: burst(stage, "space"))
        burst(stage, "enter")
        await stage.until(lambda: list_shown(stage).table.marks)
        assert list_shown(stage).filter_bar.text == "a"


def at_look(monkeypatch: pytest.MonkeyPatch, moment: int, act: Callable[[], None]) -> None:
    """Does something at the first, second or a later moment in which what follows from the next key is looked at."""
    looks = iter(range(moment + 1))
    looked = TypingAhead.next

    def look(keys: TypingAhead, step: int, joins: Callable[[Key], bool]) -> Key | Paste | None:
        event = looked(keys, step, joins)
        if next(looks, None) == moment:
            act()
        return event

    monkeypatch.setattr(TypingAhead, "next", look)


async def test_keys_that_come_while_it_is_left_do_nothing() -> None:
    async with open_app(size=SMALL) as stage:
        burst(stage, *["down"] * 5, "ctrl+q", *["down"] * 20)
        await stage.until(lambda: stage.app._exit)
    assert stage.app.fault is None


async def test_many_moves_are_all_made() -> None:
    async with open_app(size=SMALL) as stage:
        keys = keys_of(list_shown(stage).table)
        burst(stage, *["down"] * 30, *["up"] * 5, "space")
        await stage.until(lambda: list_shown(stage).table.marks)
        assert list_shown(stage).table.marks == {keys[25]}
