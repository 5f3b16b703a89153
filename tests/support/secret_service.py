"""A true Secret Service: gnome-keyring on a message bus of its own, with everything it keeps in one folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NEEDED = ("dbus-run-session", "dbus-send", "gnome-keyring-daemon")
MISSING = ", ".join(name for name in NEEDED if shutil.which(name) is None)
WHY_SKIPPED = f"needs a keyring to talk to: {MISSING} not installed (Debian: gnome-keyring, dbus)"
_START = """
set -e
printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null
dbus-send --session --print-reply --dest=org.freedesktop.secrets / org.freedesktop.DBus.Peer.Ping >/dev/null
dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \\
    org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat
"""
"""The keyring goes to the background when it is ready; the bus, and the keyring with it, ends with standard input."""
_LOCK = """
import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
"""


@dataclass(frozen=True)
class SecretService:
    """A running keyring, and how a program finds it."""

    variables: Mapping[str, str]
    """What its clients need in their environment."""
    files: Path
    """Where it keeps what it was given."""
    daemon: int
    """Its process."""

    def lock(self, python: str) -> None:
        """Locks it: from now on it would ask for its password in a window, and here is no screen for one."""
        environment = {**os.environ, **self.variables}
        subprocess.run([python, "-c", _LOCK], env=environment, check=True, timeout=30)  # noqa: S603 - our own lines

    @contextmanager
    def hung(self) -> Iterator[None]:
        """Stops it in the middle of whatever it does: it takes questions and answers none."""
        os.kill(self.daemon, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.daemon, signal.SIGCONT)


@contextmanager
def secret_service(folder: Path) -> Iterator[SecretService]:
    """An unlocked keyring that keeps its files below `folder`; it ends with the block."""
    files, runtime = folder / "share", folder / "run"
    files.mkdir(parents=True)
    runtime.mkdir(mode=0o700)
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(files), "XDG_RUNTIME_DIR": str(runtime)}
    with subprocess.Popen(  # noqa: S603 - our own words
        ["dbus-run-session", "--", "sh", "-c", _START],  # noqa: S607 - wherever the system has it
        env={**os.environ, **own},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as session:
        assert session.stdin is not None
        assert session.stdout is not None
        daemon = session.stdout.readline().split()[-1]
        address = session.stdout.readline().decode().strip()
        found = {"DBUS_SESSION_BUS_ADDRESS": address, "PYTHON_KEYRING_BACKEND": "", **own}
        yield SecretService(found, files, int(daemon))
