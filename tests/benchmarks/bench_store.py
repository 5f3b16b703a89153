"""What the store costs on a large tenant: `python tests/benchmarks/bench_store.py [--rows 100000] [--memory]`."""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json

from kinde_tui.api.clock import SystemClock
from kinde_tui.services.collections.users import USERS
from kinde_tui.services.events import Bus
from kinde_tui.services.store import Store

PAGE = 500
PAGES_AT_ONCE = 8
FIRST = ("Ada", "Alan", "Grace", "Linus", "Margaret", "Dennis", "Émile", "Barbara", "Edsger", "Ken")
LAST = ("Lovelace", "Turing", "Hopper", "Torvalds", "Hamilton", "Ritchie", "Zola", "Liskov", "Dijkstra", "Thompson")
LETTERS = ("a", "ad", "ada", "e", "@example.com", "zzz", "is:suspended", "-ada", "email:turing9", "created:>2025-06")


def pages(rows: int) -> Iterator[bytes]:
    """Pages of users as they come over the wire."""
    dice = random.Random(1)  # noqa: S311 - the same users in every run
    for start in range(0, rows, PAGE):
        yield to_json([user(dice, number) for number in range(start, min(start + PAGE, rows))])


def user(dice: random.Random, number: int) -> dict[str, Any]:
    """A user with the fields that Kinde lists."""
    first, last = dice.choice(FIRST), dice.choice(LAST)
    return {
        "id": f"kp_{dice.getrandbits(128):032x}",
        "provided_id": None,
        "email": f"{first}.{last}{number}@example.com".lower(),
        "username": None,
        "phone": None,
        "first_name": first,
        "last_name": last,
        "is_suspended": number % 37 == 0,
        "picture": f"https://avatars.example.com/{number:032x}",
        "total_sign_ins": number % 99,
        "failed_sign_ins": 0,
        "last_signed_in": f"2026-{dice.randint(1, 11):02}-{dice.randint(1, 28):02}T10:00:00.000000+00:00",
        "created_on": f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T10:00:00.000000+00:00",
        "organizations": [f"org_{number % 24}"],
    }


def timed(what: str, work: Callable[[], object], times: int = 5) -> None:
    """Prints the median and the worst of some runs."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    print(f"{what:48}{statistics.median(took):10.2f} ms median{max(took):10.2f} ms worst")  # noqa: T201 - its purpose


def fill(store: Store, wire: list[bytes], *, what: str) -> None:
    """Reads the list once, as a sync of a quick tenant does."""
    begun, processor = time.perf_counter(), time.process_time()
    pass_id = store.begin_pass("users")
    for start in range(0, len(wire), PAGES_AT_ONCE):
        records = [record for page in wire[start : start + PAGES_AT_ONCE] for record in from_json(page)]
        store.put_page("users", (), records, pass_id, "next")
    store.finish_pass("users", (), pass_id)
    wall, processor = time.perf_counter() - begun, time.process_time() - processor
    print(f"{what:48}{wall:10.2f} s wall{processor:15.2f} s processor")  # noqa: T201 - its purpose


def measure(rows: int, path: Path | None) -> None:
    """Prints the figures."""
    wire = list(pages(rows))
    begun = time.process_time()
    for page in wire:
        from_json(page)
    print(f"{'parsing the pages alone':48}{time.process_time() - begun:37.2f} s processor")  # noqa: T201 - its purpose
    store = Store({"users": USERS}, path, Bus(), SystemClock())
    fill(store, wire, what="first pass")
    fill(store, wire, what="second pass, nothing changed")
    store.close() if path else None
    store = Store({"users": USERS}, path, Bus(), SystemClock()) if path else store
    timed("first view after a start, and its window", lambda: store.view("users").window(0, 150), 1)
    view = store.view("users")
    dice = random.Random(2)  # noqa: S311 - the same places in every run
    timed("view, remembered", lambda: store.view("users"))
    timed("window of 150, anywhere", lambda: view.window(at := dice.randrange(rows - 150), at + 150), 50)
    timed("window of 150, the end", lambda: view.window(rows - 150, rows))
    keys = [row.key for at in range(20) for row in view.window(at * rows // 20, at * rows // 20 + 1)]
    timed("index_of", lambda: view.index_of(dice.choice(keys)), 20)
    timed("get", lambda: store.get("users", dice.choice(keys)), 20)
    for text in (*LETTERS, "~^ada.*9$"):
        timed(f"filter {text}", partial(store.view, "users", filter=text))
    for column in ("email", "last_seen", "sign_ins", "status"):
        timed(f"sort by {column}, for the first time", partial(store.view, "users", sort=(column, True)), 1)
    timed("all keys", lambda: len(list(view.keys())), 2)
    timed("patch one, and the view after it", lambda: patch_and_view(store, keys[3]), 5)
    timed("age", lambda: store.age("users"), 20)
    store.close()
    print(f"largest resident size {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, with the pages")  # noqa: T201 - its purpose
    if path:
        print(f"file {path.stat().st_size / 1e6:.0f} MB")  # noqa: T201 - its purpose


def patch_and_view(store: Store, key: str) -> None:
    """What a key press that changes a record costs before the paint."""
    store.patch("users", key, {"total_sign_ins": random.getrandbits(30)})
    store.view("users").window(0, 150)


def main() -> None:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--memory", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments.rows, None if arguments.memory else Path(folder, "tenant.db"))


if __name__ == "__main__":
    main()
