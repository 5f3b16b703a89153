"""Measures the program and prints one table: `python -m tests.benchmarks [small] [large] [million] [store]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from tests.benchmarks import large, million, small, store_alone
from tests.benchmarks.environment import Effort
from tests.benchmarks.glass import NoAnswerError
from tests.benchmarks.meters import FailedError
from tests.benchmarks.table import Row, head

PARTS: Mapping[str, Callable[[Effort], Iterator[Row]]] = {
    "small": small.measure,
    "large": large.measure,
    "million": million.measure,
    "store": store_alone.measure,
}
USUAL = ("small", "large", "million")
QUICK = Effort(users=5_000, million=20_000, runs=2, presses=8, syncs=1, idle=5.0)


def parser() -> argparse.ArgumentParser:
    """What may be said on the command line."""
    about = "Figures are printed beside their goals and never judged: they mean something on a quiet machine only."
    made = argparse.ArgumentParser("python -m tests.benchmarks", description=__doc__, epilog=about)
    made.add_argument("parts", nargs="*", help=f"what to measure: {', '.join(PARTS)}; nothing: {', '.join(USUAL)}")
    made.add_argument("--users", type=int, help="users of the large tenant (100,000), and of the store alone")
    made.add_argument("--million", type=int, help="users of the part that is called so (1,000,000)")
    made.add_argument("--runs", type=int, help="starts that are measured (7)")
    made.add_argument("--presses", type=int, help="presses of each key (30)")
    made.add_argument("--idle", type=float, help="seconds without a key (65)")
    made.add_argument("--sdk", help="an interpreter that has kinde-python-sdk, to compare with")
    made.add_argument("--quick", action="store_true", help="small numbers: that all of it works, in a minute")
    return made


def main() -> int:
    """Prints the table, row by row as it comes; 1 when a part could not be measured to its end."""
    reader = parser()
    said = vars(reader.parse_args())
    parts, quick = said.pop("parts") or USUAL, said.pop("quick")
    if unknown := [part for part in parts if part not in PARTS]:
        reader.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    effort = replace(QUICK if quick else Effort(), **{name: value for name, value in said.items() if value is not None})
    _say(_circumstances())
    _say(head())
    failed = False
    for part in parts:
        try:
            for row in PARTS[part](effort):
                _say(str(row))
        except (FailedError, NoAnswerError) as error:
            failed = True
            sys.stderr.write(f"The part “{part}” ended early. {error}\n")
    _say(_circumstances())
    return 1 if failed else 0


def _circumstances() -> str:
    """When, and what else the machine does."""
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    return f"{datetime.now(UTC):%d %b %Y, %H:%M:%S} UTC, {os.cpu_count()} cores, load {load}"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
