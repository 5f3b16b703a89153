"""How a list stays true to the store and to the tenant: what it hears, and which of its rows that concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.events import ChangeProgressed, ReachChanged, RecordsChanged, SyncProgressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinde_tui.services.events import Event
    from kinde_tui.ui.widgets.collection_list import CollectionList

CHANGED_FOR = 3.0
"""Seconds for which rows that a refresh changed stand out."""
LOOKED_AT = 1_000
"""Marked rows that are looked up after a change; of more than these, those that are gone still count as marked."""


class Following:
    """What one list does about events, besides reading its rows again."""

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows
        self._end: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Listens."""
        bus = self._rows.tenant.bus
        self._end = bus.listen(self._hear, RecordsChanged, SyncProgressed, ChangeProgressed, ReachChanged)

    def end(self) -> None:
        """Listens no more."""
        self._end()

    def let_stand_out(self, keys: frozenset[str]) -> None:
        """Shows for a while which rows changed."""
        self._rows.table.changed = keys
        self._rows.set_timer(CHANGED_FOR, self.settle)

    def settle(self) -> None:
        """No row stands out any more."""
        self._rows.table.changed = frozenset()
        self._rows.table.refresh()

    def _hear(self, event: Event) -> None:
        rows = self._rows
        if isinstance(event, ChangeProgressed):
            rows.call_later(self._mark_pending)
        elif isinstance(event, ReachChanged):
            rows.call_later(self._follow_reach)
        elif isinstance(event, RecordsChanged | SyncProgressed) and (event.collection, tuple(event.parent)) == (
            rows.collection.name,
            rows.parent_keys,
        ):
            keys = event.keys if isinstance(event, RecordsChanged) else frozenset()
            rows.call_later(self._follow, keys)
        elif rows.filtering.follows(event):
            rows.call_later(rows.reload)

    def _follow(self, keys: frozenset[str] | None) -> None:
        rows = self._rows
        if not rows.is_attached:
            return
        if keys == frozenset():
            rows.tell()
            return
        marks, store = rows.table.marks, rows.tenant.store
        touched = marks if keys is None else marks & keys
        if len(touched) <= LOOKED_AT:
            gone = {key for key in touched if store.get(rows.collection.name, key, rows.parent_keys) is None}
            rows.table.marks = marks - gone
        rows.reload(changed=keys)

    def _mark_pending(self) -> None:
        rows = self._rows
        if rows.is_attached:
            targets = (change.target for change in rows.tenant.on_their_way)
            rows.table.pending = frozenset(
                target.key for target in targets if target.collection == rows.collection.name
            )
            rows.table.refresh()

    def _follow_reach(self) -> None:
        if self._rows.is_attached:
            self._rows.tell()
            if self._rows.is_on_screen:
                self._rows.ask_if_due()
