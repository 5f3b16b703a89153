"""What a table shows: an ordered answer of the store, read window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from kinde_tui.services.collections.collection import Tone

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw


class TableRow(Protocol):
    """One row of a source."""

    @property
    def key(self) -> str:
        """The record's identity."""
        ...

    @property
    def raw(self) -> Raw:
        """The record as it came."""
        ...


class Source(Protocol):
    """An ordered answer of the store. It does not change; the table is shown another one."""

    def __len__(self) -> int: ...

    def window(self, start: int, stop: int) -> Sequence[TableRow]:
        """The rows from `start` up to `stop`."""
        ...

    def index_of(self, key: str) -> int | None:
        """Where a record stands; None when it is not in the answer."""
        ...


@runtime_checkable
class Keyed(Protocol):
    """A source that can tell the keys of its rows without reading them."""

    def keys(self) -> Iterable[str]:
        """The keys of all rows, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: raw text, made safe while it is drawn."""

    text: str
    tone: Tone = Tone.PLAIN


Cells = Callable[[TableRow], Sequence[Cell]]


class EmptySource:
    """No rows at all."""

    def __len__(self) -> int:
        return 0

    def window(self, start: int, stop: int) -> Sequence[TableRow]:  # noqa: ARG002 - the protocol's signature
        """Nothing."""
        return ()

    def index_of(self, key: str) -> int | None:  # noqa: ARG002 - the protocol's signature
        """Nowhere."""
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is no record of the tenant: a fact, a flag, an entry of a log."""

    key: str
    item: Any = None
    """What the row stands for; its cells are made from it."""
    raw: Raw = field(default_factory=dict)


class LineSource:
    """A short list held in memory."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = tuple(lines)
        self._places = {line.key: index for index, line in enumerate(self._lines)}

    def __len__(self) -> int:
        return len(self._lines)

    def window(self, start: int, stop: int) -> Sequence[Line]:
        """The lines from `start` up to `stop`."""
        return self._lines[start:stop]

    def index_of(self, key: str) -> int | None:
        """Where a line stands."""
        return self._places.get(key)
