"""Which run of the program wrote a line, and whether it still goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinde_tui.services.change import State
from kinde_tui.services.journal import Journal, JournalError
from kinde_tui.services.journal_run import Run, goes_on
from kinde_tui.services.private_file import new_file
from tests.services.writing import rename
from tests.support.hand_clock import HandClock

ADA = {"id": "kp_1", "first_name": "Ada", "last_name": "Lovelace"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


def opened(path: Path | None, tenant: str = "https://acme.kinde.com") -> Journal:
    return Journal(path, "acme", tenant, HandClock())


def locks(path: Path) -> list[Path]:
    """What says that a run goes on."""
    return list(path.parent.glob("journal.db.run-*"))


def test_what_is_on_its_way_elsewhere_is_left_to_that_instance(path: Path) -> None:
    one, other = opened(path), opened(path)
    first, second = one.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    one.sent(first)
    assert other.unsettled() == []
    one.settle([second], State.UNKNOWN, "Nobody knows.")
    assert other.open() == []
    one.close()
    assert [entry.id for entry in other.unsettled()] == [first]
    assert [entry.id for entry in other.open()] == [first, second]


def test_a_run_s_own_lines_are_open_only_when_nobody_knows_what_became_of_them(path: Path) -> None:
    journal = opened(path)
    first, second = journal.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    journal.sent(first)
    assert (journal.unsettled(), journal.open()) == ([], [])
    journal.settle([second], State.UNKNOWN)
    assert journal.unsettled() == []
    assert [entry.id for entry in journal.open()] == [second]


def test_a_lock_is_there_from_the_first_intent_to_the_end(path: Path) -> None:
    journal = opened(path)
    assert locks(path) == []
    journal.intend([rename(ADA, "Grace")])
    journal.intend([rename(ADA, "Barbara")])
    assert len(locks(path)) == 1
    journal.close()
    assert locks(path) == []


def test_a_lock_is_not_cleared_away_between_its_making_and_its_locking(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another instance begins just then, and clears away what killed runs left behind."""
    path.parent.mkdir(mode=0o700)
    run, other = Run(path), Run(path)

    def watched(place: Path) -> int:
        handle = new_file(place)
        monkeypatch.undo()
        other.hold()
        return handle

    monkeypatch.setattr("kinde_tui.services.journal_run.new_file", watched)
    run.hold()
    assert (goes_on(path, run.id), goes_on(path, other.id)) == (True, True)
    run.release()
    other.release()
    assert list(path.parent.iterdir()) == []


def test_a_lock_that_cannot_get_its_name_leaves_nothing(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    run = Run(path)
    place = path.with_name(f"{path.name}.run-{run.id}")
    place.mkdir()
    with pytest.raises(IsADirectoryError):
        run.hold()
    assert list(path.parent.iterdir()) == [place]


def test_the_ledger_holds_what_was_or_may_have_been_done(path: Path) -> None:
    journal = opened(path)
    ids = journal.intend([rename(ADA, f"Grace {number}") for number in range(6)])
    for entry_id, state in zip(ids, (State.DONE, State.UNKNOWN, State.REFUSED, State.CONFLICT), strict=False):
        journal.settle([entry_id], state)
    journal.sent(ids[4])
    assert [entry.id for entry in journal.ledger({"updateUser", "deleteUser"})] == [ids[0], ids[1], ids[4]]
    assert journal.ledger({"deleteUser"}) == []
    assert opened(path, "https://other.kinde.com").ledger({"updateUser"}) == []


def test_every_number_of_lines_can_be_asked_for(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, f"Grace {number}") for number in range(5)])
    assert [len(journal.entries(limit)) for limit in (0, 1, 3, 9)] == [0, 1, 3, 5]
    assert len(journal.entries(None)) == 5


def test_a_version_changes_with_every_line_here_and_elsewhere(path: Path) -> None:
    one, other = opened(path), opened(path)
    seen = {one.version()}
    (entry_id,) = one.intend([rename(ADA, "Grace")])
    seen.add(one.version())
    other.settle([entry_id], State.DONE)
    seen.add(one.version())
    assert len(seen) == 3
    assert one.version() in seen


def test_a_closed_one_says_what_it_cannot_do(path: Path) -> None:
    journal = opened(path)
    journal.close()
    for read in (journal.entries, journal.version, journal.unsettled, journal.open, lambda: journal.ledger({"x"})):
        with pytest.raises(
            JournalError, match=r"^The change log could not be read: Cannot operate on a closed database"
        ):
            read()
    with pytest.raises(
        JournalError, match=r"^The change log could not be written: Cannot operate on a closed database"
    ):
        journal.sent("1")
