"""The tenant on a real socket: as other programs see it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kinde_tui.demo import server
from kinde_tui.demo.app import demo_app
from kinde_tui.demo.faults import Fault
from kinde_tui.demo.server import ServeError
from tests.support.served_demo import ServedDemo, served_demo

ROOT = Path(__file__).parents[2]
SERVE = "import sys; from kinde_tui.demo.server import serve; sys.exit(serve(0, seed=2, users=12))"


@pytest.fixture(scope="module")
def served() -> Iterator[ServedDemo]:
    with served_demo(users=30) as demo:
        yield demo


@pytest.fixture
def client(served: ServedDemo) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.issuer_url, timeout=5) as http:
        http.headers["Authorization"] = f"Bearer {token(http, served.audience, served)}"
        yield http


def token(http: httpx.Client, audience: str, served: ServedDemo) -> str:
    form = {
        "grant_type": "client_credentials",
        "client_id": served.client_id,
        "client_secret": served.client_secret,
        "audience": audience,
    }
    answer = http.post("/oauth2/token", data=form)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def test_everything_names_the_served_address(served: ServedDemo, client: httpx.Client) -> None:
    configuration = client.get("/.well-known/openid-configuration").json()
    assert configuration["issuer"] == served.issuer_url
    assert configuration["jwks_uri"].startswith(served.issuer_url)
    assert client.get("/api/v1/environment").json()["environment"]["kinde_domain"] == served.issuer_url
    assert served.issuer_url.startswith("http://127.0.0.1:")


def test_the_spelling_of_the_audience_that_the_sdks_use(served: ServedDemo, client: httpx.Client) -> None:
    host = served.issuer_url.partition("//")[2]
    for audience in (served.audience, f"https://{host}/api", f"http://{host}/api/v1", f"https://{host}/api/"):
        client.headers["Authorization"] = f"Bearer {token(client, audience, served)}"
        assert client.get("/api/v1/users").status_code == 200


@pytest.mark.parametrize("fault", [Fault("GetRoles", close=True), Fault("GetRoles", cut=20)])
def test_a_connection_can_close_in_the_middle(served: ServedDemo, client: httpx.Client, fault: Fault) -> None:
    served.demo.faults.add(fault)
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        client.get("/api/v1/roles")
    assert client.get("/api/v1/roles").status_code == 200


def test_a_write_whose_answer_is_lost_has_happened(served: ServedDemo, client: httpx.Client) -> None:
    served.demo.faults.add(Fault("CreateRole", close=True, after=True))
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        client.post("/api/v1/roles", json={"key": "lost", "name": "Lost"})
    assert "lost" in {role["key"] for role in client.get("/api/v1/roles?page_size=100").json()["roles"]}
    assert len(served.demo.ledger.of("CreateRole")) == 1


def test_a_slow_answer(served: ServedDemo, client: httpx.Client) -> None:
    served.demo.faults.add(Fault("GetRoles", delay=1))
    with pytest.raises(httpx.ReadTimeout):
        client.get("/api/v1/roles", timeout=0.05)


@pytest.mark.parametrize("path", ["/oauth2/token", "/oauth2/revoke", "/api/v1/roles"])
def test_who_hangs_up_in_the_middle_of_a_request_is_no_error(path: str, caplog: pytest.LogCaptureFixture) -> None:
    kind = "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"
    with served_demo(users=1) as demo:
        head = [f"POST {path} HTTP/1.1", "Host: demo", f"Content-Type: {kind}", "Content-Length: 100"]
        with httpx.Client(base_url=demo.issuer_url) as http:
            head.append(f"Authorization: Bearer {token(http, demo.audience, demo)}")
            with socket.create_connection(("127.0.0.1", int(demo.issuer_url.rpartition(":")[2]))) as half:
                half.sendall("\r\n".join([*head, "", '{"key": "half"']).encode())
            assert http.get("/demo").status_code == 200
    assert demo.demo.ledger.entries == []
    assert [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_in_process_a_closed_connection_is_an_error_of_its_own() -> None:
    app = demo_app(users=1)
    app.state.faults.add(Fault(close=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://demo") as http:
        with pytest.raises(ConnectionResetError):
            await http.get("/api/v1/users")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_says_one_line_and_ends_at_a_signal(number: signal.Signals) -> None:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", SERVE],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    facts = json.loads(process.stdout.readline())
    assert set(facts) == {"issuer_url", "client_id", "client_secret", "audience"}
    assert httpx.get(facts["issuer_url"] + "/demo").json()["users"] == 12
    process.send_signal(number)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (number, "", "")


def test_a_port_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(ServeError, match=r"Port \d+ on 127\.0\.0\.1 cannot be used .* --port\."):
            server.serve(other.getsockname()[1], users=1)
    with pytest.raises(ServeError, match="Port 70000"):
        server.bind(70000)


def test_without_uvicorn_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(ServeError, match=r"pip install 'kinde-tui\[serve\]'"):
        server.serve(users=1)


def test_somebody_else_can_take_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended:
        def run(self, sockets: list[socket.socket]) -> None:
            assert len(sockets) == 1

    monkeypatch.setattr(server, "server_for", lambda _app: Ended())
    said: list[str] = []
    assert server.serve(users=1, say=said.append) == 0
    assert json.loads(said[0])["audience"].endswith("/api")


def test_a_signal_before_the_server_runs_ends_it_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    made = server.server_for(demo_app(users=1))
    monkeypatch.setattr(server, "server_for", lambda _app: made)
    assert server.serve(users=1, say=lambda _line: signal.raise_signal(signal.SIGTERM)) == signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
