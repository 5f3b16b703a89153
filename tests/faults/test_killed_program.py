"""The program itself, after a run that was killed in the middle of a bulk: on a terminal, read as a person reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.faults.bulk_child import Orders
from tests.support.screen import on_screen
from tests.support.served_demo import ServedDemo, served_demo

pytestmark = pytest.mark.terminal


def killed_in_a_bulk(served: ServedDemo, home: Path) -> None:
    """A run that wrote down eight changes and was killed before it sent one."""
    (home / "data").mkdir(mode=0o700, parents=True)
    credentials = (served.client_id, served.client_secret, served.audience)
    journal = str(home / "data" / "changes.sqlite")
    orders = Orders(served.issuer_url, *credentials, journal, 5, 3, edge="intend", after=True, profile="env")
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "tests.faults.bulk_child", json.dumps(asdict(orders))],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == -9, run.stderr


def test_it_says_what_has_no_outcome_settles_it_and_makes_what_was_not_done(tmp_path: Path) -> None:
    with served_demo(users=12) as served:
        killed_in_a_bulk(served, tmp_path)
        variables = {
            "KINDE_ISSUER_URL": served.issuer_url,
            "KINDE_CLIENT_ID": served.client_id,
            "KINDE_CLIENT_SECRET": served.client_secret,
            "KINDE_AUDIENCE": served.audience,
        }
        with on_screen(tmp_path, variables=variables) as screen:
            screen.wait_for("8 changes have no outcome")
            screen.press(":")
            screen.wait_for("users, flags, theme, quit")
            screen.press(*"log", "enter")
            screen.wait_for("8 without an outcome, s settles")
            screen.press("s")
            screen.wait_for("Settled", "8 not done")
            screen.press("m")
            screen.wait_for("Make 8 changes that were not made", "y start")
            assert not served.demo.ledger.entries
            screen.press("y")
            screen.wait_for("8 done · 0 not done")
        assert served.demo.ledger.counts() == {"createUser": 5, "updateUser": 3}
