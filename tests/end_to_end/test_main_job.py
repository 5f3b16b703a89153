"""The main job on a real terminal: find, edit, toggle, inspect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.screen import Screen, on_screen

pytestmark = pytest.mark.terminal


def find_ada(screen: Screen) -> None:
    screen.wait_for("all 480 loaded")
    screen.press("/")
    screen.press(*"email:aino.vaisanen")
    screen.wait_for("1 of 480")
    screen.press("enter")
    screen.wait_for("Users › Aino Väisänen")


@pytest.mark.parametrize(("columns", "rows"), [(140, 40), (80, 24)])
def test_a_user_is_found_renamed_suspended_and_restored_by_undo(tmp_path: Path, columns: int, rows: int) -> None:
    with on_screen(tmp_path, "demo", columns=columns, rows=rows) as screen:
        find_ada(screen)
        screen.press("enter")
        screen.wait_for("First name", "Aino")
        screen.press("e")
        screen.press(*["backspace"] * 4, *"Ada", "enter")
        screen.wait_for("Users › Ada Väisänen")
        screen.press("escape")
        screen.wait_for("s suspend")
        screen.press("s")
        screen.wait_for("○ suspended")
        screen.press("u")
        screen.wait_gone("○ suspended")
        screen.press("q")


def test_a_role_brings_a_permission_that_the_access_tab_shows(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo") as screen:
        find_ada(screen)
        screen.press(".")
        screen.wait_for("through")
        assert "payroll:run" not in screen.text
        screen.press("enter")
        screen.press("enter")
        screen.wait_for("Organizations ›")
        screen.press("[")
        screen.wait_for("Users › Aino Väisänen")


def test_a_flag_is_overridden_for_an_organization_and_cleared(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo") as screen:
        screen.wait_for("all 480 loaded")
        screen.press("5")
        screen.wait_for("FLAG", "dark_mode")
        screen.press("O")
        screen.wait_for("type a part of the organization")
        screen.press(*"fjordline", "enter")
        screen.wait_for("organization Fjordline Ferries", "FJORDLINE")
        screen.press("t")
        screen.wait_for("on from organization")
        screen.press("c")
        screen.wait_gone("on from organization")
        screen.press("q")


def test_a_token_of_the_demo_tenant_is_read_and_verified(tmp_path: Path) -> None:
    with on_screen(tmp_path, "demo") as screen:
        screen.wait_for("all 480 loaded")
        screen.press("6")
        screen.wait_for("Paste a token here")
        screen.press("g")
        screen.wait_for("An access token of which user?")
        screen.press("enter")
        screen.wait_for("signature not checked")
        screen.press("v")
        screen.wait_for("✓ signature ok")
        screen.press("escape")
        screen.wait_for("Paste a token here")
        screen.paste("Authorization: Bearer abc.def")
        screen.wait_for("✕ decoded bad")
        screen.press("2")
        screen.wait_for("Users ›")
        screen.press("6")
        screen.wait_for("Paste a token here")
        screen.press("q")
