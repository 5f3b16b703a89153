"""What is pasted presses no key."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from kinde_tui.ui.inlet import BEGINS, ENDS, SIGNS, Inlet, PasteParser
from kinde_tui.ui.outlet import guarded
from tests.support.hostile_texts import TEXTS


def heard(*pieces: str) -> list[object]:
    parser = PasteParser()
    return [event for piece in pieces for event in parser.feed(piece)]


def cut(text: str, places: list[int]) -> list[str]:
    edges = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[start:end] for start, end in pairwise(edges)]


@given(text=st.one_of(st.sampled_from(TEXTS), st.text()), places=st.lists(st.integers(0, 200), max_size=6))
@example(text="\x1b]52;c;aGk=\x07:q\r", places=[])
def test_a_paste_is_one_text_however_it_arrives(text: str, places: list[int]) -> None:
    if ENDS in text:
        return
    events_heard = heard(*cut(f"{BEGINS}{text}{ENDS}y", places))
    pastes = [event.text for event in events_heard if isinstance(event, events.Paste)]
    keys = [event.key for event in events_heard if isinstance(event, events.Key)]
    assert pastes == [text.translate(SIGNS)]
    assert keys == ["y"]


@given(
    st.lists(st.sampled_from(["a", "\x1b[A", "\x1b[15~", "\x1b[<0;3;4M", "é"]), max_size=5),
    st.lists(st.integers(0, 99)),
)
def test_what_is_typed_passes_as_it_is(keys: list[str], places: list[int]) -> None:
    inlet = Inlet()
    typed = "".join(keys)
    assert "".join(inlet.passed(piece) for piece in cut(typed, places)) == typed


def test_an_escape_alone_is_not_held_back() -> None:
    assert Inlet().passed("\x1b") == "\x1b"


@pytest.mark.parametrize("key", ["j", "y", "S", "é", "1", "/", "[", "O", "\r", "\t", "\x13"])
def test_a_key_just_after_escape_takes_nothing_from_it(key: str) -> None:
    parser = PasteParser()
    together = [*parser.feed(f"\x1b{key}"), *parser.feed("")]
    alone = [event.key for event in heard(key, "")]  # type: ignore[attr-defined]  # all of them are keys
    assert [event.key for event in together] == ["escape", *alone]  # type: ignore[attr-defined]  # as before


@pytest.mark.parametrize(
    ("sequence", "key"),
    [("\x1b[A", "up"), ("\x1bOP", "f1"), ("\x1bf", "ctrl+right"), ("\x1b\x7f", "ctrl+w"), ("\x1b[106;3u", "alt+j")],
)
def test_a_key_of_several_characters_stays_one(sequence: str, key: str) -> None:
    assert [event.key for event in heard(sequence)] == [key]  # type: ignore[attr-defined]  # all of them are keys


@pytest.mark.skipif(sys.platform == "win32", reason="there is another driver")
def test_the_driver_reads_through_it() -> None:
    guarded(LinuxDriver)
    assert vars(linux_driver)["XTermParser"] is PasteParser
