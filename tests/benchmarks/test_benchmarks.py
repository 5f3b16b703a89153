"""The benchmark suite measures what it says: on tiny tenants, and on programs whose answers are known."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as command
from tests.benchmarks import bare_loop, large, measuring, million, people, small, store_alone
from tests.benchmarks.environment import Effort, variables
from tests.benchmarks.glass import Glass, NoAnswerError
from tests.benchmarks.meters import FailedError, processor_seconds, resident_megabytes, whole_process
from tests.benchmarks.serving import Served, static_copy
from tests.benchmarks.table import Row, head, p95
from tests.support.pseudo_terminal import Terminal
from tests.support.served_demo import served_demo

TINY = Effort(1_100, 60, runs=1, warming=0, presses=1, words=("a",), columns=1, syncs=1, idle=0.1, delay=0.1)

SLOW_LIST = """
import os, time, tty
tty.setraw(0)
say = lambda text: os.write(1, text.encode())
begin = "\\x1b[4;1H /\\x1b[4;50H\\x1b[K       9\\x1b[6;1Hada@example.com\\x1b[7;1Halan@example.com"
say("\\x1b[2J" + begin)
left = 9
while True:
    letter = os.read(0, 1).decode()
    if letter in "/\\x1b":
        left = 9
        say(begin)
        continue
    say("\\x1b[4;4H" + letter)
    time.sleep(0.15)
    left -= 1
    if letter == "=":
        continue
    say(f"\\x1b[4;50H{left} of 9\\x1b[K")
    time.sleep(0.05)
    say(f"\\x1b[7;1H{letter}lan@example.com")
