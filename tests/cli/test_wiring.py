"""Profiles as the screens see them, and the tenants built from them."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from kinde_tui.api.errors import RefusedHereError
from kinde_tui.api.operation import Request
from kinde_tui.api.operations import CREATE_ROLE
from kinde_tui.cli.session import Options, Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.settings.errors import SettingsError, UnknownProfileError

if TYPE_CHECKING:
    from kinde_tui.ui.profiles import ProfileChoices
    from tests.support.keyrings import MemoryKeyring

SECRET = SecretStr("canary-0123456789abcdef")
VARIABLES = {"KINDE_DOMAIN": "other", "KINDE_CLIENT_ID": "m2m", "KINDE_CLIENT_SECRET": "x"}


def profiles(home: Path, options: Options | None = None, variables: dict[str, str] | None = None) -> Profiles:
    return Profiles(Session(options, {"KINDE_TUI_HOME": str(home), **(variables or {})}))


def save(choices: ProfileChoices, name: str = "acme", environment: str = "production") -> str:
    return choices.save(name, "acme", "m2m", SECRET, "", environment, "keyring")


def test_a_saved_profile_is_listed_opened_and_read_only(home: Path, system_keyring: MemoryKeyring) -> None:
    choices: ProfileChoices = profiles(home)
    assert "in the keyring, and it is read-only" in save(choices)
    assert list(system_keyring.kept.values()) == [SECRET.get_secret_value()]
    (line,) = choices.names()
    assert (line.name, line.label, line.environment, line.current) == ("acme", "acme", "production", True)
    tenant = choices.open("acme")
    assert tenant.info.read_only
    assert tenant.info.protected
    assert tenant.gateway is None
    (store,) = (home / "cache").glob("acme-*.sqlite")
    (journal,) = (home / "data").glob("*.sqlite")
    assert stat.S_IMODE(store.stat().st_mode) == stat.S_IMODE(journal.stat().st_mode) == 0o600


def test_a_change_log_that_cannot_be_opened_says_what_to_do_next(home: Path, system_keyring: MemoryKeyring) -> None:
    choices = profiles(home)
    save(choices)
    assert list(system_keyring.kept.values()) == [SECRET.get_secret_value()]
    choices.open("acme")
    (journal,) = (home / "data").glob("*.sqlite")
    for suffix in ("", "-wal", "-shm"):
        journal.with_name(journal.name + suffix).unlink()
    journal.symlink_to(home / "elsewhere")
    with pytest.raises(ValueError, match=r"cannot be opened: .* is a link, which is not followed\.") as refused:
        choices.open("acme")
    assert str(refused.value).endswith("not followed. KINDE_TUI_HOME can name another folder.")


@pytest.mark.parametrize(
    ("name", "domain", "environment", "says"),
    [
        ("acme", "acme", "production", "already"),
        ("demo", "acme", "production", "makes itself"),
        ("x", "http://acme.kinde.com", "production", "in clear"),
        ("x", "acme", "live", "The environment is one of"),
        ("x", "id.acme.example", "staging", "custom domain"),
    ],
)
def test_what_cannot_be_saved_is_a_sentence(
    home: Path, system_keyring: MemoryKeyring, name: str, domain: str, environment: str, says: str
) -> None:
    choices = profiles(home)
    save(choices)
    before = dict(system_keyring.kept)
    with pytest.raises(ValueError, match=says):
        choices.save(name, domain, "m2m", SecretStr("other"), "", environment, "keyring")
    assert system_keyring.kept == before


def test_a_profile_that_is_not_stored_after_all_keeps_no_secret(home: Path, system_keyring: MemoryKeyring) -> None:
    (home / "config").mkdir()
    (home / "config" / "config.toml").symlink_to(home / "elsewhere")
    with pytest.raises(SettingsError, match="symbolic link"):
        save(profiles(home))
    assert system_keyring.kept == {}


def test_read_only_is_remembered(home: Path) -> None:
    choices = profiles(home)
    save(choices)
    choices.set_read_only("acme", False)
    assert not choices.open("acme").info.read_only
    assert not profiles(home).open("acme").info.read_only
    forced = profiles(home, Options(read_only=True))
    assert forced.open("acme").info.read_only
    with pytest.raises(SettingsError, match="--read-only"):
        forced.set_read_only("acme", False)


def test_the_environment_goes_first_and_may_be_made_read_only_for_the_run(home: Path) -> None:
    choices = profiles(home, None, VARIABLES)
    save(choices)
    assert [(line.name, line.current) for line in choices.names()] == [("env", True), ("acme", False)]
    assert not choices.open("env").info.read_only
    choices.set_read_only("env", True)
    assert choices.open("env").info.read_only
    assert [(line.name, line.current) for line in profiles(home, Options(profile="acme"), VARIABLES).names()] == [
        ("env", False),
        ("acme", True),
    ]


def test_without_any_profile_there_is_none_to_name(home: Path) -> None:
    assert profiles(home).names() == []
    with pytest.raises(UnknownProfileError):
        profiles(home).open("acme")


def test_a_secret_that_is_kept_nowhere_has_to_be_typed_at_the_start(home: Path) -> None:
    choices = profiles(home)
    choices.save("acme", "acme", "m2m", SECRET, "", "staging", "run")
    assert choices.open("acme").info.name == "acme"
    with pytest.raises(SettingsError, match="kinde-tui --profile acme"):
        profiles(home).open("acme")


def test_nothing_of_the_demo_tenant_is_kept(home: Path) -> None:
    tenant = profiles(home).open_demo()
    assert (tenant.info.environment, tenant.info.read_only, tenant.info.protected) == ("demo", False, False)
    assert list(home.iterdir()) == []


def test_a_change_log_that_cannot_be_opened_is_a_sentence(home: Path) -> None:
    (home / "data" / "changes.sqlite").mkdir(parents=True)
    with pytest.raises(SettingsError, match="change log"):
        profiles(home, None, VARIABLES).open("env")


def test_half_set_variables_name_no_default(home: Path) -> None:
    with pytest.raises(SettingsError, match="KINDE_CLIENT_ID"):
        profiles(home, None, {"KINDE_DOMAIN": "x"}).names()


def test_no_store_keeps_the_change_log_only(home: Path) -> None:
    choices = profiles(home, Options(no_store=True), VARIABLES)
    choices.open("env")
    assert not (home / "cache").exists()
    assert (home / "data").exists()


async def test_the_demo_tenant_keeps_what_was_changed_when_it_is_opened_again(home: Path) -> None:
    choices = profiles(home)
    first = choices.open_demo()
    await first.connect()
    assert first.gateway is not None
    await first.sync.refresh("roles")
    count = first.store.count("roles")
    await first.gateway.send(Request(CREATE_ROLE, body={"name": "Scribe", "key": "scribe"}))
    await first.close()
    second = choices.open_demo()
    await second.connect()
    await second.sync.refresh("roles")
    assert second.store.count("roles") == count + 1
    await second.close()


async def test_a_missing_secret_is_a_refusal_when_connecting(home: Path) -> None:
    choices = profiles(home)
    save(choices)
    session = Session(None, {"KINDE_TUI_HOME": str(home)})
    session.secrets.keyring.remove("m2m at https://acme.kinde.com")
    with pytest.raises(RefusedHereError, match="keyring holds no secret"):
        session.opener.client(session.profile("acme"))


def test_another_secret_takes_the_place_of_the_old_one(home: Path, system_keyring: MemoryKeyring) -> None:
    choices: ProfileChoices = profiles(home)
    save(choices)
    assert "is in the keyring" in choices.keep_secret("acme", SecretStr("another-0123456789abcdef"))
    assert list(system_keyring.kept.values()) == ["another-0123456789abcdef"]
    choices.save("file", "acme", "m2m-2", SECRET, "", "staging", "file")
    assert "is in the file" in choices.keep_secret("file", SecretStr("another-0123456789abcdef"))
    with pytest.raises(SettingsError):
        choices.keep_secret("acme", SecretStr(" "))
    with pytest.raises(UnknownProfileError):
        choices.keep_secret("nobody", SECRET)


def test_another_secret_of_the_environments_profile_lasts_for_the_run(home: Path) -> None:
    choices: ProfileChoices = profiles(home, variables=VARIABLES)
    assert "KINDE_CLIENT_SECRET" in choices.keep_secret("env", SECRET)
