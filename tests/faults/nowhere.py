"""Every operation while the tenant cannot be reached or trusted: nothing is sent, and the change log says so."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from kinde_tui.api.client import Kinde
from kinde_tui.api.errors import KindeError
from kinde_tui.api.operation import Operation, Request
from kinde_tui.api.operations import OPERATIONS
from kinde_tui.services.change import Change, State, Target
from kinde_tui.services.tenant import Tenant
from tests.api.raw_server import RawServer
from tests.faults.judging import Complaint
from tests.faults.traveller import FILES
from tests.support.acme import INFO
from tests.support.certificates import certificate_in
from tests.support.hand_clock import HandClock

ROWS = {"no such host": 1, "nobody listens": 2, "a certificate that does not hold": 3, "no room in the log": 41}


@asynccontextmanager
async def _address(name: str, folder: Path) -> AsyncIterator[tuple[str, RawServer | None]]:
    if name == "a certificate that does not hold":
        _, context = certificate_in(folder)
        async with RawServer(tls=context) as server:
            yield server.url, server
    elif name == "no such host":
        yield "https://nobody.kinde.invalid", None
    else:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            yield f"http://127.0.0.1:{closed.getsockname()[1]}", None


async def try_nowhere(name: str, folder: Path) -> tuple[int, list[Complaint]]:
    """Every operation under one of ROWS: the number of cells, and what is wrong."""
    found: list[Complaint] = []
    clock = HandClock()
    async with _address(name, folder) as (url, server):
        tenant = Tenant(
            replace(INFO, issuer_url=url),
            open_gateway=lambda: Kinde(url, "m2m", SecretStr("s"), f"{url}/api", clock=clock, sleep=clock.sleep),
            journal=folder / "journal.db",
            clock=clock,
            pause=clock.sleep,
        )
        await tenant.connect()
        if name == "no room in the log":
            pages = tenant.journal._database.execute("PRAGMA page_count").fetchone()[0]
            tenant.journal._database.execute(f"PRAGMA max_page_count={pages}")
        operations = [operation for operation in OPERATIONS.values() if operation.id not in FILES]
        if name == "no room in the log":
            operations = [operation for operation in operations if operation.writes]
        for operation in operations:
            wrong = await _try(tenant, operation, name)
            found += [Complaint("mislabelled", f"{ROWS[name]} {name}, {operation.id}: {wrong}")] if wrong else []
        await tenant.close()
        if server is not None and server.received:
            found.append(Complaint("unhandled", f"{name}: something was sent"))
    return len(operations), found


async def _try(tenant: Tenant, operation: Operation, name: str) -> str:
    request = Request(operation, dict.fromkeys(operation.path_parameters, "x"))
    if not operation.writes:
        assert tenant.gateway is not None
        try:
            await tenant.gateway.send(request)
        except KindeError as error:
            expected = "UntrustedHostError" if ROWS[name] == 3 else "UnreachableError"
            right = type(error).__name__ == expected and not error.ambiguous and str(error).endswith(".")
            return "" if right else f"{type(error).__name__}: {error}"
        return "it was answered"
    called = "x" * 9_000 if name == "no room in the log" else "x"
    change = Change(request, Target("", "x", called), f"Try {operation.id}")
    outcome = await tenant.changes.apply(change)
    if name == "no room in the log":
        said = outcome.sentence.startswith("Nothing was sent. The change log")
        return "" if outcome.state is State.REFUSED and said else f"{outcome.state}: {outcome.sentence}"
    (entry,) = tenant.journal.entries(1)
    right = outcome.state is entry.state is State.REFUSED and outcome.sentence.endswith(".")
    return "" if right else f"{outcome.state}, in the log {entry.state}: {outcome.sentence}"
