"""Exit codes, help, and the last word."""

from __future__ import annotations

import io
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from kinde_tui import __version__
from kinde_tui.api.errors import UnreachableError
from kinde_tui.cli import main
from kinde_tui.cli.faults import explained
from kinde_tui.cli.output import note, tell

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SECRET = "canary-0123456789abcdef"


def test_help_names_every_command(kinde: Run) -> None:
    shown = kinde("--help")
    assert shown.code == 0
    for name in main.COMMANDS:
        assert f"\n  {name} " in shown.out
        assert kinde(name, "--help").code == 0


def test_version(kinde: Run) -> None:
    assert kinde("--version").out == f"kinde-tui {__version__}\n"


def test_a_shell_can_complete_commands(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_KINDE_TUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "kinde-tui pro")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert kinde().out == "plain,profile\n"


@pytest.mark.parametrize(
    "arguments",
    [("nope",), ("--nope",), ("demo", "--users", "none"), ("demo", "--port", "70000"), ("demo", "--port", "80")],
)
def test_wrong_usage_is_2(kinde: Run, arguments: tuple[str, ...]) -> None:
    wrong = kinde(*arguments)
    assert wrong.code == 2
    assert "Error: " in wrong.err


@pytest.mark.parametrize("arguments", [(), ("demo",), ("--profile", "demo")])
def test_the_dashboard_needs_a_terminal(kinde: Run, arguments: tuple[str, ...]) -> None:
    refused = kinde(*arguments)
    assert refused.code == 1
    assert "needs a terminal" in refused.err


@pytest.mark.parametrize("command", ["list", "api", "doctor"])
def test_what_is_no_dashboard_masks_nobody_and_says_so(kinde: Run, command: str) -> None:
    refused = kinde("--privacy", command)
    assert (refused.code, refused.out) == (2, "")
    assert f"--privacy is for the dashboard: `kinde-tui {command}` says everything in full." in refused.err


def broken_command(error: BaseException) -> click.Command:
    @click.command()
    def command() -> None:
        canary = SECRET
        raise error from ValueError(canary)

    return command


@pytest.fixture
def breaks(kinde: Run, monkeypatch: pytest.MonkeyPatch) -> object:
    def call(error: BaseException) -> tuple[int, str]:
        monkeypatch.setattr(main, "cli", broken_command(error))
        result = kinde()
        return result.code, result.err

    return call


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UnreachableError("Cannot find host x."), 1, "Cannot find host x.\n"),
        (KeyboardInterrupt(), 130, "\n"),
        (SystemExit(143), 143, ""),
        (SystemExit(), 0, ""),
    ],
)
def test_what_ends_a_command_has_its_code(
    kinde: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, says: str
) -> None:
    monkeypatch.setattr(main, "cli", broken_command(error))
    ended = kinde()
    assert (ended.code, ended.err) == (code, says)


def test_an_unknown_fault_is_a_sentence_and_a_report_without_values(
    kinde: Run, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setattr(main, "cli", broken_command(KeyError(SECRET)))
    broken = kinde()
    assert broken.code == 1
    assert broken.err.startswith("kinde-tui met a fault of its own (KeyError) and stopped.")
    (report,) = (home / "data").iterdir()
    assert str(report) in broken.err
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    said = report.read_text()
    assert "KeyError\n" in said
    assert "ValueError\n" in said
    assert "kinde_tui/cli/main.py:" in said
    assert SECRET not in said + broken.err


def test_a_report_that_cannot_be_written_is_no_second_fault(home: Path) -> None:
    (home / "data").write_text("in the way")
    assert explained(KeyError(SECRET)) == "kinde-tui met a fault of its own (KeyError) and stopped."


def test_text_from_elsewhere_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    note("a\x1b]52;c;x\x07b\u202e\nsecond")
    tell("plain, and more: é")
    said = capsys.readouterr()
    assert said.err == "a␛]52;c;x␇b\N{REPLACEMENT CHARACTER}\nsecond\n"
    assert said.out == "plain, and more: é\n"


def test_standard_input_that_is_closed_is_no_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main.run(["profile", "add"]) == 1
    assert "Standard input ended" in capsys.readouterr().err
