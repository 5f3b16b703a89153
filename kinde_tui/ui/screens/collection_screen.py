"""A list and the details of its chosen record: one screen for every collection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.containers import Container

from kinde_tui.ui import bindings
from kinde_tui.ui.messages import Place, StatusChanged
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.states import trouble
from kinde_tui.ui.widgets.collection_list import CollectionList, list_of
from kinde_tui.ui.widgets.detail_pane import DetailPane
from kinde_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.tenant import Tenant

REPAINT = 30
"""Ticks after which times like `3 min ago` are drawn anew."""
LOOK = 5
"""Ticks between two looks whether the list is too old."""


class CollectionScreen(TenantScreen):
    """The list at the left, or above; the details at the right, or below, or instead."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings.COLLECTION]
    AUTO_FOCUS = "#rows RecordTable"

    def __init__(self, tenant: Tenant, name: str, parent: Parent = ()) -> None:
        self.NAME = name  # type: ignore[misc]
        super().__init__(tenant)
        self._collection = tenant.collections[name]
        self._under = parent
        """What the list hangs under when it is made."""
        self._ticks = 0

    def compose_body(self) -> Iterable[Widget]:
        """List and details."""
        with Container(id="split"):
            rows = list_of(self._collection)(self.tenant, self._under, id="rows")
            yield rows
            yield DetailPane(rows)

    @property
    def rows(self) -> CollectionList:
        """The list."""
        return self.query_one("#rows", CollectionList)

    @property
    def details(self) -> DetailPane:
        """The details."""
        return self.query_one(DetailPane)

    def on_mount(self) -> None:
        """The rows have the keyboard."""
        self.set_focus(self.rows.table)

    def show_scopes(self) -> None:
        """On the tabs too."""
        super().show_scopes()
        if self.is_attached:
            self.details.judge()

    def tick(self) -> None:
        """Keeps times and lists fresh, while the screen is shown and the terminal looked at."""
        super().tick()
        if not self.is_current or not self.app.app_focus:
            return
        self._ticks += 1
        lists = [rows for rows in self.query(CollectionList) if rows.is_on_screen]
        if self._ticks % LOOK == 0:
            for rows in lists:
                rows.ask_if_due()
        if self._ticks % REPAINT == 0:
            for rows in lists:
                rows.table.redraw()

    @on(RecordTable.Highlighted, "#rows RecordTable")
    def _show_details(self, event: RecordTable.Highlighted) -> None:
        event.stop()
        self.details.show(event.row)
        self.show_trail()

    @on(RecordTable.Opened, "#rows RecordTable")
    def _enter_details(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.add_class("-reading")
        self.call_after_refresh(self.details.focus_content)
        self.rows.doing.read_whole(event.row.key)

    def action_focus_other(self) -> None:
        """Between list and details."""
        if self.details.has_focus_within:
            self.remove_class("-reading")
            self.set_focus(self.rows.table)
        elif self.rows.table.cursor_row is not None:
            self.add_class("-reading")
            self.call_after_refresh(self.details.focus_content)

    # What can be done with the record works from its details too; an inner list is about records of its own.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Greys out what the list does."""
        if action not in {"run_action", "inquire"}:
            return super().check_action(action, parameters)
        return self._focused_list() is None and self.rows.check_action(action, parameters)

    async def action_run_action(self, name: str) -> None:
        """An action of the collection, on the record that the details are of."""
        await self.rows.action_run_action(name)

    def action_inquire(self, name: str) -> None:
        """An inquiry of the collection."""
        self.rows.action_inquire(name)

    def action_step_tab(self, by: int) -> None:
        """The detail tab beside."""
        self.details.step(by)

    def action_zoom(self) -> None:
        """The details on the whole screen, and back."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
            self.set_focus(self.rows.table)
        elif self.rows.table.cursor_row is not None:
            self.add_class("-zoomed")
            self.call_after_refresh(self.details.focus_content)

    def action_escape(self) -> None:
        """An export on its way, marks, filter, details, screen: whichever comes first where the focus is."""
        if self.stops_something():
            return
        inside = self._focused_list()
        if inside is not None and inside.clear_one():
            return
        if self.details.has_focus_within or self.has_class("-zoomed"):
            self.remove_class("-reading", "-zoomed")
            self.set_focus(self.rows.table)
            return
        if inside is None and self.rows.clear_one():
            return
        if self.tenant.sync.state(self.NAME, self.rows.parent_keys).reading:
            self.tenant.sync.stop()
            return
        super().action_escape()

    def _focused_list(self) -> CollectionList | None:
        """The list that has the keyboard: the screen's own, or one in the details; None: another part has it."""
        above = self.focused.ancestors if self.focused is not None else ()
        return next((node for node in above if isinstance(node, CollectionList)), None)

    def trail(self) -> list[str]:
        """The list, and the record in it."""
        chosen, here = self.rows.chosen, BY_NAME[self.NAME]
        way = [here.title]
        if here.under:
            above = self.rows.parent_keys[-1]
            way = [BY_NAME[here.under].title, self.tenant.name_of(here.under, above) or above, here.title]
        return way if chosen is None else [*way, self._collection.called(chosen)]

    @on(StatusChanged)
    @on(events.DescendantFocus)
    def show_status(self) -> None:
        """The status of the list that has the keyboard."""
        super().show_status()

    def current_list(self) -> CollectionList:
        """The list that has the keyboard, else the screen's own."""
        focused = self._focused_list()
        return self.rows if focused is None else focused

    def status(self) -> Content:
        """How much of the list is loaded."""
        return self.current_list().status()

    def trouble(self) -> tuple[str, str]:
        """What hinders reading the list that has the keyboard; an empty one says it in place of rows."""
        rows = self.current_list()
        return trouble(self.tenant, rows.collection.name, rows.parent_keys) if rows.total else ("", "")

    def place(self) -> Place:
        """This list, this record, this tab."""
        row = self.rows.table.cursor_row
        return Place(self.NAME, row.key if row else "", self.details.tab, parent=self.rows.parent_keys)

    def as_shown(self) -> Place:
        """This list, filtered and marked as it is."""
        rows = self.rows
        return replace(self.place(), filter=rows.filter_bar.text, marks=frozenset(rows.table.marks))

    def arrive(self, place: Place) -> None:
        """Shows the record and the tab."""
        if place.parent != self.rows.parent_keys:
            self.rows.filter_bar.text = ""
            self.rows.hang_under(place.parent)
        if place.layout is not None:
            self.rows.arranging.show(place.layout)
        if place.filter is not None:
            self.rows.filter_bar.text = place.filter
        if place.key:
            self.rows.select(place.key)
        if place.marks:
            self.rows.table.mark(place.marks)
        if place.tab:
            self.details.choose(place.tab)

    def web_path(self) -> str:
        """The record's place in the web dashboard."""
        row = self.rows.table.cursor_row
        return self._collection.path(row.key, self.rows.parent_keys) if self._collection.path and row else ""


def screen_of(collection: AnyCollection) -> type[CollectionScreen]:
    """The screen class of a collection: the keys of its actions work in the details as well."""
    space = {"BINDINGS": bindings.of_actions(collection, shown=0)}
    return type(f"{collection.name.title().replace('_', '')}Screen", (CollectionScreen,), space)
