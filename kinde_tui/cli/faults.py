"""What went wrong, as a sentence: known faults in their own words, unknown ones without any of their values."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from kinde_tui import __version__
from kinde_tui.api.errors import KindeError
from kinde_tui.settings.errors import SettingsError
from kinde_tui.settings.files import write_private
from kinde_tui.settings.paths import folders

_PACKAGE = Path(__file__).parent.parent


def explained(error: Exception) -> str:
    """A sentence for people; an unknown fault leaves a report in the data folder, free of values."""
    return str(error) if expected(error) else _reported(error)


def expected(error: BaseException) -> bool:
    """Whether the error's text was written for people."""
    from kinde_tui.services.journal_file import JournalError

    return isinstance(error, (KindeError, SettingsError, JournalError))


def _reported(error: Exception) -> str:
    import os

    says = f"kinde-tui met a fault of its own ({type(error).__name__}) and stopped."
    try:
        path = folders(os.environ).data / f"fault-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt"
        write_private(path, _report(error))
    except SettingsError:
        return says
    return f"{says} A report without names or values is in {path}."


def _report(error: Exception) -> str:
    """Where it happened. Messages and local variables stay out: they may hold what nobody should see."""
    lines = [f"kinde-tui {__version__}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__qualname__)
        frames = traceback.extract_tb(link.__traceback__)
        lines += [f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines) + "\n"


def _place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_PACKAGE.parent)) if path.is_relative_to(_PACKAGE) else path.name
