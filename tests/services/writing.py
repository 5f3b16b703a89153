"""A tenant opened on the demo tenant by the real client, with time in the hand, for tests of everything that writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.options import Options
from kinde_tui.demo.app import Demo, DemoApp, demo_app
from kinde_tui.demo.faults import Fault, FaultPlan
from kinde_tui.services.change import Change, Inserted, Patched, Removed, Target
from kinde_tui.services.tenant import Tenant
from tests.support.acme import INFO, client_of
from tests.support.hand_clock import HandClock

if TYPE_CHECKING:
    from kinde_tui.api.client import Kinde
    from kinde_tui.demo.ledger import Ledger
    from kinde_tui.models.record import Raw


@dataclass
class Rig:
    """The tenant under test, what it talks to, and somebody else who administers it."""

    tenant: Tenant
    app: DemoApp
    clock: HandClock
    stranger: Kinde

    @property
    def demo(self) -> Demo:
        demo: Demo = self.app.state.demo
        return demo

    @property
    def ledger(self) -> Ledger:
        return self.demo.ledger

    @property
    def faults(self) -> FaultPlan:
        return self.demo.faults

    def fault(self, operation: Operation, **how: Any) -> None:
        """Lets the next calls of an operation fail."""
        self.faults.add(Fault(operation.id, **how))

    def written(self, operation: Operation) -> int:
        """How often an operation took effect."""
        return len(self.ledger.of(operation.id))

    async def load(self, *lists: str | tuple[str, tuple[str, ...]]) -> None:
        """Reads lists into the store."""
        for one in lists:
            name, parent = (one, ()) if isinstance(one, str) else one
            await self.tenant.sync.refresh(name, parent)
            assert self.tenant.store.age(name, parent).read_at is not None, self.tenant.sync.state(name, parent)

    def users(self, number: int = 1) -> list[Raw]:
        """Some users that are not suspended."""
        found = [raw for raw in self.tenant.store.rows("users") if not raw["is_suspended"]]
        return found[:number]

    def user(self, key: str) -> Raw:
        """A user as the screens see it."""
        raw = self.tenant.store.get("users", key)
        assert raw is not None
        return raw


def settled_fast(app: DemoApp, clock: HandClock, **more: Any) -> Kinde:
    """A client of the demo tenant in this process that waits without waiting."""
    return client_of(app, clock=clock, sleep=clock.sleep, chance=lambda: 0.5, options=Options(closing=0.05), **more)


@asynccontextmanager
async def open_rig(
    *,
    users: int = 24,
    journal: Path | None = None,
    connect: bool = True,
    demo: dict[str, Any] | None = None,
    **info: Any,
) -> AsyncIterator[Rig]:
    """Opens a rig; `info` are facts of the profile that differ from INFO, `demo` options of the demo tenant."""
    clock = HandClock()
    app = demo_app(seed=1, users=users, now=clock.now, **(demo or {}))
    profile = replace(INFO, **info)
    tenant = Tenant(
        profile,
        open_gateway=lambda: settled_fast(app, clock, read_only=profile.read_only, dry_run=profile.dry_run),
        journal=journal,
        clock=clock,
        pause=clock.sleep,
    )
    rig = Rig(tenant, app, clock, settled_fast(app, clock))
    if connect:
        await tenant.connect()
    try:
        yield rig
    finally:
        await tenant.close()
        await rig.stranger.close()


def rename(user: Raw, name: str, **more: Any) -> Change:
    """Sets a user's first name; undo sets the former one."""
    target = Target("users", user["id"], f"{user['first_name']} {user['last_name']}")
    after = {"first_name": name}
    return Change(
        Request(kinde.UPDATE_USER, query={"id": user["id"]}, body={"given_name": name}),
        target,
        f"Rename {target.name} to {name}",
        before={"first_name": user["first_name"]},
        after=after,
        effects=(Patched(target, after),),
        undo=lambda _answer: rename({**user, "first_name": name}, user["first_name"]),
        **more,
    )


def delete(user: Raw) -> Change:
    """Deletes a user; there is no way back."""
    target = Target("users", user["id"], str(user["first_name"]))
    return Change(
        Request(kinde.DELETE_USER, query={"id": user["id"], "is_delete_profile": True}),
        target,
        f"Delete {target.name}",
        effects=(Removed(target),),
    )


def make_role(key: str) -> Change:
    """Makes a role; undo deletes it."""

    def unmake(answer: Raw) -> Change:
        role_id = answer["role"]["id"]
        gone = Target("roles", role_id, key)
        return Change(Request(kinde.DELETE_ROLE, {"role_id": role_id}), gone, f"Delete {key}", effects=(Removed(gone),))

    target = Target("roles", "", key)
    shown = Inserted(replace(target, key=f"new-{key}"), {"id": f"new-{key}", "key": key, "name": key})
    return Change(
        Request(kinde.CREATE_ROLE, body={"name": key, "key": key}),
        target,
        f"Make the role {key}",
        after={"key": key},
        effects=(shown,) if key.startswith("shown") else (),
        undo=unmake,
    )
