"""The second net, below every widget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.drivers.headless_driver import HeadlessDriver

from kinde_tui.ui.outlet import guarded, harmless

KNOWN = (
    "\x1b[38;2;1;2;3mAda\x1b[0m\x1b[12;4H \n\r\tLovelace",
    "\x1b[?1049h",
    "\x1b[?2026$p",
    "\x1b[>25u",
    "\x1b]52;c;aGk=\x07",
    "\x1b]22;pointer\x07",
)


@pytest.mark.parametrize("data", KNOWN)
def test_what_the_program_writes_leaves_as_it_is(data: str) -> None:
    assert harmless(data) == data


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b]52;c;aGk=\x07",
        "\x1b]0;title\x07",
        "\x1b]8;;https://evil\x1b\\",
        "\x1b[2J",
        "\x1b[?1049l",
        "\x1bP1$r\x1b\\",
        "\x1b_x\x1b\\",
        "\x1bc",
        "\x1b[6n",
        "\x9b2J",
        "\x9d0;t\x9c",
        "\x07",
        "\x08",
        "\x7f",
    ],
)
def test_in_the_middle_of_what_is_painted_nothing_else_leaves(hostile: str) -> None:
    left = harmless(f"\x1b[1mAda{hostile}Lovelace\x1b[0m")
    assert left.startswith("\x1b[1mAda")
    assert left.endswith("Lovelace\x1b[0m")
    assert not any(character in left[4:-4] for character in "\x1b\x07\x08\x7f\x9b\x9c\x9d")
    assert len(left) == len(f"\x1b[1mAda{hostile}Lovelace\x1b[0m")


def test_the_driver_itself_lets_nothing_else_out() -> None:
    written: list[str] = []

    class Recording(HeadlessDriver):
        def write(self, data: str) -> None:
            written.append(data)

    kind = guarded(Recording)
    driver = kind.__new__(kind)  # without an app there is nothing to begin with
    driver.write("a\x1b]0;title\x07b")
    driver.write("\x1b[?1049h")
    assert written == ["a␛]0;title␇b", "\x1b[?1049h"]


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_whatever_is_painted_holds_colours_and_places_only(text: str) -> None:
    left = harmless(f"x{text}")
    assert not any(character < "\x20" and character not in "\x1b\t\n\r" for character in left)
    assert not any("\x7f" <= character <= "\x9f" for character in left)
    assert harmless(left) == left
