"""A program that makes many changes and may be killed at any moment: started by `kills`, again and again.

Each start settles what the one before left open, and then makes what the change log does not call done.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from inspect import iscoroutinefunction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from kinde_tui.api import operations as kinde
from kinde_tui.api.client import Kinde
from kinde_tui.api.operation import Request
from kinde_tui.api.options import Options
from kinde_tui.services.change import Change, Inserted, State, Target
from kinde_tui.services.journal import Journal
from kinde_tui.services.recovery import Recovery
from kinde_tui.services.settling import Settling
from kinde_tui.services.tenant import Tenant
from tests.services.writing import rename
from tests.support.acme import INFO

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw

EDGES: dict[str, tuple[type, str]] = {
    "intend": (Journal, "intend"),
    "sent": (Journal, "sent"),
    "send": (Kinde, "send"),
    "settle": (Journal, "settle"),
    "look": (Settling, "look"),
    "recovery": (Recovery, "_one"),
}
"""The steps of the pipeline: the program can end before and after each."""
DOMAIN = "bulk.example.com"
LONGEST_PAUSE = 0.2
"""Here a request takes effect at once or not at all."""


@dataclass(frozen=True)
class Orders:
    """What this run is to do."""

    url: str
    client_id: str
    client_secret: str
    audience: str
    journal: str
    creations: int
    renames: int
    edge: str = ""
    """One of EDGES, where it ends itself; empty: nowhere."""
    after: bool = False
    nth: int = 1
    profile: str = "acme"


def person(number: int) -> Change:
    """Makes a user."""
    address = f"person{number}@{DOMAIN}"
    body = {
        "profile": {"given_name": f"Person {number}"},
        "identities": [{"type": "email", "details": {"email": address}}],
    }
    shown = Inserted(Target("users", f"new-{number}", address), {"id": f"new-{number}", "email": address})
    return Change(
        Request(kinde.CREATE_USER, body=body), Target("users", "", address), f"Make {number}", effects=(shown,)
    )


def wanted(orders: Orders, users: Sequence[Raw]) -> list[Change]:
    """All changes, in an order that mixes both kinds."""
    old = sorted((raw for raw in users if not str(raw.get("email")).endswith(DOMAIN)), key=lambda raw: str(raw["id"]))
    renames = [
        replace(rename(raw, f"Name {number}"), says=f"Rename {number}")
        for number, raw in enumerate(old[: orders.renames])
    ]
    changes = [person(number) for number in range(orders.creations)] + renames
    return sorted(changes, key=lambda change: change.says[::-1])


def dies_at(edge: str, *, after: bool, nth: int) -> None:
    """Lets this process end at the n-th passing of an edge, as if somebody pulled the plug."""
    owner, name = EDGES[edge]
    original: Callable[..., Any] = getattr(owner, name)
    count = 0

    def passed() -> None:
        nonlocal count
        count += 1
        if count == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    @wraps(original)
    def step(*arguments: Any, **named: Any) -> Any:
        if not after:
            passed()
        result = original(*arguments, **named)
        if after:
            passed()
        return result

    @wraps(original)
    async def wait(*arguments: Any, **named: Any) -> Any:
        if not after:
            passed()
        result = await original(*arguments, **named)
        if after:
            passed()
        return result

    setattr(owner, name, wait if iscoroutinefunction(original) else step)


async def run(orders: Orders) -> dict[str, int]:
    """Settles, and makes what is not done."""

    def client() -> Kinde:
        options = Options(rate=400, fastest=1000, read=5)
        secret = SecretStr(orders.client_secret)
        return Kinde(orders.url, orders.client_id, secret, orders.audience, options=options)

    async def pause(seconds: float) -> None:
        await asyncio.sleep(min(seconds, LONGEST_PAUSE))

    tenant = Tenant(
        replace(INFO, name=orders.profile, issuer_url=orders.url),
        open_gateway=client,
        journal=Path(orders.journal),
        pause=pause,
    )
    await tenant.connect()
    settled = await tenant.changes.recovery.settle()
    await tenant.sync.refresh("users")
    done = {entry.says for entry in tenant.journal.entries(None) if entry.state is State.DONE}
    changes = [change for change in wanted(orders, list(tenant.store.rows("users"))) if change.says not in done]
    sys.stdout.write("at work\n")
    sys.stdout.flush()
    outcomes = await tenant.changes.apply_all(changes)
    left = [outcome for outcome in outcomes if not outcome.done]
    last = await tenant.changes.recovery.settle()
    open_ = len(tenant.changes.recovery.open())
    await tenant.close()
    return {"left": len(left) - last.done, "open": open_, "settled": settled.done + settled.not_done}


if __name__ == "__main__":
    if (given := Orders(**json.loads(sys.argv[1]))).edge:
        dies_at(given.edge, after=given.after, nth=given.nth)
    sys.stdout.write(json.dumps(asyncio.run(run(given))) + "\n")
