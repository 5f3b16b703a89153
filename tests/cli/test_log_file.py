"""`--log FILE`: what is in it, and what never is."""

from __future__ import annotations

import json
import logging
import stat
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinde_tui.api.trace import Tried
from kinde_tui.demo.faults import Fault, FaultPlan
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.support.canaries import found
from tests.support.served_demo import served_demo

if TYPE_CHECKING:
    from tests.cli.conftest import Run

LISTED = COLLECTIONS["permissions"].lists.id
ALLOWED = {"at", "operation", "method", "attempt", "ms", "failure", "status", "code"}


def test_every_try_is_a_line_without_its_content(kinde: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {field.name for field in fields(Tried)} == ALLOWED
    log = home / "calls.log"
    said = {"errors": [{"code": "ROLE_OF_ada@example.com", "message": "Ada Lovelace may not"}]}
    faults = FaultPlan([Fault(LISTED, status=503), Fault(LISTED, nth=2, status=400, body=said)])
    with served_demo(users=3, faults=faults) as tenant:
        for name, value in (
            ("ISSUER_URL", tenant.issuer_url),
            ("CLIENT_ID", tenant.client_id),
            ("CLIENT_SECRET", tenant.client_secret),
            ("AUDIENCE", tenant.audience),
        ):
            monkeypatch.setenv(f"KINDE_{name}", value)
        assert kinde("--log", str(log), "list", "permissions").code == 1
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["operation"], line["attempt"], line["status"]) for line in lines if line["method"] == "GET"] == [
        (LISTED, 1, 503),
        (LISTED, 2, 400),
    ]
    assert all(set(line) <= ALLOWED for line in lines)
    token = next(line for line in lines if line["method"] == "POST")
    assert set(token) == {"at", "operation", "method", "attempt", "ms"}  # it worked: neither failure nor status
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert "ada" not in log.read_text().casefold()
    assert found({"the secret": tenant.client_secret}, {"the log": log.read_bytes()}) == []


def test_a_log_is_added_to(kinde: Run, home: Path) -> None:
    log = home / "calls.log"
    for _ in range(2):
        kinde("--log", str(log), "--profile", "demo", "list", "permissions")
    assert log.read_text().count(LISTED) == 2


@pytest.mark.parametrize("what", ["link", "folder", "readable"])
def test_a_log_that_others_may_read_or_that_leads_elsewhere_is_refused(kinde: Run, home: Path, what: str) -> None:
    log = home / "calls.log"
    if what == "link":
        log.symlink_to(home / "elsewhere")
    elif what == "folder":
        log.mkdir()
    else:
        log.touch()
        log.chmod(0o644)
    refused = kinde("--log", str(log), "--profile", "demo", "list", "permissions")
    assert (refused.code, str(log) in refused.err) == (1, True)
    assert not (home / "elsewhere").exists()


def test_the_libraries_below_log_nothing() -> None:
    import kinde_tui.api.transport  # noqa: F401 - it silences them

    for name in ("httpx", "httpcore", "httpcore.connection"):
        assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL)


def test_a_secret_is_found_however_it_is_written() -> None:
    secret = {"it": "a+secret/of thirty characters"}
    for hiding in (
        b"xx a+secret/of thirty characters xx",
        b"ret/of thirt",
        b"a%2Bsecret%2Fof%20thirty%20characters",
        b"YStzZWNyZXQvb2YgdGhpcnR5IGNoYXJhY3RlcnM=",
        b"eHhhK3NlY3JldC9vZiB0aGlydHkgY2hhcmFjdGVyc3h4",
    ):
        assert found(secret, {"here": hiding}) == ["it in here"]
    assert found(secret, {"here": b"a+secret/of thirt"[:11]}) == []
