"""Writes `screenshots/*.svg` from the demo tenant: `python screenshots/take.py [name ...]`.

The same pictures come out each time: the company is made from a seed, the clock stands still, the sizes are given,
and nothing of the network or of this machine is in them.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HOME = Path(__file__).resolve().parent


@contextmanager
def _told(name: str) -> Iterator[None]:
    print(name, end=" … ", flush=True)
    yield
    print("taken")


def main(names: Sequence[str]) -> None:
    """Takes the pictures of these names, or all of them."""
    sys.path.insert(0, str(HOME.parent))  # a script finds what stands beside it, and not the folder it stands in
    from screenshots.shots import SHOTS
    from screenshots.stage import take

    for name in names or SHOTS:
        with _told(name):
            (HOME / f"{name}.svg").write_text(asyncio.run(take(SHOTS[name])), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
