"""The environment in which everything is measured: a user's, with nothing of the user's in reach."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DROPPED = ("COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
"""What stands for a terminal's size, and what makes Python compile its sources at every start: users have them
compiled."""

OTHERS = ("KINDE_", "XDG_", "COVERAGE_")
"""What names a user's tenants and folders, and what has each line counted that is run."""


def variables(home: Path, tenant: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a program whose every file is under `home`.

    Args:
        home: a folder of the measurement.
        tenant: what a served tenant said of itself; None: no tenant is named.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS) and name not in DROPPED}
    kept |= {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
    kept |= {f"KINDE_{name.upper()}": value for name, value in (tenant or {}).items()}
    return kept | {
        "KINDE_TUI_HOME": str(home),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "TERM": "xterm-256color",
    }


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    users: int = 100_000
    million: int = 1_000_000
    runs: int = 7
    """Starts."""
    warming: int = 1
    """Starts before these, which compile what is not compiled yet and warm the disk."""
    presses: int = 30
    """Of each key."""
    words: tuple[str, ...] = ()
    """Typed into the filter, in place of those that a part has."""
    columns: int = 4
    """That are sorted by, on the way there and on the way back."""
    syncs: int = 3
    """Full syncs, bare loops and loops of the SDK."""
    idle: float = 65.0
    """Seconds without a key: a list is read again after a minute."""
    sdk: str = ""
    """An interpreter that has the official SDK."""
    delay: float = 0.0
    """Seconds that the static server waits before each page of users."""
