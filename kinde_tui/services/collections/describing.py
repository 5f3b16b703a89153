"""What a creation describes its changes with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.services.change import Change, Parent
    from kinde_tui.services.collections.collection import Answers, Context


class Describes(Protocol):
    """Describes the writes that make a record; raises InvalidInputError."""

    def __call__(self, answers: Answers, parent: Parent, context: Context | None = None, /) -> Sequence[Change]:
        """The changes, in the order in which they must be made; with a context they speak of names, not ids."""
        ...
