"""What is imported when: deferred imports escape the contracts that are checked without running anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.processes import BEHIND_THE_PAINT, HEAVY, modules_after

EVERYTHING_IN = (
    "import importlib, pkgutil, {0} as package\n"
    "for found in pkgutil.walk_packages(package.__path__, '{0}.'): importlib.import_module(found.name)\n"
)


@pytest.mark.parametrize(
    "code",
    [
        "import kinde_tui.cli.main",
        "from kinde_tui.cli.session import Options, Session\nSession(Options(profile='demo')).tenant()",
        (
            "from kinde_tui.cli.session import Session\nfrom kinde_tui.cli.wiring import Profiles\n"
            "session = Session(environ={'KINDE_TUI_HOME': '%s', 'KINDE_DOMAIN': 'acme', 'KINDE_CLIENT_ID': 'x', "
            "'KINDE_CLIENT_SECRET': 'y'})\nassert Profiles(session).names()\nsession.tenant()"
        ),
    ],
)
def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path, code: str) -> None:
    assert modules_after(tmp_path, code % tmp_path if "%s" in code else code) == set()


def test_the_wiring_knows_no_textual(tmp_path: Path) -> None:
    assert modules_after(tmp_path, "import kinde_tui.cli.wiring, kinde_tui.cli.opener", ("textual",)) == set()


def test_what_asks_is_imported_when_it_first_asks_and_not_before_the_first_rows(tmp_path: Path) -> None:
    asks = ("dialogs.menu", "dialogs.form", "dialogs.palette", "typed", "editing", "verbs")
    first = "import kinde_tui.ui.app, kinde_tui.ui.screens.collection_screen"
    assert modules_after(tmp_path, first, tuple(f"kinde_tui.ui.{name}" for name in asks)) == set()


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("kinde_tui.models", (*HEAVY, "textual", "sqlite3", "kinde_tui.api")),
        ("kinde_tui.tokens", (*HEAVY, "textual", "sqlite3", "kinde_tui.api", "kinde_tui.services")),
        ("kinde_tui.settings", (*HEAVY, "textual", "sqlite3", "kinde_tui.api", "kinde_tui.services")),
        ("kinde_tui.services", (*HEAVY, "textual", "rich", "kinde_tui.api.client", "kinde_tui.settings")),
        ("kinde_tui.services.collections", (*HEAVY, "textual", "sqlite3")),
        (
            "kinde_tui.ui",
            (
                *BEHIND_THE_PAINT,
                "tomlkit",
                "kinde_tui.api.client",
                "kinde_tui.settings",
                "kinde_tui.demo",
                "kinde_tui.cli",
            ),
        ),
    ],
)
def test_a_layer_brings_nothing_that_it_must_not_know(tmp_path: Path, package: str, forbidden: tuple[str, ...]) -> None:
    assert modules_after(tmp_path, EVERYTHING_IN.format(package), forbidden) == set()
