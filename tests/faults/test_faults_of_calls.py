"""A part of the matrix: some faults over many operations, on real sockets, judged by the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.judging import Cell, complaints
from tests.faults.proxy import Moment
from tests.faults.rig import fault_rig
from tests.faults.traveller import travel
from tests.faults.trials import TRIALS, Ends, Trial
from tests.support import demo_tour as tours

SOME = (tours.users, tours.flags, tours.audience)
QUICK = [(trial, moment) for trial in TRIALS if trial.quick for moment in trial.moments]


@pytest.mark.parametrize(("trial", "moment"), QUICK, ids=[f"{trial.name}-{moment}" for trial, moment in QUICK])
async def test_every_call_ends_as_the_fault_table_says(trial: Trial, moment: Moment, tmp_path: Path) -> None:
    async with fault_rig(journal=tmp_path / "journal.db") as rig:
        cells, found = await travel(rig, trial, moment, SOME)
    assert len(cells) > 30
    assert not found, "\n".join(f"{complaint.kind}: {complaint.text}" for complaint in found)


def test_every_fault_has_a_row_and_every_way_to_end_a_fault() -> None:
    assert {trial.row for trial in TRIALS} <= set(range(1, 49))
    assert {trial.ends for trial in TRIALS} == set(Ends)


@pytest.mark.parametrize(
    ("operation", "end", "effects", "kind"),
    [
        ("createUser", "done", 2, "duplicated"),
        ("createUser", "done", 0, "lost"),
        ("createUser", "refused", 1, "mislabelled"),
        ("createUser", "!KeyError", 0, "unhandled"),
        ("createUser", "unknown", 1, "mislabelled"),
        ("getUsers", "InvalidRequestError", 0, "mislabelled"),
    ],
)
def test_what_is_wrong_is_noticed(operation: str, end: str, effects: int, kind: str) -> None:
    from kinde_tui.api.operations import OPERATIONS

    trial = next(trial for trial in TRIALS if trial.ends is Ends.LOST)
    cell = Cell(trial, Moment.AFTER, OPERATIONS[operation], end, "It is not known.", effects)
    assert kind in {complaint.kind for complaint in complaints(cell)}
