"""The long figures of what must not get out: `python -m tests.security [PART…]`."""

from __future__ import annotations

import argparse
import sys

from tests.security import hostile_texts_everywhere, keyring_states, leaving, mutants

PARTS = {
    "keyrings": keyring_states.main,
    "texts": hostile_texts_everywhere.main,
    "leaving": leaving.main,
    "mutants": mutants.main,
}


def main() -> int:
    """0 when every part met its goal."""
    parser = argparse.ArgumentParser(prog="python -m tests.security", description=__doc__)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named")
    wanted = parser.parse_args().part or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        parser.error(f"there is no part {unknown[0]!r}")
    bad = 0
    for name in wanted:
        print(f"\n== {name}", flush=True)  # noqa: T201 - its purpose
        bad += PARTS[name]() != 0
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
