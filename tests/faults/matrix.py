"""Faults × operations: `python -m tests.faults.matrix [--only TEXT]`. Prints a line for each fault, and the sum."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.rig import fault_rig
from tests.faults.traveller import travel
from tests.faults.trials import TRIALS, Trial

if TYPE_CHECKING:
    from tests.faults.judging import Complaint
    from tests.faults.proxy import Moment

AT_ONCE = 3
"""Faults that are tried at the same time: most of them are waited for."""
KINDS = ("unhandled", "duplicated", "lost", "mislabelled")


@dataclass
class Sum:
    """What came of all cells."""

    cells: int = 0
    complaints: list[Complaint] = field(default_factory=list)

    @property
    def kinds(self) -> Counter[str]:
        return Counter(complaint.kind for complaint in self.complaints)

    def add(self, other: Sum) -> None:
        self.cells += other.cells
        self.complaints += other.complaints

    def __str__(self) -> str:
        return ", ".join(f"{self.kinds[kind]} {kind}" for kind in KINDS)


async def try_all(trials: list[tuple[Trial, Moment]]) -> Sum:
    """Every operation under each of these."""
    gate, whole = asyncio.Semaphore(AT_ONCE), Sum()

    async def one(trial: Trial, moment: Moment) -> None:
        async with gate:
            began = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                async with fault_rig(journal=Path(folder) / "journal.db") as rig:
                    part = Sum()
                    cells, part.complaints = await travel(rig, trial, moment)
                    part.cells = len(cells)
        whole.add(part)
        label = f"{trial.row:>3} {trial.name}, {moment}"
        _say(f"{label:<48} {part.cells:>4} cells  {part}  {time.monotonic() - began:.0f} s")
        for complaint in part.complaints[:8]:
            _say(f"      {complaint.kind}: {complaint.text}")

    await asyncio.gather(*(one(trial, moment) for trial, moment in trials))
    return whole


def chosen(only: str = "") -> list[tuple[Trial, Moment]]:
    """The faults whose row or name has this in it, at each of their moments."""
    return [(trial, moment) for trial in TRIALS for moment in trial.moments if only in f"{trial.row} {trial.name}"]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--only", default="", help="part of a row or of a name")
    result = asyncio.run(try_all(chosen(asking.parse_args().only)))
    _say(f"{result.cells} cells: {result}")
    sys.exit(bool(result.complaints))
