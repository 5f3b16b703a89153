"""The app on the demo tenant: the real client, store, sync and changes below it, keys above it.

Time stands still unless a test moves it, so nothing is read again by itself; waits are waited without waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import patch

import httpx
from pydantic import SecretStr
from textual import events
from textual.keys import key_to_character
from textual.widgets import Input

from kinde_tui.api.client import Kinde
from kinde_tui.demo import credentials
from kinde_tui.demo.app import Demo, DemoApp, demo_app
from kinde_tui.demo.faults import Fault
from kinde_tui.demo.signing import Signer
from kinde_tui.services.connecting import Keep, ProfileLine, TryOut
from kinde_tui.services.layouts import ListMemory
from kinde_tui.services.tenant import Tenant
from kinde_tui.ui import privacy
from kinde_tui.ui.app import KindeApp
from kinde_tui.ui.dialogs.dialog import Dialog
from tests.support.acme import INFO
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import App
    from textual.pilot import Pilot
    from textual.screen import Screen

    from kinde_tui.api.operation import Operation
    from kinde_tui.ui.profiles import ProfileChoices

SMALL = (110, 30)
"""The smallest terminal with the details beside the list: a third of the work to paint."""
WAITED_FOR = ("read", "connect", "changes", "navigation", "profile", "ask")
"""Groups of workers that end by themselves, unless a dialog waits for an answer."""
PATIENCE = 2_000
"""Looks at the screen until a test gives up."""
MOMENT = 0.02
"""Seconds between two of them, at most."""
TURNS = 50
"""Turns of the event loop that messages get before every widget is asked whether it is done."""


class Wire(httpx.AsyncBaseTransport):
    """The way to the demo tenant in this process; it can be cut, and it can hold requests back."""

    def __init__(self, app: DemoApp) -> None:
        self._inner = httpx.ASGITransport(app)
        self.offline = False
        self.free = asyncio.Event()
        self.free.set()
        self.holds: Callable[[httpx.Request], bool] = lambda request: request.method != "GET"

    def hold(self) -> None:
        """Lets no write through until `release`."""
        self.free.clear()

    def release(self) -> None:
        """Lets them through."""
        self.free.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.offline:
            raise httpx.ConnectError("no route", request=request)
        if not self.free.is_set() and self.holds(request):
            await self.free.wait()
        return await self._inner.handle_async_request(request)


@dataclass
class Choices:
    """Profiles in memory: those that a test names, and what was asked of them."""

    tenants: dict[str, Callable[[], Tenant]] = field(default_factory=dict)
    tried: TryOut = field(default_factory=lambda: TryOut(ok=True, sentence="It works."))
    refusal: str = ""
    """Why opening, saving and making writable fail; empty: they do not."""
    saved: list[tuple[str, ...]] = field(default_factory=list)
    read_only: dict[str, bool] = field(default_factory=dict)
    lists: ListMemory = field(default_factory=ListMemory)

    def names(self) -> Sequence[ProfileLine]:
        return [ProfileLine(name, name.title(), "staging") for name in self.tenants if name != "demo"]

    def open(self, name: str) -> Tenant:
        if self.refusal:
            raise ValueError(self.refusal)
        return self.tenants[name]()

    def open_demo(self) -> Tenant:
        return self.open("demo")

    async def try_out(self, domain: str, client_id: str, secret: SecretStr, audience: str = "") -> TryOut:
        self.saved.append(("tried", domain, client_id, secret.get_secret_value(), audience))
        return self.tried

    def save(
        self, name: str, domain: str, client_id: str, secret: SecretStr, audience: str, environment: str, keep: Keep
    ) -> str:
        if self.refusal:
            raise ValueError(self.refusal)
        self.saved.append(("saved", name, domain, client_id, secret.get_secret_value(), audience, environment, keep))
        return f"Stored {name}."

    def keep_secret(self, name: str, secret: SecretStr) -> str:
        if self.refusal:
            raise ValueError(self.refusal)
        self.saved.append(("secret", name, secret.get_secret_value()))
        return f"The new secret of “{name}” is kept."

    def set_read_only(self, name: str, read_only: bool) -> None:
        if self.refusal:
            raise ValueError(self.refusal)
        self.read_only[name] = read_only


class HeardApp(KindeApp):
    """Remembers what it says in passing: a notice goes after seconds, and a test on a busy machine comes late."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.said: list[str] = []

    def notify(self, message: str, *, title: str = "", **more: Any) -> None:
        self.said.append(f"{title} {message}".strip())
        super().notify(message, title=title, **more)


