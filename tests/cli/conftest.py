"""Runs the command line in this process, in a home of its own."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from kinde_tui.cli.main import run
from tests.support.keyrings import MemoryKeyring, system_keyring_is


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *arguments: str, typed: str = "") -> Result: ...


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in os.environ:
        if name.startswith("KINDE_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KINDE_TUI_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def system_keyring() -> Iterator[MemoryKeyring]:
    with system_keyring_is(MemoryKeyring()) as backend:
        yield backend


@pytest.fixture
def kinde(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def call(*arguments: str, typed: str = "") -> Result:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Result(code, said.out, said.err)

    return call
