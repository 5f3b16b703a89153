"""The program with a true keyring: a Secret Service on a message bus, in every state it can be in."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.support.processes import program, python
from tests.support.screen import on_screen
from tests.support.secret_service import MISSING, WHY_SKIPPED, SecretService, secret_service

ACCOUNT = "m2m at http://127.0.0.1:9"
CANARY = "canary-0123456789abcdef"
ADD = ("profile", "add", "acme", "--domain", "127.0.0.1:9", "--client-id", "m2m", "--no-check", "--secret-stdin")
NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "PYTHON_KEYRING_BACKEND": ""}
NULL = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}

with_a_keyring = pytest.mark.skipif(bool(MISSING), reason=WHY_SKIPPED)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[SecretService]:
    with secret_service(tmp_path / "system") as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def added(home: Path, variables: Mapping[str, str], secret: str = CANARY) -> CompletedProcess[str]:
    return program(home, *ADD, typed=secret, **variables)


def every_byte(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@with_a_keyring
def test_a_keyring_keeps_finds_and_forgets_the_secret_and_no_file_has_it_in_clear(
    service: SecretService, home: Path, tmp_path: Path
) -> None:
    kept = added(home, service.variables)
    assert (kept.returncode, kept.stderr) == (0, "")
    assert "its secret is in the keyring" in kept.stdout
    assert "secret        set\n" in program(home, "profile", "show", **service.variables).stdout
    asking = f"import keyring; print(keyring.get_password('kinde-tui', {ACCOUNT!r}))"
    assert python(home, "-c", asking, **service.variables).stdout == f"{CANARY}\n"
    assert CANARY.encode() not in every_byte(tmp_path)
    assert program(home, "profile", "remove", "acme", "--yes", **service.variables).returncode == 0
    assert python(home, "-c", asking, **service.variables).stdout == "None\n"


@with_a_keyring
def test_the_longest_secret_fits_and_a_longer_one_is_refused_before_the_keyring_sees_it(
    service: SecretService, home: Path
) -> None:
    assert added(home, service.variables, "s" * 1024).returncode == 0
    refused = program(home, *ADD, "--replace", typed="s" * 1025, **service.variables)
    assert (refused.returncode, "more than 1024 characters" in refused.stderr) == (1, True)
    assert "secret        set\n" in program(home, "profile", "show", **service.variables).stdout


@with_a_keyring
def test_a_locked_keyring_is_said_and_nothing_is_kept_elsewhere(
    service: SecretService, home: Path, tmp_path: Path
) -> None:
    assert added(home, service.variables).returncode == 0
    service.lock(sys.executable)
    shown = program(home, "profile", "show", **service.variables)
    assert "not set: The keyring is locked, or its question was dismissed." in shown.stdout
    refused = program(home, *ADD, "--replace", typed="another-0123456789", **service.variables)
    assert refused.returncode == 1
    assert "The keyring is locked" in refused.stderr
    assert "--keep file" in refused.stderr
    assert b"another-0123456789" not in every_byte(tmp_path)


@with_a_keyring
def test_a_hung_keyring_neither_holds_up_the_dashboard_nor_keeps_it_from_ending(
    service: SecretService, home: Path
) -> None:
    assert added(home, service.variables).returncode == 0
    with service.hung():
        with on_screen(home, variables=service.variables) as screen:
            screen.wait_for("read-only", "Users")  # it stands while the keyring says nothing
            screen.wait_for("did not answer within 3 s")
            screen.press("q")
            assert screen.terminal.end() == 0
        with on_screen(home, variables=service.variables) as screen:
            screen.wait_for("read-only", "Users")
            screen.terminal.process.send_signal(signal.SIGTERM)  # while the question is asked
            assert screen.terminal.end() == 143
            assert b"did not answer" not in screen.terminal.said
    assert "secret        set\n" in program(home, "profile", "show", **service.variables).stdout


@pytest.mark.parametrize(
    ("variables", "says"),
    [(NO_BUS, "no keyring that a program can use"), (NULL, "keeps nothing")],
    ids=["none", "null"],
)
def test_without_a_keyring_that_keeps_anything_nothing_is_stored(
    home: Path, variables: Mapping[str, str], says: str
) -> None:
    refused = added(home, variables)
    assert refused.returncode == 1
    assert says in refused.stderr
    assert "Nothing was stored. Give --keep run, --keep environment or --keep file" in refused.stderr
    assert CANARY.encode() not in every_byte(home)
    assert "acme" not in program(home, "profile", "list", **variables).stdout
