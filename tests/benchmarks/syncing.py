"""What a full sync costs, beside the least that it can cost and the official SDK; and the keys while it runs.

The pages come from a static server, so that what the tenant does for them is in no figure.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.benchmarks import measuring
from tests.benchmarks.environment import Effort, variables
from tests.benchmarks.glass import on_glass
from tests.benchmarks.meters import FailedError, whole_process
from tests.benchmarks.table import Row, p95

SDK_LOOP = Path(__file__).with_name("sdk_loop.py")
TIMES = "×"


def measure(facts: Mapping[str, str], folder: Path, effort: Effort) -> Iterator[Row]:
    """The rows about syncs of the tenant that the facts name; folders for their stores are made in `folder`."""
    url, runs = facts["issuer_url"], range(effort.syncs)
    syncs = [_sync(facts, folder / f"sync-{run}") for run in runs]
    bare = [whole_process(["-m", "tests.benchmarks.bare_loop", url], variables(folder))[0] for _ in runs]
    least = statistics.median(bare)
    yield Row("full sync, whole process, processor time", "s", syncs)
    beside = f"bare loop {least:.2f} s: httpx get and pydantic_core parse of the same pages"
    yield Row("  as a multiple of the bare loop", TIMES, [sync / least for sync in syncs], 2.5, beside=beside)
    yield _against_sdk(syncs, url, folder, effort)
    while_reading = [took for run in runs for took in _keys(facts, folder / f"keys-{run}")]
    yield Row("a key while a sync runs, until the cursor has moved", "ms", while_reading, 20)
    yield Row("  95 of 100 such keys", "ms", while_reading, 50, p95)


def _sync(facts: Mapping[str, str], home: Path) -> float:
    """Processor seconds of a sync into an empty store."""
    return whole_process(["-m", "kinde_tui", "sync", "--json"], variables(home, facts))[0]


def _against_sdk(syncs: list[float], url: str, folder: Path, effort: Effort) -> Row:
    what, goal = "  as a multiple of the official SDK's list loop", 1.0
    if not effort.sdk:
        how = "pip install kinde-python-sdk in a virtual environment, and give its interpreter with --sdk"
        return Row(what, TIMES, [], goal, beside=how)
    try:
        importing = whole_process([str(SDK_LOOP)], variables(folder), effort.sdk)[0]
        loops = [whole_process([str(SDK_LOOP), url], variables(folder), effort.sdk)[0] for _ in syncs]
    except (FailedError, OSError) as error:
        return Row(what, TIMES, [], goal, beside=str(error))
    loop = statistics.median(loops)
    beside = f"SDK {loop:.2f} s, of it {importing:.2f} s of imports; it stores and indexes nothing"
    return Row(what, TIMES, [sync / loop for sync in syncs], goal, beside=beside)


def _keys(facts: Mapping[str, str], home: Path) -> list[float]:
    """Milliseconds of keys during the first sync of an empty store."""
    with on_glass(home, variables=variables(home, facts)) as glass:
        return measuring.keys_while_reading(glass)
