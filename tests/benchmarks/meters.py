"""What a process has used: processor time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class FailedError(RuntimeError):
    """A program that was to be measured did not do its work; `str()` of it says what it said."""


def processor_seconds(pid: int) -> float:
    """Processor time of a process so far, in steps of a hundredth of a second; 0 for one that is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid: int) -> float:
    """Memory of a process now."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def whole_process(
    arguments: Sequence[str], variables: Mapping[str, str], interpreter: str = sys.executable
) -> tuple[float, str]:
    """Runs Python with these arguments to its end.

    Returns:
        The processor seconds of the whole process, and what it wrote to standard output.

    Raises:
        FailedError: it ended with an error.
    """
    reading, writing = os.pipe()
    process = subprocess.Popen([interpreter, *arguments], stdout=writing, env=dict(variables))  # noqa: S603 - our own
    os.close(writing)
    with open(reading, encoding="utf-8") as said:  # noqa: PTH123 - a pipe has no path
        output = said.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise FailedError(f"{' '.join(arguments)} ended with {process.returncode}: {output}")
    return used.ru_utime + used.ru_stime, output
