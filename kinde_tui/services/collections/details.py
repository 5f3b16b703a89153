"""Detail tabs and lines of them that few collections have: ticks over a whole list, and secrets that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation, Request
    from kinde_tui.models.record import Raw, Record
    from kinde_tui.services.change import Change, Parent

R = TypeVar("R", bound="Record")


def _always(_raw: Raw) -> bool:
    return True


@dataclass(frozen=True)
class _Ticked(Generic[R]):
    """A detail tab that is a whole list with ticks, each of which is a write."""

    title: str
    whole: str
    """The collection that is the whole list; it has no parents."""
    held: str
    """The collection whose rows say what is ticked."""
    parent: Callable[[Any], Parent]
    """What a list of those hangs under."""
    give: Callable[[R, Any], Change]
    """Describes a tick, for this record and one of the whole list."""
    take: Callable[[R, Any], Change]
    """Describes the end of one."""
    gives: Operation
    """What a tick calls."""
    takes: Operation
    """What the end of one calls."""
    counts: Callable[[Raw], bool] = _always
    """Whether a row of `held` says so; a list may name those that it has not as well."""
    note: str = ""
    """What else there is to know, said above the ticks."""


class Ticks(_Ticked[R]):
    """A whole list, ticked where this record has what stands there: `held` hangs under this record."""


class Across(_Ticked[R]):
    """A whole list, ticked where what stands there has this record.

    Kinde tells it from the other side only: `held` hangs under each of the whole list, has this record's key among its
    keys, and has to be read for each.
    """


@dataclass(frozen=True)
class Secret(Generic[R]):
    """Where a value comes from that is read when somebody asks, shown for a few seconds and kept nowhere."""

    request: Callable[[R, Parent], Request]
    """Reads the record that holds it."""
    field: str
    """Its name in that record."""


@dataclass(frozen=True)
class Values(Generic[R]):
    """A detail tab of who has a value of this record, and which: each of a whole list is asked."""

    title: str
    whole: str
    """The collection of all that might have one; it has no parents."""
    held: str
    """The collection, under each of those, of its values."""
    parent: Callable[[Any], Parent]
    """What the values of one of the whole hang under."""
    key: Callable[[R], str]
    """The key under which this record's value stands among them."""
    shows: str
    """The column of `held` that says the value."""
    tab: str
    """The tab of one of the whole in which its values stand."""
    counts: Callable[[Raw], bool]
    """Whether the row of a value says that there is one."""
    note: str = ""
    """What else there is to know, said above the values."""
