"""Answers from the store, with what they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.store import Store

T = TypeVar("T")

WHAT = {
    "roles": "the roles",
    "organizations": "the organizations",
    "applications": "the applications",
    "apis": "the APIs",
    "members": "the members of an organization",
    "role_permissions": "the permissions of a role",
    "role_users": "the holders of a role",
    "member_permissions": "what a member holds in an organization",
}
"""The lists that answers are made of, as the sentences name them."""

Listed: TypeAlias = "tuple[str, Parent]"
"""A list: its collection and what it hangs under."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """An answer, and what it lacks."""

    rows: tuple[T, ...]
    missing: tuple[Listed, ...] = ()
    """Lists that have to be read for the answer to become complete."""
    sentence: str = ""
    """What is not known, for people; empty: the answer is complete."""

    @property
    def complete(self) -> bool:
        """Whether nothing was left out for want of reading it."""
        return not self.sentence

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


class Gaps:
    """Notes what an answer would need and the store does not have."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._missing: dict[Listed, None] = {}
        self._said: list[str] = []

    def needs(self, collection: str, parent: Parent = ()) -> bool:
        """Whether the whole list is in the store; notes it when it is not."""
        complete = self._store.age(collection, parent).complete
        if not complete:
            self._missing[collection, parent] = None
        return complete

    def say(self, sentence: str) -> None:
        """Notes something that no list would tell."""
        self._said.append(sentence)

    def answer(self, rows: Iterable[T]) -> Found[T]:
        """The rows with what they lack."""
        lists = [not_read(self._missing)] if self._missing else []
        return Found(tuple(rows), tuple(self._missing), " ".join(lists + self._said))


def not_read(missing: Iterable[Listed]) -> str:
    """Which lists an answer would need, as a sentence."""
    counts = Counter(collection for collection, _ in missing)
    parts = [f"{count} × {WHAT[name]}" if count > 1 else WHAT[name] for name, count in counts.items()]
    return f"Not all is read yet: {', '.join(parts)}."
