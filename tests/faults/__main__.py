"""The long figures, one after the other: `python -m tests.faults [PART…]`. Ten minutes, and a table at the end."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults import damage, kills, lists, matrix, nowhere, scenes, storms, texts
from tests.faults.rig import fault_rig

INPUTS = 10_000
"""For the token inspector, unless `--inputs` says more."""


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    goal: str
    found: str
    met: bool


def calls(_folder: Path) -> Iterator[Figure]:
    """Every operation under every fault of an answer, reads and writes, before, after and in the middle."""
    found = asyncio.run(matrix.try_all(matrix.chosen()))
    yield Figure(f"faults × operations, {found.cells:,} calls", "0 of each", str(found), not found.complaints)


def places(folder: Path) -> Iterator[Figure]:
    """Every operation while the tenant cannot be reached or trusted, or nothing can be written down."""
    whole = matrix.Sum()
    for number, name in enumerate(nowhere.ROWS):
        (place := folder / str(number)).mkdir()
        whole.add(matrix.Sum(*asyncio.run(nowhere.try_nowhere(name, place))))
    _complain(whole)
    yield Figure(f"no way to the tenant, {whole.cells:,} calls", "0 of each", str(whole), not whole.complaints)


def whole_lists(_folder: Path) -> Iterator[Figure]:
    """Every list under every fault of lists."""

    async def run() -> matrix.Sum:
        async with fault_rig() as rig:
            return matrix.Sum(*await lists.try_lists(rig))

    found = asyncio.run(run())
    _complain(found)
    yield Figure(f"faults × lists, {found.cells:,} readings", "0 of each", str(found), not found.complaints)


def killed(folder: Path) -> Iterator[Figure]:
    """A bulk of 2,000 changes."""
    tally = asyncio.run(
        kills.killed_again_and_again(folder, creations=1500, renames=500, random_kills=20, at=list(kills.edges()))
    )
    met = tally.is_right and len(tally.edges) == len(list(kills.edges())) and tally.kills >= 32
    yield Figure("a bulk that is killed", "each exactly once, none unknown", str(tally), met)


def storm(_folder: Path) -> Iterator[Figure]:
    """Tokens, connections, paces."""

    async def tokens() -> tuple[int, int]:
        async with fault_rig() as rig:
            return await storms.tokens_after_401s(rig)

    asked, worked = asyncio.run(tokens())
    told = f"{asked} token request, {worked} answers"
    yield Figure("50 parallel 401s", "1 token request", told, (asked, worked) == (1, 50))
    lost = asyncio.run(storms.cancellations(10_000))
    told = f"{lost.exhausted} PoolTimeout, {lost.afterwards} of 50 answered afterwards"
    yield Figure("10,000 cancelled requests", "0 PoolTimeout", told, (lost.exhausted, lost.afterwards) == (0, 50))
    for form in storms.FORMS:
        found = [asyncio.run(storms.paced(hidden, form)) for hidden in (8, 25, 50, 90, 150)]
        refused, factor = max(one.refused for one in found), max(one.factor for one in found)
        met = refused <= 0.01 and factor <= 1.15
        told = f"{refused:.2%} refused, {factor:.2f} of the ideal time"
        yield Figure(f"hidden limits, {form}", "≤ 1 % 429, ≤ 1.15", told, met)


def damages(folder: Path) -> Iterator[Figure]:
    """Damaged files, full disks."""
    wrong = damage.corruptions(folder / "damaged", 200)
    yield Figure("200 corruptions of store, config, log", "starts, intact", f"{len(wrong)} faults", not wrong)
    sizes = [*range(0, 1024, 64), *range(1024, 200 * 1024, 1024)]
    wrong = damage.full_disks(folder / "full", iter(sizes))
    what = f"a disk full at {len(sizes)} places"
    yield Figure(what, "starts, intact", f"{len(wrong)} faults", not wrong)


def sheets(_folder: Path) -> Iterator[Figure]:
    """CSV."""
    sheet = texts.csv_round_trip(10_000)
    told = f"{sheet.rows:,} rows: {sheet.changed} changed, {sheet.formulas} formulas"
    met = sheet.rows >= 10_000 and not (sheet.changed or sheet.formulas)
    yield Figure("CSV there and back", "10,000 rows, 0 and 0", told, met)


def inspector(_folder: Path, inputs: int = INPUTS, seed: int = 1) -> Iterator[Figure]:
    """Whatever is pasted as a token."""
    seen = texts.inspections(inputs, seed)
    for crash in seen.crashes[:20]:
        sys.stdout.write(f"      {crash}\n")
    slow, long = seen.milliseconds(99), seen.milliseconds(99, texts.LONG)
    told = (
        f"{seen.inputs:,} different inputs, {seen.fresh:,} of them fresh: {len(seen.crashes)} crashes, "
        f"{seen.sockets} sockets, p50 {seen.milliseconds(50):.2f} ms, p99 {slow:.2f} ms, "
        f"of more than 8 KB {long:.2f} ms, the slowest {seen.milliseconds(100):.1f} ms"
    )
    met = seen.inputs >= inputs and not (seen.crashes or seen.sockets) and slow <= 5 and long <= 5
    yield Figure(f"token inspector, seed {seed}", f"{inputs:,} inputs, 0, 0, p99 5 ms", told, met)


def on_glass(folder: Path) -> Iterator[Figure]:
    """The interactive rows, read off a terminal."""
    missing = [one for size in scenes.SIZES for one in scenes.play_all(folder, *size)]
    for one in missing:
        sys.stdout.write(f"      {one}\n")
    played = len(scenes.ROWS) * len(scenes.SIZES)
    sizes = " and ".join(f"{columns}×{lines}" for columns, lines in scenes.SIZES)
    told = f"{played - len(missing)} of {played} said whole, with age and a key that helps"
    yield Figure(f"{len(scenes.ROWS)} faults on the glass, {sizes}", "each of them", told, not missing)


PARTS: dict[str, Callable[[Path], Iterator[Figure]]] = {
    "calls": calls,
    "places": places,
    "lists": whole_lists,
    "glass": on_glass,
    "kills": killed,
    "storms": storm,
    "damage": damages,
    "texts": sheets,
    "inspector": inspector,
}


def _complain(found: matrix.Sum) -> None:
    for complaint in found.complaints[:20]:
        sys.stdout.write(f"      {complaint.kind}: {complaint.text}\n")


def main(parts: Mapping[str, Callable[[Path], Iterator[Figure]]]) -> bool:
    """Runs the parts and prints the table; whether every goal is met."""
    figures: list[Figure] = []
    for name, part in parts.items():
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            figures += part(Path(folder))
        sys.stdout.write(f"{name}: {time.monotonic() - began:.0f} s\n")
        sys.stdout.flush()
    sys.stdout.write("\n| figure | goal | found | |\n|---|---|---|---|\n")
    for figure in figures:
        sys.stdout.write(f"| {figure.what} | {figure.goal} | {figure.found} | {'✓' if figure.met else 'MISSED'} |\n")
    return all(figure.met for figure in figures)


if __name__ == "__main__":
    asking = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    asking.add_argument("part", nargs="*", choices=[*PARTS, []], help="only these")
    asking.add_argument("--inputs", type=int, default=INPUTS, help=f"for the token inspector; {INPUTS:,} unless told")
    asking.add_argument("--seed", type=int, default=1, help="of the token inspector's inputs; the same makes the same")
    asked = asking.parse_args()
    parts = PARTS | {"inspector": partial(inspector, inputs=asked.inputs, seed=asked.seed)}
    sys.exit(not main({name: parts[name] for name in asked.part or parts}))
