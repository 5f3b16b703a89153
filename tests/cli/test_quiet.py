"""What breaks beside the program's own way is not printed; it leaves a report without values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.processes import python

START = """
import asyncio, gc, logging, threading
from kinde_tui.cli.quiet import be_quiet
be_quiet()
def broken():
    client_secret = "canary-0123456789"
    raise RuntimeError(client_secret)
"""
TASK = """
async def main():
    async def task():
        broken()
    asyncio.ensure_future(task())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
gc.collect()
"""
THREAD = """
thread = threading.Thread(target=broken)
thread.start()
thread.join()
"""
FINALIZER = """
class Broken:
    def __del__(self):
        broken()
Broken()
"""


@pytest.mark.parametrize("code", [TASK, THREAD, FINALIZER], ids=["task", "thread", "finalizer"])
def test_a_fault_that_nobody_handles_is_reported_and_not_printed(tmp_path: Path, code: str) -> None:
    ended = python(tmp_path, "-c", START + code)
    assert (ended.stdout, ended.stderr) == ("", "")
    (report,) = (tmp_path / "data").glob("fault-*.txt")
    assert "in broken" in report.read_text()
    assert "canary" not in report.read_text()


def test_a_library_that_warns_is_not_heard(tmp_path: Path) -> None:
    ended = python(tmp_path, "-c", START + "logging.getLogger('any').error('canary %s', 1)")
    assert (ended.stdout, ended.stderr) == ("", "")
    assert not (tmp_path / "data").exists()
