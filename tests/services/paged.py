"""A tenant of one list that is cut into pages as a test wants it, and fails where a test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import InvalidRequestError, KindeError
from kinde_tui.api.operation import Request
from kinde_tui.api.paging import Page

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Raw


@dataclass
class PagedTenant:
    """What the sync asks of the API, answered from a list: for cut-offs between two pages, which HTTP cannot time."""

    records: list[dict[str, Any]]
    size: int = 2
    fails: dict[int, KindeError] = field(default_factory=dict)
    """By the number of the call, from 1 on: raised instead of a page, once."""
    notes: dict[int, str] = field(default_factory=dict)
    holds: dict[int, asyncio.Event] = field(default_factory=dict)
    """By the number of the call: waited for before the page is given."""
    forgets_tokens: bool = False
    asked: list[str] = field(default_factory=list)
    """The token of each call."""
    closed: int = 0

    async def pages(
        self,
        operation: Operation,
        path: Mapping[str, str],
        query: Mapping[str, Any],
        *,
        start: str = "",
    ) -> AsyncIterator[Page]:
        """The list from a token on; a token is the number of records before it."""
        try:
            Request(operation, path, query)  # which must be possible, as for a real tenant
            if start and self.forgets_tokens:
                self.asked.append(start)
                raise InvalidRequestError("The token is not known.", 400)
            at = int(start or 0)
            while True:
                self.asked.append(str(at) if at else "")
                call = len(self.asked)
                if (hold := self.holds.get(call)) is not None:
                    await hold.wait()
                if (failure := self.fails.pop(call, None)) is not None:
                    raise failure
                page = tuple(self.records[at : at + self.size])
                at += self.size
                following = str(at) if at < len(self.records) else ""
                yield Page(page, following, self.notes.get(call, ""))
                if not following:
                    return
        finally:
            self.closed += 1

    async def send(self, request: Request) -> Raw:
        """Nothing but lists is offered here."""
        raise InvalidRequestError(f"{request.operation.id} is not offered.", 400)

    async def key_set(self) -> Raw:
        """No keys."""
        return {"keys": []}

    @property
    def scopes(self) -> frozenset[str] | None:
        """Not known."""
        return None

    @property
    def refused_scopes(self) -> frozenset[str]:
        """None."""
        return frozenset()

    async def authenticate(self) -> None:
        """Nothing is asked for."""

    @property
    def token_expires(self) -> datetime | None:
        """Never."""
        return None

    @property
    def tokens_asked(self) -> int:
        """None."""
        return 0

    @property
    def requests_per_second(self) -> float:
        """Not counted."""
        return 0.0

    @property
    def throttled_for(self) -> float:
        """Never."""
        return 0.0

    def give_up_waiting(self) -> None:
        """Nothing waits."""

    async def close(self) -> None:
        """Nothing to give back."""
