"""The filter of one list: where it is wrong, which other lists it leans on, and what is still to be read for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.services.gaps import not_read
from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.timer import Timer

    from kinde_tui.services.collections.collection import Refers
    from kinde_tui.services.events import Event
    from kinde_tui.services.filters import FilterError
    from kinde_tui.services.lookups import Listed, Meaning
    from kinde_tui.services.views import View
    from kinde_tui.ui.gap_reading import GapReading
    from kinde_tui.ui.widgets.collection_list import CollectionList

RESTS = 0.4
"""Seconds for which nothing more is typed before lists are read for a filter."""


class Filtering:
    """What a list does for its filter, besides asking the store."""

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows
        self._meaning: Meaning | None = None
        self._timer: Timer | None = None

    def refused(self, error: FilterError) -> None:
        """Says what is wrong, and shows where; the rows stay."""
        bar = self._rows.filter_bar
        bar.tell_wrong(error.position)
        caret = Content.styled(f"{' ' * bar.cells_before(error.position)}^", "bold $text-error")
        words = Content.assemble(caret, "\n", plain(str(error), "$text-error"))
        self._rows.query_one(".complaint", Static).update(words)
        self._rows.add_class("-wrong-filter")

    def took(self, view: View) -> None:
        """The store has answered; what the answer lacks is read when nothing more is typed."""
        self._rows.remove_class("-wrong-filter")
        self._rows.filter_bar.tell_wrong(None)
        self._meaning = view.meaning
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._missing() and self._gaps.wanted():
            self._timer = self._rows.set_timer(RESTS, self._read)

    def follows(self, event: Event) -> bool:
        """Whether the filter means something else after this."""
        if self._meaning is None or not isinstance(event, RecordsChanged | SyncProgressed):
            return False
        if event.collection not in self._meaning.leans_on:
            return False
        reading = self._rows.tenant.sync.state(event.collection, event.parent).reading
        return isinstance(event, RecordsChanged) or not reading

    def read_due(self) -> None:
        """Reads what the answer lacks and could not be read before, as soon as it may be asked for again."""
        if self._timer is None and self._missing():
            self._gaps.begin()

    def read_anew(self) -> None:
        """Reads what the answer lacks, though it was asked for a moment ago."""
        if self._missing():
            self._gaps.forget()
            self._gaps.begin()

    @property
    def lacks(self) -> str:
        """What the answer lacks, as a sentence, and why it is not read; empty: it is whole."""
        missing = self._missing()
        if not missing:
            return ""
        errors = (self._rows.tenant.sync.state(*one).error for one in missing)
        why = next((str(error) for error in errors if error is not None), "")
        return " ".join(part for part in (not_read(missing), why) if part)

    def values(self, asked: str | Refers, beginning: str) -> Sequence[str]:
        """What a field may be filtered by."""
        rows = self._rows
        return rows.tenant.store.values(rows.collection.name, asked, beginning, rows.parent_keys)

    @cached_property
    def _gaps(self) -> GapReading:
        from kinde_tui.ui.gap_reading import GapReading

        rows = self._rows
        return GapReading(rows, rows.tenant, self._missing, rows.reload, "read.filter")

    def _missing(self) -> tuple[Listed, ...]:
        return self._meaning.missing if self._meaning is not None else ()

    def _read(self) -> None:
        self._timer = None
        self._gaps.begin()
