"""The change log's file: its format, what is taken for damage, and what is kept of a damaged one."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kinde_tui.services.change import State
from kinde_tui.services.journal import Journal, JournalError
from kinde_tui.services.journal_file import UnreadableFileError, connect, is_damage, move_aside, unwritten
from tests.services.writing import rename
from tests.support.hand_clock import HandClock

ADA = {"id": "kp_1", "first_name": "Ada", "last_name": "Lovelace"}
NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
MARK = 0x4B54_4A31
"""In the header of every change log there is."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.db"


def opened(path: Path | None) -> Journal:
    return Journal(path, "acme", "https://acme.kinde.com", HandClock())


def altered(path: Path, *statements: str) -> None:
    """A change log with something done to it behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


def names(journal: Journal) -> list[str]:
    """What was meant, newest first."""
    return [entry.after["first_name"] for entry in journal.entries()]


def test_a_change_log_of_the_first_version_is_read(path: Path) -> None:
    opened(path).intend([rename(ADA, "Grace")])
    altered(path, f"PRAGMA application_id={MARK}", "PRAGMA user_version=1")
    again = opened(path)
    assert names(again) == ["Grace"]
    assert again.moved_aside == ""


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("PRAGMA user_version=2", "it was written by a newer version of this program"),
        (f"PRAGMA application_id={MARK + 1}", "it is not a change log"),
        ("ALTER TABLE entry ADD COLUMN more TEXT", "its table is not the one this program writes"),
        ("ALTER TABLE entry DROP COLUMN sentence", "its table is not the one this program writes"),
    ],
)
def test_what_this_program_did_not_write_is_put_aside_with_the_reason(path: Path, statement: str, reason: str) -> None:
    opened(path).intend([rename(ADA, "Grace")])
    altered(path, statement)
    with pytest.raises(UnreadableFileError, match=f"^{reason}$"):
        connect(path)
    journal = opened(path)
    (aside,) = path.parent.glob("*.unreadable-*[0-9]")
    assert journal.moved_aside == (
        f"The change log could not be read ({reason}). It is kept as {aside}; a new one was begun."
    )
    with closing(sqlite3.connect(aside)) as database:
        assert database.execute("SELECT count(*) FROM entry").fetchone() == (1,)


def test_the_index_for_looking_up_operations_is_made(path: Path) -> None:
    opened(path)
    with closing(sqlite3.connect(path)) as database:
        plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM entry WHERE tenant='a' AND operation='b'").fetchall()
    assert "entry_by_operation" in str(plan)


def test_it_may_be_used_on_any_thread(path: Path) -> None:
    journal = opened(path)
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(journal.intend, [rename(ADA, "Grace")]).result()
    assert names(journal) == ["Grace"]


@pytest.mark.parametrize(
    ("error", "damaged"),
    [
        (sqlite3.DatabaseError("file is not a database"), True),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"), True),
        (sqlite3.OperationalError("no such table: entry"), True),
        (sqlite3.OperationalError("table entry has no column named said"), True),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'says'"), True),
        (sqlite3.OperationalError("database is locked"), False),
        (sqlite3.OperationalError("database or disk is full"), False),
        (sqlite3.IntegrityError("no such table: of another kind"), False),
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), False),
        (ValueError("no such table"), False),
    ],
)
def test_what_speaks_of_damage_and_what_of_the_disk(error: Exception, damaged: bool) -> None:
    assert is_damage(error) is damaged


def test_another_instance_that_holds_the_file_is_no_damage(path: Path) -> None:
    journal = opened(path)
    journal._database.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = "The change log could not be written: database is locked. Close what else has it open, then try again."
        with pytest.raises(JournalError, match=f"^{re.escape(said)}$"):
            journal.intend([rename(ADA, "Grace")])
    assert journal.moved_aside == ""
    journal.intend([rename(ADA, "Barbara")])
    assert names(journal) == ["Barbara"]


def test_a_full_disk_is_named_with_what_to_do(path: Path) -> None:
    journal = opened(path)
    (entry,) = journal.intend([rename(ADA, "Grace")])
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count={pages}")
    said = "The change log could not be written: database or disk is full."
    with pytest.raises(JournalError) as before:
        journal.intend([rename(ADA, "x" * 100_000)])
    assert str(before.value) == f"{said} Free space on the disk of {path.parent}, then try again."
    with pytest.raises(JournalError) as after:
        journal.settle([entry], State.REFUSED, " ".join(str(number) for number in range(50_000)))
    assert str(after.value) == f"{said} Free space on the disk of {path.parent}."
    assert names(journal) == ["Grace"]


@pytest.mark.parametrize(
    ("number", "step"),
    [
        (errno.ENOSPC, " Free space on the disk of {folder}, then try again."),
        (errno.EDQUOT, " Free space on the disk of {folder}, then try again."),
        (errno.EROFS, " Make {folder} writable, then try again."),
        (errno.EACCES, " Make {folder} writable, then try again."),
        (errno.EINVAL, ""),
    ],
)
def test_what_the_system_refuses_is_named_with_what_to_do(path: Path, number: int, step: str) -> None:
    error = OSError(number, os.strerror(number))
    said = f"The change log could not be written: {os.strerror(number)}."
    assert str(unwritten(error, path)) == said + step.format(folder=path.parent)
    assert str(unwritten(error, None)) == said


@pytest.mark.parametrize(
    ("code", "step"),
    [
        (sqlite3.SQLITE_READONLY_DIRECTORY, " Make {folder} writable, then try again."),
        (sqlite3.SQLITE_IOERR_FSYNC, " Check the disk of {folder}, then try again."),
        (sqlite3.SQLITE_MISUSE, ""),
    ],
)
def test_what_sqlite_refuses_is_named_with_what_to_do(path: Path, code: int, step: str) -> None:
    error = sqlite3.OperationalError("no")
    error.sqlite_errorcode = code
    assert str(unwritten(error, path)) == f"The change log could not be written: no.{step.format(folder=path.parent)}"


def test_what_failed_half_way_leaves_nothing_and_the_next_is_written(path: Path) -> None:
    journal = opened(path)
    altered(
        path,
        "CREATE TRIGGER no BEFORE INSERT ON entry WHEN NEW.said LIKE '%edsger%' BEGIN SELECT RAISE(FAIL, 'no'); END",
    )
    with pytest.raises(JournalError, match=r"could not be written: no\."):
        journal.intend([rename(ADA, "Grace"), rename(ADA, "Edsger")])
    assert names(journal) == []
    journal.intend([rename(ADA, "Barbara")])
    assert names(opened(path)) == ["Barbara"]


def test_a_full_disk_does_not_stay_full(path: Path) -> None:
    journal = opened(path)
    journal.intend([rename(ADA, "Grace")])
    pages = journal._database.execute("PRAGMA page_count").fetchone()[0]
    journal._database.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(JournalError, match="full"):
        journal.intend([replace(rename(ADA, "x" * 5000), id=str(number)) for number in range(50)])
    journal._database.execute("PRAGMA max_page_count=1000000")
    journal.intend([rename(ADA, "Barbara")])
    assert names(opened(path)) == ["Barbara", "Grace"]


def test_a_table_that_vanishes_while_the_program_runs_is_kept_and_begun_anew(path: Path) -> None:
    journal = opened(path)
    old = journal._database
    altered(path, "ALTER TABLE entry RENAME TO lost")
    journal.intend([rename(ADA, "Barbara")])
    assert names(journal) == ["Barbara"]
    assert "no such table" in journal.moved_aside
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        old.execute("SELECT 1")


LOST = r"^The change log does not have this change any more: it was damaged and begun anew\.$"


def test_what_a_log_that_was_begun_anew_has_no_line_of_must_not_be_sent(path: Path) -> None:
    journal = opened(path)
    (entry,) = journal.intend([rename(ADA, "Grace")])
    altered(path, "ALTER TABLE entry RENAME TO lost")
    with pytest.raises(JournalError, match=LOST):
        journal.sent(entry)
    assert "is kept as" in journal.moved_aside
    (again,) = journal.intend([rename(ADA, "Grace")])
    journal.sent(again)
    assert [one.state for one in journal.entries()] == [State.SENT]


def test_an_outcome_whose_line_is_lost_is_not_said_to_be_written(path: Path) -> None:
    journal = opened(path)
    entries = journal.intend([rename(ADA, "Grace"), rename(ADA, "Barbara")])
    altered(path, "DELETE FROM entry WHERE rowid=1")
    with pytest.raises(JournalError, match=LOST):
        journal.settle(entries, State.DONE)
    journal.settle(entries[1:], State.DONE)
    journal.settle([], State.DONE)
    assert [one.state for one in journal.entries()] == [State.DONE]


def test_what_goes_wrong_with_the_new_one_too_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(place: Path | None) -> sqlite3.Connection:
        database = connect(place)
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count={pages}")
        return database

    journal = opened(path)
    altered(path, "ALTER TABLE entry RENAME TO lost")
    monkeypatch.setattr("kinde_tui.services.journal.connect", full)
    with pytest.raises(JournalError, match=r"could not be written: database or disk is full\. Free space"):
        journal.intend([rename(ADA, "x" * 100_000)])


def test_one_in_memory_cannot_be_begun_anew() -> None:
    journal = opened(None)
    journal._database.execute("DROP TABLE entry")
    with pytest.raises(JournalError, match=r"^The change log could not be used: no such table: entry\.$"):
        journal.intend([rename(ADA, "Grace")])


def test_where_no_new_one_can_be_begun_either_is_a_sentence(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path | None) -> sqlite3.Connection:
        raise UnreadableFileError("it is damaged")

    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"x" * 1000)
    monkeypatch.setattr("kinde_tui.services.journal.connect", refuse)
    with pytest.raises(JournalError, match=r"^A new change log could not be begun: it is damaged\.$"):
        opened(path)


def test_a_file_that_is_put_aside_takes_along_what_belongs_to_it_and_never_another_s_name(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    found = []
    for number in range(3):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).write_text(f"{number}{suffix}")
        found.append(move_aside(path, NOON))
    first = "journal.db.unreadable-20260801T120000"
    assert [place.name for place in found] == [first, f"{first}-2", f"{first}-3"]
    for number, place in enumerate(found):
        for suffix in ("", "-wal", "-shm"):
            assert place.with_name(place.name + suffix).read_text() == f"{number}{suffix}"
    assert not path.exists()


def test_a_file_that_cannot_be_put_aside_is_a_sentence(path: Path) -> None:
    with pytest.raises(
        JournalError, match=rf"^The change log {path} is damaged and cannot be moved aside: No such file"
    ):
        move_aside(path, NOON)


def refused(error: Exception) -> Callable[..., None]:
    """Something that the system does not allow."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse


@pytest.mark.parametrize(
    ("where", "error", "reason"),
    [
        (
            "reserve",
            OSError(errno.EROFS, "Read-only file system"),
            r"Read-only file system\. Make {folder} writable, then try again",
        ),
        (
            "reserve",
            OSError(errno.ENOSPC, "No space left on device"),
            r"No space left on device\. Free space on the disk of {folder}, then try again",
        ),
        ("reserve", OSError("odd."), "odd"),
        ("sqlite3.connect", sqlite3.OperationalError("unable to open database file"), "unable to open database file"),
        ("_prepare", sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
    ],
)
def test_a_file_that_cannot_be_opened_is_a_sentence(
    path: Path, where: str, error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"kinde_tui.services.journal_file.{where}", refused(error))
    told = reason.format(folder=path.parent)
    with pytest.raises(JournalError, match=f"^The change log {path} cannot be opened: {told}\\.$"):
        connect(path)


def test_letters_that_cannot_be_read_are_damage_in_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")
    monkeypatch.setattr("kinde_tui.services.journal_file._prepare", refused(error))
    with pytest.raises(UnreadableFileError, match=r"^it is damaged$"):
        connect(path)
