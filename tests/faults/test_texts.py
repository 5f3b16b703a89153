"""Generated texts; ten thousand of each are a part of `python -m tests.faults`."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.faults import texts
from tests.faults.alterations import LARGEST, descendant

if TYPE_CHECKING:
    import pytest


def test_generated_rows_come_back_and_run_nothing() -> None:
    sheet = texts.csv_round_trip(300)
    assert (sheet.rows >= 300, sheet.changed, sheet.formulas) == (True, 0, 0)


def test_the_inspector_stands_whatever_is_pasted_and_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "FRESH_AT_MOST", 50)
    found = texts.inspections(300)
    assert (found.inputs, found.crashes, found.sockets) == (300, [], 0)
    assert 50 <= found.fresh < 300
    assert 0 < found.milliseconds(50) <= found.milliseconds(99)


def test_a_seed_makes_the_same_inputs_again() -> None:
    seeds = ["eyJhbGciOiJub25lIn0.e30.", "Bearer abc", ""]

    def made(seed: int) -> list[str]:
        chance = Random(seed)  # noqa: S311 - the same in every run
        return [descendant(seeds, chance) for _ in range(200)]

    assert made(7) == made(7) != made(8)
    assert len(set(made(7))) > 100
    assert max(map(len, made(7))) <= LARGEST
