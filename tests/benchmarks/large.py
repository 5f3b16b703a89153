"""The demo tenant of 100,000 users, served by another process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks import measuring, syncing
from tests.benchmarks.environment import Effort, variables
from tests.benchmarks.glass import on_glass
from tests.benchmarks.meters import whole_process
from tests.benchmarks.serving import Caller, served_demo, static_copy
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from tests.benchmarks.glass import Glass

WORDS = ("mar", "sor", "org")
"""Each letter of them leaves fewer users."""


def measure(effort: Effort) -> Iterator[Row]:
    """The rows of this part."""
    with tempfile.TemporaryDirectory() as folder, served_demo(effort.users, Path(folder)) as demo:
        yield Row(f"demo --serve --users {effort.users}, exec to its first line", "s", [demo.seconds], 5)
        caller = Caller(demo.facts)
        yield Row("  a page of 500 users of it", "ms", caller.pages(effort.presses), 25)
        caller.close()
        with static_copy(demo, Path(folder), effort.delay) as static:
            home = Path(folder, "loaded")
            environment = variables(home, static.facts)
            whole_process(["-m", "kinde_tui", "sync", "--json"], environment)  # fills the store, and the static server
            yield from _starts(home, environment, effort)
            with on_glass(home, variables=environment) as glass:
                measuring.loaded(glass)
                yield from _keys(glass, effort)
            yield from syncing.measure(static.facts, Path(folder), effort)


def _starts(home: Path, environment: Mapping[str, str], effort: Effort) -> Iterator[Row]:
    starts = measuring.starts(home, (), environment, effort)
    beside = "a bare prototype of such a table 0.22 s, posting 0.90"
    yield Row("second start, exec to rows", "s", [start.seconds for start in starts], 0.35, beside=beside)
    yield Row("  processor time until then", "s", [start.processor for start in starts])
    resident = [start.resident for start in starts]
    yield Row("  resident memory", "MB", resident, 80, beside="that prototype 42, posting 78 with nothing loaded")


def _keys(glass: Glass, effort: Effort) -> Iterator[Row]:
    presses, table = effort.presses, "that prototype {}, Textual's DataTable {}"
    down = measuring.key(glass, "down", presses)
    yield Row("  down, key to first byte", "ms", down, 10, beside=table.format(8, "5–7, after 11 s of loading"))
    page = measuring.key(glass, "page down", presses, "home", 25)
    yield Row("  page down", "ms", page, 12, beside=table.format(9, "32–44"))
    yield Row("  end", "ms", measuring.key(glass, "end", presses, "home"), 12, beside="that prototype 8")
    yield Row("  home", "ms", measuring.key(glass, "home", presses, "end"), 12, beside="that prototype 8")
    typed = measuring.letters(glass, effort.words or WORDS)
    yield Row("  one more letter in the filter, first byte", "ms", typed.first)
    idle = f"{typed.without_effect} letters changed nothing" if typed.without_effect else ""
    yield Row("  one more letter, filtered rows painted, worst", "ms", typed.answered, 50, max, idle)
    yield Row("  sort by another column, rows painted", "ms", measuring.sorts(glass, effort.columns), 120)
    share, readings = measuring.idle(glass, effort.idle)
    beside = f"the list was read again {readings}×; posting, harlequin 1 %"
    yield Row(f"  idle for {effort.idle:g} s with refresh on, of a core", "%", [share], 1, beside=beside)
