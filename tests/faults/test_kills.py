"""A small bulk that is killed and loses answers; the large one is a part of `python -m tests.faults`."""

from __future__ import annotations

from pathlib import Path

from tests.faults.kills import killed_again_and_again

AT = (("send", False), ("send", True))


async def test_each_change_of_a_killed_bulk_happens_exactly_once(tmp_path: Path) -> None:
    tally = await killed_again_and_again(tmp_path, creations=24, renames=6, random_kills=0, at=AT, share=0.2)
    assert tally.is_right, f"{tally}: {tally.missing} {tally.twice} {tally.mislabelled}"
    assert tally.edges == set(AT)
    assert tally.lost_answers
