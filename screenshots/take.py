"""Writes `screenshots/*.svg` from the demo tenant: `python screenshots/take.py [name ...]`.

The same pictures come out each time: the company is made from a seed, the clock stands still, the sizes are given,
and nothing of the network or of this machine is in them.
"""

from __future__ import annotations

import asyncio
import json
import sys
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from textual import events
from textual.widgets import Input

from kinde_tui.api.client import Kinde
from kinde_tui.api.options import Options
from kinde_tui.cli.session import Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.demo.app import Demo, demo_app
from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, CLIENT_SECRET, ISSUER
from kinde_tui.demo.faults import Fault
from kinde_tui.services.cascade import Level
from kinde_tui.services.tenant import Tenant, TenantInfo
from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.widgets.collection_list import CollectionList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

    from kinde_tui.ui.messages import Place


HOME = Path(__file__).resolve().parent
WIDE, SMALL = (140, 40), (80, 24)
NOW = datetime(2026, 8, 1, 9, 30, tzinfo=UTC)
KEY = RSAKey.generate_key(2048, {"kid": "kinde:2026-07", "use": "sig", "alg": "RS256"})
TRIES = 400
"""Looks after which a screen that does not come to rest is a failure."""


class StillClock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self._passed = timedelta()

    def now(self) -> datetime:
        """The wall clock."""
        return NOW + self._passed

    def monotonic(self) -> float:
        """Seconds since the start."""
        return self._passed.total_seconds()

    def advance(self, seconds: float) -> None:
        """Lets time pass."""
        self._passed += timedelta(seconds=seconds)


@dataclass
class Stage:
    """What a picture is taken of."""

    app: KindeApp
    pilot: Pilot[None]
    clock: StillClock
    demo: Demo

    @property
    def tenant(self) -> Tenant:
        """The tenant on screen."""
        if self.app.tenant is None:
            raise RuntimeError("There is no tenant in this picture.")
        return self.app.tenant

    async def rest(self) -> None:
        """Waits until nothing is being read, sent or painted any more."""
        for _ in range(TRIES):
            await self.pilot.pause()
            asking = {"ask", "profile", "changes", "form.pick"}
            if not any(worker.group not in asking for worker in self.app.workers if worker.is_running):
                break
        else:
            raise RuntimeError("The screen does not come to rest.")
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Presses keys, each when the one before has had its effect."""
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def type(self, text: str) -> None:
        """Types a text."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))
        await self.rest()

    async def go(self, place: Place) -> None:
        """Goes to a place."""
        self.app.visit(place)
        await self.rest()

    def key_of(self, collection: str, words: str) -> str:
        """The key of the first record that holds the words."""
        return self.tenant.store.view(collection, filter=words).window(0, 1)[0].key

    def token(self, user_id: str) -> str:
        """A user's access token whose claims are the same in every run."""
        part = self.demo.mint_access_token(user_id).split(".")[1]
        claims = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return self.demo.signer.sign({**claims, "jti": "5f1c0c1e-6d1b-4c55-8a2f-2d0f6f8a7c11"})

    def picture(self) -> str:
        """What is on screen, as SVG."""
        for field in self.app.screen.query(Input):
            field.cursor_blink = False
        for rows in self.app.screen.query(CollectionList):
            rows._settle_changed()  # noqa: SLF001 - rows stand out for three seconds only; a picture has no seconds
        return self.app.export_screenshot(title="kinde-tui")


