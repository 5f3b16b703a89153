"""What a record holds of others, by their ids: one more, one less."""

from __future__ import annotations

from typing import TypeVar

from kinde_tui.demo.answers import missing

T = TypeVar("T")


def hold(held: list[T], one: T) -> None:
    """Adds one; what is held already stays as it is, as Kinde answers such a call."""
    if one not in held:
        held.append(one)


def let_go(held: list[T], one: T, what: str, name: str = "") -> None:
    """Takes one away.

    Args:
        held: what is held.
        one: which.
        what: the word for it: `role`.
        name: its id in the refusal, where that is not `one` itself.

    Raises:
        RefusalError: it is not held; 404.
    """
    if one not in held:
        raise missing(what, name or str(one))
    held.remove(one)
