"""The store without a screen: what its answers cost on a large tenant."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import from_json

from kinde_tui.api.clock import SystemClock
from kinde_tui.services.collections.users import USERS
from kinde_tui.services.events import Bus
from kinde_tui.services.store import Store
from tests.benchmarks.people import fill, pages
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from tests.benchmarks.environment import Effort

FILTERS = ("a", "ad", "ada", "e", "@example.com", "zzz", "is:suspended", "-ada", "email:turing9", "~^ada.*9$")
SORTS = ("email", "last_seen", "sign_ins", "status")
WINDOW = 150


def measure(effort: Effort) -> Iterator[Row]:
    """The rows of this part."""
    wire = list(pages(effort.users))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "tenant.sqlite")
        store = _opened(path)
        parsing = _processor(lambda: [from_json(page) for page in wire])
        beside = f"parsing the pages alone {parsing:.2f} s"
        yield Row(f"the store: first pass over {effort.users:,} users", "s", [_pass(store, wire)], beside=beside)
        yield Row("  second pass, nothing changed", "s", [_pass(store, wire)], beside=beside)
        store.close()
        store = _opened(path)
        yield _row("first view after a start, and its window", 1, lambda: store.view("users").window(0, WINDOW))
        yield from _answers(store, effort)
        store.close()
        yield Row("  size of the file", "MB", [path.stat().st_size / 1e6])


def _answers(store: Store, effort: Effort) -> Iterator[Row]:
    view, dice, last = store.view("users"), random.Random(2), max(1, effort.users - WINDOW)  # noqa: S311 - no secret
    yield _row("window of 150, anywhere", 50, lambda: view.window(at := dice.randrange(last), at + WINDOW))
    keys = [row.key for row in view.window(0, 20)]
    yield _row("the place of a record", 20, lambda: view.index_of(dice.choice(keys)))
    yield _row("one record", 20, lambda: store.get("users", dice.choice(keys)))
    for text in FILTERS:
        yield _row(f"filter {text}", 5, partial(store.view, "users", filter=text))
    for column in SORTS:
        yield _row(f"sort by {column}, for the first time", 1, partial(store.view, "users", sort=(column, True)))
    yield _row("all keys", 2, lambda: list(view.keys()))
    yield _row("one record changed, and the view after it", 5, lambda: _changed(store, keys[0], dice))


def _changed(store: Store, key: str, dice: random.Random) -> None:
    store.patch("users", key, {"total_sign_ins": dice.getrandbits(30)})
    store.view("users").window(0, WINDOW)


def _opened(path: Path) -> Store:
    return Store({"users": USERS}, path, Bus(), SystemClock())


def _pass(store: Store, wire: list[bytes]) -> float:
    return _processor(lambda: fill(store, wire))


def _processor(work: Callable[[], object]) -> float:
    """Processor seconds of some work in this process."""
    before = time.process_time()
    work()
    return time.process_time() - before


def _row(what: str, times: int, work: Callable[[], object]) -> Row:
    """Milliseconds of so many runs."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return Row(f"  {what}", "ms", took, take=statistics.median)
