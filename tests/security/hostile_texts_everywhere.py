"""Every hostile text on every screen of the real program, beside its harmless twin; prints what was compared.

In rows and details, as JSON, in tokens, typed into calls and in their answers; the status line with all of them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.support.hostile_texts import TEXTS
from tests.support.twin_places import LARGE, claims, records_as_json, typed_calls
from tests.support.twins import SCREENS, Twins, sequences, twins

ANSWERS = 20
"""Calls whose answers are looked at."""
TOGETHER = ["".join(TEXTS[number::100]) for number in range(100)]
"""All texts, five in each field: a record as JSON shows six fields with each of them."""


def main() -> int:
    """0 when both screens were the same throughout; a difference is raised with its two lines."""
    with tempfile.TemporaryDirectory() as folder, twins(Path(folder), TEXTS, len(TEXTS)) as both:
        for screen in SCREENS:
            both.go_to(screen)
            pages = both.pages()
            print(f"{screen:16}{pages:4} pages, the same on both terminals", flush=True)  # noqa: T201 - its purpose
        _compare_sequences(both)
    with tempfile.TemporaryDirectory() as folder, twins(Path(folder), TOGETHER, len(TOGETHER), **LARGE) as both:
        records_as_json(both, len(TOGETHER))
        inspected = claims(both, TEXTS)
        typed = typed_calls(both, TEXTS, both.users[:ANSWERS])
        print(  # noqa: T201 - its purpose
            f"{len(TEXTS)} texts as JSON, {inspected} texts in tokens, {typed} typed into a call, {ANSWERS} answers: "
            "the same on both terminals"
        )
        _compare_sequences(both)
    return 0


def _compare_sequences(both: Twins) -> None:
    both.assert_same_sequences()
    said = both.hostile.terminal.said
    print(  # noqa: T201 - its purpose
        f"{len(TEXTS)} hostile texts, {len(said):,} bytes: {len(sequences(said))} kinds of control sequences, "
        "the same on both terminals",
        flush=True,
    )
