"""What the program is built from: bounded, and written down with hashes and without addresses."""

from __future__ import annotations

import re
import tomllib
from itertools import chain, pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OPTIONAL = PROJECT["project"]["optional-dependencies"]
LINES = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"], *chain(*OPTIONAL.values())]
NEEDED = [Requirement(line) for line in LINES if not line.startswith("kinde-tui")]
CONSTRAINTS = (ROOT / ".ci" / "constraints.txt").read_text()
PINNED = dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", CONSTRAINTS, re.MULTILINE))
"""Versions by name."""


@pytest.mark.parametrize("requirement", NEEDED, ids=lambda requirement: requirement.name)
def test_every_dependency_is_bounded_below_and_above(requirement: Requirement) -> None:
    bounds = {bound.operator for bound in requirement.specifier}
    assert bounds >= {">=", "<"}


@pytest.mark.parametrize("requirement", NEEDED[1:], ids=lambda requirement: requirement.name)
def test_what_is_pinned_is_allowed(requirement: Requirement) -> None:
    assert requirement.specifier.contains(PINNED[requirement.name.lower()], prereleases=True)


def test_the_pins_have_hashes_and_nothing_else() -> None:
    lines = CONSTRAINTS.splitlines()
    pin, hash_ = r"[a-z0-9-]+==[\w.]+ \\", r"    --hash=sha256:[0-9a-f]{64}( \\)?"
    odd = [line for line in lines if not re.fullmatch(f"{pin}|{hash_}", line)]
    assert odd == []
    following = dict(pairwise(lines))
    assert all(following[line].startswith("    --hash=") for line in lines if "==" in line)
    assert len(PINNED) > 40
