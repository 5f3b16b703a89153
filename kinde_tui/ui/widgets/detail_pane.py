"""Everything about the record under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kinde_tui.services.collections.collection import Facts, Panel, Related, Tone
from kinde_tui.ui.messages import StatusChanged
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.collection_list import CollectionList, list_of
from kinde_tui.ui.widgets.facts_view import FactsView
from kinde_tui.ui.widgets.frame import EndsLine
from kinde_tui.ui.widgets.json_view import JsonView
from kinde_tui.ui.widgets.panels import list_panel, panel
from kinde_tui.ui.widgets.tab_line import TabLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from kinde_tui.services.change import Parent
    from kinde_tui.ui.widgets.source import TableRow

JSON = "JSON"
SETTLE = 0.12
"""Seconds that the cursor must rest before a tab that asks the tenant follows it."""
TONES = {
    Tone.GOOD: "$text-success",
    Tone.WARNING: "$text-warning",
    Tone.BAD: "$text-error",
    Tone.ACCENT: "$primary",
    Tone.MUTED: "$label",
    Tone.STRONG: "bold",
    Tone.PLAIN: "",
}


class Pointed(Protocol):
    """A tab's content: it can be pointed at another record."""

    def point(self, row: TableRow) -> None:
        """Shows this record."""
        ...


class RelatedList(Vertical):
    """A detail tab that is a list of its own under the record."""

    def __init__(self, rows: CollectionList, related: Related[Any], row: TableRow) -> None:
        super().__init__()
        self._rows = rows
        self._related = related
        self._first = row

    def compose(self) -> ComposeResult:
        """The list under the record that the tab was opened for."""
        kind = list_of(self._rows.tenant.collections[self._related.collection])
        yield kind(self._rows.tenant, self._parent_of(self._first))

    def point(self, row: TableRow) -> None:
        """Shows the list under this record."""
        self.query_one(CollectionList).hang_under(self._parent_of(row))

    def _parent_of(self, row: TableRow) -> Parent:
        return self._related.under(self._rows.record(row), self._rows.parent_keys)


class DetailPane(Vertical):
    """Name, state, tabs. A tab is built when it is first shown and pointed at other records after that."""

    def __init__(self, rows: CollectionList) -> None:
        super().__init__()
        self._rows = rows
        self._row: TableRow | None = None
        self._tabs = rows.collection.details
        self._built: dict[int, Widget] = {}
        self._timer_running = False
        self._wants_focus = False
        """Whether the tab's content gets the keyboard as soon as it is there."""

    def compose(self) -> ComposeResult:
        """Two lines of heading, the tabs, and the tab's content."""
        yield EndsLine(id="detail-name")
        yield EndsLine(id="detail-key")
        yield TabLine([*(tab.title for tab in self._tabs), JSON])
        yield Vertical(id="detail-body")
        yield Static("", id="detail-nothing")

    @property
    def tab(self) -> str:
        """The title of the tab shown."""
        line = self.query_one(TabLine)
        return line.titles[line.chosen]

    def show(self, row: TableRow | None) -> None:
        """Shows another record, or nothing."""
        same = row is not None and self._row is not None and row.key == self._row.key
        self._row = row
        self.set_class(row is None, "-nothing")
        if row is None:
            return
        collection, record = self._rows.collection, self._rows.record(row)
        status = collection.column("status")
        state = Content()
        if status is not None:
            tone = TONES[status.tone(record)] if status.tone else ""
            state = plain(status.text(record, self._rows.context), tone)
        self.query_one("#detail-name", EndsLine).say(plain(collection.called(record), "bold"), state)
        self.query_one("#detail-key", EndsLine).say(plain(row.key, "$label"), Content())
        content = self._built.get(self.query_one(TabLine).chosen)
        if content is None or isinstance(content, FactsView | JsonView) or same:
            self._point()
        elif not self._timer_running:
            self._timer_running = True
            self.set_timer(SETTLE, self._settle)

    def _settle(self) -> None:
        self._timer_running = False
        self._point()

    def choose(self, title: str) -> None:
        """Shows the tab of that title, if there is one."""
        line = self.query_one(TabLine)
        if title in line.titles:
            line.action_choose(line.titles.index(title))

    def step(self, by: int) -> None:
        """Shows the tab beside."""
        self.query_one(TabLine).step(by)

    @on(TabLine.Chosen)
    def _show_tab(self, event: TabLine.Chosen) -> None:
        event.stop()
        self._wants_focus = self._wants_focus or self.has_focus_within
        self._point()

    def _point(self) -> None:
        if self._row is None:
            return
        line = self.query_one(TabLine)
        chosen, barred = line.chosen, self._barred()
        line.barred = frozenset(barred)
        content = self._built.get(chosen)
        scopes = () if self._is_loaded(chosen, self._row) else barred.get(chosen, ())
        if content is not None and scopes != getattr(content, "scopes", ()):
            content.remove()
            content = None
        if content is None:
            content = self._bar(chosen, scopes) if scopes else self._build(chosen, self._row)
            self._built[chosen] = content
            self.query_one("#detail-body").mount(content)
        for index, widget in self._built.items():
            widget.display = index == chosen
        if content.is_mounted:
            cast("Pointed", content).point(self._row)
            if self._wants_focus:
                self.call_after_refresh(self.focus_content)
        else:
            self.call_after_refresh(self._point)
        self.post_message(StatusChanged())

    def judge(self) -> None:
        """Shows the tabs as the token allows now."""
        self._point()

    def _barred(self) -> dict[int, tuple[str, ...]]:
        """The tabs that the token may not read, by their place, and the scopes that they lack."""
        tenant = self._rows.tenant
        if not tenant.guard.limited:
            return {}
        from kinde_tui.services.scopes import bars_of_tab

        found = (bars_of_tab(tenant.guard, tab, tenant.collections) for tab in self._tabs)
        return {place: scopes for place, scopes in enumerate(found) if scopes}

    def _is_loaded(self, index: int, row: TableRow) -> bool:
        """Whether a list is there from a time when it could be read."""
        tab = self._tabs[index] if index < len(self._tabs) else None
        if not isinstance(tab, Related):
            return False
        under = tab.under(self._rows.record(row), self._rows.parent_keys)
        return self._rows.tenant.store.age(tab.collection, under).rows > 0

    def _bar(self, index: int, scopes: tuple[str, ...]) -> Widget:
        from kinde_tui.ui.widgets.barred import BarredView

        return BarredView(self._rows.tenant, self._tabs[index].title, scopes)

    def _build(self, index: int, row: TableRow) -> Widget:
        if index == len(self._tabs):
            return JsonView()
        tab = self._tabs[index]
        if isinstance(tab, Facts):
            return FactsView(tab, self._rows)
        if isinstance(tab, Related):
            return RelatedList(self._rows, tab, row)
        return panel(tab.panel, self._rows) if isinstance(tab, Panel) else list_panel(tab, self._rows)

    def focus_content(self) -> None:
        """Gives the tab's content the keyboard, now or when it is there."""
        content = self._built.get(self.query_one(TabLine).chosen)
        self._wants_focus = content is None or not content.is_mounted
        if content is None or self._wants_focus:
            return
        takers = [content, *content.query("*")] if content.focusable else list(content.query("RecordTable, JsonView"))
        if takers:
            self.screen.set_focus(takers[0])
