"""Questions to the tenant whose answer is shown and not kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation, Request
    from kinde_tui.models.record import Raw, Record
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context, Question
    from kinde_tui.services.shown import Shown

R = TypeVar("R", bound="Record")


@dataclass(frozen=True)
class Inquiry(Generic[R]):
    """Something that is asked of the tenant beside the list: its answer stands in a dialog and goes with it."""

    id: str
    """`api_keys.verify`: what a key map names."""
    key: str
    """The default key; empty: palette and action menu only."""
    title: str
    operation: Operation
    """What it calls; never a write."""
    request: Callable[[R | None, Answers, Parent], Request]
    """The request for the record under the cursor, or for none; raises InvalidInputError."""
    shows: Callable[[R | None, Raw, Context], Shown]
    """What the answer says."""
    questions: tuple[Question, ...] = ()
    about: bool = False
    """Whether it is about the record under the cursor."""
    applies: Callable[[R], bool] | None = None
    help: str = ""
