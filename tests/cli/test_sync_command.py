"""`kinde-tui sync` against the served demo tenant."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.demo.faults import Fault
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

TOP = {name for name, collection in COLLECTIONS.items() if not collection.parents}


@pytest.fixture
def tenant(monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedDemo]:
    with served_demo(users=25) as served:
        monkeypatch.setenv("KINDE_ISSUER_URL", served.issuer_url)
        monkeypatch.setenv("KINDE_CLIENT_ID", served.client_id)
        monkeypatch.setenv("KINDE_CLIENT_SECRET", served.client_secret)
        yield served


def document(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_list_is_loaded_and_counted(kinde: Run, home: Path, tenant: ServedDemo) -> None:
    loaded = kinde("sync", "--json")
    assert (loaded.code, loaded.err) == (0, "")
    said = document(loaded.out)
    assert said["profile"] == "env"
    assert set(said["counts"]) == TOP
    assert said["counts"]["users"] == 25
    assert said["failed"] == {}
    (store,) = (home / "cache").glob("*.sqlite")
    assert stat.S_IMODE(store.stat().st_mode) == 0o600
    lines = kinde("sync")
    assert lines.code == 0
    assert ["users", "25"] in [line.split() for line in lines.out.splitlines()]
    assert tenant.demo.ledger.counts() == {}


def test_a_list_that_cannot_be_read_is_named_and_the_others_are_loaded(kinde: Run, tenant: ServedDemo) -> None:
    tenant.demo.faults.add(Fault(COLLECTIONS["roles"].lists.id, status=403, times=0))
    loaded = kinde("sync", "--json")
    said = document(loaded.out)
    assert loaded.code == 1
    assert list(said["failed"]) == ["roles"]
    assert "refused" in said["failed"]["roles"]
    assert said["counts"]["users"] == 25
    assert "roles: " in kinde("sync").err


@pytest.mark.usefixtures("tenant")
def test_a_wrong_secret_ends_it_and_what_was_loaded_before_stays(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinde("sync").code == 0
    monkeypatch.setenv("KINDE_CLIENT_SECRET", "canary-0123456789abcdef")
    refused = kinde("sync", "--json")
    said = document(refused.out)
    assert refused.code == 1
    assert set(said["failed"]) == TOP
    assert "client id and secret" in said["failed"]["users"]
    assert "Not read: reading stopped" in said["failed"]["roles"]
    assert said["counts"]["users"] == 25
    assert "canary" not in refused.out + refused.err
    lines = kinde("sync")
    assert ["users", "25", "not", "read", "now"] in [line.split() for line in lines.out.splitlines()]
    first, rest = lines.err.splitlines()
    assert first.startswith("users: Kinde does not accept")
    assert rest == f"Reading stopped there: {len(TOP) - 1} of {len(TOP)} lists were not asked for."


@pytest.mark.usefixtures("tenant")
def test_a_store_that_was_begun_anew_and_one_that_keeps_nothing_are_told(kinde: Run, home: Path) -> None:
    kinde("sync")
    (store,) = (home / "cache").glob("*.sqlite")
    store.write_bytes(b"no database at all" * 500)
    rebuilt = kinde("sync")
    assert rebuilt.code == 0
    assert "was put aside as" in rebuilt.err
    store.unlink()
    store.mkdir()
    kept_nowhere = kinde("sync", "--json")
    said = document(kept_nowhere.out)
    assert (kept_nowhere.code, said["failed"], said["counts"]["users"]) == (1, {}, 25)
    assert "kept in memory" in said["warnings"][0]


@pytest.mark.usefixtures("tenant")
def test_without_a_store_nothing_is_kept(kinde: Run, home: Path) -> None:
    assert kinde("--no-store", "sync").code == 0
    assert not (home / "cache").exists()


def test_a_secret_that_is_not_there_is_a_sentence(kinde: Run) -> None:
    options = ("--domain", "acme", "--client-id", "y", "--no-check", "--keep", "environment", "--secret-stdin")
    kinde("profile", "add", "x", *options, typed="unused")
    missing = kinde("sync", "-p", "x")
    assert (missing.code, missing.out) == (1, "")
    assert "KINDE_CLIENT_SECRET_X is not set" in missing.err


def test_the_demo_tenant_can_be_loaded_too(kinde: Run, home: Path) -> None:
    loaded = kinde("sync", "-p", "demo", "--json")
    assert loaded.code == 0
    assert document(loaded.out)["counts"]["users"] == 480
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("tenant")
def test_progress_goes_to_a_terminal_only(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "…" not in kinde("sync", "--json").err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shown = kinde("sync", "--json")
    assert "users 25 …" in shown.err
    assert document(shown.out)["counts"]["users"] == 25
