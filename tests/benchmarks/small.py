"""The demo tenant of 480 users: start, keys, idle load, memory."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import measuring
from tests.benchmarks.environment import Effort, variables
from tests.benchmarks.glass import on_glass
from tests.benchmarks.table import Row

WORDS = ("mar", "sor", "org")
"""Each letter of them leaves fewer users."""
BARE = "tests.benchmarks.bare_app"


def measure(effort: Effort, users: int = 480) -> Iterator[Row]:
    """The rows of this part."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        arguments, environment = ("demo", "--users", str(users)), variables(home)
        starts = measuring.starts(home, arguments, environment, effort)
        bare = measuring.starts(home, (), environment, effort, BARE)
        least = statistics.median(start.seconds for start in bare)
        beside = f"a minimal Textual app just now {least:.2f} s; on a quiet machine 0.22, harlequin 0.76, posting 0.90"
        yield Row("demo start, exec to rows", "s", [start.seconds for start in starts], 0.5, beside=beside)
        yield Row("  processor time until then", "s", [start.processor for start in starts])
        with on_glass(home, *arguments, variables=environment) as glass:
            measuring.loaded(glass)
            presses = effort.presses
            yield Row("  down, key to first byte", "ms", measuring.key(glass, "down", presses, "home", 25), 12)
            yield Row("  page down", "ms", measuring.key(glass, "page down", presses, "home", 5), 12)
            yield Row("  end", "ms", measuring.key(glass, "end", presses, "home"), 12)
            yield Row("  home", "ms", measuring.key(glass, "home", presses, "end"), 12)
            typed = measuring.letters(glass, effort.words or WORDS)
            yield Row("  letter in the filter, first byte", "ms", typed.first, 12)
            yield Row("  letter in the filter, filtered rows painted", "ms", typed.answered, 12)
            share, _ = measuring.idle(glass, effort.idle)
            yield Row(f"  idle for {effort.idle:g} s, of a core", "%", [share], 1, beside="posting, harlequin 1 %")
        resident = [start.resident for start in starts]
        yield Row("  resident memory", "MB", resident, beside="posting 78 with nothing loaded, harlequin 171")
