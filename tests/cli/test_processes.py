"""The program as a process: what it imports, what it serves, how it ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from kinde_tui.demo.faults import Fault, FaultPlan
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.support.processes import environment, program, python
from tests.support.served_demo import served_demo


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_the_served_demo_tenant_opens_for_another_process_and_ends_when_told(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    command = [sys.executable, "-m", "kinde_tui", "demo", "--serve", "--users", "30"]
    server = subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment(tmp_path / "server"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        facts = json.loads(server.stdout.readline())
        assert set(facts) == {"issuer_url", "client_id", "client_secret", "audience"}
        variables = {f"KINDE_{name.upper()}": value for name, value in facts.items()}
        examined = program(tmp_path, "doctor", "--json", **variables)
        assert json.loads(examined.stdout)["ok"], examined.stdout
        assert examined.returncode == 0
        assert facts["client_secret"] not in examined.stdout + examined.stderr
        loaded = program(tmp_path, "sync", "--json", **variables)
        assert loaded.returncode == 0, loaded.stderr
        assert json.loads(loaded.stdout)["counts"]["users"] == 30
    finally:
        server.send_signal(number)
        _, said = server.communicate(timeout=30)
    assert (server.returncode, "Traceback" in said) == (code, False)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_sync_that_is_ended_from_outside_says_so_with_its_code(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    asked = threading.Event()

    class Plan(FaultPlan):
        def strike(self, operation: str) -> Fault | None:
            if operation == COLLECTIONS["users"].lists.id:
                asked.set()
            return super().strike(operation)

    slow = Plan([Fault(COLLECTIONS["users"].lists.id, delay=20.0, times=0)])
    with served_demo(users=5, faults=slow) as tenant:
        variables = {"KINDE_DOMAIN": tenant.issuer_url, "KINDE_CLIENT_ID": tenant.client_id}
        with subprocess.Popen(
            [sys.executable, "-m", "kinde_tui", "sync"],
            env=environment(tmp_path, KINDE_CLIENT_SECRET=tenant.client_secret, **variables),
            stderr=subprocess.PIPE,
            text=True,
        ) as loading:
            try:
                assert asked.wait(30)
                loading.send_signal(number)
                _, said = loading.communicate(timeout=15)
            finally:
                loading.kill()
    assert loading.returncode == code
    assert said.strip() == "Stopped. What was read is kept, and the next reading goes on there."


def test_the_served_demo_tenant_asks_those_who_ask_too_fast_to_wait(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kinde_tui", "demo", "--serve", "--users", "5", "--rate", "1"]
    with subprocess.Popen(command, env=environment(tmp_path), stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own program
        assert server.stdout is not None
        facts = json.loads(server.stdout.readline())
        form = {"grant_type": "client_credentials"} | {n: facts[n] for n in ("client_id", "client_secret", "audience")}
        with httpx.Client(base_url=facts["issuer_url"], trust_env=False) as client:
            given = client.post("/oauth2/token", data=form).json()["access_token"]
            answers = [client.get("/api/v1/roles", headers={"Authorization": f"Bearer {given}"}) for _ in range(6)]
        server.terminate()
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert all(int(answer.headers["RateLimit-Reset"]) >= 1 for answer in refused)


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = program(tmp_path, "demo", "--serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 1
    assert "Choose another" in refused.stderr


def test_an_interruption_while_modules_are_read_is_no_traceback(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'kinde_tui.cli.main':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from kinde_tui.__main__ import main\n"
        "main()\n"
    )
    ended = python(tmp_path, "-c", code)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")


@pytest.mark.parametrize(
    ("closing", "arguments", "code", "says"),
    [
        ("<&-", "token", 1, "nothing to inspect"),
        ("<&-", "profile add", 1, "Standard input ended"),
        ("<&- >&-", "", 1, "needs a terminal"),
        (">&-", "profile list --json", 0, ""),
        ("2>&-", "profile show", 1, ""),
        (">/dev/full", "profile list --json", 1, "Standard output cannot be written: no space left"),
    ],
)
def test_streams_that_are_closed_or_full_are_no_fault(
    tmp_path: Path, closing: str, arguments: str, code: int, says: str
) -> None:
    ended = subprocess.run(  # noqa: S602 - our own program, and our own words
        f"{sys.executable} -m kinde_tui {arguments} {closing}",
        shell=True,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, says in ended.stderr) == (code, True), ended.stderr
    assert not (tmp_path / "data").exists()  # where reports of faults go


def test_a_reader_who_has_read_enough_is_no_fault(tmp_path: Path) -> None:
    listing = subprocess.Popen(
        [sys.executable, "-m", "kinde_tui", "doctor"],
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert listing.stdout is not None
    listing.stdout.close()
    assert listing.stderr is not None
    with listing:
        assert listing.stderr.read() == ""
    assert listing.returncode == 1


def test_an_output_that_knows_no_such_letters_gets_them_spelled(tmp_path: Path) -> None:
    told = program(tmp_path, "doctor", PYTHONIOENCODING="ascii", KINDE_DOMAIN="a", KINDE_CLIENT_ID="b")
    assert told.returncode == 1
    assert "KINDE_CLIENT_SECRET is not set" in told.stdout
    assert "Traceback" not in told.stderr


def test_an_input_that_is_cut_off_is_no_traceback(tmp_path: Path) -> None:
    cut = program(tmp_path, "profile", "add", "--no-check", typed="acme\n")
    assert (cut.returncode, "Traceback" in cut.stderr) == (1, False)


def test_a_process_that_vanishes_has_said_everything_and_waited_for_its_threads(tmp_path: Path) -> None:
    code = (
        "import sys, threading\n"
        "from kinde_tui.cli.running import vanish\n"
        "threading.Thread(target=lambda: sys.stderr.write('from a thread')).start()\n"
        "sys.stdout.write('not flushed')\n"
        "vanish(7)\n"
    )
    done = python(tmp_path, "-c", code)
    assert (done.returncode, done.stdout, done.stderr) == (7, "not flushed", "from a thread")


def test_a_thread_that_waits_for_work_does_not_hold_up_the_end(tmp_path: Path) -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from kinde_tui.cli.running import vanish\n"
        "pool = ThreadPoolExecutor()\n"
        "pool.submit(print, 'worked').result()\n"
        "vanish(7)\n"
    )
    done = python(tmp_path, "-c", code)
    assert (done.returncode, done.stdout) == (7, "worked\n")
