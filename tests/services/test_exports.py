"""Files of rows: private, whole or not there at all, never in the place of another one."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kinde_tui.services.collections.collection import Context
from kinde_tui.services.export_file import ExportError, ExportStoppedError, write_file
from kinde_tui.services.exporting import WINDOW, Export, Format, Sheet, fields_of
from kinde_tui.services.exports import Exports, file_name, here
from tests.services.things import THINGS, filled, opened, thing
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kinde_tui.services.exporting import Row


def write(path: Path, parts: Iterable[str] = ("é", "\n"), *, numbered: bool = True) -> Path:
    return write_file(parts, path, lambda: False, numbered=numbered)


def left_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_file_is_private_and_takes_the_next_free_name(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        first = write(tmp_path / "users.csv")
    finally:
        os.umask(before)
    assert (first.read_bytes(), stat.S_IMODE(first.stat().st_mode)) == ("é\n".encode(), 0o600)
    assert write(tmp_path / "users.csv", ["2"]).name == "users-2.csv"
    assert write(tmp_path / "users.csv", ["3"]).name == "users-3.csv"
    assert first.read_text() == "é\n"
    assert stat.S_IMODE(tmp_path.stat().st_mode) != 0o600  # the folder is somebody's own
    assert left_in(tmp_path) == ["users-2.csv", "users-3.csv", "users.csv"]


def test_the_folder_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    write(tmp_path / "users.csv")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


@pytest.mark.parametrize("leads", ["somewhere", "nowhere"])
def test_a_link_is_neither_followed_nor_replaced(tmp_path: Path, leads: str) -> None:
    target, link = tmp_path / "target", tmp_path / "users.csv"
    if leads == "somewhere":
        target.write_text("precious")
    link.symlink_to(target)
    assert write(link).name == "users-2.csv"
    with pytest.raises(ExportError, match="is there already"):
        write(link, numbered=False)
    assert link.is_symlink()
    assert (target.read_text() if target.exists() else None) == ("precious" if leads == "somewhere" else None)


def test_a_name_that_is_taken_is_refused_where_it_was_given(tmp_path: Path) -> None:
    write(tmp_path / "users.csv", numbered=False)
    with pytest.raises(ExportError, match=r"users.csv is there already, and nothing was written"):
        write(tmp_path / "users.csv", ["other"], numbered=False)
    assert left_in(tmp_path) == ["users.csv"]

    def meanwhile() -> Iterable[str]:
        (tmp_path / "late.csv").write_text("somebody else's")
        yield "ours"

    with pytest.raises(ExportError, match="is there already"):
        write(tmp_path / "late.csv", meanwhile(), numbered=False)
    assert (tmp_path / "late.csv").read_text() == "somebody else's"
    assert left_in(tmp_path) == ["late.csv", "users.csv"]


def _fails(code: int) -> Iterable[str]:
    yield "begun"
    raise OSError(code, os.strerror(code))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "There is no space left in {}: nothing was written."),
        (errno.EDQUOT, "There is no space left in {}: nothing was written."),
        (errno.EROFS, "The folder {} may not be written. Start kinde-tui in a folder of your own."),
        (errno.EIO, "{}/users.csv cannot be written: input/output error."),
    ],
)
def test_a_disk_that_does_not_take_it_is_a_sentence_and_nothing_is_left(tmp_path: Path, code: int, says: str) -> None:
    with pytest.raises(ExportError) as refused:
        write(tmp_path / "users.csv", _fails(code))
    assert str(refused.value) == says.format(tmp_path)
    assert left_in(tmp_path) == []


def test_a_full_disk_at_the_last_moment_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="no space left"):
        write(tmp_path / "users.csv")
    assert left_in(tmp_path) == []


def test_a_name_that_was_taken_is_given_back_when_the_file_does_not_get_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, _target: Path) -> Path:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportError, match="cannot be written: no"):
        write(tmp_path / "users.csv")
    assert left_in(tmp_path) == []


def test_a_folder_that_is_none_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ExportError, match="no such file or directory"):
        write(tmp_path / "missing" / "users.csv")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    assert here() == gone
    gone.rmdir()
    with pytest.raises(ExportError, match="is no more"):
        here()


def test_a_stopped_one_leaves_nothing(tmp_path: Path) -> None:
    answers = iter([False, True])
    with pytest.raises(ExportStoppedError, match="nothing is left of it"):
        write_file(["1", "2", "3"], tmp_path / "users.csv", lambda: next(answers), numbered=True)
    assert left_in(tmp_path) == []


def test_a_file_is_named_after_profile_list_parents_and_day() -> None:
    now = HandClock().now()
    assert file_name("acme", "members", ("org_1",), now, ".csv") == "acme-members-org_1-2026-08-01.csv"
    assert file_name("../..", "users", ("a/b",), now, ".md") == "_..-users-a_b-2026-08-01.md"
    assert len(file_name("x" * 300, "users", (), now, ".json")) < 100


class Held:
    """So many windows of rows; from the second on they come when they are let through."""

    def __init__(self, rows: int = 3 * WINDOW) -> None:
        self._rows = rows
        self._free = threading.Event()
        store = filled(opened(), thing(1))
        self._row: Row = store.view("things").window(0, 1)[0]
        store.close()
        self.inside = threading.Event()

    def __len__(self) -> int:
        return self._rows

    def window(self, start: int, stop: int) -> list[Row]:
        if start:
            self.inside.set()
            assert self._free.wait(30)
        return [self._row] * (stop - start)

    def let(self) -> None:
        self._free.set()

    def export(self) -> Export:
        return Export(self, Sheet(THINGS, fields_of(THINGS), Context(HandClock().now()), raw=True), Format.CSV)

    async def begun(self) -> None:
        assert await asyncio.to_thread(self.inside.wait, 30)


async def test_an_export_tells_how_far_it_is_and_where_its_file_is(tmp_path: Path) -> None:
    exports, rows = Exports(), Held()
    writing = asyncio.create_task(exports.write(rows.export(), tmp_path / "things.csv"))
    await rows.begun()
    (running,) = exports.under_way
    assert (running.done, running.total) == (WINDOW, 3 * WINDOW)
    rows.let()
    written = await writing
    assert (written.path, written.rows, written.gone) == (tmp_path / "things.csv", 3 * WINDOW, 0)
    assert len(written.path.read_text().splitlines()) == 3 * WINDOW + 1
    assert exports.under_way == ()
    assert not exports.stop()


@pytest.mark.parametrize("how", ["stopped", "closed", "cancelled"])
async def test_an_export_that_is_ended_leaves_nothing(tmp_path: Path, how: str) -> None:
    exports, rows = Exports(), Held()
    writing = asyncio.create_task(exports.write(rows.export(), tmp_path / "things.csv"))
    await rows.begun()
    ends: dict[str, Callable[[], object]] = {
        "stopped": exports.stop,
        "closed": lambda: asyncio.ensure_future(exports.close()),
        "cancelled": writing.cancel,
    }
    ended = ends[how]()
    await asyncio.sleep(0)
    rows.let()
    with pytest.raises(asyncio.CancelledError if how == "cancelled" else ExportStoppedError):
        await writing
    if isinstance(ended, asyncio.Future):
        await ended
    assert (exports.under_way, left_in(tmp_path)) == ((), [])
