"""A file for one pair of eyes: made with mode 0600 in a folder of mode 0700, and never behind a link."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_ASIDE = 3
"""So many damaged files are kept; the oldest makes room for the next."""


class UnusablePlaceError(OSError):
    """The place cannot hold private data; `str()` of it is the reason, ready for the middle of a sentence."""


def reserve(path: Path) -> None:
    """Makes the file with mode 0600, or checks and tightens the one that is there.

    Raises:
        UnusablePlaceError: the file or its folder is a link, somebody else's, or no file at all.
        OSError: the system refuses: no space, no permission, a read-only disk.
    """
    _private_folder(path.parent)
    if path.is_symlink():
        raise UnusablePlaceError(f"{path} is a link, which is not followed")
    try:
        descriptor = new_file(path)
    except FileExistsError:
        descriptor = os.open(path, os.O_RDWR | _NO_FOLLOW)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnusablePlaceError(f"{path} is not a file")
        if os.name == "posix":
            _ours(path, found)
            if found.st_mode & 0o077:
                os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)


def new_file(path: Path) -> int:
    """Makes a file with mode 0600, in a folder that may be anybody's, and returns its descriptor.

    Raises:
        FileExistsError: something has this name, be it a link that leads nowhere.
        OSError: the system refuses.
    """
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _NO_FOLLOW | getattr(os, "O_CLOEXEC", 0), 0o600)


def _private_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise UnusablePlaceError(f"{folder} is a link, which is not followed")
    if os.name == "posix":
        _ours(folder, found)
        if found.st_mode & 0o077:
            folder.chmod(0o700)


def _ours(path: Path, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        raise UnusablePlaceError(f"{path} belongs to somebody else")


def put_aside(path: Path) -> Path:
    """Renames a damaged database to `<name>.corrupt-<n>`, with what belongs to it, and returns the new name.

    Raises:
        OSError: it cannot be renamed.
    """
    names = [path.with_name(f"{path.name}.corrupt-{number}") for number in range(1, _ASIDE + 1)]
    free = [name for name in names if not name.exists()]
    aside = free[0] if free else min(names, key=lambda name: name.stat().st_mtime)
    path.replace(aside)
    # A write-ahead log belongs to its file; beside a new one it would be read into it.
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).replace(aside.with_name(aside.name + suffix))
    return aside
