"""Client secrets: kept where the person chose, read back, never in clear by accident."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from kinde_tui.settings import keyrings
from kinde_tui.settings.errors import KeyringError, KeyringFault, SecretError, SecretMissingError
from kinde_tui.settings.keyrings import Keyring
from kinde_tui.settings.paths import Folders, folders
from kinde_tui.settings.profile import Environment, Profile, SecretPlace
from kinde_tui.settings.secret_text import secret_of
from kinde_tui.settings.secrets import Secrets, choices
from tests.support.keyrings import (
    BrokenKeyring,
    ForgetfulKeyring,
    HungKeyring,
    LockedKeyring,
    MemoryKeyring,
    PlaintextKeyring,
)

ACME = Profile("acme", "https://acme.kinde.com", "m2m", "https://acme.kinde.com/api", Environment.STAGING)
CANARY = "canary-0123456789abcdef"


@pytest.fixture(autouse=True)
def put_keyring_back() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.fixture
def places(tmp_path: Path) -> Folders:
    return folders({"KINDE_TUI_HOME": str(tmp_path)})


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_the_keyring_keeps_finds_and_forgets(places: Folders, tmp_path: Path) -> None:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    secrets = Secrets(places, {})
    with pytest.raises(SecretMissingError, match="profile add acme --replace"):
        secrets.find(ACME)
    assert secrets.state(ACME).startswith("not set: ")
    secrets.keep(ACME, SecretStr(CANARY))
    assert backend.kept == {("kinde-tui", "m2m at https://acme.kinde.com"): CANARY}
    assert Secrets(places, {}).find(ACME).get_secret_value() == CANARY
    assert Secrets(places, {}).state(ACME) == "set"
    assert secrets.keyring.name().endswith("MemoryKeyring")
    assert secrets.forget(ACME) == ""
    assert secrets.forget(ACME) == ""
    assert backend.kept == {}
    assert CANARY.encode() not in every_byte(tmp_path)


@pytest.mark.parametrize(
    ("backend", "fault"),
    [
        (keyring.backends.fail.Keyring(), KeyringFault.NONE),  # type: ignore[no-untyped-call]  # keyring is partly typed
        (keyring.backends.null.Keyring(), KeyringFault.REFUSED),  # type: ignore[no-untyped-call]  # keyring is partly typed
        (PlaintextKeyring(), KeyringFault.REFUSED),
        (LockedKeyring(), KeyringFault.LOCKED),
        (BrokenKeyring(), KeyringFault.FAILED),
        (ForgetfulKeyring(), KeyringFault.LOST),
    ],
)
def test_a_keyring_that_does_not_keep_it_is_said_and_nothing_is_kept_elsewhere(
    backend: keyring.backend.KeyringBackend, fault: KeyringFault, places: Folders, tmp_path: Path
) -> None:
    keyring.set_keyring(backend)
    secrets = Secrets(places, {})
    with pytest.raises(KeyringError) as caught:
        secrets.keep(ACME, SecretStr(CANARY))
    assert caught.value.fault is fault
    assert CANARY not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert CANARY.encode() not in every_byte(tmp_path)
    with pytest.raises(SecretError):
        secrets.find(ACME)


def test_a_hung_keyring_costs_its_limit_and_is_not_asked_twice_at_once(places: Folders) -> None:
    backend = HungKeyring()
    keyring.set_keyring(backend)
    secrets = Secrets(places, {}, Keyring(limit=0.05))
    with pytest.raises(KeyringError, match=r"within 0\.05 s.*profile add acme --replace") as caught:
        secrets.find(ACME)
    assert caught.value.fault is KeyringFault.SLOW
    with pytest.raises(KeyringError, match="still busy"):
        secrets.find(ACME)
    backend.kept["kinde-tui", ACME.account] = CANARY
    backend.answer.set()
    waiting = secrets.keyring._thread
    assert waiting is not None
    assert waiting.daemon
    waiting.join(10)
    assert secrets.find(ACME).get_secret_value() == CANARY


def test_a_keyring_that_has_answered_is_asked_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended, answer = threading.Event(), keyrings._run

    def lingering(call: Any, answers: Any) -> None:
        answer(call, answers)
        ended.wait(30)

    monkeypatch.setattr(keyrings, "_run", lingering)
    keyring.set_keyring(MemoryKeyring())
    asked = Keyring()
    assert asked.name() == asked.name()
    ended.set()


def test_a_chain_of_keyrings_uses_the_first_that_keeps_secrets(
    places: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = MemoryKeyring()
    monkeypatch.setattr(keyring.backends.chainer.ChainerBackend, "backends", [PlaintextKeyring(), good])
    keyring.set_keyring(keyring.backends.chainer.ChainerBackend())  # type: ignore[no-untyped-call]  # keyring is partly typed
    Secrets(places, {}).keep(ACME, SecretStr(CANARY))
    assert list(good.kept.values()) == [CANARY]


def test_no_keyring_error_of_a_backend(places: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    backend = MemoryKeyring()

    def refuse(*_: str) -> None:
        raise keyring.errors.NoKeyringError

    monkeypatch.setattr(backend, "get_password", refuse)
    keyring.set_keyring(backend)
    with pytest.raises(KeyringError) as caught:
        Secrets(places, {}).keep(ACME, SecretStr(CANARY))
    assert caught.value.fault is KeyringFault.NONE


def test_forgetting_says_when_the_keyring_may_still_hold_it(places: Folders) -> None:
    keyring.set_keyring(LockedKeyring())
    assert "may still be in it, as “m2m at https://acme.kinde.com”" in Secrets(places, {}).forget(ACME)


def test_a_file_is_private_and_found_again(places: Folders) -> None:
    profile = replace(ACME, secret=SecretPlace.FILE)
    secrets = Secrets(places, {})
    with pytest.raises(SecretMissingError, match="is gone"):
        secrets.find(profile)
    secrets.keep(profile, SecretStr(CANARY))
    file = places.secret_file("acme")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert Secrets(places, {}).find(profile).get_secret_value() == CANARY
    file.chmod(0o640)
    with pytest.raises(SecretError, match="Others on this machine can read"):
        Secrets(places, {}).find(profile)
    assert secrets.forget(profile) == ""
    assert not file.exists()


def test_a_file_that_cannot_be_removed_is_said(places: Folders) -> None:
    places.secret_file("acme").mkdir(parents=True)
    with pytest.raises(SecretError, match="cannot be removed"):
        Secrets(places, {}).forget(replace(ACME, secret=SecretPlace.FILE))


def test_this_run_only(places: Folders, tmp_path: Path) -> None:
    profile = replace(ACME, secret=SecretPlace.RUN)
    secrets = Secrets(places, {})
    with pytest.raises(SecretMissingError, match="has to be typed"):
        secrets.find(profile)
    secrets.keep(profile, SecretStr(CANARY))
    assert secrets.find(profile).get_secret_value() == CANARY
    assert CANARY.encode() not in every_byte(tmp_path)


def test_an_environment_variable_of_its_own(places: Folders) -> None:
    profile = replace(ACME, secret=SecretPlace.ENVIRONMENT)
    with pytest.raises(SecretMissingError, match="KINDE_CLIENT_SECRET_ACME is not set"):
        Secrets(places, {"KINDE_CLIENT_SECRET": "another tenant's", "KINDE_DOMAIN": "other"}).find(profile)
    assert Secrets(places, {"KINDE_CLIENT_SECRET": CANARY}).find(profile).get_secret_value() == CANARY
    assert Secrets(places, {"KINDE_CLIENT_SECRET_ACME": CANARY}).find(profile).get_secret_value() == CANARY


def test_the_choice_is_said_in_plain_words(places: Folders) -> None:
    says = choices(ACME, places)
    assert set(says) == set(SecretPlace)
    assert "clear text" in says[SecretPlace.FILE]
    assert str(places.secret_file("acme")) in says[SecretPlace.FILE]
    assert "KINDE_CLIENT_SECRET_ACME" in says[SecretPlace.ENVIRONMENT]


@given(st.text())
def test_a_secret_is_one_word_or_a_sentence_that_does_not_repeat_it(text: str) -> None:
    says, found = "", ""
    try:
        found = secret_of(text).get_secret_value()
    except SecretError as error:
        says = str(error)
    assert found.isascii()
    assert found == text.strip() if found else len(text.strip()) < 3 or text.strip() not in says


def test_a_text_that_is_too_long_is_no_secret() -> None:
    with pytest.raises(SecretError, match="more than 1024"):
        secret_of("x" * 1025)
