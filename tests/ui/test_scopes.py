"""What the token lacks: marked, said, copied, and picked up when it was ticked meanwhile."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from pydantic import SecretStr
from textual.widgets._toast import Toast

from kinde_tui.api import operations as kinde
from kinde_tui.api.client import Kinde
from kinde_tui.demo.faults import Fault
from kinde_tui.services.tenant import Tenant
from kinde_tui.ui.commands import CommandProvider
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.renewing import told
from kinde_tui.ui.widgets.barred import BarredView
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.tab_line import TabLine
from tests.support.acme import INFO
from tests.support.hand_clock import HandClock
from tests.support.processes import modules_after
from tests.support.served_demo import ServedDemo, served_demo
from tests.support.ui import SMALL, Choices, HeardApp, open_app, screen_lines, screen_text, settle
from tests.support.ui_lists import open_tab

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from kinde_tui.ui.profiles import ProfileChoices

THREE = ("read:roles", "read:user_sessions", "update:users")
MISSING = re.compile(r"⊘ \w+:[a-z_]+")
"""A scope with the sign of those that are missing."""


@dataclass
class Seen:
    """The app on a served demo tenant."""

    app: HeardApp
    served: ServedDemo
    pilot: Pilot[None]

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settle(self.pilot)

    @property
    def text(self) -> str:
        return screen_text(self.app)

    @property
    def navigation(self) -> str:
        return screen_lines(self.app)[1]

    def grant(self, scope: str) -> None:
        """Ticks a scope for the application, as somebody does in Kinde."""
        self.served.demo.tenant.applications[self.served.client_id]["scopes"].append(scope)


@asynccontextmanager
async def served_app(without: Collection[str], start: str = "users") -> AsyncIterator[Seen]:
    with served_demo(users=12, without_scopes=without) as served:
        clock = HandClock()
        profile = replace(INFO, issuer_url=served.issuer_url, audience=served.audience)

        def gateway() -> Kinde:
            secret = SecretStr(served.client_secret)
            return Kinde(served.issuer_url, served.client_id, secret, served.audience, sleep=clock.sleep)

        tenant = Tenant(profile, open_gateway=gateway, clock=clock, pause=clock.sleep)
        app = HeardApp(tenant, cast("ProfileChoices", Choices()), start=start)
        try:
            async with app.run_test(size=(140, 40), notifications=True) as pilot:
                await settle(pilot)
                yield Seen(app, served, pilot)
        finally:
            await tenant.close()


async def test_three_missing_scopes_are_exactly_the_three_that_are_named() -> None:
    async with served_app(THREE) as seen:
        assert seen.navigation.count("⊘") == 1
        assert "Roles ⊘" in seen.navigation
        assert "s suspend ⊘" in screen_lines(seen.app)[-1]
        await seen.press("s")
        assert "lacks the scope update:users" in seen.app.said[-1]
        assert not seen.served.demo.ledger.entries
        await seen.press("4")
        assert "⊘ Roles cannot be read" in seen.text
        assert seen.app.screen.query_one(BarredView).scopes == ("read:roles",)
        assert "Kinde Management API › Manage scopes" in seen.text
        await seen.press("y")
        assert seen.app.clipboard == "read:roles"
        seen.app.go_to("scopes")
        await settle(seen.pilot)
        assert "lacks 3 of what the screens use" in seen.text
        assert set(MISSING.findall(seen.text)) == {f"⊘ {scope}" for scope in THREE}
        await seen.press("y")
        menu = seen.app.screen
        assert isinstance(menu, MenuDialog)
        menu.dismiss("All that is missing")
        await settle(seen.pilot)
        assert set(seen.app.clipboard.split()) == set(THREE)


async def test_a_scope_that_was_ticked_meanwhile_is_picked_up_without_a_restart() -> None:
    async with served_app(THREE, start="roles") as seen:
        assert isinstance(seen.app.focused, BarredView)
        await seen.press("r")
        assert seen.app.said[-1] == "A new token, with the same scopes as before."
        assert "⊘ Roles cannot be read" in seen.text
        seen.grant("read:roles")
        await seen.press("r")
        assert seen.app.said[-1] == "A new token, with read:roles."
        assert "Administrator" in seen.text
        assert isinstance(seen.app.focused, RecordTable)
        assert "⊘" not in seen.navigation
        await seen.press("2")
        assert "s suspend ⊘" in screen_lines(seen.app)[-1]


async def test_a_detail_tab_that_cannot_be_read_is_marked_and_says_why() -> None:
    async with served_app(THREE) as seen:
        line = seen.app.screen.query_one(TabLine)
        place = line.titles.index("Sessions")
        assert line.barred == {place}
        line.action_choose(place)
        await settle(seen.pilot)
        assert "⊘ Sessions cannot be read" in seen.text
        seen.grant("read:user_sessions")
        await seen.press("tab", "r")
        assert line.barred == frozenset()
        assert not seen.app.screen.query("DetailPane BarredView")


async def test_a_tenant_that_refuses_what_the_token_says_it_holds_is_believed() -> None:
    body = {"errors": [{"code": "INSUFFICIENT_SCOPE", "message": "This needs the scope read:roles"}]}
    fault = Fault(kinde.GET_ROLES.id, times=0, status=403, body=body)
    async with open_app(size=SMALL, start="roles", prepare=lambda demo: demo.faults.add(fault)) as stage:
        assert "⊘ Roles cannot be read" in stage.text
        assert "Roles ⊘" in screen_lines(stage.app)[1]
        stage.demo.faults.faults.clear()
        await stage.press("r")
        assert "Administrator" in stage.text
        assert "⊘" not in screen_lines(stage.app)[1]


async def test_a_new_token_that_cannot_be_had_takes_nothing_away() -> None:
    async with open_app(size=SMALL, scopes=("read:users", "read:organizations"), start="roles") as stage:
        stage.demo.faults.add(Fault("token", times=0, status=401, body={"error": "invalid_client"}))
        await stage.press("r")
        assert "client id" in stage.notices[-1]
        assert "⊘ Roles cannot be read" in stage.text
        await stage.press("2", "r")
        assert "all 40 loaded" in stage.text


async def test_what_is_loaded_is_shown_though_it_could_not_be_read_again() -> None:
    async with open_app(size=SMALL, users=5) as stage:
        await open_tab(stage, "Identities")
        stage.fault(kinde.GET_USERS, times=0, status=403, body={"errors": [{"code": "X", "message": "read:users"}]})
        await stage.press("r")
        assert "Users ⊘" in screen_lines(stage.app)[1]
        assert "▌" in stage.text
        said = " ".join(stage.text.split())
        assert "lacks the scope read:users. Add it in Kinde under" in said
        assert "r asks for a new token" in said


async def test_the_table_of_screens_follows_the_token() -> None:
    async with served_app(THREE, start="scopes") as seen:
        rows = {line[2:24].strip(): line for line in screen_lines(seen.app)}
        assert "read:roles" in rows["Roles ⊘"]
        assert "Set: Viewer" in rows
        for scope in THREE:
            seen.grant(scope)
        await seen.press("r")
        assert "all that the screens use" in seen.text
        assert not MISSING.findall(seen.text)
        await seen.press("down", "down", "enter")
        assert "Roles › " in screen_lines(seen.app)[0]


async def test_nothing_lies_over_the_table_of_scopes() -> None:
    async with served_app(THREE) as seen:
        await seen.press("s")
        assert seen.app.screen.query(Toast)
        seen.app.go_to("scopes")
        await settle(seen.pilot)
        assert not seen.app.screen.query(Toast)
        seen.grant("read:roles")
        await seen.press("r")
        assert not seen.app.screen.query(Toast)
        assert "A new token, with read:roles. · the token holds" in screen_lines(seen.app)[-2]
        seen.app.notify("It could not be saved.", severity="error", markup=False)
        await settle(seen.pilot)
        assert len(seen.app.screen.query(Toast)) == 1


async def test_what_the_token_lacks_is_not_asked_for_and_marked_wherever_one_looks() -> None:
    async with open_app(size=SMALL, scopes=("read:users", "read:organizations")) as stage:
        assert stage.demo.faults.calls[kinde.GET_ORGANIZATIONS.id] == 1
        assert not stage.demo.faults.calls[kinde.GET_ROLES.id]
        await stage.press("7")
        assert "lacks read:permissions" in stage.text
        await stage.press("escape", "question_mark")
        await stage.type("suspend")
        assert "lacks the scope update:users" in " ".join(stage.text.split())
        await stage.press("escape")
        offered = {title: told for title, told, _run in CommandProvider(stage.app.screen)._all()}
        assert ":roles ⊘ lacks read:roles" in offered
        assert "update:users" in offered["Suspend ⊘"]
        assert "Restore" not in offered


def test_a_token_that_lacks_nothing_costs_nothing(tmp_path: Path) -> None:
    code = """
import asyncio
from kinde_tui.cli.session import Options, Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.widgets.record_table import RecordTable

async def main():
    session = Session(Options(profile="demo"))
    tenant = session.tenant()
    app = KindeApp(tenant, Profiles(session))
    async with app.run_test() as pilot:
        while not len(app.screen.query_one(RecordTable).source):
            await pilot.pause()
    await tenant.close()

asyncio.run(main())
"""
    lazy = ("kinde_tui.services.scopes", "kinde_tui.ui.scoping", "kinde_tui.ui.widgets.barred")
    assert modules_after(tmp_path, code, lazy) == set()


def test_how_a_token_differs_is_said_in_a_sentence() -> None:
    assert told({"read:users"}, frozenset({"read:users"})) == "A new token, with the same scopes as before."
    assert told({"read:users"}, frozenset({"read:roles"})) == "A new token, with read:roles and without read:users."
    assert told((), frozenset(f"read:thing{number}" for number in range(6))).endswith("read:thing3 and 2 more.")
    assert "does not say" in told((), None)
