"""The journal: what was meant, what was sent and what became of it, kept before and after each write."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.api.clock import SystemClock
from kinde_tui.services.change import State
from kinde_tui.services.journal_entry import Entry, entry_of, kept, plain, row_of
from kinde_tui.services.journal_file import (
    COLUMNS,
    JournalError,
    UnreadableFileError,
    connect,
    is_damage,
    move_aside,
    unwritten,
)
from kinde_tui.services.journal_run import Run, goes_on

if TYPE_CHECKING:
    from kinde_tui.api.clock import Clock
    from kinde_tui.services.change import Change

__all__ = ["Entry", "Journal", "JournalError"]

_WRITTEN = tuple(name for name in COLUMNS if name not in {"settled_at", "sentence", "undone_by"})
_INSERT = f"INSERT INTO entry ({', '.join(_WRITTEN)}) VALUES ({', '.join(f':{name}' for name in _WRITTEN)})"  # noqa: S608 - our own names


class Journal:
    """A file of entries, apart from the store, that no version of the program deletes from.

    Every method that writes returns after the entry is on the disk, and may be called on any thread.
    """

    def __init__(self, path: Path | None, profile: str, tenant: str = "", clock: Clock | None = None) -> None:
        """Opens the journal of a profile.

        Args:
            path: the file; None keeps the journal in memory.
            profile: the name that entries are written under.
            tenant: the tenant's address, so that a profile that is pointed elsewhere does not mix two tenants.
            clock: what tells the time of entries.

        Raises:
            JournalError: the file cannot be made or opened.
        """
        self._path = path
        self._profile = profile
        self._tenant = tenant
        self._clock = clock or SystemClock()
        self._run = Run(path)
        self._lock = threading.Lock()
        self.moved_aside = ""
        """A sentence when the file found could not be read and was put aside; empty otherwise."""
        try:
            self._database = connect(path)
        except UnreadableFileError as error:
            self._replace(str(error))

    def intend(self, changes: Sequence[Change], *, undoes: Mapping[str, str] | None = None) -> list[str]:
        """Writes down what is about to be sent, in one transaction, and returns an entry id for each change.

        Args:
            changes: what is meant.
            undoes: for a change that takes an entry back, by the change's id, that entry's id.

        Raises:
            JournalError: it could not be written down, so nothing must be sent.
        """
        at = self._clock.now().isoformat()
        try:
            self._run.hold()
        except OSError as error:
            raise unwritten(error, self._path) from error
        common = {"run": self._run.id, "tenant": self._tenant, "profile": self._profile}
        rows = [row_of(change, at, (undoes or {}).get(change.id)) | common for change in changes]
        self._write(lambda database: database.executemany(_INSERT, rows))
        return [row["id"] for row in rows]

    def sent(self, entry_id: str) -> None:
        """Notes that the request leaves now: from here on its effect is unknown until it is settled.

        Raises:
            JournalError: it could not be written down, or the log has lost the intent, so nothing must be sent.
        """

        def write(database: sqlite3.Connection) -> None:
            _met(database.execute("UPDATE entry SET state=? WHERE id=?", (State.SENT, entry_id)), 1)

        self._write(write)

    def settle(self, entry_ids: Sequence[str], state: State, sentence: str = "") -> None:
        """Notes what became of entries, and marks the ones they took back.

        Raises:
            JournalError: it could not be written down, or the log has lost an entry.
        """
        at = self._clock.now().isoformat()

        def write(database: sqlite3.Connection) -> None:
            values = [(state, kept(sentence), at, entry_id) for entry_id in entry_ids]
            sql = "UPDATE entry SET state=?, sentence=?, settled_at=? WHERE id=?"
            _met(database.executemany(sql, values), len(values))
            if state is State.DONE:
                database.executemany(
                    "UPDATE entry SET undone_by=?1 WHERE id=(SELECT undo_of FROM entry WHERE id=?1)",
                    [(entry_id,) for entry_id in entry_ids],
                )

        self._write(write, sent=True)

    def entries(self, limit: int | None = 500, filter: str = "") -> list[Entry]:  # noqa: A002 - what people call it
        """Entries of this profile, newest first.

        Args:
            limit: at most so many; None: all.
            filter: words that each must occur in what it says, its target, its operation, its state or its reason.

        Raises:
            JournalError: the journal cannot be read.
        """
        words = [word.casefold() for word in filter.split()]
        where = "".join(" AND instr(said, ?)" for _ in words)
        sql = f"SELECT * FROM entry WHERE profile=?{where} ORDER BY rowid DESC LIMIT ?"  # noqa: S608 - marks only
        return self._read(sql, (self._profile, *words, -1 if limit is None else limit))

    def ledger(self, operations: Collection[str]) -> list[Entry]:
        """What this program did, or may have done, to this tenant by these operations (ids), oldest first.

        Raises:
            JournalError: the journal cannot be read.
        """
        marks = ",".join("?" * len(operations))
        sql = f"SELECT * FROM entry WHERE tenant=? AND operation IN ({marks}) ORDER BY rowid"  # noqa: S608 - marks only
        found = self._read(sql, (self._tenant, *operations))
        return [entry for entry in found if entry.state in {State.DONE, State.UNKNOWN, State.SENT}]

    def version(self) -> tuple[int, int]:
        """Something that differs whenever an entry was added or settled, here or in another instance.

        Raises:
            JournalError: the journal cannot be read.
        """
        with self._lock:
            try:
                return self._database.total_changes, self._database.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.Error as error:
                raise JournalError(f"The change log could not be read: {error}.") from error

    def unsettled(self) -> list[Entry]:
        """Entries of runs that are over whose outcome was never written down, oldest first.

        INTENT was certainly not sent. SENT may have taken effect or not. An instance of the program that runs at the
        same time has such entries too, for as long as its requests are on their way: those are left out.

        Raises:
            JournalError: the journal cannot be read.
        """
        sql = "SELECT * FROM entry WHERE tenant=? AND run<>? AND state IN (?,?) AND settled_at IS NULL ORDER BY rowid"
        return self._of_the_dead(sql, (self._tenant, self._run.id, State.INTENT, State.SENT))

    def open(self) -> list[Entry]:
        """The same, and with them every entry of unknown outcome, of this run too.

        Raises:
            JournalError: the journal cannot be read.
        """
        sql = (
            "SELECT * FROM entry WHERE tenant=? AND (state=? OR"
            " (run<>? AND state IN (?,?) AND settled_at IS NULL)) ORDER BY rowid"
        )
        return self._of_the_dead(sql, (self._tenant, State.UNKNOWN, self._run.id, State.INTENT, State.SENT))

    def export(self, filter: str = "") -> Iterator[str]:  # noqa: A002 - as `entries`
        """The entries as JSON lines, oldest first.

        Raises:
            JournalError: the journal cannot be read.
        """
        for entry in reversed(self.entries(None, filter)):
            yield json.dumps(plain(entry), ensure_ascii=False)

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._database.close()
        self._run.release()

    def _of_the_dead(self, sql: str, values: Iterable[object]) -> list[Entry]:
        found = self._read(sql, values)
        live = {run for run in {entry.run for entry in found} if run != self._run.id and goes_on(self._path, run)}
        return [entry for entry in found if entry.run not in live]

    def _write(self, action: Callable[[sqlite3.Connection], object], *, sent: bool = False) -> None:
        with self._lock:
            try:
                self._transact(action)
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                if not is_damage(error):
                    raise unwritten(error, self._path, sent=sent) from error
                self._database.close()
                self._replace(str(error))
                self._again(action, sent=sent)

    def _again(self, action: Callable[[sqlite3.Connection], object], *, sent: bool) -> None:
        try:
            self._transact(action)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise unwritten(error, self._path, sent=sent) from error

    def _transact(self, action: Callable[[sqlite3.Connection], object]) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            action(self._database)
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise

    def _read(self, sql: str, values: Iterable[object]) -> list[Entry]:
        with self._lock:
            try:
                return [entry_of(row) for row in self._database.execute(sql, tuple(values)).fetchall()]
            except (sqlite3.Error, UnicodeDecodeError) as error:
                raise JournalError(f"The change log could not be read: {error}.") from error

    def _replace(self, reason: str) -> None:
        if self._path is None:
            raise JournalError(f"The change log could not be used: {reason}.")
        aside = move_aside(self._path, self._clock.now())
        self.moved_aside = f"The change log could not be read ({reason}). It is kept as {aside}; a new one was begun."
        try:
            self._database = connect(self._path)
        except UnreadableFileError as error:
            raise JournalError(f"A new change log could not be begun: {error}.") from error


def _met(cursor: sqlite3.Cursor, number: int) -> None:
    """An update of a log that was begun anew finds nothing, which is no error to SQLite.

    The entry is not written anew: who asked is told, and asking again writes it down from the beginning.

    Raises:
        JournalError: it met fewer entries than it was about.
    """
    if number and cursor.rowcount != number:
        raise JournalError("The change log does not have this change any more: it was damaged and begun anew.")
