"""Presentation mode: nobody who looks over a shoulder learns who a tenant's users are."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste

from kinde_tui.api import operations as kinde
from kinde_tui.ui import privacy, text
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from tests.support.ui import line_of, open_app
from tests.support.ui_lists import dialog, list_shown

if TYPE_CHECKING:
    from pathlib import Path

    from kinde_tui.demo.app import Demo
    from tests.support.ui import Stage


@pytest.fixture(autouse=True)
def unmasked() -> Iterator[None]:
    yield
    privacy.turn(None, on=False)


def personal(demo: Demo) -> set[str]:
    """What must not be read anywhere: every part of a name, address, number and id."""
    fields = ("first_name", "last_name", "email", "phone", "username", "id", "provided_id")
    people = demo.tenant.people
    values = {str(people.person(index).get(field) or "") for index in range(len(people)) for field in fields}
    return {value for value in values if len(value) > 2}


def texts(folder: Path) -> list[str]:
    return [path.read_text() for path in folder.iterdir()]


def assert_masked(stage: Stage, values: set[str]) -> None:
    shown = stage.text + "\n".join(stage.notices)
    found = [value for value in values if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", shown)]
    assert not found, f"{found}\n{stage.text}"


async def test_what_is_chosen_stays_chosen_while_it_is_masked() -> None:
    async with open_app(users=40) as stage:
        await stage.press("slash", "a", "enter", "space", "space", "down")
        rows = list_shown(stage)
        marks, row, count = set(rows.table.marks), rows.table.cursor_row, len(rows.table.source)
        assert len(marks) == 2
        assert row is not None
        await presenting(stage)
        await stage.settle()
        masked = list_shown(stage)
        assert masked is not rows
        assert masked.filter_bar.text == "a"
        assert len(masked.table.source) == count
        assert masked.table.marks == marks
        assert masked.table.cursor_row is not None
        assert masked.table.cursor_row.key == row.key


async def presenting(stage: Stage) -> set[str]:
    await stage.press("colon")
    await stage.type("privacy on")
    await stage.press("enter")
    stage.app.said.clear()  # type: ignore[attr-defined]  # what was said before is on the screen no more
    return personal(stage.demo)


async def test_no_screen_tab_dialog_or_notice_names_anybody() -> None:
    async with open_app(users=30) as stage:
        assert re.search(r"[a-z]+@example", stage.text)
        values = await presenting(stage)
        assert " · privacy" in stage.text
        assert "•@•" in stage.text
        assert_masked(stage, values)
        for _ in range(8):
            await stage.press("full_stop")
            assert_masked(stage, values)
        for key in ("s", "u", "plus", "escape", "e", "escape", "y", "escape", "x", "escape", "a", "escape", "d"):
            await stage.press(key)
            assert_masked(stage, values)
        await stage.press("escape", "colon")
        await stage.type("log")
        await stage.press("enter")
        assert "Suspend" in stage.text
        assert_masked(stage, values)
        await stage.press("3", "enter", "full_stop", "full_stop")
        assert_masked(stage, values)
        assert stage.written(kinde.UPDATE_USER)  # what is sent is not masked


@pytest.mark.parametrize("name", ["10.1.2.3", "ops@example.com"])
@pytest.mark.parametrize(("start", "keys", "asks"), [("users", "ctrl+a s", "to start:"), ("roles", "d", "to go on:")])
async def test_the_name_that_has_to_be_typed_can_be_read(name: str, start: str, keys: str, asks: str) -> None:
    async with open_app(start=start, label=name, environment="production", protected=True) as stage:
        await presenting(stage)
        await stage.press(*keys.split())
        assert f"Type {name} {asks}" in stage.text
        assert name in line_of(stage.app, "PRODUCTION")
        shown = stage.text.count(name)
        await stage.type(name)
        assert stage.text.count(name) == shown + 1
        await stage.press("enter")
        assert "That is another name." not in stage.notices


async def test_people_who_come_later_are_masked_before_they_are_painted() -> None:
    async with open_app(users=5) as stage:
        await presenting(stage)
        stage.tenant.store.put("users", {"id": "kp_0123", "first_name": "Zebediah", "email": "z@example.com"})
        await stage.settle()
        assert "6" in stage.text
        assert "Zebediah" not in stage.text


async def test_what_is_copied_is_masked_and_a_file_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_app(users=5) as stage:
        values = await presenting(stage)
        await stage.press("y", "down", "enter")
        assert "•" in stage.app.clipboard
        assert not [value for value in values if value in stage.app.clipboard]
        await stage.press("x", "enter")
        assert "in full" in dialog(stage, ConfirmDialog).query_one(".dialog-text").render().plain  # type: ignore[union-attr]
        await stage.press("enter")
        assert texts(tmp_path) == []
        await stage.press("x", "enter", "y")
        await stage.until(lambda: any(notice.startswith("Written") for notice in stage.notices))
        (written,) = texts(tmp_path)
        assert "@example." in written


async def test_a_pasted_token_and_what_the_server_finds_are_masked() -> None:
    async with open_app(users=5, start="token") as stage:
        await presenting(stage)
        claims = {"sub": "kp_01", "given_name": "Quirinus", "name": "Quirinus Quarrell", "email": "q@example.com"}
        head, body = (
            urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, claims)
        )
        stage.app.post_message(Paste(f"{head}.{body}.c2lnbmF0dXJl"))
        await stage.until(lambda: "First name" in stage.text)
        assert "Quir" not in stage.text
        assert "Quarrell" not in stage.text
        assert "kp_01" not in stage.text


async def test_it_is_turned_off_again() -> None:
    async with open_app(users=5) as stage:
        await stage.until(lambda: "First name" in stage.text)
        before = stage.text.splitlines()[:-2]
        await presenting(stage)
        await stage.press("colon")
        await stage.type("privacy")
        await stage.press("enter")
        await stage.until(lambda: stage.text.splitlines()[:-2] == before)


@given(st.text(max_size=80))
def test_a_mask_keeps_the_length(said: str) -> None:
    assert len(privacy.dots(said)) == len(said)


async def test_patterns_and_names_in_json() -> None:
    async with open_app(users=3) as stage:
        privacy.turn(stage.tenant, on=True)
        for line, shown in (
            ("write to Nobody.Known+x@mail.example now", "write to ••••••.•••••+•@••••.••••••• now"),
            ("call +47 998 12-345", "call +•• ••• ••-•••"),
            ("kp_0123abcd", "•••••••••••"),
            ('"first_name": "Unknown Person",', '"first_name": "••••••• ••••••",'),
            ("from 203.0.113.9 or 2001:db8:0:1::7", "from •••.•.•••.• or ••••:•••:•:•::•"),
            ("10,412 users, 2026-01-31 12:30:45", "10,412 users, 2026-01-31 12:30:45"),
        ):
            assert text.safe(line) == shown
            assert len(text.signs(line)) == len(line)
