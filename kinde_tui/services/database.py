"""The store's SQLite file: two connections, one lock, and what is done when the file or the disk fails."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias, TypeVar

from kinde_tui.services.private_file import UnusablePlaceError, put_aside, reserve

T = TypeVar("T")
Work: TypeAlias = Callable[[sqlite3.Connection], T]

APPLICATION_ID = 0x4B54_5331
"""Marks the file as ours in SQLite's header."""
VERSION = 1
"""The layout of the tables that do not depend on a collection."""
_BUSY = 2.0
"""Seconds that one instance of the program waits for another one's transaction."""
_PAGE_SIZE = 16384
"""Bytes; a first pass over a long list takes a tenth less than with pages of a quarter of it."""
_CHECKPOINT = 500
"""Pages in the write-ahead log after which they are written to the file itself."""
_REPLACEMENTS = 3
"""After so many in one run it is not the file that is at fault."""
_COPY_LIMIT = 512 * 1024 * 1024
"""A file larger than this is not taken into memory when its disk fails."""

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_SIGNS_OF_DAMAGE = ("decode to UTF-8", "no such table", "no such column", "no such index", "has no column named")
_UNUSABLE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
    }
)


class DamagedError(Exception):
    """The file is no store that can be read; the message goes on after its name: "is damaged"."""


class OtherVersionError(Exception):
    """Another version of the program made the file's tables its own."""


# SQLite quotes what it stumbled over in its messages, and damaged text cannot always be decoded.
_FAILURES = (sqlite3.Error, DamagedError, UnicodeDecodeError)
_PUZZLING = (TypeError, ValueError, LookupError, OverflowError, sqlite3.IntegrityError)
"""What comes of rows that are not what was written; or of a mistake of ours, which must not be hidden."""


class Database:
    """One SQLite file in WAL mode, or a database in memory.

    Reads go through a connection of their own, so that they see the last committed state while a page is written on
    another thread. Any thread may call `read` and `write`.

    Attributes:
        rebuilt: why the file was put aside and begun anew, as a sentence; empty: it was not.
        degraded: why what is read is kept in memory only, as a sentence; empty: it is on the disk.
        epoch: counts how often the content was replaced under the reader's feet.
    """

    def __init__(
        self,
        path: Path | None,
        build: Callable[[sqlite3.Connection], None],
        teach: Callable[[sqlite3.Connection], None],
        strange: Callable[[sqlite3.Connection], bool] = lambda _database: False,
    ) -> None:
        """Opens or makes it; never fails.

        Args:
            path: the file; None: memory.
            build: makes the tables that are not there yet.
            teach: adds functions to a connection that is read through.
            strange: whether the tables are sound and another version's by now.
        """
        self._path = path
        self._teach = teach
        self._build = build
        self._strange = strange
        self.rebuilt = ""
        self.degraded = ""
        self.epoch = 0
        self._replaced = 0
        self._beside: sqlite3.Connection | None = None
        self._lock = threading.RLock()
        self._read_lock = self._lock
        if path is None or not self._open_file(path):
            self._open_memory()

    @property
    def in_memory(self) -> bool:
        """Whether nothing of it is on a disk."""
        return self._reader is self._writer

    def read(self, work: Work[T]) -> T:
        """What `work` finds in one consistent state of the database."""
        while True:
            lock = self._read_lock
            with lock:
                if lock is not self._read_lock:  # replaced while this thread waited for it
                    continue
                replaced = self._replaced
                try:
                    return _in_transaction(self._reader, "BEGIN", work)
                except _FAILURES as error:
                    failure: Exception = error
            self._recover(failure, replaced)

    def write(self, work: Work[T]) -> T:
        """What `work` returns, after what it wrote is committed; all of it or nothing."""
        with self._lock:
            while True:
                try:
                    return _in_transaction(self._writer, "BEGIN IMMEDIATE", work)
                except _FAILURES as error:
                    self._recover(error, self._replaced)

    def beside(self) -> sqlite3.Connection | None:
        """One more connection to read through, for a thread that helps in `read`'s work; None: there is but one.

        Whoever uses it is done with it before that work returns.
        """
        with self._read_lock:
            if self._beside is None and self._path is not None and not self.in_memory:
                with suppress(sqlite3.Error, OSError):
                    self._beside = self._new_reader(self._path)
            return self._beside

    def close(self) -> None:
        """Gives the file back. Nothing may be asked of it afterwards."""
        with self._lock, self._read_lock:
            self._close_readers()
            self._writer.close()

    def _new_reader(self, path: Path) -> sqlite3.Connection:
        reader = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
        reader.execute("PRAGMA query_only=ON")
        reader.execute("PRAGMA trusted_schema=OFF")
        self._teach(reader)
        return reader

    def _close_readers(self) -> None:
        if self._beside is not None:
            self._beside.close()
            self._beside = None
        self._reader.close()

    def _open_file(self, path: Path) -> bool:
        try:
            reserve(path)
            try:
                self._connect(path)
            except _FAILURES as error:
                if not _is_damage(error):
                    raise
                self._replace(path, error)
        except (sqlite3.Error, OSError) as error:
            self.degraded = _in_memory_because(path, error)
            return False
        return True

    def _connect(self, path: Path) -> None:
        writer = sqlite3.connect(path, timeout=_BUSY, isolation_level=None, check_same_thread=False)
        try:
            writer.execute(f"PRAGMA page_size={_PAGE_SIZE}")
            writer.execute("PRAGMA trusted_schema=OFF")
            _check(writer)
            writer.execute("PRAGMA journal_mode=WAL")
            writer.execute("PRAGMA synchronous=NORMAL")
            writer.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
            _in_transaction(writer, "BEGIN IMMEDIATE", self._build)
            reader = self._new_reader(path)
        except BaseException:
            writer.close()
            raise
        self._writer, self._reader = writer, reader
        self._read_lock = threading.RLock()

    def _replace(self, path: Path, error: Exception) -> None:
        aside = put_aside(path)
        what = str(error) if isinstance(error, DamagedError) else "is damaged"
        self.rebuilt = f"The local store {what}; it was put aside as {aside.name} and is filled anew from the tenant."
        reserve(path)
        self._connect(path)

    def _open_memory(self, source: sqlite3.Connection | None = None) -> None:
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            if source is not None:
                # A file can only be copied into memory with pages of the same size.
                (size,) = source.execute("PRAGMA page_size").fetchone()
                memory.execute(f"PRAGMA page_size={int(size)}")
                source.backup(memory)
            self._teach(memory)
            _in_transaction(memory, "BEGIN", self._build)
        except BaseException:
            memory.close()
            raise
        self._writer = self._reader = memory
        self._read_lock = self._lock

    def _recover(self, error: Exception, replaced: int) -> None:
        """Makes the database usable again, or raises what it cannot help with.

        A file is replaced by another file a few times, then by memory, and memory by nothing: this cannot go on for
        ever.
        """
        with self._lock:
            if replaced != self._replaced:  # another thread met the same and was quicker
                return
            if self.in_memory or self._path is None:
                raise error
            with self._read_lock:
                if self._is_of_another_version(error):
                    self._go_on_in_memory(self._path, OtherVersionError())
                elif _is_damage(error):
                    self._begin_anew(self._path, error)
                elif _code(error) in _UNUSABLE:
                    self._go_on_in_memory(self._path, error)
                else:
                    raise error
            self._replaced += 1

    def _is_of_another_version(self, error: Exception) -> bool:
        """Whether what looks like damage is another version at work, whose file must not be moved away under it."""
        if not isinstance(error, sqlite3.OperationalError) or not _is_damage(error):
            return False
        try:
            return _in_transaction(self._reader, "BEGIN", self._strange)
        except _FAILURES:
            return False

    def _begin_anew(self, path: Path, error: Exception) -> None:
        self.epoch += 1
        self._close_readers()
        self._writer.close()
        try:
            if self._replaced >= _REPLACEMENTS:
                raise UnusablePlaceError(f"{path} was damaged again and again")
            self._replace(path, error)
        except (sqlite3.Error, OSError) as failed:
            self.degraded = _in_memory_because(path, failed)
            self._open_memory()

    def _go_on_in_memory(self, path: Path, error: Exception) -> None:
        reader, writer, beside = self._reader, self._writer, self._beside
        self._beside = None
        shown = "what was read before is shown, and what is read from now on"
        try:
            if path.stat().st_size > _COPY_LIMIT:
                raise UnusablePlaceError("too large for memory")
            self._open_memory(reader)
        except (sqlite3.Error, OSError):
            shown = "what is read from now on"
            self.epoch += 1
            self._open_memory()
        self.degraded = _in_memory_because(path, error, shown)
        for connection in filter(None, (beside, reader, writer)):
            connection.close()