@dataclass
class Stage:
    """The app under test, and everything around it."""

    app: KindeApp
    pilot: Pilot[None]
    demo: Demo
    """The tenant's state, its faults, its ledger of effective writes."""
    tenant: Tenant
    wire: Wire
    clock: HandClock
    stranger: Kinde
    """Somebody else who administers the tenant."""
    choices: Choices

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until what follows from them is on screen."""
        for key in keys:
            self.send(key)
            await self.settle()

    def send(self, key: str) -> None:
        """Presses a key and waits for nothing."""
        event = events.Key(key, key_to_character(key))
        event.set_sender(self.app)
        self.app.post_message(event)

    async def settle(self) -> None:
        """Waits until nothing is read, written or asked any more; a dialog that waits for an answer is the end."""
        await settle(self.pilot)

    async def until(self, true: Callable[[], object]) -> None:
        """Waits for something that a timer brings."""
        await until(self.pilot, true)

    async def type(self, text: str) -> None:
        """Replaces what the focused input holds, in one go: typed character by character it takes seconds."""
        await enter_text(self.pilot, text)

    def fault(self, operation: Operation, **how: Any) -> None:
        """Lets the next calls of an operation fail."""
        self.demo.faults.add(Fault(operation.id, **how))

    def written(self, operation: Operation) -> list[Any]:
        """The bodies of an operation's effective writes."""
        return [entry.body for entry in self.demo.ledger.of(operation.id)]

    @property
    def text(self) -> str:
        """What is on screen."""
        return screen_text(self.app)

    @property
    def notices(self) -> list[str]:
        """What was said in passing, oldest first."""
        return notices(self.app)

    @property
    def screen(self) -> Screen[Any]:
        """The screen or dialog on top."""
        return self.app.screen


@cache
def _signer() -> Signer:
    """One key for all tests: making one takes a tenth of a second."""
    return Signer()


def demo_for_tests(users: int, clock: HandClock, **options: Any) -> DemoApp:
    """A demo tenant whose time is the test's."""
    with patch("kinde_tui.demo.app.Signer", _signer):
        return demo_app(seed=1, users=users, now=clock.now, **options)


def open_client(wire: Wire, clock: HandClock, **more: Any) -> Kinde:
    """The real client; its waits are over at once."""
    return Kinde(
        credentials.ISSUER,
        credentials.CLIENT_ID,
        SecretStr(credentials.CLIENT_SECRET),
        credentials.AUDIENCE,
        clock=clock,
        sleep=clock.sleep,
        chance=lambda: 0.5,
        transport=wire,
        **more,
    )


@asynccontextmanager
async def open_app(
    *,
    size: tuple[int, int] = (140, 40),
    users: int = 40,
    start: str = "users",
    scopes: tuple[str, ...] = (),
    store: Path | None = None,
    prepare: Callable[[Demo], object] | None = None,
    offline: bool = False,
    with_tenant: bool = True,
    **info: Any,
) -> AsyncIterator[Stage]:
    """The app on a demo tenant, connected, its lists read.

    Args:
        size: columns and rows of the terminal.
        users: in the tenant.
        start: the first screen.
        scopes: what the token may do; empty: everything.
        store: the store's file; None: memory.
        prepare: changes the demo tenant before anything is read.
        offline: no request gets through, until a test sets `wire.offline` to False.
        with_tenant: False opens the welcome screen; the tenant is then in `choices` as `demo`.
        info: facts of the profile that differ from INFO.
    """
    clock = HandClock()
    demo_tenant = demo_for_tests(users, clock)
    demo: Demo = demo_tenant.state.demo
    if prepare is not None:
        prepare(demo)
    wire, other = Wire(demo_tenant), Wire(demo_tenant)
    wire.offline = offline
    profile = replace(INFO, **info)

    def open_gateway() -> Kinde:
        more = {"read_only": profile.read_only, "dry_run": profile.dry_run, "scopes_wanted": scopes}
        return open_client(wire, clock, **more)

    tenant = Tenant(profile, open_gateway=open_gateway, store=store, clock=clock, pause=clock.sleep)
    choices = Choices({"demo": lambda: tenant})
    app = HeardApp(tenant if with_tenant else None, cast("ProfileChoices", choices), start=start)
    stranger = open_client(other, clock)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            stage = Stage(app, pilot, demo, tenant, wire, clock, stranger, choices)
            await stage.settle()
            yield stage
    finally:
        wire.release()
        if app.tenant is not None:
            await app.tenant.close()
        await stranger.close()
        privacy.turn(None, on=False)  # it holds for the whole process