Steps = Callable[[Stage], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture."""

    name: str
    screen: str
    """The screen that it shows; empty: none of a tenant."""
    steps: Steps
    size: tuple[int, int] = WIDE
    theme: str = "dark"
    environment: str = "demo"
    read_only: bool = False
    without_scopes: tuple[str, ...] = ()


SHOTS: dict[str, Shot] = {}


def shot(name: str, screen: str, **options: Any) -> Callable[[Steps], Steps]:
    """Makes a picture of what the steps lead to."""

    def keep(steps: Steps) -> Steps:
        SHOTS[name] = Shot(name, screen, steps, **options)
        return steps

    return keep


def tenant_of(one: Shot, clock: StillClock) -> tuple[Tenant, Demo]:
    """A demo tenant that nobody else has touched."""
    app = demo_app(seed=1, now=clock.now, without_scopes=one.without_scopes)
    demo: Demo = app.state.demo
    demo.signer.__dict__.update(_key=KEY.private_key, kid=KEY.kid)
    label = {"production": "Acme", "demo": "demo tenant"}[one.environment]
    info = TenantInfo(
        name="acme" if one.environment == "production" else "demo",
        label=label,
        environment=one.environment,
        colour="",
        read_only=one.read_only,
        issuer_url=ISSUER,
        client_id=CLIENT_ID,
        audience=AUDIENCE,
        protected=one.environment == "production",
    )

    def gateway() -> Kinde:
        return Kinde(
            ISSUER,
            CLIENT_ID,
            SecretStr(CLIENT_SECRET),
            AUDIENCE,
            read_only=one.read_only,
            options=Options(rate=1000.0, fastest=1000.0),
            clock=clock,
            transport=httpx.ASGITransport(app),
        )

    sample = demo.mint_access_token if one.environment == "demo" else None
    pause = lambda _: asyncio.sleep(0)  # noqa: E731 - nobody waits
    return Tenant(info, open_gateway=gateway, clock=clock, pause=pause, sample_token=sample), demo


async def take(one: Shot) -> str:
    """Takes one picture."""
    clock = StillClock()
    tenant, demo = tenant_of(one, clock)
    profiles = Profiles(Session(environ={"KINDE_TUI_HOME": str(HOME / "nowhere")}))
    app = KindeApp(tenant if one.screen else None, profiles, one.theme, start=one.screen or "users")
    if one.screen:
        await tenant.connect()
        await tenant.sync.load_all()
        clock.advance(12)
    try:
        async with app.run_test(size=one.size) as pilot:
            stage = Stage(app, pilot, clock, demo)
            await stage.rest()
            await one.steps(stage)
            await stage.rest()
            return stage.picture()
    finally:
        await tenant.close()


# The pictures


@shot("overview", "overview")
@shot("overview-light", "overview", theme="light")
@shot("overview-80x24", "overview", size=SMALL)
async def _overview(stage: Stage) -> None:
    await stage.press("f")
    stage.clock.advance(40)
    await stage.press("tab", "left", "left", "left", "left")


@shot("users", "users")
@shot("users-light", "users", theme="light")
@shot("users-high-contrast", "users", theme="high-contrast")
@shot("users-80x24", "users", size=SMALL)
async def _users(stage: Stage) -> None:
    await stage.press("down", "down", "down")


@shot("users-production", "users", environment="production", read_only=True)
async def _production(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("is:active -has:phone")
    await stage.press("enter", "down", "down", "full_stop")


@shot("edit-in-place", "users")
async def _edit(stage: Stage) -> None:
    await stage.press("down", "down", "e")
    await stage.press("end")
    await stage.type(" Byron")


@shot("confirm", "users", environment="production")
async def _confirm(stage: Stage) -> None:
    await stage.press("down", "down", "d", "ctrl+s")


@shot("bulk", "users")
@shot("bulk-80x24", "users", size=SMALL)
async def _bulk(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("is:active")
    await stage.press("enter", "space", "space", "space", "space", "space", "space", "s")


@shot("organizations", "organizations")
async def _organizations(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("roles", "roles")
async def _roles(stage: Stage) -> None:
    await stage.press("down", "full_stop", "tab")


@shot("permissions", "permissions")
async def _permissions(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("applications", "applications")
@shot("applications-80x24", "applications", size=SMALL)
async def _applications(stage: Stage) -> None:
    await stage.press("down", "down", "enter", "down", "down", "down")


@shot("callbacks", "applications")
async def _callbacks(stage: Stage) -> None:
    await stage.press("down", "down", "full_stop", "tab", "n")
    await stage.type("https://brightrota.*.com/in")
    await stage.press("enter")


@shot("connections", "connections")
@shot("apis", "apis")
async def _ticked(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("invites", "organizations")
async def _invites(stage: Stage) -> None:
    await stage.press("down", "full_stop", "full_stop", "tab")


@shot("api_scopes", "api_scopes")
@shot("system_permissions", "system_permissions")
async def _held_by_roles(stage: Stage) -> None:
    await stage.press("down", "full_stop")


@shot("properties", "properties")
async def _properties(stage: Stage) -> None:
    stage.app.screen.rows.filter_bar.text = "org_plan"  # type: ignore[attr-defined]  # a list's screen
    await stage.press("full_stop", "full_stop")


@shot("property_categories", "property_categories")
async def _plain(stage: Stage) -> None:
    await stage.press("down")


@shot("api_keys", "api_keys")
@shot("event_types", "event_types")
@shot("variables", "variables")
@shot("subscribers", "subscribers")
@shot("directories", "directories")
@shot("business", "business")
@shot("webhooks", "webhooks")
async def _settings(stage: Stage) -> None:
    await stage.press("down", "enter")


@shot("api-key-once", "api_keys")
@shot("api-key-once-80x24", "api_keys", size=SMALL)
async def _rotated(stage: Stage) -> None:
    await stage.press("T", "y")


@shot("webhook-types", "webhooks")
async def _webhook_types(stage: Stage) -> None:
    await stage.press("m")
    await stage.press("enter")
    await stage.type("user.")


@shot("environment", "environment")
async def _environment(stage: Stage) -> None:
    await stage.press("full_stop", "full_stop", "full_stop")


@shot("billing", "billing")
async def _billing(stage: Stage) -> None:
    await stage.press("down", "enter", "full_stop", "full_stop")


@shot("flags", "flags")
@shot("flags-80x24", "flags", size=SMALL)
async def _flags(stage: Stage) -> None:
    code, user = await _flag_changes(stage)
    stage.app.screen.cascade.point_at(code, user)  # type: ignore[attr-defined]  # the flags screen
    stage.app.screen._show_pickers()  # type: ignore[attr-defined]  # noqa: SLF001 - as picking does
    await stage.rest()
    await stage.press("down", "down", "down", "down", "less_than_sign")


async def _flag_changes(stage: Stage) -> tuple[str, str]:
    """Overrides of a user and an organization, so that every level has something to show."""
    tenant = stage.tenant
    user = tenant.store.view("users").window(4, 5)[0]
    code = str((user.raw.get("organizations") or [stage.key_of("organizations", "")])[0])
    await tenant.sync.refresh("organization_flags", (code,))
    wanted = (
        tenant.flags.set_override(Level.USER, "theme", "dusk", org_code=code, user_id=user.key),
        tenant.flags.toggle(Level.ORGANIZATION, "new_rota_grid", org_code=code),
        tenant.flags.set_override(Level.ORGANIZATION, "max_rota_weeks", 26, org_code=code),
    )
    for change in wanted:
        await tenant.changes.apply(change)
        stage.clock.advance(95)
    return code, user.key


@shot("token", "token")
@shot("token-80x24", "token", size=SMALL)
async def _token(stage: Stage) -> None:
    user = stage.tenant.store.view("users").window(4, 5)[0].key
    token = stage.token(user)
    stage.clock.advance(5 * 3600 + 42)
    stage.app.screen.post_message(events.Paste(f"Authorization: Bearer {token}"))
    await stage.press("v")
    await stage.press("down", "down")


@shot("token-empty", "token")
async def _token_empty(_stage: Stage) -> None:
    pass


@shot("api", "api")
@shot("api-80x24", "api", size=SMALL)
async def _api(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("update user")
    await stage.press("enter", "enter")
    user = stage.tenant.store.view("users").window(4, 5)[0]
    await stage.type(user.key)
    await stage.press("down")
    await stage.type("Ada")
    await stage.press("down", "down", "down")
    await stage.type("fal")
    await stage.press("right")


@shot("api-answer", "api")
async def _api_answer(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("get roles")
    await stage.press("enter", "enter", "ctrl+s")


LACKS = ("read:roles", "read:user_sessions", "update:users")


@shot("scopes", "scopes", without_scopes=LACKS)
@shot("scopes-80x24", "scopes", size=SMALL, without_scopes=LACKS)
@shot("scope-missing", "roles", without_scopes=LACKS)
async def _scopes(_stage: Stage) -> None:
    pass


@shot("log", "log")
@shot("log-80x24", "log", size=SMALL)
async def _log(stage: Stage) -> None:
    await _flag_changes(stage)
    tenant = stage.tenant
    users = tenant.collections["users"]
    action = next(action for action in users.actions if action.id.endswith("suspend"))
    first, second = [users.read(row.raw) for row in tenant.store.view("users", filter="is:active").window(0, 2)]
    for change in action.changes(first, {}, (), tenant.context()):
        await tenant.changes.apply(change)
        stage.clock.advance(31)
    stage.clock.advance(240)
    await tenant.changes.undo()
    stage.clock.advance(60)
    stage.demo.faults.add(
        Fault("updateUser", status=403, body={"errors": [{"code": "FORBIDDEN", "message": "Not allowed"}]})
    )
    for change in action.changes(second, {}, (), tenant.context()):
        await tenant.changes.apply(change)
    stage.clock.advance(8)
    await stage.rest()
    await stage.press("down")


@shot("help", "users")
@shot("help-80x24", "users", size=SMALL)
async def _help(stage: Stage) -> None:
    await stage.press("question_mark")


@shot("palette", "users")
async def _palette(stage: Stage) -> None:
    await stage.press("ctrl+p")
    await stage.type("adm")


@shot("command-line", "roles")
async def _command(stage: Stage) -> None:
    await stage.press("colon")
    await stage.type("org")


@shot("welcome", "")
@shot("welcome-light", "", theme="light")
async def _welcome(_stage: Stage) -> None:
    pass


@shot("connect", "")
@shot("connect-80x24", "", size=SMALL)
async def _connect(stage: Stage) -> None:
    await stage.press("c", "enter")


@contextmanager
def _told(name: str) -> Iterator[None]:
    print(name, end=" … ", flush=True)
    yield
    print("taken")


def main(names: Sequence[str]) -> None:
    """Takes the pictures of these names, or all of them."""
    for name in names or SHOTS:
        with _told(name):
            (HOME / f"{name}.svg").write_text(asyncio.run(take(SHOTS[name])), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
