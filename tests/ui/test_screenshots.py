"""The pictures of the README: there is one of every screen, and they show what the program shows."""

from __future__ import annotations

import re
import unicodedata
from difflib import unified_diff
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from kinde_tui.ui.navigation import SCREENS
from screenshots import shots
from screenshots.stage import take

FOLDER = Path(shots.__file__).parent
CELL = 12.2
"""Width of a cell in Textual's pictures."""
COMPARED = (
    "users", "users-80x24", "api-key-once-80x24", "webhooks", "flags", "flags-80x24", "token", "token-80x24", "api",
    "api-80x24", "log", "log-80x24", "organizations",
    "roles", "scope-missing", "overview", "overview-80x24", "welcome", "help-80x24",
)  # fmt: skip
FORBIDDEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]")


def lines_of(svg: str) -> list[str]:
    """The text of a picture, line by line."""
    lines: dict[int, str] = {}
    for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own file
        place = re.search(r"-line-(\d+)", element.get("clip-path", ""))
        if place is not None:
            line, column = int(place[1]), round(float(element.get("x", "0")) / CELL)
            before = lines.get(line, "")
            lines[line] = before + " " * (column - cell_len(before)) + (element.text or "")
    return [lines.get(line, "").replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in range(max(lines) + 1)]


def test_every_screen_has_a_picture_and_every_picture_a_recipe() -> None:
    pictured = {shot.screen for shot in shots.SHOTS.values()}
    assert {destination.name for destination in SCREENS} <= pictured
    assert "" in pictured
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(shots.SHOTS)


@pytest.mark.parametrize("name", list(shots.SHOTS))
def test_a_picture_holds_text_and_nothing_that_steers(name: str) -> None:
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert "<script" not in svg
    assert not FORBIDDEN.search(svg)
    assert not [c for c in svg if unicodedata.category(c) in {"Cc", "Cs", "Co"} and c != "\n"]
    assert not re.search(r"(?<![\w.])/(home|root|work|tmp|Users)/", svg)
    columns, rows = shots.SHOTS[name].size
    lines = lines_of(svg)
    assert len(lines) <= rows
    assert max(map(cell_len, lines)) <= columns
    assert sum(map(bool, lines)) > 5


@pytest.mark.parametrize("name", COMPARED)
async def test_a_picture_shows_what_the_program_shows(name: str) -> None:
    stored = lines_of((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    now = lines_of(await take(shots.SHOTS[name]))
    changed = "\n".join(unified_diff(stored, now, "stored", "now", lineterm=""))
    assert not changed, f"Take it again with `python screenshots/take.py {name}`, and look at it:\n{changed}"
