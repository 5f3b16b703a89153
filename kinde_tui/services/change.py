"""A change: the only way anything is ever written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

if TYPE_CHECKING:
    from kinde_tui.api.errors import KindeError
    from kinde_tui.api.operation import Request
    from kinde_tui.models.record import Raw
    from kinde_tui.services.shown import Shown

Parent: TypeAlias = tuple[str, ...]
"""The records that a list hangs under, outermost first: `()`, `(org_code,)`, `(org_code, user_id)`."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Target:
    """The record that a change is about."""

    collection: str
    key: str
    name: str = ""
    """What people call it."""
    parent: Parent = ()


@dataclass(frozen=True, slots=True)
class Patched:
    """The record has these fields now (a missing one is added, others stay)."""

    target: Target
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Inserted:
    """The list has this record now."""

    target: Target
    raw: Raw


@dataclass(frozen=True, slots=True)
class Removed:
    """The list has this record no more."""

    target: Target


@dataclass(frozen=True, slots=True)
class Stale:
    """The list must be read again after the change; it shows its old state until then."""

    collection: str
    parent: Parent = ()


Effect: TypeAlias = Patched | Inserted | Removed | Stale
"""What a change does to the store. All but Stale are shown at once and taken back when the change is refused."""


class Danger(StrEnum):
    """How a change is asked for before it is made."""

    NONE = "none"
    """Done at the press of the key; undone at the press of another."""
    CONFIRM = "confirm"
    """Asked, with No as the answer to an absent-minded Enter."""
    TYPED = "typed"
    """The same, and on a production profile the tenant's name has to be typed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One write: what is sent, what it is about, what it does, and how it is taken back."""

    request: Request
    target: Target
    says: str
    """A sentence in the imperative without a full stop: `Suspend Ada Lovelace`."""
    before: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    """The fields as the person saw them, in the record's own names: what the re-read is compared with."""
    after: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    effects: tuple[Effect, ...] = ()
    undo: Callable[[Raw], Change] | None = None
    """Makes the inverse from the API's answer; None: there is no way back."""
    lossy: str = ""
    """What undo cannot bring back, as a sentence."""
    danger: Danger = Danger.NONE
    loses: str = ""
    """What is lost, said in the confirmation."""
    reveals: Callable[[Raw], Shown] | None = None
    """What the answer holds that is to be seen once and kept nowhere; None: nothing."""
    id: str = field(default_factory=lambda: uuid4().hex)


class State(StrEnum):
    """Where a change stands."""

    INTENT = "intent"
    """Written down, not yet sent."""
    SENT = "sent"
    DONE = "done"
    REFUSED = "refused"
    CONFLICT = "conflict"
    """Somebody else changed the same thing; nothing was sent."""
    NOT_DONE = "not done"
    """It was never sent, or the tenant shows that it did not happen: found out after the program had been cut off."""
    UNKNOWN = "unknown"
    """Sent, and the answer was lost: it may have happened or not."""
    DRY_RUN = "dry run"
    """Shown, not sent."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that is not what the person saw."""

    field: str
    seen: Any
    found: Any
    wanted: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change."""

    change: Change
    state: State
    sentence: str = ""
    """Why, and what to do next, when it is not done."""
    conflicts: tuple[Conflict, ...] = ()
    answer: Raw | None = field(default=None, repr=False)
    error: KindeError | None = None
    """What the API layer said, when that is why."""

    @property
    def done(self) -> bool:
        """Whether the tenant has it now."""
        return self.state is State.DONE

    @property
    def is_refused(self) -> bool:
        """Whether it is a plain no; a conflict is one where its two sides cannot be shown."""
        blind = self.state is State.CONFLICT and self.error is not None and not self.conflicts
        return blind or self.state is State.REFUSED

    @property
    def can_be_tried_again(self) -> bool:
        """Whether it did not happen for a reason that passes, or that can be mended elsewhere: it was right itself."""
        from kinde_tui.api.errors import ConflictError, InvalidRequestError, NotFoundError, RefusedHereError

        itself = (InvalidRequestError, NotFoundError, ConflictError, RefusedHereError)
        return self.state is State.REFUSED and self.error is not None and not isinstance(self.error, itself)