def _at_work(app: KindeApp) -> list[asyncio.Task[Any]]:
    """What runs and ends by itself; a worker that waits for the answer to a dialog does not."""
    asking = isinstance(app.screen, Dialog) and not getattr(app.screen, "_under_way", False)
    groups = WAITED_FOR[:2] if asking and not (app.tenant and app.tenant.on_their_way) else WAITED_FOR
    workers = [worker for worker in app.workers if not worker.is_finished and worker.group.startswith(groups)]
    return [worker._task for worker in workers if worker._task is not None]


def _waiting(app: App[Any]) -> bool:
    screen = app.screen
    nodes = [app, *screen.walk_children(with_self=True)]
    held = isinstance(app, KindeApp) and app._keys.held and not app._exit  # each waits for what the one before set off
    return held or bool(screen._callbacks) or any(node._next_callbacks or node.message_queue_size for node in nodes)


async def quiet(pilot: Pilot[Any]) -> None:
    """Waits until every widget has handled its messages and those that followed, and the screen is painted.

    Pilot's own pause waits for an idle processor, a twentieth of a second each time.
    """
    app = pilot.app
    while True:
        for _ in range(TURNS):
            await asyncio.sleep(0)
            if not _waiting(app):
                break
        await pilot._wait_for_screen()
        app.screen._on_timer_update()
        if not _waiting(app):
            return


async def settle(pilot: Pilot[Any]) -> None:
    """Waits for the workers that end by themselves, for changes and what follows from them, and for the screen."""
    app = cast("KindeApp", pilot.app)
    for _ in range(PATIENCE):
        await quiet(pilot)
        if working := _at_work(app):
            await asyncio.wait(working, timeout=MOMENT)
            continue
        if app.tenant is None or not app.tenant.changes._aftermath._tasks:
            return
        await app.tenant.changes.settled()
    raise AssertionError(f"It does not come to rest:\n{screen_text(app)}\n{list(app.workers)}")


async def until(pilot: Pilot[Any], true: Callable[[], object]) -> None:
    """Waits for something that a timer brings."""
    for _ in range(PATIENCE):
        if true():
            await quiet(pilot)
            return
        await pilot.pause(MOMENT / 4)
    raise AssertionError(f"It never came:\n{screen_text(cast('KindeApp', pilot.app))}")


async def enter_text(pilot: Pilot[Any], text: str) -> None:
    """Replaces what the focused input holds."""
    focused = pilot.app.focused
    assert isinstance(focused, Input), f"The keyboard is with {focused!r}"
    focused.clear()
    focused.post_message(events.Paste(text))
    await quiet(pilot)


def screen_lines(app: KindeApp) -> list[str]:
    """What is on screen, line by line, as it goes to the terminal."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def screen_text(app: KindeApp) -> str:
    """What is on screen."""
    return "\n".join(screen_lines(app))


def line_of(app: KindeApp, words: str) -> str:
    """The first line on screen with these words; empty: there is none."""
    return next((line for line in screen_lines(app) if words in line), "")


def notices(app: KindeApp) -> list[str]:
    """What was said in passing, oldest first: title and sentence."""
    if isinstance(app, HeardApp):
        return list(app.said)
    return [f"{one.title} {one.message}".strip() for one in app._notifications]
