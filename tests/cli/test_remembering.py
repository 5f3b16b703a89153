"""Columns and saved views, remembered where the profile is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinde_tui.cli.session import Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.layouts import LayoutError, ListLayout, Placed, SavedView
from kinde_tui.settings.errors import ConfigError

if TYPE_CHECKING:
    from kinde_tui.ui.profiles import ListChoices, ProfileChoices

USERS = COLLECTIONS["users"]
COLUMNS = (Placed("email", 30), Placed("name"))
VIEW = SavedView("out", "users", ListLayout(COLUMNS, ("last_seen", True), "is:suspended"))
PROFILE = '[profiles.acme]\nissuer_url = "https://acme.kinde.com"\nclient_id = "m2m"\n'


def config_file(home: Path) -> Path:
    return Session(environ={"KINDE_TUI_HOME": str(home)}).folders.config_file


def choices(home: Path) -> ListChoices:
    found: ProfileChoices = Profiles(Session(environ={"KINDE_TUI_HOME": str(home)}))
    return found.lists


def write(home: Path, text: str) -> None:
    path = config_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_a_profile_of_the_file_remembers_across_runs(home: Path) -> None:
    write(home, PROFILE)
    lists = choices(home)
    assert (lists.columns_of("acme", USERS), lists.views_of("acme")) == ((), [])
    lists.keep_columns("acme", USERS, COLUMNS)
    lists.keep_view("acme", VIEW)
    lists = choices(home)
    assert lists.columns_of("acme", USERS) == COLUMNS
    assert lists.columns_of("acme", COLLECTIONS["roles"]) == ()
    assert lists.views_of("acme") == [VIEW]
    assert 'users = ["email:30", "name"]' in config_file(home).read_text()
    assert 'sort = "-last_seen"' in config_file(home).read_text()
    lists.keep_columns("acme", USERS, ())
    lists.drop_view("acme", "out")
    assert (lists.columns_of("acme", USERS), lists.views_of("acme")) == ((), [])


@pytest.mark.parametrize("profile", ["demo", "env"])
def test_a_profile_that_no_file_holds_remembers_for_the_run(home: Path, profile: str) -> None:
    lists = choices(home)
    lists.keep_columns(profile, USERS, COLUMNS)
    lists.keep_view(profile, VIEW)
    assert lists.columns_of(profile, USERS) == COLUMNS
    assert lists.views_of(profile) == [VIEW]
    lists.drop_view(profile, "out")
    assert lists.views_of(profile) == []
    assert choices(home).columns_of(profile, USERS) == ()
    assert not config_file(home).exists()


def test_what_the_file_says_wrongly_is_a_sentence(home: Path) -> None:
    write(
        home,
        f'{PROFILE}[profiles.acme.columns]\nusers = ["colour"]\n[profiles.acme.views.odd]\nlist = "users"\nsort = 1\n',
    )
    lists = choices(home)
    with pytest.raises(LayoutError, match="colour"):
        lists.columns_of("acme", USERS)
    (view,) = lists.views_of("acme")
    assert "Its order, 1, is none of users" in view.fault
    write(home, "[profiles")
    for ask in (lambda: lists.columns_of("acme", USERS), lambda: lists.views_of("acme")):
        with pytest.raises(ConfigError, match="line 1"):
            ask()
