"""The first run: a tenant connected step by step, with real profiles, a real keyring backend and a served tenant."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, Select

from kinde_tui.cli.session import Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.screens.welcome import WelcomeScreen
from tests.support.keyrings import MemoryKeyring, system_keyring_is
from tests.support.served_demo import ServedDemo, served_demo
from tests.support.ui import enter_text, notices, screen_text, settle

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

DOMAIN, CLIENT_ID, SECRET, NAME, ENVIRONMENT = range(5)
"""The fields of the form."""


@pytest.fixture(scope="module")
def served() -> Iterator[ServedDemo]:
    with served_demo(users=8) as tenant:
        yield tenant


@pytest.fixture(autouse=True)
def system_keyring() -> Iterator[MemoryKeyring]:
    with system_keyring_is(MemoryKeyring()) as backend:
        yield backend


@dataclass
class FirstRun:
    """The app without any profile."""

    app: KindeApp
    pilot: Pilot[None]
    profiles: Profiles

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await settle(self.pilot)

    async def open_form(self) -> None:
        """From the welcome screen to the form."""
        await self.press("c", "enter")
        assert isinstance(self.app.screen, FormDialog), self.text

    async def fill(self, served: ServedDemo, **other: str) -> None:
        """Fills the form with what opens the tenant, but for what is given, and sends it."""
        values = {
            "domain": served.issuer_url,
            "client_id": served.client_id,
            "secret": served.client_secret,
            "name": "acme",
        } | other
        for number, value in ((DOMAIN, "domain"), (CLIENT_ID, "client_id"), (SECRET, "secret"), (NAME, "name")):
            self.app.screen.query_one(f"#field-{number}", Input).focus()
            await self.pilot.pause()
            await enter_text(self.pilot, values[value])
        self.app.screen.query_one(f"#field-{ENVIRONMENT}", Select).value = "staging"
        await self.press("ctrl+s")

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def said(self) -> str:
        """What was said last."""
        return notices(self.app)[-1]


def files(home: Path) -> list[Path]:
    """Everything that the program keeps."""
    return [file for file in home.rglob("*") if file.is_file()]


@asynccontextmanager
async def first_run(home: Path) -> AsyncIterator[FirstRun]:
    """The app as it starts for somebody without a profile."""
    profiles = Profiles(Session(environ={"KINDE_TUI_HOME": str(home)}))
    app = KindeApp(None, profiles)
    try:
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await settle(pilot)
            yield FirstRun(app, pilot, profiles)
    finally:
        if app.tenant is not None:
            await app.tenant.close()


async def test_the_welcome_screen_offers_two_ways_and_keeps_the_rest_away(tmp_path: Path) -> None:
    async with first_run(tmp_path) as run:
        assert isinstance(run.app.screen, WelcomeScreen)
        assert "Look around the demo tenant" in run.text
        assert "no account, no network. Break what you like." in run.text
        assert "starts read-only and talks to that domain alone." in run.text
        await run.press("u", "U", "R", "7", "colon", "2", "w", "left_square_bracket")
        assert isinstance(run.app.screen, WelcomeScreen)
        await run.press("question_mark")
        assert "Connect your tenant" in run.text
        assert "Take the last change back" not in run.text
        await run.press("escape", "down", "enter")
        assert isinstance(run.app.screen, MenuDialog)
        await run.press("escape")
        assert isinstance(run.app.screen, WelcomeScreen)
        await run.press("ctrl+p")
        await run.pilot.press("escape", "q")
        assert run.app._exit


async def test_enter_opens_the_demo_tenant(tmp_path: Path) -> None:
    async with first_run(tmp_path) as run:
        run.profiles._session.opener.people(6, 1)
        await run.press("enter")
        assert "demo tenant  ◇ DEMO" in run.text
        assert "all 6 loaded" in run.text
    assert files(tmp_path) == []


async def test_what_will_not_do_is_said_and_what_was_typed_stays(tmp_path: Path, served: ServedDemo) -> None:
    async with first_run(tmp_path) as run:
        await run.open_form()
        assert "Settings › Applications › Add application › Machine to machine" in run.text
        await run.press("ctrl+s")
        assert "Domain is needed." in run.text
        for wrong, says in (
            ({"domain": "http://acme.kinde.com"}, "in clear"),
            ({"domain": "http://127.0.0.1:9"}, "127.0.0.1"),
            ({"secret": "wrong-secret-0123456789"}, "secret"),
        ):
            await run.fill(served, **wrong)
            form = run.app.screen
            assert isinstance(form, FormDialog), run.text
            assert says in str(form.query_one(".form-complaint").render())
            assert form.query_one(f"#field-{CLIENT_ID}", Input).value == served.client_id
            assert form.query_one(f"#field-{SECRET}", Input).value == ""
        assert "wrong-secret" not in "".join(notices(run.app)) + run.text
        await run.press("escape")
        assert isinstance(run.app.screen, WelcomeScreen)
        assert run.profiles.names() == []


@pytest.mark.parametrize(("keep", "downs"), [("keyring", 0), ("run", 1), ("file", 3)])
async def test_a_tenant_is_tried_stored_and_opened_read_only(
    tmp_path: Path, served: ServedDemo, system_keyring: MemoryKeyring, keep: str, downs: int
) -> None:
    async with first_run(tmp_path) as run:
        await run.open_form()
        await run.fill(served)
        assert "Where is the secret kept?" in run.text
        assert "the token has all" in run.said
        await run.press(*["down"] * downs, "enter")
        assert "Stored" in "".join(notices(run.app)) or "acme" in run.said
        assert "STAGING · read-only" in run.text
        assert "all 8 loaded" in run.text
        kept = list(system_keyring.kept.values())
        assert kept == ([served.client_secret] if keep == "keyring" else [])
        holding = [file for file in files(tmp_path) if served.client_secret.encode() in file.read_bytes()]
        assert bool(holding) is (keep == "file")
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in holding)
        assert served.client_secret not in run.text + "".join(notices(run.app))
        (line,) = run.profiles.names()
        assert (line.name, line.environment) == ("acme", "staging")


async def test_a_rotated_secret_is_entered_anew_and_what_is_shown_stays(
    tmp_path: Path, system_keyring: MemoryKeyring
) -> None:
    with served_demo(users=8) as served:
        async with first_run(tmp_path) as run:
            await run.open_form()
            await run.fill(served)
            await run.press("enter")
            (row,) = (r for r in served.demo.tenant.applications.values() if r["client_id"] == served.client_id)
            row["client_secret"] = "rotated-0123456789abcdef"
            tenant = run.app.tenant
            assert tenant is not None
            await run.press("colon")
            await enter_text(run.pilot, "secret")
            await run.press("enter")
            assert "Another client secret for “acme”" in run.text
            await enter_text(run.pilot, "wrong-0123456789abcdef")
            await run.press("enter")
            assert "Kinde does not accept this client id and secret" in run.said
            await enter_text(run.pilot, row["client_secret"])
            await run.press("enter")
            said = "".join(notices(run.app))
            assert "The new secret of “acme” is in the keyring." in said
            assert "A new token" in said
            assert list(system_keyring.kept.values()) == [row["client_secret"]]
            assert run.app.tenant is tenant
            assert "all 8 loaded" in run.text
            await run.press("r")
            assert "✕" not in run.text


async def test_where_the_secret_is_kept_can_be_left_and_a_name_that_is_taken_is_said(
    tmp_path: Path, served: ServedDemo
) -> None:
    async with first_run(tmp_path) as run:
        await run.open_form()
        await run.fill(served, name="demo")
        await run.press("escape")
        assert isinstance(run.app.screen, FormDialog)
        await run.fill(served, name="demo")
        await run.press("enter")
        form = run.app.screen
        assert isinstance(form, FormDialog)
        assert "demo" in str(form.query_one(".form-complaint").render())
        assert run.profiles.names() == []


async def test_the_scopes_to_tick_are_copied(tmp_path: Path) -> None:
    async with first_run(tmp_path) as run:
        await run.press("c", "down", "enter", "down", "enter")
        copied = run.app.clipboard.splitlines()
        assert {"read:users", "update:feature_flags"} < set(copied)
        assert "12 scopes" in run.said
        assert isinstance(run.app.screen, FormDialog)


async def test_the_secret_is_shown_nowhere_and_copied_nowhere(tmp_path: Path, served: ServedDemo) -> None:
    async with first_run(tmp_path) as run:
        await run.open_form()
        field = run.app.screen.query_one(f"#field-{SECRET}", Input)
        field.focus()
        await run.pilot.pause()
        await enter_text(run.pilot, served.client_secret)
        assert served.client_secret not in run.text
        field.select_all()
        await run.pilot.press("ctrl+c", "ctrl+x")
        assert run.app.clipboard == ""
        assert "cannot be copied" in run.said
        assert served.client_secret not in repr(field)
