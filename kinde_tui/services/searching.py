"""Search over everything: one ranked list from the store, and the tenant's own search where the store has not all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api.operations import SEARCH_USERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinde_tui.models.record import Raw
    from kinde_tui.services.collections.collection import AnyCollection, Context
    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.store import Store

SEARCHED = ("users", "organizations", "roles", "permissions", "environment_flags", "applications")
"""Collections, in the order in which equal ranks stand."""
LOADED_ONLY = "loaded rows only"
FROM_SERVER = "from the server"
ASKED_FOR = 50
"""Users that the tenant's own search is asked for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    collection: AnyCollection
    key: str
    raw: Raw
    rank: int
    source: str = ""
    """Why there may be others: LOADED_ONLY or FROM_SERVER; empty: the whole list was looked through."""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.collection.called(self.collection.read(self.raw))

    def more(self, context: Context) -> str:
        """Another of the texts that words look in: an e-mail address, a key."""
        record = self.collection.read(self.raw)
        texts = (column.text(record, context) for column in self.collection.columns if column.search)
        return next((text for text in texts if text not in {"", "—", self.name}), "")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, the likeliest first, and how far that can be trusted."""

    hits: tuple[Hit, ...]
    cut: bool
    """Whether there are more than are shown."""
    partial: tuple[str, ...]
    """Titles of the collections that are not loaded whole."""

    @property
    def sentence(self) -> str:
        """Whether everything was looked through, and what was not found or is not shown."""
        none = "" if self.hits else "Nothing holds these words. "
        trust = f"{', '.join(self.partial)}: {LOADED_ONLY}." if self.partial else "Complete: all lists are loaded."
        more = " More than these match: type more." if self.cut else ""
        return f"{none}{trust}{more}"


def search(store: Store, collections: Mapping[str, AnyCollection], words: str, limit: int) -> Findings:
    """Records whose searched texts hold all the words: exactly these first, then what begins so, then the others.

    About 30 ms for 100,000 users.

    Args:
        store: what is looked through.
        collections: all there are, by name.
        words: what was typed; nothing finds nothing.
        limit: so many of each collection at most.
    """
    hits: list[Hit] = []
    cut, partial = False, []
    for collection in (collections[name] for name in SEARCHED if name in collections):
        complete = store.age(collection.name).complete
        if not complete:
            partial.append(collection.title)
        found = store.search(collection.name, words, limit + 1)
        cut = cut or len(found) > limit
        source = "" if complete else LOADED_ONLY
        hits += [Hit(collection, row.key, row.raw, rank, source) for rank, row in found[:limit]]
    return Findings(tuple(sorted(hits, key=lambda hit: hit.rank)), cut, tuple(partial))


async def search_tenant(gateway: Gateway, users: AnyCollection, words: str) -> Findings:
    """Users whom the tenant's own search finds by a part of their name or address; the first page of them.

    Kinde: searchUsers.

    Raises:
        KindeError: the tenant did not tell.
    """
    pages = gateway.pages(SEARCH_USERS, {}, {"query": words, "page_size": ASKED_FOR})
    async for page in pages:
        found = [(users.key(raw), raw) for raw in page.records]
        hits = tuple(Hit(users, key, raw, 0, FROM_SERVER) for key, raw in found if key)
        return Findings(hits, len(found) >= ASKED_FOR, ())
    return Findings((), cut=False, partial=())
