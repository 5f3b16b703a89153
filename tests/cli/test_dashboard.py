"""The dashboard on a pseudo-terminal: it opens, and leaves the terminal as it was."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path

import click
import pytest

from kinde_tui.cli.dashboard import open_dashboard
from kinde_tui.cli.output import Refused
from kinde_tui.cli.session import Session
from tests.support.processes import environment
from tests.support.pseudo_terminal import on_terminal

ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)]
)
def test_ended_from_outside_it_leaves_the_terminal_as_it_was(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with on_terminal(tmp_path) as terminal:
        before = termios.tcgetattr(terminal.line)
        terminal.wait_for(ENTER_ALTERNATE)
        terminal.wait_for(b"demo tenant")
        terminal.process.send_signal(number)
        assert terminal.end() == code
        assert terminal.said.rindex(LEAVE_ALTERNATE) > terminal.said.rindex(ENTER_ALTERNATE)
        assert termios.tcgetattr(terminal.line) == before
        assert b"Traceback" not in terminal.said


@pytest.mark.terminal
def test_it_ends_when_the_terminal_is_gone_and_nobody_said_so(tmp_path: Path) -> None:
    handle, line = pty.openpty()
    command = [sys.executable, "-m", "kinde_tui", "demo", "--users", "12"]
    # It is not the terminal of its session, so closing it sends no SIGHUP.
    with subprocess.Popen(  # noqa: S603 - our own program
        command,
        stdin=line,
        stdout=line,
        stderr=line,
        env=environment(tmp_path, TERM="xterm-256color"),
        start_new_session=True,
    ) as program:
        try:
            said = b""
            while ENTER_ALTERNATE not in said:
                said += os.read(handle, 65536)
            os.close(line)
            os.close(handle)
            assert program.wait(30) == 129
        finally:
            program.kill()


@pytest.mark.terminal
def test_the_demo_tenant_is_left_with_q(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "demo", "--users", "12") as terminal:
        terminal.wait_for(b"demo")
        terminal.wait_for(b"@example.")
        os.write(terminal.handle, b"q")
        assert terminal.end() == 0
        assert list(tmp_path.iterdir()) == []


@pytest.mark.terminal
def test_a_profile_that_is_not_there_is_said_before_the_screen_changes(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "--profile", "gone") as terminal:
        assert terminal.end() == 1
        assert "There is no profile “gone”".encode() in terminal.said
        assert ENTER_ALTERNATE not in terminal.said


def test_without_a_terminal_it_says_so(home: Path) -> None:
    with pytest.raises(Refused, match="needs a terminal"):
        open_dashboard(Session(environ={"KINDE_TUI_HOME": str(home)}))


def test_what_is_painted_on_must_be_a_terminal_too(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(click.exceptions.Exit) as left:
        open_dashboard(Session(environ={"KINDE_TUI_HOME": str(home)}))
    assert left.value.exit_code == 1
    assert "painted on standard error" in capsys.readouterr().out


@pytest.mark.terminal
def test_an_unknown_theme_is_wrong_usage(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "--theme", "plaid", "demo") as terminal:
        assert terminal.end() == 2
        assert "There is no theme “plaid”. There are: ".encode() in terminal.said
        assert ENTER_ALTERNATE not in terminal.said


@pytest.mark.terminal
def test_a_broken_config_file_is_named_before_the_screen_changes(tmp_path: Path) -> None:
    file = tmp_path / "config" / "config.toml"
    file.parent.mkdir()
    file.write_text("theme = \n")
    for command in ((), ("demo",)):
        with on_terminal(tmp_path, *command) as terminal:
            assert terminal.end() == 1
            assert f"{file}, line 1: ".encode() in terminal.said
            assert ENTER_ALTERNATE not in terminal.said
    assert file.read_text() == "theme = \n"


@pytest.mark.terminal
def test_a_profile_is_added_by_answering_questions(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "profile", "add", "--no-check", "--keep", "run") as terminal:
        for question, answer in (
            ("Domain (mybusiness or mybusiness.kinde.com): ", "id.acme.example"),
            ("Client id: ", "m2m"),
            ("Audience (https://SUBDOMAIN.kinde.com/api): ", " "),
            ("The audience is empty.", "https://acme.kinde.com/api"),
            ("Environment (production, staging, development) [production]: ", "staging"),
            ("Name of the profile [id]: ", "not good"),
            ("A profile's name has", "acme"),
            ("Client secret (hidden): ", "canary-0123456789abcdef"),
        ):
            terminal.wait_for(question.encode())
            os.write(terminal.handle, f"{answer}\n".encode())
        assert terminal.end() == 0
        assert b"canary" not in terminal.said
        assert "Profile “acme” is stored".encode() in terminal.said


@pytest.mark.terminal
def test_ctrl_c_at_a_question_is_an_interruption(tmp_path: Path) -> None:
    with on_terminal(tmp_path, "profile", "add") as terminal:
        terminal.wait_for(b"Domain")
        terminal.process.send_signal(signal.SIGINT)
        os.write(terminal.handle, b"\n")  # Python may have been about to read: then it sees the signal after the line
        assert terminal.end() == 130
        assert list(tmp_path.iterdir()) == []


@pytest.mark.terminal
def test_a_secret_that_is_kept_nowhere_is_asked_for_before_the_dashboard_opens(tmp_path: Path) -> None:
    added = ("profile", "add", "acme", "--domain", "127.0.0.1:9", "--client-id", "m2m", "--no-check", "--keep", "run")
    with on_terminal(tmp_path, *added) as terminal:
        terminal.wait_for(b"Client secret")
        os.write(terminal.handle, b"canary-0123456789abcdef\n")
        assert terminal.end() == 0
    with on_terminal(tmp_path) as terminal:
        terminal.wait_for(b"Client secret of acme (hidden): ")
        assert ENTER_ALTERNATE not in terminal.said
        os.write(terminal.handle, b"canary-0123456789abcdef\n")
        terminal.wait_for(ENTER_ALTERNATE)
        terminal.wait_for(b"read-only")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 143
        assert b"canary" not in terminal.said
