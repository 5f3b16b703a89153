"""Calls every operation once under one fault, in an order in which each could succeed, and judges what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from kinde_tui.api import operations as kinde
from kinde_tui.api.errors import KindeError
from kinde_tui.api.operation import Operation, Request
from kinde_tui.services.change import Change, Target
from tests.faults.judging import FOUND, Cell, Complaint, complaints
from tests.faults.proxy import Moment, Strike
from tests.faults.trials import UNAUTHORIZED, Trial
from tests.support.demo_caller import Caller, Hand
from tests.support.demo_tour import TOURS, Tour

if TYPE_CHECKING:
    from tests.faults.rig import FaultRig

FILES = frozenset({kinde.ADD_LOGO.id, kinde.ADD_ORGANIZATION_LOGO.id})
"""Take a file, which the program never sends."""
FORGET = 400.0
"""Seconds after which refused credentials are tried again, and no pause that one fault asked for is left."""


@dataclass
class Traveller(Caller):
    """Sends the first call of each operation through the program and its faults, and all others straight."""

    rig: FaultRig = field(kw_only=True)
    trial: Trial = field(kw_only=True)
    moment: Moment = field(kw_only=True)
    cells: list[Cell] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)

    async def send(
        self,
        operation: Operation,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        files: Any = None,
    ) -> httpx.Response:
        """The answer that the tour goes on with, whatever the fault did to the first one."""
        if operation.id not in self.tried:
            self.tried.add(operation.id)
            effects = await self._try(Request(operation, path or {}, query or {}, body))
            if effects:
                taken = self.rig.proxy.answers[operation.id]
                return httpx.Response(taken.status, headers=list(taken.headers), content=taken.body)
        return await super().send(operation, path, query, body, files)

    async def _try(self, request: Request) -> int:
        operation, rig = request.operation, self.rig
        before, hits = rig.written(operation), rig.proxy.struck.total()
        self._plan(operation)
        end, sentence, noted = await (self._write(request) if operation.writes else self._read(request))
        rig.proxy.clear()
        rig.clock.advance(FORGET)
        effects = rig.written(operation) - before
        if operation.id not in FILES:
            struck = rig.proxy.struck.total() - hits
            self.cells.append(
                Cell(self.trial, self.moment, operation, end, sentence, effects, noted=noted, struck=struck)
            )
        return effects

    def _plan(self, operation: Operation) -> None:
        if self.trial.token:
            self.rig.proxy.plan(Strike(operation.id, UNAUTHORIZED))
            self.rig.proxy.plan(Strike("token", self.trial.fault))
        else:
            self.rig.proxy.plan(Strike(operation.id, self.trial.fault, self.moment, times=self.trial.times))

    async def _read(self, request: Request) -> tuple[str, str, str]:
        try:
            await self.rig.gateway.send(request)
        except KindeError as error:
            return type(error).__name__, str(error), ""
        except Exception as error:  # noqa: BLE001 - that nothing else gets through is what is tested
            return f"!{type(error).__name__}", str(error), ""
        return "answered", "", ""

    async def _write(self, request: Request) -> tuple[str, str, str]:
        parent = tuple(request.path.values())
        target = Target(FOUND.get(request.operation.id, ""), ",".join(parent), request.operation.id)
        if request.operation.id in FOUND:
            target = Target(target.collection, "", target.name, parent)
        try:
            outcome = await self.rig.tenant.changes.apply(Change(request, target, f"Try {request.operation.id}"))
        except Exception as error:  # noqa: BLE001 - the same
            return f"!{type(error).__name__}", str(error), ""
        (entry,) = self.rig.tenant.journal.entries(1)
        return outcome.state, outcome.sentence, entry.state


async def travel(
    rig: FaultRig, trial: Trial, moment: Moment, tours: tuple[Tour, ...] = TOURS
) -> tuple[list[Cell], list[Complaint]]:
    """Every operation of these tours under one fault: the cells, and what is wrong with them."""
    traveller = Traveller(rig.served.app, Hand(), rig.http, rig=rig, trial=trial, moment=moment)
    form = {"client_id": rig.served.client_id, "client_secret": rig.served.client_secret}
    answer = await traveller.ask_token(audience=rig.served.audience, **form)
    traveller.token = str(answer.json()["access_token"])
    await rig.gateway.authenticate()
    for tour in tours:
        await tour(traveller)
    return traveller.cells, [complaint for cell in traveller.cells for complaint in complaints(cell)]
