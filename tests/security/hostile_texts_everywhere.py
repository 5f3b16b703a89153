"""Every hostile text on every screen of the real program, beside its harmless twin; prints what was compared."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.support.hostile_texts import TEXTS
from tests.support.twins import SCREENS, sequences, twins


def main() -> int:
    """0 when both screens were the same throughout; a difference is raised with its two lines."""
    with tempfile.TemporaryDirectory() as folder, twins(Path(folder), TEXTS, len(TEXTS)) as both:
        for screen in SCREENS:
            both.go_to(screen)
            pages = both.pages()
            print(f"{screen:16}{pages:4} pages, the same on both terminals", flush=True)  # noqa: T201 - its purpose
        both.assert_same_sequences()
        said = both.hostile.terminal.said
        print(  # noqa: T201 - its purpose
            f"{len(TEXTS)} hostile texts, {len(said):,} bytes: {len(sequences(said))} kinds of control sequences, "
            "the same on both terminals"
        )
    return 0
