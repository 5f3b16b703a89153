"""The program, or a piece of it, as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BEHIND_THE_PAINT = ("httpx", "joserfc", "keyring", "starlette", "cryptography", "uvicorn")
HEAVY = (*BEHIND_THE_PAINT, "platformdirs", "tomlkit")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Without this machine's profiles and keyring, and with `more`; an empty value takes a variable away."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KINDE_")}
    kept |= {"KINDE_TUI_HOME": str(home), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **more}
    return {name: value for name, value in kept.items() if value}


def python(home: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments],
        input=typed,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def program(home: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return python(home, "-m", "kinde_tui", *arguments, typed=typed, **more)


def modules_after(home: Path, code: str, names: tuple[str, ...] = HEAVY) -> set[str]:
    """Which of `names` are imported after `code` ran; coverage, which imports modules of its own, does not look."""
    asking = f"{code}\nimport sys\nprint(*(name for name in {names!r} if name in sys.modules))"
    done = python(home, "-c", asking, COVERAGE_PROCESS_CONFIG="", COVERAGE_PROCESS_START="")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())
