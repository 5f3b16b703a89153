"""`kinde-tui error`, which asks nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_a_number_is_explained(kinde: Run, home: Path) -> None:
    said = kinde("error", "8809")
    assert (said.code, said.err) == (0, "")
    title, means, *checks = said.out.splitlines()
    assert title == "8809  Signing in"
    assert "browser" in means
    assert sum(line.startswith("  - ") for line in checks) == 3
    assert all(len(line) <= 100 for line in said.out.splitlines())
    assert list(home.iterdir()) == []


def test_programs_get_json(kinde: Run) -> None:
    one = json.loads(kinde("error", "4179", "--json").out)
    assert (one["code"], one["about"]) == (4179, "Social sign-in")
    assert one["check"]
    assert len(json.loads(kinde("error", "--json").out)) == 20


def test_without_a_number_all_are_listed(kinde: Run) -> None:
    lines = kinde("error").out.splitlines()
    assert [line.split()[0] for line in lines][:3] == ["578", "780", "928"]
    assert len(lines) == 20


@pytest.mark.parametrize("words", [("8810",), ("nonsense",), ("error", "7")])
def test_another_number_is_a_sentence(kinde: Run, words: tuple[str, ...]) -> None:
    said = kinde("error", *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1