def _in_transaction(database: sqlite3.Connection, begin: str, work: Work[T]) -> T:
    database.execute(begin)
    try:
        done = work(database)
        database.execute("COMMIT")
    except BaseException as error:
        if database.in_transaction:
            with suppress(sqlite3.Error):
                database.execute("ROLLBACK")
        if isinstance(error, _PUZZLING) and not _is_sound(database):
            raise DamagedError("is damaged") from error
        raise
    return done


def _is_sound(database: sqlite3.Connection) -> bool:
    try:
        return bool(database.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
    except _FAILURES:
        return False


def _check(database: sqlite3.Connection) -> None:
    """Takes a new file into possession, and refuses one that is not ours.

    Raises:
        DamagedError: another program's file, or another version's.
    """
    application, version = (
        int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("application_id", "user_version")
    )
    if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        database.execute(f"PRAGMA application_id={APPLICATION_ID}")
        database.execute(f"PRAGMA user_version={VERSION}")
    elif application != APPLICATION_ID:
        raise DamagedError("is a file of another program")
    elif version != VERSION:
        raise DamagedError(f"was written by {'a newer' if version > VERSION else 'an older'} version of this program")


def _code(error: Exception) -> int:
    """SQLite's primary result code; -1: not from SQLite."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else -1


def _is_damage(error: Exception) -> bool:
    if isinstance(error, (DamagedError, UnicodeDecodeError)) or _code(error) in _DAMAGED:
        return True
    # A flipped byte can also end in text that is none, or in a table that is not there.
    text = str(error)
    return isinstance(error, sqlite3.OperationalError) and any(sign in text for sign in _SIGNS_OF_DAMAGE)


def _in_memory_because(path: Path, error: Exception, shown: str = "what is read") -> str:
    return f"{_why_unusable(path, error)}: {shown} is kept in memory until the program ends. {_what_helps(error)}"


def _what_helps(error: Exception) -> str:
    if isinstance(error, OtherVersionError):
        return "Close the other one, then start again."
    match _code(error):
        case sqlite3.SQLITE_FULL:
            first = "Free some space"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            first = "Close that program"
        case _:
            first = "Make it usable, or set KINDE_TUI_HOME to another folder"
    return f"{first}, then start again."


def _why_unusable(path: Path, error: Exception) -> str:
    if isinstance(error, UnusablePlaceError):
        return f"The local store cannot be used, because {error}"
    if isinstance(error, OtherVersionError):
        return f"Another version of this program uses the local store {path}"
    match _code(error):
        case sqlite3.SQLITE_FULL:
            return f"There is no space left for the local store {path}"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return f"The local store {path} may not be written"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return f"Another program keeps the local store {path} locked"
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"The local store {path} cannot be used ({reason})"
