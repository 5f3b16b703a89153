"""Every row of the fault table is tried somewhere, and what it names is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.__main__ import PARTS
from tests.faults.lists import LIST_TRIALS
from tests.faults.nowhere import ROWS as NOWHERE
from tests.faults.rows import ROWS
from tests.faults.scenes import ROWS as SCENES
from tests.faults.trials import TRIALS

ROOT = Path(__file__).parents[2]


def test_all_rows_are_there_once() -> None:
    assert list(ROWS) == list(range(1, 49))


@pytest.mark.parametrize("number", ROWS)
def test_what_tries_a_row_exists(number: int) -> None:
    _, places = ROWS[number]
    assert places
    for place in places:
        file, _, name = place.partition("::")
        assert place in PARTS or f"def {name}" in (ROOT / file).read_text()


@pytest.mark.parametrize(
    ("part", "tried"),
    [
        ("calls", {trial.row for trial in TRIALS}),
        ("lists", {trial.row for trial in LIST_TRIALS}),
        ("places", set(NOWHERE.values())),
        ("glass", {row.number for row in SCENES}),
    ],
)
def test_each_part_tries_the_rows_that_name_it(part: str, tried: set[int]) -> None:
    assert {number for number, (_, places) in ROWS.items() if part in places} == tried
