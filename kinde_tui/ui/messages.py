"""What widgets ask of the app. They describe; the app does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from kinde_tui.services.change import Change, Outcome, Parent
    from kinde_tui.services.layouts import ListLayout
    from kinde_tui.ui.typed import Typed


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go: a screen, and perhaps a record on it and a tab of its details."""

    screen: str
    key: str = ""
    tab: str = ""
    filter: str | None = None
    """What the list is filtered by there; empty: by nothing; None: as it was."""
    layout: ListLayout | None = None
    """How the list is shown there; None: as it was."""
    parent: Parent = ()
    """The records that the list hangs under, where the screen is of such a list."""
    marks: frozenset[str] = frozenset()
    """The records that are marked there besides those that are."""


@dataclass
class PlaceRequested(Message):
    """The person wants to be there."""

    place: Place


@dataclass
class ChangesRequested(Message):
    """These changes are wanted. The app asks, applies, and tells what became of them."""

    changes: Sequence[Change]
    title: str = ""
    """What many changes are called together: `Suspend 12 users`."""
    then: Callable[[Sequence[Outcome]], None] | None = None
    """Called with the outcomes, unless the person said no."""
    note: str = ""
    """What is to be known of many before they are made: which of the marked rows they leave out."""
    typed: Typed | None = field(default=None, repr=False)
    """The form that they came out of, which is given back when they are refused; None: nothing was typed."""


class StatusChanged(Message):
    """The status line has something else to say."""

    def can_replace(self, message: Message) -> bool:
        """Several in a row are one."""
        return isinstance(message, StatusChanged)


@dataclass
class CopyRequested(Message):
    """This text belongs on the clipboard."""

    text: str
    what: str
    """What it is, for the notice: `the id`."""
