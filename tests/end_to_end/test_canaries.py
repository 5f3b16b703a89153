"""Eight secrets through a whole session: log, screens, export, connecting, inspecting, a crash. None comes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kinde_tui.demo.app import Demo, demo_app
from kinde_tui.demo.credentials import CLIENT_ID
from tests.support.canaries import files_below, found
from tests.support.screen import Screen, on_screen
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

pytestmark = pytest.mark.terminal

APPLICATION, DIRECTORY = "app+canary/Zt5wqJ8Rk2==", "dir-canary-9b7Xv3Nq6Lm0"
TYPED, PASTED = "typed-canary-Q4s8Wd1Fy7", "pastedCanaryH3k9Vb5Tz2Rp"
LOCAL, MESSAGE = "local-canary-U6g2Jc0Xe4", "message-canary-M8n3Ka7Sd1"
BREAKS = f"""
import sys
from kinde_tui.ui.asking import Asks
def broken(self):
    client_secret = {LOCAL!r}
    raise RuntimeError({MESSAGE!r} + client_secret[:0])
Asks.action_next_theme = broken
from kinde_tui.__main__ import main
main()
"""


class Listening:
    """Remembers the tokens that requests bring."""

    heard: tuple[str, ...] = ()

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for name, value in scope.get("headers", ()):
            if name == b"authorization" and value.startswith(b"Bearer "):
                Listening.heard = (*Listening.heard, value.decode().split(".")[-1])
        await self._app(scope, receive, send)


@contextmanager
def tenant_with_secrets() -> Iterator[ServedDemo]:
    app = demo_app(seed=1, users=12)
    demo: Demo = app.state.demo
    for row in demo.tenant.applications.values():
        if row["client_id"] != CLIENT_ID:
            row["client_secret"] = APPLICATION
    for row in demo.tenant.shelf("directories").values():
        row["secret_token"] = DIRECTORY
    app.add_middleware(Listening)
    with served_demo(app) as served:
        yield served


def walk(screen: Screen, application: str, directory: str) -> None:
    """Looks at what holds secrets, as facts, as JSON and as an answer; exports it, types one and pastes one."""
    screen.wait_for("all 12 loaded")
    for place in ("directories", "applications"):
        screen.press(":", *place, "enter")
        screen.wait_for(f"{place.title()} ›")
        screen.press(",")
        screen.wait_for('"id": "')
        for tab in (".", ".", "."):
            screen.press(tab)
        while screen.read(0.2):
            pass
    for words, key in (("get application", application), ("get directory", directory)):
        screen.press(":", *"api", "enter")
        screen.wait_for("API console")
        screen.press("/", "\x15", *words, "enter", "enter")
        screen.wait_for("needs")
        screen.press(*key, "\x13")
        screen.wait_for('": "•••"', key)
        screen.press("y")
        screen.wait_for("Sent the answer")
        screen.press("2")
        screen.wait_for("Users ›")
    screen.press(":", *"applications", "enter")
    screen.wait_for("Applications ›")
    screen.press("x")
    screen.wait_for("NDJSON")
    screen.press("down", "down", "enter")
    screen.wait_for("readable by your account only")
    screen.press("6")
    screen.wait_for("Paste a token here")
    screen.paste(f"eyJhbGciOiJub25lIn0.eyJzdWIiOiJrcCJ9.{PASTED}")
    screen.wait_for("signature")
    screen.press("2", ":", *"connect", "enter")
    screen.wait_for("Enter domain")
    screen.press("enter")
    screen.wait_for("Client secret")
    screen.press("tab", "tab")
    screen.paste(TYPED)
    screen.wait_for("•" * len(TYPED))
    screen.press("\x03", "\x18")  # copy, cut
    screen.wait_for("cannot be copied")
    screen.press("escape")
    screen.wait_gone("Client secret")


def test_eight_secrets_through_a_session_come_out_nowhere(tmp_path: Path) -> None:
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    with tenant_with_secrets() as tenant:
        variables = {
            "KINDE_ISSUER_URL": tenant.issuer_url,
            "KINDE_CLIENT_ID": tenant.client_id,
            "KINDE_CLIENT_SECRET": tenant.client_secret,
            "KINDE_AUDIENCE": tenant.audience,
        }
        how: dict[str, Any] = {"variables": variables, "code": BREAKS, "cwd": work}
        with on_screen(home, "--log", str(work / "calls.log"), **how) as screen:
            demo = tenant.demo.tenant
            application = next(id_ for id_, row in demo.applications.items() if row["client_secret"] == APPLICATION)
            walk(screen, application, next(iter(demo.shelf("directories"))))
            process = screen.terminal.process.pid
            arguments = Path(f"/proc/{process}/cmdline").read_bytes() if Path("/proc").exists() else b""
            screen.press("\x14")  # the next theme: broken
            assert screen.terminal.end() == 1
            said = screen.terminal.said
    assert b"met a fault of its own (RuntimeError)" in said
    secrets = {
        "the client secret": tenant.client_secret,
        "an access token's signature": Listening.heard[-1],
        "an application's secret": APPLICATION,
        "a directory's token": DIRECTORY,
        "a secret that was typed": TYPED,
        "a pasted token's signature": PASTED,
    }
    inside = {"a local variable": LOCAL, "an error's message": MESSAGE}
    files = files_below(tmp_path)
    assert any(name.startswith("work/") and name.endswith(".json") for name in files), files.keys()
    assert b'"operation": "getApplications"' in files["work/calls.log"]
    assert any("fault-" in name for name in files)
    assert found(secrets | inside, {**files, "the terminal": said}) == []
    assert found(secrets, {"the process list": arguments}) == []
