"""What the doctor finds, and how it says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kinde_tui.cli.output import tell


class Verdict(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    SKIP = "skip"
    """Not checked, because something before it failed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    verdict: Verdict
    sentence: str
    """What is so, and what to do when it is not well."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """For programs."""


def ok(name: str, sentence: str, **facts: Any) -> Check:
    """All is well."""
    return Check(name, Verdict.OK, sentence, facts)


def warn(name: str, sentence: str, **facts: Any) -> Check:
    """It works, and is not as it should be."""
    return Check(name, Verdict.WARN, sentence, facts)


def fail(name: str, sentence: str, **facts: Any) -> Check:
    """It does not work."""
    return Check(name, Verdict.FAIL, sentence, facts)


def skip(name: str, because: str) -> Check:
    """It could not be looked at."""
    return Check(name, Verdict.SKIP, f"Not checked: {because}.")


def well(checks: Iterable[Check]) -> bool:
    """Whether there is nothing to do."""
    return all(check.verdict is Verdict.OK for check in checks)


def tell_check(check: Check) -> None:
    """One line for people."""
    tell(f"{check.verdict:<4}  {check.name:<9}  {check.sentence}")


def document(checks: Iterable[Check], profile: str) -> dict[str, Any]:
    """All checks, for programs."""
    found = tuple(checks)
    return {
        "ok": well(found),
        "profile": profile,
        "checks": [
            {"name": check.name, "state": str(check.verdict), "sentence": check.sentence, **check.facts}
            for check in found
        ],
    }
