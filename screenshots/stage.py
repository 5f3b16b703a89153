"""How a picture is taken: a demo tenant, a clock that stands still, keys, and what is on screen then."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from textual.widgets import Input

from kinde_tui.api.client import Kinde
from kinde_tui.api.options import Options
from kinde_tui.cli.session import Session
from kinde_tui.cli.wiring import Profiles
from kinde_tui.demo.app import Demo, demo_app
from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, CLIENT_SECRET, ISSUER
from kinde_tui.services.tenant import Tenant, TenantInfo
from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.widgets.collection_list import CollectionList

if TYPE_CHECKING:
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
            rows._following.settle()  # noqa: SLF001 - rows stand out for three seconds only; a picture has no seconds
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
    start = BY_NAME[one.screen].under or one.screen if one.screen else "users"
    app = KindeApp(tenant if one.screen else None, profiles, one.theme, start=start)
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
