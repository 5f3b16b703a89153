"""A bulk that is killed again and again while answers get lost: each change happens exactly once."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.demo.app import demo_app
from kinde_tui.services.change import State
from kinde_tui.services.journal import Journal
from tests.faults import catalogue as kind
from tests.faults.bulk_child import DOMAIN, EDGES, Orders
from tests.faults.proxy import FaultProxy, Moment, Strike
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from kinde_tui.services.journal_entry import Entry

LOST = (
    (kind.hangs_up, Moment.BEFORE),
    (kind.hangs_up, Moment.AFTER),
    (kind.resets, Moment.AFTER),
    (kind.half(kind.resets), Moment.MID),
    (kind.says(502, kind.PAGE, kind="text/html"), Moment.AFTER),
)
WRITES = frozenset({"createUser", "updateUser"})
MOST_STARTS = 120


@dataclass
class Tally:
    """What came of it, by the ledger and the change log."""

    changes: int
    kills: int = 0
    starts: int = 0
    lost_answers: int = 0
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    mislabelled: list[str] = field(default_factory=list)
    open: int = 0
    edges: set[tuple[str, bool]] = field(default_factory=set)
    """Where it was killed on purpose."""

    @property
    def is_right(self) -> bool:
        return not (self.missing or self.twice or self.mislabelled or self.open)

    def __str__(self) -> str:
        killed = f"{self.kills} kills at any moment and at {len(self.edges)} edges"
        wrong = f"{len(self.missing)} missing, {len(self.twice)} twice, {len(self.mislabelled)} mislabelled"
        return f"{self.changes:,} changes, {killed}, {self.lost_answers} answers lost: {wrong}, {self.open} unknown"


SETTLING = frozenset({"look", "recovery"})
"""Edges that are passed only when an earlier start left something open."""


def edges() -> Iterator[tuple[str, bool]]:
    """Before and after every step."""
    for name in EDGES:
        yield name, False
        yield name, True


def losing(share: float, dice: random.Random, tally: Tally, proxy: FaultProxy) -> None:
    """Lets the proxy lose this share of the answers to writes."""

    def chance(operation: str) -> Strike | None:
        if operation not in WRITES or dice.random() >= share:
            return None
        tally.lost_answers += 1
        fault, moment = dice.choice(LOST)
        return Strike(operation, fault, moment)

    proxy.chance = chance


async def killed_again_and_again(
    folder: Path,
    *,
    creations: int,
    renames: int,
    random_kills: int,
    at: Iterable[tuple[str, bool]],
    share: float = 0.03,
    seed: int = 1,
) -> Tally:
    """Starts the bulk until it comes to its end, kills it as often as is wanted, and counts.

    Args:
        folder: for the change log.
        creations: users to make.
        renames: users to rename.
        random_kills: kills at any moment.
        at: edges of the pipeline to be killed at, and whether after them.
        share: of the answers to writes that get lost.
        seed: of all chances.
    """
    dice, tally = random.Random(seed), Tally(creations + renames)  # noqa: S311 - a seed for a test
    journal = folder / "journal.db"
    with served_demo(demo_app(seed=1, users=renames + 10)) as served:
        async with FaultProxy(served.issuer_url) as proxy:
            losing(share, dice, tally, proxy)
            orders = Orders(
                proxy.url,
                served.client_id,
                served.client_secret,
                served.audience,
                str(journal),
                creations,
                renames,
            )
            plans = [replace(orders, edge=edge, after=after, nth=_nth(edge, dice)) for edge, after in at]
            plans += [orders] * random_kills
            plans = _in_order(plans, replace(orders, edge="send", after=True), dice)
            await _start_until_done(orders, plans, dice, tally)
        _count(tally, served, journal, creations, renames)
    return tally


def _in_order(plans: Sequence[Orders], leaving: Orders, dice: random.Random) -> list[Orders]:
    """By chance, the first one last; but a start that is to end while it settles comes after one that leaves work."""
    settling = [plan for plan in plans if plan.edge in SETTLING]
    ordered = [plan for plan in plans if plan.edge not in SETTLING]
    dice.shuffle(ordered)
    for plan in settling:
        place = dice.randrange(len(ordered) + 1)
        ordered[place:place] = [plan, leaving]
    return ordered


def _nth(edge: str, dice: random.Random) -> int:
    """Which passing of the edge is the last: some are passed once or rarely, others with every change."""
    return dice.randint(1, 8) if edge in {"sent", "send"} else 1


async def _start_until_done(orders: Orders, plans: list[Orders], dice: random.Random, tally: Tally) -> None:
    while tally.starts < MOST_STARTS:
        plan = plans.pop() if plans else None
        tally.starts += 1
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.faults.bulk_child",
            json.dumps(asdict(plan or orders)),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        if plan is not None and not plan.edge:
            await process.stdout.readline()  # it is at work
            await asyncio.sleep(dice.uniform(0.02, 0.3))
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
        said, _ = await process.communicate()
        killed = process.returncode == -signal.SIGKILL
        tally.kills += killed
        if plan is not None and plan.edge and killed:
            tally.edges.add((plan.edge, plan.after))
        elif plan is not None and plan.edge and tally.starts < MOST_STARTS // 2:
            plans.insert(0, plan)  # it did not come that way; perhaps later
        assert process.returncode in {0, -signal.SIGKILL}, said.decode()
        if process.returncode == 0:
            ended = json.loads(said.decode().splitlines()[-1])
            if not plans and not ended["left"] and not ended["open"]:
                return
    raise AssertionError(f"it did not come to an end: {tally}")


def _count(tally: Tally, served: ServedDemo, journal: Path, creations: int, renames: int) -> None:
    ledger = served.demo.ledger
    made = Counter(entry.body["identities"][0]["details"]["email"] for entry in ledger.of("createUser"))
    names = Counter(entry.body["given_name"] for entry in ledger.of("updateUser"))
    addresses = [f"person{number}@{DOMAIN}" for number in range(creations)]
    tally.missing += [address for address in addresses if not made[address]]
    tally.missing += [f"Name {number}" for number in range(renames) if not names[f"Name {number}"]]
    tally.twice += [address for address, times in made.items() if times > 1]
    with_log = Journal(journal, "acme", "")
    try:
        _read_log(tally, with_log.entries(None))
    finally:
        with_log.close()


def _read_log(tally: Tally, entries: list[Entry]) -> None:
    done = Counter(entry.says for entry in entries if entry.state is State.DONE)
    tally.open = sum(entry.state in {State.UNKNOWN, State.SENT} for entry in entries)
    tally.mislabelled += [says for says, times in done.items() if times > 1]
    if len(done) != tally.changes:
        tally.mislabelled.append(f"{len(done)} of {tally.changes} are called done")
