"""What the config file remembers of lists: comments stay, and what is broken harms nothing else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from kinde_tui.settings.config import Lists, parse_config
from kinde_tui.settings.errors import UnknownProfileError
from kinde_tui.settings.profile import Environment, Profile
from kinde_tui.settings.profiles import ProfileFile

ACME = Profile("acme", "https://acme.kinde.com", "m2m", "https://acme.kinde.com/api", Environment.PRODUCTION)
VIEW: dict[str, str | list[str]] = {"list": "users", "filter": 'is:suspended "a b"', "columns": ["name", "email:30"]}
PATH = Path("/home/ada/.config/kinde-tui/config.toml")
HEAD = '[profiles.acme]\nissuer_url = "https://acme.kinde.com"\nclient_id = "m2m"\n'


@pytest.fixture
def file(tmp_path: Path) -> ProfileFile:
    file = ProfileFile(tmp_path / "config.toml")
    file.put(ACME)
    return file


def lists(file: ProfileFile, profile: str = "acme") -> Lists:
    return file.read().lists.get(profile, Lists())


def test_columns_and_views_come_back_and_comments_stay(file: ProfileFile) -> None:
    file.path.write_text("# mine\n" + file.path.read_text() + '\n[keys]\n"users.suspend" = "S"  # near\n')
    file.set_columns("acme", "users", ["name", "email:30"])
    file.set_columns("acme", "roles", ["key"])
    file.set_view("acme", 'who "is" out', VIEW)
    text = file.path.read_text()
    assert text.startswith("# mine\n")
    assert "# near" in text
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert lists(file) == Lists({"users": ["name", "email:30"], "roles": ["key"]}, {'who "is" out': VIEW})
    file.set_read_only("acme", read_only=False)
    assert not file.read().profile("acme").read_only
    assert lists(file).columns["roles"] == ["key"]
    assert file.read().warnings == ()


def test_what_is_forgotten_leaves_nothing_behind(file: ProfileFile) -> None:
    before = file.path.read_text()
    file.set_columns("acme", "users", [])
    file.set_view("acme", "none", {})
    file.set_columns("acme", "users", ["name"])
    file.set_view("acme", "one", VIEW)
    file.set_view("acme", "one", {**VIEW, "filter": ""})
    assert lists(file).views == {"one": {**VIEW, "filter": ""}}
    file.set_columns("acme", "users", [])
    file.set_view("acme", "one", {})
    assert file.path.read_text().strip() == before.strip()


def test_a_profile_written_by_hand_in_pieces_is_kept(file: ProfileFile) -> None:
    file.path.write_text(f"{HEAD}\n[keys]\n\n[profiles.acme.columns]\nroles = ['key']  # mine\n")
    file.set_columns("acme", "users", ["name"])
    file.set_view("acme", "one", VIEW)
    assert "# mine" in file.path.read_text()
    assert lists(file) == Lists({"roles": ["key"], "users": ["name"]}, {"one": VIEW})


def test_only_profiles_of_the_file_remember(file: ProfileFile) -> None:
    with pytest.raises(UnknownProfileError):
        file.set_columns("demo", "users", ["name"])


@pytest.mark.parametrize("part", ["columns = 5", 'views = ["x"]', 'columns = "name"'])
def test_what_is_no_table_is_warned_of_and_the_profile_works(file: ProfileFile, part: str) -> None:
    config = parse_config(f"{HEAD}{part}\n", PATH)
    assert config.profile("acme").client_id == "m2m"
    assert config.lists == {}
    (warning,) = config.warnings
    assert warning.startswith(f"{PATH}, line 4: {part.split(maxsplit=1)[0]} is no table")
    file.path.write_text(f"{HEAD}{part}\n")
    file.set_columns("acme", "users", ["name"])
    file.set_view("acme", "one", VIEW)
    assert lists(file) == Lists({"users": ["name"]}, {"one": VIEW})
