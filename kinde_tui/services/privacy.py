"""What is personal in a tenant: the names, numbers and ids of people, gathered so that a screen can leave them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.services.events import RecordsChanged

if TYPE_CHECKING:
    from kinde_tui.services.tenant import Tenant

NAMES = frozenset({"first_name", "last_name", "given_name", "family_name", "full_name", "username", "invited_by"})
"""Fields that hold names of people, in whatever list."""
WHOLE = frozenset({"provided_id", "phone", "email", "preferred_email", "picture"})
"""Fields whose value is personal as a whole, and whose parts may be anything."""
PEOPLE = frozenset(
    {
        "users",
        "members",
        "identities",
        "subscribers",
        "invites",
        "role_users",
        "permission_users",
        "user_factors",
        "member_factors",
    }
)
"""Lists of people, or of what names one: a `name` there is a person's."""
_WORD = re.compile(r"\w{2,}")


class PersonalWords:
    """Words and values that are personal in one tenant; it follows the store until it is closed."""

    def __init__(self, tenant: Tenant) -> None:
        """Reads what the store and the change log hold now: a second for 100,000 users."""
        self.words: set[str] = set()
        """Single words of names, as they are written."""
        self.values: set[str] = set()
        """Whole values."""
        self._store = tenant.store
        for collection in PEOPLE & set(tenant.collections):
            for _, raw in self._store.rows_everywhere(collection):
                self.learn(raw, named=True)
        for entry in tenant.journal.entries(None):
            self.learn(entry.before)
            self.learn(entry.after)
            if entry.target.collection in PEOPLE:
                self._take(entry.target.name)
        self._stop = tenant.bus.subscribe(RecordsChanged, self._follow)

    def close(self) -> None:
        """Learns no more."""
        self._stop()

    def learn(self, fields: Mapping[str, Any], *, named: bool = False) -> None:
        """Takes in what is personal of a record; `named`: its `name` is a person's."""
        for field, value in fields.items():
            if not isinstance(value, str) or not value:
                continue
            if field in NAMES or (named and field == "name"):
                self._take(value)
            elif field in WHOLE:
                self.values.add(value)

    def _take(self, name: str) -> None:
        self.words.update(_WORD.findall(name))
        self.values.add(name)

    def _follow(self, event: RecordsChanged) -> None:
        if event.collection not in PEOPLE:
            return
        if event.keys is None:
            found: Iterable[Mapping[str, Any] | None] = self._store.rows(event.collection, event.parent)
        else:
            found = (self._store.get(event.collection, key, event.parent) for key in event.keys)
        for raw in found:
            self.learn(raw or {}, named=True)
