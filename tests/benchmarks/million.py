"""A store of 1,000,000 users, of a tenant that does not answer: what is measured is what is on this machine."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks import measuring
from tests.benchmarks.environment import Effort, variables
from tests.benchmarks.glass import on_glass
from tests.benchmarks.meters import whole_process
from tests.benchmarks.table import Row

WORDS = ("n45", "e77", "a10")
"""Each letter of them leaves fewer users."""


def measure(effort: Effort) -> Iterator[Row]:
    """The rows of this part."""
    with tempfile.TemporaryDirectory() as folder, nobody() as url:
        home = Path(folder)
        environment = variables(home, {"issuer_url": url, "client_id": "nobody", "client_secret": "nothing"})
        whole_process(["-m", "tests.benchmarks.people", str(effort.million)], environment)
        starts = measuring.starts(home, (), environment, effort)
        what = f"start with {effort.million:,} users in the store, exec to rows"
        yield Row(what, "s", [start.seconds for start in starts], 0.5)
        yield Row("  resident memory", "MB", [start.resident for start in starts], 140)
        with on_glass(home, variables=environment) as glass:
            measuring.loaded(glass)
            yield Row("  page down, key to first byte", "ms", measuring.key(glass, "page down", effort.presses), 15)
            typed = measuring.letters(glass, effort.words or WORDS)
            yield Row("  one more letter in the filter, first byte", "ms", typed.first)
            yield Row("  one more letter, filtered rows painted, worst", "ms", typed.answered, 250, max)


@contextmanager
def nobody() -> Iterator[str]:
    """An address on this machine at which nobody answers, and at which nobody can begin to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
