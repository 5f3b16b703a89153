"""The journal's file: made private, opened, and put aside when it cannot be read."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from kinde_tui.services.private_file import UnusablePlaceError, reserve

APPLICATION_ID = 0x4B54_4A31
"""Marks the file as ours in SQLite's header."""
VERSION = 1

COLUMNS = {
    "id": "TEXT PRIMARY KEY",
    "change_id": "TEXT NOT NULL",
    "run": "TEXT NOT NULL",
    "at": "TEXT NOT NULL",
    "settled_at": "TEXT",
    "tenant": "TEXT NOT NULL",
    "profile": "TEXT NOT NULL",
    "operation": "TEXT NOT NULL",
    "request": "TEXT NOT NULL",
    "body": "TEXT",
    "collection": "TEXT NOT NULL",
    "key": "TEXT NOT NULL",
    "name": "TEXT NOT NULL",
    "parent": "TEXT NOT NULL",
    "says": "TEXT NOT NULL",
    "before": "TEXT NOT NULL",
    "after": "TEXT NOT NULL",
    "state": "TEXT NOT NULL",
    "sentence": "TEXT NOT NULL DEFAULT ''",
    "undo_of": "TEXT",
    "undone_by": "TEXT",
    "said": "TEXT NOT NULL",
}
"""The table `entry`; `said` is what a filter looks in."""

_SCHEMA = (
    f"CREATE TABLE entry ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})",
    "CREATE INDEX entry_by_operation ON entry (tenant, operation)",
    f"PRAGMA application_id={APPLICATION_ID}",
    f"PRAGMA user_version={VERSION}",
)


_AGAIN = ", then try again"
_SIGNS_OF_DAMAGE = ("decode to UTF-8", "no such table", "no such column", "has no column named", "syntax error")


class JournalError(Exception):
    """The journal cannot be written or read; `str()` of it is a sentence for people."""


class UnreadableFileError(Exception):
    """The file is no journal, a damaged one, or one of a newer program."""


def connect(path: Path | None) -> sqlite3.Connection:
    """Opens the journal, making it when there is none; every commit is on the disk before it returns.

    Raises:
        UnreadableFileError: there is a file, and it is no journal that this program understands.
        JournalError: the file cannot be made or opened at all.
    """
    try:
        if path is not None:
            reserve(path)
        database = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=5.0)
    except (OSError, sqlite3.OperationalError) as error:
        raise _unopened(error, path) from error
    try:
        _prepare(database)
    except (sqlite3.DatabaseError, UnicodeDecodeError, UnreadableFileError) as error:
        database.close()
        if isinstance(error, UnreadableFileError) or is_damage(error):
            raise UnreadableFileError(_reason(error)) from error
        raise _unopened(error, path) from error
    return database


def is_damage(error: Exception) -> bool:
    """Whether a failure speaks of what is in the file, and not of the disk or of another instance.

    SQLite quotes what it stumbled over, and damaged text cannot always be decoded; a flipped byte can also end in a
    table that is not there.
    """
    if isinstance(error, UnicodeDecodeError) or type(error) is sqlite3.DatabaseError:
        return True
    return isinstance(error, sqlite3.OperationalError) and any(sign in str(error) for sign in _SIGNS_OF_DAMAGE)


def move_aside(path: Path, now: datetime) -> Path:
    """Renames the file and what belongs to it, so that nothing of it is lost, and returns its new name.

    Raises:
        JournalError: the file cannot be renamed.
    """
    aside = path.with_name(f"{path.name}.unreadable-{now:%Y%m%dT%H%M%S}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.unreadable-{now:%Y%m%dT%H%M%S}-{number}")
    try:
        path.rename(aside)
        for suffix in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + suffix).rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise JournalError(f"The change log {path} is damaged and cannot be moved aside: {_reason(error)}.") from error
    return aside


def _prepare(database: sqlite3.Connection) -> None:
    application, version = (
        int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")
    )
    tables = int(database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if version > VERSION:
        raise UnreadableFileError("it was written by a newer version of this program")
    if tables and application != APPLICATION_ID:
        raise UnreadableFileError("it is not a change log")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    if not tables:
        _create(database)
    with closing(database.execute("SELECT * FROM entry LIMIT 0")) as cursor:
        if {column[0] for column in cursor.description} != COLUMNS.keys():
            raise UnreadableFileError("its table is not the one this program writes")
    database.row_factory = sqlite3.Row
    # A damaged letter must not make a whole log unreadable.
    database.text_factory = lambda text: text.decode("utf-8", "replace")


def _create(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    # Another instance of the program may have been quicker between the look and the lock.
    if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        for statement in _SCHEMA:
            database.execute(statement)
    database.execute("COMMIT")


def unwritten(error: Exception, path: Path | None, *, sent: bool = False) -> JournalError:
    """What is said when the journal cannot be written, and what helps where that is known.

    Args:
        error: of SQLite or of the system.
        path: the journal's file.
        sent: the request is on its way or over, so that nothing is to be tried again.
    """
    return _refused("The change log could not be written", error, path, "" if sent else _AGAIN)


def _unopened(error: Exception, path: Path | None) -> JournalError:
    return _refused(f"The change log {path} cannot be opened", error, path, _AGAIN)


def _refused(what: str, error: Exception, path: Path | None, then: str) -> JournalError:
    said = f"{what}: {_reason(error)}."
    step = _step(error, path.parent) if path is not None else ""
    return JournalError(f"{said} {step}{then}." if step else said)


def _step(error: Exception, folder: Path) -> str:
    code = error.errno if isinstance(error, OSError) else getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in ((errno.ENOSPC, errno.EDQUOT) if isinstance(error, OSError) else (sqlite3.SQLITE_FULL,)):
        return f"Free space on the disk of {folder}"
    if isinstance(error, OSError):
        return f"Make {folder} writable" if code in (errno.EACCES, errno.EPERM, errno.EROFS) else ""
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return f"Make {folder} writable"
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return "Close what else has it open"
    return f"Check the disk of {folder}" if code == sqlite3.SQLITE_IOERR else ""


def _reason(error: Exception) -> str:
    if isinstance(error, UnusablePlaceError):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "it is damaged"
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)).rstrip(".")
