"""Generated users, the same in every run, and a store filled with them by another process.

`python -m tests.benchmarks.people USERS` fills the store of the profile that the environment makes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic_core import from_json, to_json

from kinde_tui.api.clock import SystemClock
from kinde_tui.services.collections.registry import COLLECTIONS
from kinde_tui.services.events import Bus
from kinde_tui.services.store import Store

PAGE = 500
PAGES_AT_ONCE = 8
FIRST = ("Ada", "Alan", "Grace", "Linus", "Margaret", "Dennis", "Émile", "Barbara", "Edsger", "Ken")
LAST = ("Lovelace", "Turing", "Hopper", "Torvalds", "Hamilton", "Ritchie", "Zola", "Liskov", "Dijkstra", "Thompson")


def pages(users: int) -> Iterator[bytes]:
    """Pages of users as they come over the wire."""
    dice = random.Random(1)  # noqa: S311 - the same users in every run
    for start in range(0, users, PAGE):
        yield to_json([user(dice, number) for number in range(start, min(start + PAGE, users))])


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


def fill(store: Store, wire: Iterable[bytes]) -> None:
    """Reads the list once, as a sync of a quick tenant does: some pages a transaction."""
    pass_id = store.begin_pass("users")
    held: list[dict[str, Any]] = []
    for page in wire:
        held += from_json(page)
        if len(held) >= PAGE * PAGES_AT_ONCE:
            store.put_page("users", (), held, pass_id, "next")
            held = []
    store.put_page("users", (), held, pass_id)
    store.finish_pass("users", (), pass_id)


def main(users: int) -> int:
    """Fills the store; returns how many users it has."""
    from kinde_tui.cli.session import Options, Session

    session = Session(Options())
    found = session.from_environment
    if found is None:
        raise SystemExit("The environment names no tenant.")
    profile = found.profile
    path = session.folders.store(profile.name, profile.issuer_url, profile.client_id)
    store = Store(COLLECTIONS, path, Bus(), SystemClock())
    fill(store, pages(users))
    stored = store.count("users")
    store.close()
    return stored


if __name__ == "__main__":
    sys.stdout.write(f"{main(int(sys.argv[1]))}\n")
