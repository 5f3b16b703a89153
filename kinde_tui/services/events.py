"""What happened, told to whoever listens: the only way by which screens learn that something changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Outcome


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""


@dataclass(frozen=True, slots=True)
class RecordsChanged(Event):
    """Rows of a collection in the store are other than before."""

    collection: str
    parent: tuple[str, ...] = ()
    keys: frozenset[str] | None = None
    """The rows that changed; None: many, or all."""


@dataclass(frozen=True, slots=True)
class SyncProgressed(Event):
    """A list is being read, was read, or could not be read: see `Sync.state`."""

    collection: str
    parent: tuple[str, ...] = ()


class Reach(StrEnum):
    """Whether the tenant answers."""

    UNKNOWN = "not asked yet"
    CONNECTED = "connected"
    OFFLINE = "offline"
    THROTTLED = "throttled"
    REFUSED = "credentials refused"


@dataclass(frozen=True, slots=True)
class ReachChanged(Event):
    """The tenant became reachable, or stopped being so."""

    reach: Reach
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class StoreTroubled(Event):
    """The store's file was damaged and begun anew, or its disk failed and it goes on in memory."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ChangeProgressed(Event):
    """A change entered the pipeline (outcome None) or left it."""

    change: Change
    outcome: Outcome | None = None


E_ = TypeVar("E_", bound=Event)


class Bus:
    """Delivers events at once, on the caller's thread, in the order of subscription."""

    def __init__(self) -> None:
        self._listeners: dict[type[Event], list[Callable[..., None]]] = {}

    def subscribe(self, kind: type[E_], listener: Callable[[E_], None]) -> Callable[[], None]:
        """Calls `listener` for every event of `kind` from now on; returns what ends it."""
        listeners = self._listeners.setdefault(kind, [])
        listeners.append(listener)

        def unsubscribe() -> None:
            if listener in listeners:
                listeners.remove(listener)

        return unsubscribe

    def listen(self, listener: Callable[[Event], None], *kinds: type[Event]) -> Callable[[], None]:
        """Calls `listener` for every event of these kinds from now on; returns what ends it."""
        ends = [self.subscribe(kind, listener) for kind in kinds]

        def unsubscribe() -> None:
            for end in ends:
                end()

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Tells everyone who asked for events of this kind."""
        for listener in tuple(self._listeners.get(type(event), ())):
            listener(event)
