"""How long the dashboard takes to stand, and to be left, with a keyring in each state; as a table."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.processes import program, python
from tests.support.screen import on_screen
from tests.support.secret_service import MISSING, WHY_SKIPPED, SecretService, secret_service

ADD = ("profile", "add", "acme", "--domain", "127.0.0.1:9", "--client-id", "m2m", "--no-check", "--secret-stdin")
STATES = ("well", "locked", "hung", "no bus", "null backend", "failing backend", "entry gone")
START, QUIT = 3.5, 0.6
"""Seconds that are allowed."""


@contextmanager
def in_state(state: str, service: SecretService, home: Path) -> Iterator[Mapping[str, str]]:
    """The variables with which a program finds the keyring so."""
    if state == "hung":
        with service.hung():
            yield service.variables
        return
    if state == "locked":
        service.lock(sys.executable)
    if state == "entry gone":
        forget = "import keyring; keyring.delete_password('kinde-tui', 'm2m at http://127.0.0.1:9')"
        python(home, "-c", forget, **service.variables)
    other = {
        "no bus": {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"},
        "null backend": {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        "failing backend": {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
    }
    yield {**service.variables, **other.get(state, {})}


def measured(state: str) -> tuple[float, float]:
    """Seconds to the frame, and from the signal to the end; told to end while the keyring may still be asked."""
    with tempfile.TemporaryDirectory() as folder, secret_service(Path(folder) / "system") as service:
        home = Path(folder) / "home"
        home.mkdir()
        program(home, *ADD, typed="canary-0123456789", **service.variables)
        with in_state(state, service, home) as variables:
            began = time.monotonic()
            with on_screen(home, variables=variables) as screen:
                screen.wait_for("read-only", "Users")
                start = time.monotonic() - began
                told = time.monotonic()
                screen.terminal.process.send_signal(signal.SIGTERM)
                screen.terminal.end()
                return start, screen.terminal.ended - told


def main() -> int:
    """0 when every state keeps the limits."""
    if MISSING:
        print(WHY_SKIPPED)  # noqa: T201 - its purpose
        return 2
    good = True
    print(f"{'keyring':18}{'stands after':>14}{'left after':>14}")  # noqa: T201 - its purpose
    for state in STATES:
        start, leave = measured(state)
        kept = start <= START and leave <= QUIT
        good = good and kept
        print(f"{state:18}{start:12.2f} s{leave:12.2f} s{'' if kept else '  too long'}")  # noqa: T201 - its purpose
    print(f"allowed           {START:12.2f} s{QUIT:12.2f} s")  # noqa: T201 - its purpose
    return 0 if good else 1
