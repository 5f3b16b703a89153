"""Turns: of changes of one record the later one waits, and one of a whole list waits for all of its records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinde_tui.services.pending import place

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Parent


@dataclass(eq=False)
class _Turn:
    """A change that is being made, or that waits."""

    ahead: list[_Turn]
    """Those it waits for."""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def passes(self) -> None:
        """Waits until this is over, and what it waited for in vain as well."""
        await self.over.wait()
        for turn in self.ahead:
            await turn.passes()


@dataclass
class _Line:
    """The last turns of one list."""

    of_records: dict[str, _Turn] = field(default_factory=dict)
    of_all: _Turn | None = None

    def leave(self, turn: _Turn, key: str) -> None:
        """The turn is over, and nobody has to wait for it any more."""
        if self.of_all is turn:
            self.of_all = None
        if self.of_records.get(key) is turn:
            del self.of_records[key]


class Turns:
    """Who waits for whom."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, Parent], _Line] = {}

    @asynccontextmanager
    async def of(self, change: Change) -> AsyncIterator[None]:
        """Waits until the change may be made; what comes later waits until it is over."""
        collection, parent, key = place(change.target)
        line = self._lines.setdefault((collection, parent), _Line())
        whole = not key and change.request.operation.method == "DELETE"
        key = key or change.id  # what is made waits for nothing else that is made
        behind = [*line.of_records.values()] if whole else [line.of_records[key]] if key in line.of_records else []
        turn = _Turn([*behind, *([line.of_all] if line.of_all is not None else [])])
        if whole:
            line.of_all, line.of_records = turn, {}
        else:
            line.of_records[key] = turn
        try:
            for other in turn.ahead:
                await other.passes()
            turn.ahead.clear()
            yield
        finally:
            turn.over.set()
            if not turn.ahead:  # else it was given up, and what comes later waits for those ahead by way of it
                line.leave(turn, key)
                if not line.of_records and line.of_all is None and self._lines.get((collection, parent)) is line:
                    del self._lines[collection, parent]
