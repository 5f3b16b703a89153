"""Another tenant without leaving, writing switched on and off, and the last question before one leaves."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from textual.app import App

from kinde_tui.services.cascade import Level
from kinde_tui.services.tenant import Tenant
from kinde_tui.ui.dialogs.confirm import ConfirmDialog
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.widgets.cascade import Cascade
from tests.support.acme import INFO
from tests.support.ui import Stage, Wire, demo_for_tests, open_app, open_client


def offer(stage: Stage, name: str, **info: object) -> None:
    """Puts another tenant among the profiles."""
    app = demo_for_tests(3, stage.clock)

    def opened() -> Tenant:
        profile = replace(INFO, name=name, label=name.title(), **info)  # type: ignore[arg-type]  # fields by name
        gateway = lambda: open_client(Wire(app), stage.clock, read_only=profile.read_only)  # noqa: E731 - one call
        return Tenant(profile, open_gateway=gateway, clock=stage.clock, pause=stage.clock.sleep)

    stage.choices.tenants[name] = opened


async def test_ctrl_e_switches_the_tenant_and_closes_the_former_one() -> None:
    async with open_app(users=5) as stage:
        offer(stage, "globex", environment="production")
        stage.app.visit(Place("roles"))
        await stage.settle()
        await stage.press("ctrl+e")
        assert "Demo tenant" in stage.text
        assert "Connect another tenant …" in stage.text
        await stage.press("enter")
        assert "Globex  ● PRODUCTION" in stage.text
        assert "all 3 loaded" in stage.text
        assert stage.tenant.gateway is None
        assert {mode.split("@")[1] for mode in stage.app._modes} == {"1"}
        await stage.press("left_square_bracket", "4", "left_square_bracket")
        assert "Users › " in stage.text
        await stage.press("ctrl+e")
        await stage.until(lambda: "globex · staging · shown now" in stage.text)
        await stage.press("escape")
        assert "Globex" in stage.text


async def test_a_profile_is_named_in_the_command_and_what_cannot_be_opened_is_said() -> None:
    async with open_app(users=5) as stage:
        offer(stage, "globex")
        stage.app.connecting().choose("nonsense [/]")
        await stage.settle()
        assert stage.notices[-1] == "There is no profile called nonsense [/]."
        stage.choices.refusal = "The secret of “globex” is kept nowhere."
        stage.app.connecting().choose("globex")
        await stage.settle()
        assert stage.notices[-1] == "The secret of “globex” is kept nowhere."
        assert "Acme" in stage.text
        stage.choices.refusal = ""
        stage.app.connecting().choose("globex")
        await stage.settle()
        assert "Globex  ◐ STAGING" in stage.text


async def test_another_tenant_can_be_connected_from_the_list() -> None:
    async with open_app(users=5) as stage:
        await stage.press("ctrl+e", "down", "enter")
        assert isinstance(stage.app.screen, MenuDialog)
        assert "Enter domain, client id and secret" in stage.text
        await stage.press("escape")
        assert "Acme" in stage.text


async def test_writing_is_switched_on_after_a_question() -> None:
    async with open_app(users=5, name="globex", read_only=True) as stage:
        offer(stage, "globex")
        stage.app.connecting().set_read_only("on")
        await stage.settle()
        assert stage.notices[-1] == "globex is read-only already."
        stage.app.connecting().set_read_only()
        await stage.settle()
        assert "Changes made here reach the tenant." in stage.text
        await stage.press("enter")
        assert stage.choices.read_only == {}
        stage.app.connecting().set_read_only("off")
        await stage.settle()
        await stage.press("y")
        assert stage.choices.read_only == {"globex": False}
        assert "read-only" not in stage.text.splitlines()[0]
        offer(stage, "globex", read_only=True)
        stage.app.connecting().set_read_only("on")
        await stage.settle()
        assert stage.choices.read_only == {"globex": True}
        assert "read-only" in stage.text.splitlines()[0]
        stage.choices.refusal = "The file cannot be changed."
        stage.app.connecting().set_read_only("off")
        await stage.settle()
        await stage.press("y")
        assert stage.notices[-1] == "The file cannot be changed."


async def test_a_run_that_was_started_read_only_stays_so_and_says_why() -> None:
    async with open_app(users=5, read_only=True, started_read_only=True) as stage:
        stage.app.connecting().set_read_only("off")
        await stage.settle()
        assert not isinstance(stage.app.screen, ConfirmDialog)
        assert "start again without it" in stage.notices[-1]
        assert stage.choices.read_only == {}
        await stage.press("s")
        assert "start again without it" in stage.notices[-1]
        assert ":readonly" not in stage.text


async def test_q_quits_at_once_when_nothing_is_on_its_way() -> None:
    async with open_app(users=5) as stage:
        await stage.pilot.press("q")
        await stage.until(lambda: stage.app._exit)


async def test_q_asks_while_a_change_is_on_its_way() -> None:
    async with open_app(users=5, start="flags") as stage:
        cascade = stage.app.screen.query_one(Cascade)
        cascade.table.select("dark_mode")
        assert cascade.chosen[1] is Level.ENVIRONMENT
        stage.wire.hold()
        await stage.pilot.press("t")
        await stage.until(lambda: stage.tenant.changes.on_their_way)
        await stage.pilot.press("q")
        await stage.until(lambda: isinstance(stage.app.screen, ConfirmDialog))
        assert "1 change is on its way. Quit all the same?" in stage.text
        assert "Turn dark_mode off in the environment of Acme (staging)" in stage.text
        assert "Their outcome stays unknown here." in stage.text
        await stage.pilot.press("enter")
        await stage.until(lambda: not isinstance(stage.app.screen, ConfirmDialog))
        assert not stage.app._exit
        await stage.pilot.press("ctrl+q")
        await stage.until(lambda: isinstance(stage.app.screen, ConfirmDialog))
        await stage.pilot.press("y")
        await stage.until(lambda: stage.app._exit)


async def test_ctrl_c_copies_what_is_selected_and_else_says_how_to_quit() -> None:
    async with open_app(users=5) as stage:
        await stage.press("ctrl+c")
        assert stage.notices[-1] == "q quits."
        assert stage.app.is_running


@pytest.mark.parametrize("job", [True, False])
async def test_ctrl_z_goes_to_the_shell_where_one_waits_for_that(job: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped: list[App[None]] = []

    def stop(app: App[None]) -> None:
        stopped.append(app)

    monkeypatch.setattr(App, "action_suspend_process", stop)
    monkeypatch.setattr(os, "getpgrp", lambda: os.getsid(0) + job)  # a job of a shell has a group of its own
    async with open_app(users=2) as stage:
        await stage.press("ctrl+z")
        assert stopped == ([stage.app] if job else [])
        assert ("There is no shell here to go to: q quits." in stage.notices) is not job
