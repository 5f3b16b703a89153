"""Generated texts; ten thousand of each are a part of `python -m tests.faults`."""

from __future__ import annotations

from tests.faults.texts import csv_round_trip, inspections


def test_generated_rows_come_back_and_run_nothing() -> None:
    sheet = csv_round_trip(300)
    assert (sheet.rows >= 300, sheet.changed, sheet.formulas) == (True, 0, 0)


def test_the_inspector_stands_whatever_is_pasted_and_asks_nobody() -> None:
    found = inspections(150)
    assert (found.inputs, found.crashes, found.sockets) == (150, [], 0)
    assert found.p99 > 0
