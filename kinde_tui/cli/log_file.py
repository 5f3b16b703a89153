"""`--log FILE`: a line of JSON for every try of a call. What it may hold is listed in `kinde_tui.api.trace.Tried`."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from kinde_tui.settings.errors import ConfigError
from kinde_tui.settings.files import reason

if TYPE_CHECKING:
    from kinde_tui.api.trace import Tried


class LogFile:
    """Appends to a file of mode 0600, which is made when it is not there.

    Raises:
        ConfigError: it is a symbolic link, no file, readable by others, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        try:
            self._handle = os.open(path, flags, 0o600)
        except OSError as error:
            raise ConfigError(f"The log {path} cannot be written: {reason(error)}.") from error
        mode = os.fstat(self._handle).st_mode
        if not stat.S_ISREG(mode) or stat.S_IMODE(mode) & 0o077:
            os.close(self._handle)
            raise ConfigError(
                f"The log {path} must be a file that only you can read: run `chmod 600`, or name another."
            )

    def write(self, tried: Tried) -> None:
        """Adds a line. A disk that is full costs the line, not the call it is about."""
        line = {name: value for name, value in asdict(tried).items() if value != ""}
        if not tried.status:  # 0 would read as a call that got no answer, also where it worked
            del line["status"]
        line["at"] = tried.at.isoformat(timespec="milliseconds")
        with suppress(OSError):
            os.write(self._handle, f"{json.dumps(line)}\n".encode())
