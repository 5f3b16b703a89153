"""`kinde-tui profile`."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest

from kinde_tui.cli.session import Session
from tests.support.keyrings import LockedKeyring, MemoryKeyring

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SECRET = "canary-0123456789abcdef"
ADD = ("profile", "add", "acme", "--domain", "acme", "--client-id", "m2m", "--no-check", "--secret-stdin")


def test_a_profile_is_added_listed_shown_used_and_removed(
    kinde: Run, home: Path, system_keyring: MemoryKeyring
) -> None:
    added = kinde(*ADD, typed=f"{SECRET}\n")
    assert (added.code, added.err) == (0, "")
    assert "its secret is in the keyring, and it is read-only" in added.out
    assert list(system_keyring.kept.values()) == [SECRET]
    assert SECRET not in (home / "config" / "config.toml").read_text()

    assert (
        kinde(
            "profile",
            "add",
            "beta",
            "--domain",
            "beta.kinde.com",
            "--client-id",
            "m2m",
            "--no-check",
            "--keep",
            "run",
            "--environment",
            "staging",
            "--read-write",
            "--secret-stdin",
            typed=SECRET,
        ).code
        == 0
    )
    lines = kinde("profile", "list").out.splitlines()
    assert lines[0].split() == ["*", "acme", "production", "read-only", "https://acme.kinde.com"]
    assert lines[1].split() == ["beta", "staging", "read-write", "https://beta.kinde.com"]

    shown = kinde("profile", "show")
    assert "https://acme.kinde.com/api" in shown.out
    assert "secret        set\n" in shown.out
    assert SECRET not in shown.out
    assert "not set" in kinde("profile", "show", "beta").out

    assert "beta.kinde.com, may be changed" in kinde("profile", "use", "beta").out
    assert "read-only" in kinde("profile", "use", "beta", "--read-only").out
    listed = json.loads(kinde("profile", "list", "--json").out)
    assert [(one["name"], one["current"], one["read_only"]) for one in listed] == [
        ("acme", False, True),
        ("beta", True, True),
    ]

    assert kinde("profile", "remove", "acme", "--yes").code == 0
    assert system_keyring.kept == {}
    assert [one["name"] for one in json.loads(kinde("profile", "list", "--json").out)] == ["beta"]


def test_a_removed_profile_takes_the_records_of_its_tenant_along(kinde: Run, home: Path) -> None:
    kinde(*ADD, typed=SECRET)
    store = Session().folders.store("acme", "https://acme.kinde.com", "m2m")
    store.touch()
    assert kinde("profile", "remove", "acme", "--yes").code == 0
    assert not store.exists()
    assert home.exists()


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ((), "--domain"),
        (("--domain", "acme"), "--client-id"),
        (("--domain", "id.acme.example", "--client-id", "m2m"), "--audience"),
        (("--domain", "acme.kinde.com", "--client-id", "m2m", "x", "--environment", "staging"), ""),
    ],
)
def test_a_piped_secret_is_never_taken_for_another_answer(
    kinde: Run, home: Path, options: tuple[str, ...], missing: str
) -> None:
    added = kinde("profile", "add", "--no-check", "--secret-stdin", *options, typed=f"{SECRET}\n")
    assert added.code == (2 if missing else 0)
    assert (f"give {missing} as well" in added.err) is bool(missing)
    assert SECRET not in added.err + added.out
    assert not any(path.is_file() and SECRET.encode() in path.read_bytes() for path in home.rglob("*"))


def test_what_no_option_says_is_asked_for(kinde: Run) -> None:
    added = kinde("profile", "add", "--no-check", typed=f"http://acme.kinde.com\nacme\n\nm2m\n\n{SECRET}\n")
    assert added.code == 0
    assert "in clear" in added.err
    assert "The client secret is empty" in added.err
    assert SECRET not in added.err + added.out
    assert json.loads(kinde("profile", "show", "--json").out)["name"] == "acme"


def test_an_input_that_ends_stores_nothing(kinde: Run, home: Path) -> None:
    ended = kinde("profile", "add", "--no-check", typed="acme\nm2m\n")
    assert ended.code == 1
    assert "Standard input ended" in ended.err
    assert not (home / "config").exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--domain", "http://acme.kinde.com"), "in clear"),
        (("--domain", "id.acme.example", "--audience", "  "), "custom domain"),
        (("--client-id", "a b"), "no client id"),
        (("--colour", "beige"), "A colour is one of"),
    ],
)
def test_an_option_that_cannot_be_meant_is_a_sentence(
    kinde: Run, home: Path, options: tuple[str, ...], says: str
) -> None:
    refused = kinde(*ADD, *options, typed=SECRET)
    assert refused.code == 1
    assert says in refused.err
    assert not (home / "config" / "config.toml").exists()


def test_a_custom_domain_is_pointed_out_before_the_secret_is_asked_for(kinde: Run) -> None:
    added = kinde(
        "profile", "add", "x", "--no-check", typed=f"id.acme.example\nm2m\nhttps://acme.kinde.com/api\n{SECRET}\n"
    )
    assert added.code == 0
    assert added.err.index("not under kinde.com") < added.err.index("Client secret")


def test_a_name_is_taken_once(kinde: Run, system_keyring: MemoryKeyring) -> None:
    kinde(*ADD, typed=SECRET)
    taken = kinde(*ADD, typed="another-secret")
    assert (taken.code, taken.err.strip()) == (1, "There is a profile “acme” already. Give --replace, or another name.")
    assert list(system_keyring.kept.values()) == [SECRET]


def test_replacing_keeps_what_no_option_says_and_forgets_the_old_secret(
    kinde: Run, home: Path, system_keyring: MemoryKeyring
) -> None:
    kinde(*ADD, "--environment", "staging", "--colour", "blue", typed=SECRET)
    replaced = kinde(
        "profile", "add", "acme", "--replace", "--no-check", "--secret-stdin", "--keep", "file", typed="new-secret"
    )
    assert replaced.code == 0
    assert "clear text" in replaced.out
    assert system_keyring.kept == {}
    file = home / "config" / "secrets" / "acme"
    assert file.read_text() == "new-secret\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = kinde(*ADD, "--replace", "--keep", "file", "--client-id", "other", typed="newer-secret")
    assert (again.code, file.read_text()) == (0, "newer-secret\n")
    facts = json.loads(kinde("profile", "show", "acme", "--json").out)
    assert (facts["environment"], facts["colour"], facts["secret"]) == ("staging", "blue", "set")
    assert kinde(*ADD, "--replace", typed=SECRET).code == 0
    assert not file.exists()
    assert list(system_keyring.kept) == [("kinde-tui", "m2m at https://acme.kinde.com")]
    kinde(*ADD, "--replace", "--keep", "file", typed=SECRET)
    assert kinde("profile", "remove", "acme", typed="y\n").code == 0
    assert not file.exists()


def test_an_entry_that_two_profiles_share_outlives_the_first(kinde: Run, system_keyring: MemoryKeyring) -> None:
    kinde(*ADD, typed=SECRET)
    kinde(
        "profile", "add", "twin", "--domain", "acme", "--client-id", "m2m", "--no-check", "--secret-stdin", typed=SECRET
    )
    kinde("profile", "remove", "acme", "--yes")
    assert list(system_keyring.kept.values()) == [SECRET]


def test_without_a_keyring_nothing_is_kept_in_clear_by_itself(kinde: Run, home: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    refused = kinde(*ADD, typed=SECRET)
    assert refused.code == 1
    assert "locked" in refused.err
    assert "--keep file" in refused.err
    assert not any(path.is_file() and SECRET.encode() in path.read_bytes() for path in home.rglob("*"))


def test_without_a_keyring_the_person_chooses(kinde: Run, home: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    added = kinde(*ADD[:-1], typed=f"{SECRET}\nsomewhere\nfile\n")
    assert added.code == 0
    assert f"in clear text in {home / 'config' / 'secrets' / 'acme'}" in added.err
    assert "in a file in clear text" in added.out


def test_removing_asks_and_an_absent_minded_enter_means_no(kinde: Run) -> None:
    kinde(*ADD, typed=SECRET)
    kept = kinde("profile", "remove", "acme", typed="\n")
    assert (kept.code, kept.err.splitlines()[-1]) == (
        1,
        "Remove the profile “acme” and its secret? [y/N]: Nothing was removed.",
    )
    assert kinde("profile", "show", "acme").code == 0


def test_a_keyring_that_keeps_its_entry_is_said(kinde: Run) -> None:
    kinde(*ADD, typed=SECRET)
    keyring.set_keyring(LockedKeyring())
    removed = kinde("profile", "remove", "acme", "--yes")
    assert removed.code == 1
    assert "may still be in it" in removed.err


@pytest.mark.parametrize("arguments", [("use", "gone"), ("remove", "gone"), ("show", "gone")])
def test_an_unknown_name_is_a_sentence(kinde: Run, arguments: tuple[str, ...]) -> None:
    unknown = kinde("profile", *arguments)
    assert unknown.code == 1
    assert "There is no profile" in unknown.err


def test_the_environment_makes_a_profile_that_goes_first(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    kinde(*ADD, typed=SECRET)
    monkeypatch.setenv("KINDE_DOMAIN", "other")
    half = kinde("profile", "show")
    assert (half.code, "KINDE_CLIENT_ID and KINDE_CLIENT_SECRET are not set" in half.err) == (1, True)
    monkeypatch.setenv("KINDE_CLIENT_ID", "m2m")
    monkeypatch.setenv("KINDE_CLIENT_SECRET", SECRET)
    shown = kinde("profile", "show", "--json")
    assert json.loads(shown.out)["issuer_url"] == "https://other.kinde.com"
    assert SECRET not in shown.out
    assert [one["current"] for one in json.loads(kinde("profile", "list", "--json").out)] == [True, False]
    assert json.loads(kinde("--profile", "acme", "profile", "show", "--json").out)["name"] == "acme"


def test_a_secret_alone_in_the_environment_serves_the_profile_that_keeps_it_there(
    kinde: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinde(*ADD, "--keep", "environment", typed=SECRET)
    assert "KINDE_CLIENT_SECRET_ACME is not set" in kinde("profile", "show").out
    monkeypatch.setenv("KINDE_CLIENT_SECRET", SECRET)
    assert "secret        set\n" in kinde("profile", "show").out


def test_no_variables_and_no_file(kinde: Run) -> None:
    assert "no profile “env”" in kinde("profile", "show", "env").err
    assert "profile add" in kinde("profile", "list").err
    assert kinde("profile", "list", "--json").out.strip() == "[]"


def test_a_broken_config_file_is_named_with_its_line(kinde: Run, home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text("current = 'a'\n[profiles.a\n")
    for arguments in (("profile", "list"), ADD, ("profile", "use", "a")):
        broken = kinde(*arguments, typed=SECRET)
        assert broken.code == 1
        assert broken.err.startswith(f"{file}, line 2: ")
    assert file.read_text() == "current = 'a'\n[profiles.a\n"


def test_what_looks_wrong_in_the_file_is_a_warning(kinde: Run, home: Path) -> None:
    kinde(*ADD, typed=SECRET)
    file = home / "config" / "config.toml"
    file.write_text(file.read_text() + '\n["x\\u001b[31m"]\n')
    listed = kinde("profile", "list")
    assert listed.code == 0
    assert "means nothing to kinde-tui" in listed.err
    assert "\x1b" not in listed.err
