"""Files that only their owner can read, replaced as a whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from pathlib import Path

from kinde_tui.settings.errors import ConfigError

_LARGEST = 1_048_576
"""Bytes that a settings file may have; far more than any has."""


def private_folder(path: Path) -> Path:
    """Makes the folder with mode 0700, or gives an existing one that mode; returns it.

    Raises:
        ConfigError: it cannot be made, is no folder, or belongs to somebody else.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.stat()
        if os.geteuid() not in {0, found.st_uid}:
            raise ConfigError(f"{path} belongs to another account. Give it to yours, or set KINDE_TUI_HOME elsewhere.")
        if stat.S_IMODE(found.st_mode) & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise ConfigError(
            f"The folder {path} cannot be used: {reason(error)}. KINDE_TUI_HOME can name another one."
        ) from error
    return path


def read_text(path: Path) -> str | None:
    """The file's text; None when there is no such file.

    Raises:
        ConfigError: it is there and cannot be read, is too large, or is no UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {reason(error)}.") from error
    if len(data) > _LARGEST:
        raise ConfigError(f"{path} is larger than 1 MiB: that is no settings file of kinde-tui.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}, line {line}: not UTF-8 text. Repair it, or move the file away.") from error


def write_private(path: Path, text: str) -> None:
    """Replaces the file's text: afterwards it has mode 0600 and all of the text, or is as it was.

    Raises:
        ConfigError: it is a symbolic link, or the disk did not take it.
    """
    folder = private_folder(path.parent)
    if path.is_symlink():
        raise ConfigError(f"{path} is a symbolic link, and kinde-tui writes through none. Put the file itself there.")
    draft = folder / f".{path.name}.{secrets.token_hex(6)}"
    try:
        _fill(draft, text.encode())
        draft.replace(path)
        _flush_folder(folder)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise ConfigError(f"{path} was not changed: {reason(error)}.") from error


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps other instances of the program from changing `path` meanwhile.

    Raises:
        ConfigError: its folder cannot be used.
    """
    folder = private_folder(path.parent)
    try:
        handle = os.open(folder / f".{path.name}.lock", os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ConfigError(f"{path} was not changed: {reason(error)}.") from error
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Why, in the system's words, without the path."""
    return (error.strerror or type(error).__name__).lower()


def _fill(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
