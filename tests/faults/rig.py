"""The rig: the served demo tenant with its ledger, the fault proxy in front of it, and a tenant opened through both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from pydantic import SecretStr

from kinde_tui.api.client import Kinde
from kinde_tui.api.options import Options
from kinde_tui.demo.app import demo_app
from kinde_tui.services.tenant import Tenant
from tests.faults.proxy import FaultProxy
from tests.support.acme import INFO
from tests.support.hand_clock import HandClock
from tests.support.served_demo import ServedDemo, served_demo

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.demo.ledger import Ledger

OPTIONS = Options(total=1.5, connect=1.5, read=0.6, closing=0.05, retry_budget=1e9, largest_answer=4 * 1024 * 1024)
"""As short as a machine with other work allows."""


@dataclass
class FaultRig:
    """A tenant between whose client and server anything can happen."""

    served: ServedDemo
    proxy: FaultProxy
    tenant: Tenant
    clock: HandClock
    http: httpx.AsyncClient
    """Straight to the tenant, past all faults."""
    clients: list[Kinde] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.served.demo.ledger

    @property
    def gateway(self) -> Kinde:
        """The client that the tenant uses."""
        assert isinstance(self.tenant.gateway, Kinde)
        return self.tenant.gateway

    def written(self, operation: Operation) -> int:
        """How often an operation took effect."""
        return len(self.ledger.of(operation.id))


def client_of(served: ServedDemo, url: str, clock: HandClock, options: Options = OPTIONS, **more: Any) -> Kinde:
    """A client that waits without waiting, and does not lose patience with time that only passes in the hand."""
    return Kinde(
        url,
        served.client_id,
        SecretStr(served.client_secret),
        served.audience,
        clock=clock,
        sleep=clock.sleep,
        chance=lambda: 0.1,
        options=options,
        **more,
    )


@asynccontextmanager
async def fault_rig(
    *, users: int = 40, journal: Path | None = None, store: Path | None = None, options: Options = OPTIONS
) -> AsyncIterator[FaultRig]:
    """Serves a demo tenant, puts the proxy in front of it, and opens it."""
    clock = HandClock()
    with served_demo(demo_app(seed=1, users=users)) as served:
        async with FaultProxy(served.issuer_url) as proxy, httpx.AsyncClient(base_url=served.issuer_url) as http:
            info = replace(INFO, issuer_url=proxy.url, client_id=served.client_id, audience=served.audience)
            tenant = Tenant(
                info,
                open_gateway=lambda: client_of(served, proxy.url, clock, options),
                journal=journal,
                store=store,
                clock=clock,
                pause=clock.sleep,
            )
            await tenant.connect()
            try:
                yield FaultRig(served, proxy, tenant, clock, http)
            finally:
                proxy.clear()
                await tenant.close()
