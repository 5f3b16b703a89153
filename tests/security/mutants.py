"""Small faults put into the modules that matter most, one at a time: how many of them the tests find.

Two mutants are tried at a time, each in a copy of the program of its own, which has to pass the tests as it is first.
Hypothesis makes the same examples in every run and shrinks none of them.

`python -m tests.security.mutants [MODULE…]` tries the mutants of these modules.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from queue import Queue

from tests.security.mutating import ROOT, Mutant, difference, mutants_of

MODULES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "transport": (
        ("kinde_tui/api/transport.py",),
        (
            "tests/api/test_api_transport.py",
            "tests/api/test_api_network.py",
            "tests/api/test_api_faults.py",
            "tests/api/test_api_cancellation.py",
            "tests/cli/test_log_file.py",
        ),
    ),
    "retry": (("kinde_tui/api/retry.py",), ("tests/api/test_api_retry.py",)),
    "journal": (
        ("kinde_tui/services/journal.py", "kinde_tui/services/journal_entry.py", "kinde_tui/services/journal_file.py"),
        (
            "tests/services/test_journal_file.py",
            "tests/services/test_journal_entry.py",
            "tests/services/test_journal_run.py",
            "tests/services/test_journal.py",
            "tests/services/test_undo.py",
            "tests/services/test_changes_edges.py",
        ),
    ),
    "text": (
        ("kinde_tui/ui/text.py", "kinde_tui/ui/outlet.py", "kinde_tui/services/escaping.py"),
        (
            "tests/ui/test_text.py",
            "tests/ui/test_outlet.py",
            "tests/services/test_escaping.py",
        ),
    ),
    "redaction": (
        ("kinde_tui/services/redaction.py", "kinde_tui/tokens/redaction.py"),
        ("tests/services/test_redaction.py", "tests/tokens/test_sharing.py"),
    ),
}
"""Each module with the tests that are to notice, the quick ones first."""
GOAL = 0.85
AT_ONCE = 2
LONGEST_TEST = 30
LONGEST_RUN = 180
"""Seconds; the tests of a module take some ten."""


class End(Enum):
    """What became of a mutant."""

    SURVIVED = "survived"
    FOUND = "found"
    TIMED_OUT = "timed out"
    """It did not come to an end, or waited for what never came: found, too."""


class Copy:
    """A copy of the program and its tests, to put mutants into."""

    def __init__(self, folder: Path, tests: Sequence[str]) -> None:
        self._tree = folder
        self._tests = tests
        for part in ("kinde_tui", "tests", "styles", "pyproject.toml"):
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, folder / part)

    def check(self) -> None:
        """Runs the tests over the program as it is.

        Raises:
            AssertionError: they do not pass, so that they would find every mutant.
        """
        done = self._run()
        assert done.returncode == 0, done.stdout[-4000:]

    def end_of(self, mutant: Mutant) -> End:
        """Runs the tests over a mutant, until the first that fails."""
        file = self._tree / mutant.path
        before = file.read_text()
        file.write_text(mutant.source)
        try:
            done = self._run()
        except subprocess.TimeoutExpired:
            return End.TIMED_OUT
        finally:
            file.write_text(before)
        if done.returncode == 0:
            return End.SURVIVED
        return End.TIMED_OUT if "Failed: Timeout" in done.stdout else End.FOUND

    def _run(self) -> subprocess.CompletedProcess[str]:
        options = ["-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants", f"--timeout={LONGEST_TEST}"]
        return subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-m", "pytest", *options, *self._tests],
            cwd=self._tree,
            env={**os.environ, "PYTHONPATH": str(self._tree), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=LONGEST_RUN,
            check=False,
        )


@dataclass
class Score:
    """What the tests of a module found."""

    module: str
    ends: list[tuple[Mutant, End]]

    @property
    def found(self) -> int:
        """Mutants that some test noticed."""
        return sum(end is not End.SURVIVED for _, end in self.ends)

    @property
    def is_good(self) -> bool:
        """Whether that is the goal."""
        return self.found >= GOAL * len(self.ends)

    def __str__(self) -> str:
        """A line of the table."""
        late = sum(end is End.TIMED_OUT for _, end in self.ends)
        total = len(self.ends)
        share = f"{self.found / total:.1%}"
        return f"{self.module:12}{self.found:5} of {total:4} found ({late} by time): {share}, goal {GOAL:.0%}"


def score(module: str, sample: int = 0, seed: int = 1) -> Score:
    """Tries the mutants of a module, or so many of them drawn by chance, two at a time; tells the survivors."""
    paths, tests = MODULES[module]
    chosen = [mutant for path in paths for mutant in mutants_of(path)]
    if sample:
        random.Random(seed).shuffle(chosen)  # noqa: S311 - the same ones in every run
        del chosen[sample:]
    free: Queue[Copy] = Queue()

    def end_of(mutant: Mutant) -> End:
        copy = free.get()
        try:
            return copy.end_of(mutant)
        finally:
            free.put(copy)

    ends: list[tuple[Mutant, End]] = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(AT_ONCE) as threads:
        for number in range(AT_ONCE):
            (tree := Path(folder) / str(number)).mkdir()
            free.put(copy := Copy(tree, tests))
            copy.check()
        for mutant, end in zip(chosen, threads.map(end_of, chosen), strict=True):
            ends.append((mutant, end))
            if end is End.SURVIVED:
                _tell(f"  survived: {mutant.path}:{mutant.line} {mutant.what}: {difference(mutant)}")
    return Score(module, ends)


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - its purpose


def main(modules: Sequence[str] = ()) -> int:
    """0 when every module reaches the goal. `KINDE_TUI_MUTANTS=40` tries so many of each module, drawn by chance."""
    began, scores = time.monotonic(), []
    for module in modules or MODULES:
        scores.append(score(module, int(os.environ.get("KINDE_TUI_MUTANTS", "0"))))
        _tell(str(scores[-1]))
    _tell(f"\n{(time.monotonic() - began) / 60:.0f} minutes")
    for line in scores:
        _tell(str(line))
    return 0 if all(one.is_good for one in scores) else 1


if __name__ == "__main__":
    asking = argparse.ArgumentParser(prog="python -m tests.security.mutants", description=__doc__)
    asking.add_argument("module", nargs="*", choices=[*MODULES, []], help="only these")
    sys.exit(main(asking.parse_args().module))
