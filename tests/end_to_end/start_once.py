"""Starts a command on a pseudo-terminal, waits until rows are painted, quits it with its own key, and says so.

Used for the wheel, from outside the test suite: it needs nothing but the standard library.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time

ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
NEEDLE = "480"
LIMIT = 60.0


def main(command: list[str]) -> int:
    """Returns what the command returned; 1 when the rows never came."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        os.execvp(command[0], command)  # noqa: S606 - the caller's own command
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 140, 0, 0))
    painted, asked, end = bytearray(), False, time.monotonic() + LIMIT
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        try:
            data = os.read(terminal, 65536) if ready else b""
        except OSError:
            break
        if ready and not data:
            break
        painted += data
        if not asked and NEEDLE in ESCAPES.sub(b"", bytes(painted)).decode("utf-8", "replace"):
            os.write(terminal, b"q")
            asked = True
    _, status = os.waitpid(pid, os.WNOHANG if asked is False else 0)
    code = os.waitstatus_to_exitcode(status)
    if not asked:
        sys.stderr.write(ESCAPES.sub(b"", bytes(painted)).decode("utf-8", "replace")[-2000:])
        sys.stderr.write("\nThe rows of the demo tenant never came.\n")
        return 1
    sys.stdout.write(f"Started, painted {NEEDLE} users, quit with exit code {code}.\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