"""
"""A list whose filter paints a letter at once, the count 150 ms after it and the rows 50 ms later."""


@contextmanager
def glass_of(code: str) -> Iterator[Glass]:
    handle, line = pty.openpty()
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "-c", code], stdin=line, stdout=line, stderr=line)  # noqa: S603 - above
    try:
        yield Glass(Terminal(process, handle, line), began)
    finally:
        process.kill()
        process.wait(10)
        os.close(handle)
        os.close(line)


def figures(rows: Iterator[Row]) -> dict[str, float | None]:
    return {row.what.strip(): row.figure for row in rows}


@pytest.mark.terminal
def test_a_letter_is_answered_when_the_count_and_the_last_of_the_rows_are_there() -> None:
    with glass_of(SLOW_LIST) as glass:
        glass.until(lambda: measuring.count(glass) == "9")
        found = measuring.letters(glass, ["xy", "z"])
    assert len(found.answered) == 3
    assert found.without_effect == 0
    assert all(first <= answered for first, answered in zip(found.first, found.answered, strict=True))
    assert min(found.answered) >= 200


@pytest.mark.terminal
def test_a_letter_that_leaves_the_count_as_it_was_is_in_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "ANSWERS_WITHIN", 0.1)
    with glass_of(SLOW_LIST) as glass:
        glass.until(lambda: measuring.count(glass) == "9")
        found = measuring.letters(glass, ["="])
    assert found.answered == []
    assert found.without_effect == 1


@pytest.mark.terminal
def test_what_never_comes_is_given_up_and_the_screen_is_told() -> None:
    with glass_of("print('leaving')") as glass, pytest.raises(NoAnswerError, match=r"(?s)never came.*leaving"):
        glass.until(lambda: measuring.rows(glass))


@pytest.mark.terminal
def test_the_small_part_has_a_figure_in_every_row() -> None:
    found = figures(small.measure(TINY, users=60))
    assert len(found) == 10
    assert {what for what, figure in found.items() if figure is None} == set()
    assert 0 < (found["demo start, exec to rows"] or 0) < 60


@pytest.mark.terminal
def test_the_large_part_has_a_figure_in_every_row_but_the_one_of_the_sdk_that_is_not_there() -> None:
    rows = list(large.measure(TINY))
    assert len(rows) == 18
    assert [row.what.strip() for row in rows if row.figure is None] == ["as a multiple of the official SDK's list loop"]
    assert "--sdk" in next(row.beside for row in rows if row.figure is None)


@pytest.mark.terminal
def test_the_part_of_the_million_opens_the_store_that_another_process_filled() -> None:
    rows = list(million.measure(TINY))
    assert rows[0].what.startswith("start with 60 users in the store")
    assert [row.what for row in rows if row.figure is None] == []


def test_the_store_alone_has_a_figure_in_every_row() -> None:
    rows = list(store_alone.measure(replace(TINY, users=300)))
    assert [row.what for row in rows if row.figure is None] == []


def test_the_static_server_goes_on_when_the_demo_is_gone_and_the_bare_loop_reads_all_of_it(tmp_path: Path) -> None:
    def synced(home: str) -> dict[str, int]:
        _, said = whole_process(["-m", "kinde_tui", "sync", "--json"], variables(tmp_path / home, static.facts))
        counts: dict[str, int] = json.loads(said)["counts"]
        return counts

    with ExitStack() as kept:
        with served_demo(users=60) as demo:
            facts = {name: getattr(demo, name) for name in ("issuer_url", "client_id", "client_secret", "audience")}
            static = kept.enter_context(static_copy(Served(facts, 0.0), tmp_path))
            counts = synced("first")
            assert counts["users"] == 60
        assert synced("second") == counts
        assert bare_loop.main(static.facts["issuer_url"]) == 60


def test_processor_time_and_memory_are_those_of_the_process(tmp_path: Path) -> None:
    spent, said = whole_process(["-c", "x = sum(range(3_000_000)); print(x)"], variables(tmp_path))
    assert said == "4499998500000\n"
    assert spent > 0
    assert processor_seconds(os.getpid()) > 0
    assert 1 < resident_megabytes(os.getpid()) < 100_000
    with pytest.raises(FailedError, match="ended with 3: why"):
        whole_process(["-c", "print('why'); raise SystemExit(3)"], variables(tmp_path))


def test_programs_are_measured_as_users_have_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("COVERAGE_PROCESS_START", "pyproject.toml")
    monkeypatch.setenv("KINDE_CLIENT_SECRET", "the user's own")
    monkeypatch.setenv("XDG_CACHE_HOME", "/the/user's/own")
    found = variables(tmp_path, {"issuer_url": "http://127.0.0.1:1"})
    assert not {"PYTHONDONTWRITEBYTECODE", "COVERAGE_PROCESS_START"} & found.keys()
    assert {name: value for name, value in found.items() if name.startswith("KINDE_")} == {
        "KINDE_ISSUER_URL": "http://127.0.0.1:1",
        "KINDE_TUI_HOME": str(tmp_path),
    }
    assert found["XDG_CACHE_HOME"] == str(tmp_path / "cache")


def test_a_row_shows_the_figure_that_its_goal_is_about() -> None:
    values = [float(number) for number in range(1, 101)]
    assert p95(values) == 96
    assert (Row("key", "ms", values).figure, Row("key", "ms", values, take=max).figure) == (50.5, 100)
    cells = [cell.strip() for cell in str(Row("key", "ms", values, 50, max, "that prototype 8")).split("|")]
    assert cells[1:-1] == ["key", "100 ms", "50 ms", "1 / 50.5 / 100 (100×)", "that prototype 8"]
    assert "none" in str(Row("key", "ms", [], 50, beside="how to get it"))
    assert head().count("|") == 12


def test_generated_users_are_the_same_every_time() -> None:
    assert list(people.pages(3)) == list(people.pages(3))


def test_a_part_that_cannot_be_measured_is_told_of_and_the_next_one_follows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(effort: Effort) -> Iterator[Row]:
        yield Row("first", "s", [effort.idle])
        raise FailedError("The demo ended with 1.")

    parts = {"small": broken, "large": lambda effort: iter([Row("second", "users", [effort.users])])}
    monkeypatch.setattr(command, "PARTS", parts)
    monkeypatch.setattr(sys, "argv", ["", "small", "large", "--users", "60", "--idle", "2"])
    assert command.main() == 1
    out, err = capsys.readouterr()
    assert [line.split("|")[1:3] for line in out.splitlines() if "first" in line or "second" in line] == [
        [f" {'first':58} ", f" {'2 s':12} "],
        [f" {'second':58} ", f" {'60 users':12} "],
    ]
    assert err == "The part “small” ended early. The demo ended with 1.\n"
