"""A file of rows: whole or not there at all, for one pair of eyes, and never in the place of another one."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from kinde_tui.services.private_file import new_file

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


class ExportError(Exception):
    """Nothing was written; the message is a sentence for the person who asked for it."""


class ExportStoppedError(ExportError):
    """Somebody stopped it; nothing is left behind."""


def write_file(parts: Iterable[str], wanted: Path, stopped: Callable[[], bool], *, numbered: bool) -> Path:
    """Writes the parts beside the place where the file will be, and puts it there when it is whole.

    Args:
        parts: of the text; UTF-8.
        wanted: the file.
        stopped: asked before each part.
        numbered: whether `users-2.csv` is taken where there is a `users.csv`; otherwise that is refused.

    Returns:
        Where the file is, mode 0600.

    Raises:
        ExportStoppedError: `stopped` said so.
        ExportError: the name is taken, there is no space, the folder may not be written.
    """
    if not numbered and os.path.lexists(wanted):
        raise _taken(wanted)
    draft = wanted.parent / f".kinde-tui-{secrets.token_hex(6)}.part"
    try:
        _fill(draft, parts, stopped)
        return _publish(draft, wanted, numbered=numbered)
    except OSError as error:
        raise ExportError(_sentence(error, wanted)) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _fill(draft: Path, parts: Iterable[str], stopped: Callable[[], bool]) -> None:
    with open(new_file(draft), "wb") as file:  # noqa: PTH123 - a descriptor, not a path
        for part in parts:
            if stopped():
                raise ExportStoppedError("The export was stopped, and nothing is left of it.")
            file.write(part.encode())
        file.flush()
        os.fsync(file.fileno())


def _publish(draft: Path, wanted: Path, *, numbered: bool) -> Path:
    """Takes the name with an empty file first: renaming alone would put ours in the place of another one."""
    for path in _names(wanted) if numbered else (wanted,):
        try:
            os.close(new_file(path))
        except FileExistsError:
            continue
        try:
            return draft.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise
    raise _taken(wanted)


def _names(wanted: Path) -> Iterator[Path]:
    yield wanted
    for number in count(2):
        yield wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")


def _taken(path: Path) -> ExportError:
    return ExportError(f"{path} is there already, and nothing was written. Choose another name, or move it away.")


def _sentence(error: OSError, wanted: Path) -> str:
    if error.errno in _NO_SPACE:
        return f"There is no space left in {wanted.parent}: nothing was written."
    if error.errno in _NOT_ALLOWED:
        return f"The folder {wanted.parent} may not be written. Start kinde-tui in a folder of your own."
    return f"{wanted} cannot be written: {(error.strerror or type(error).__name__).lower()}."
