"""Feature flags: the cascade with an organization and a user to look through."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets import Input

from kinde_tui.ui import bindings
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.messages import Place
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.states import trouble
from kinde_tui.ui.text import plain, safe
from kinde_tui.ui.widgets.cascade import Cascade
from kinde_tui.ui.widgets.frame import EndsLine
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

READS_MORE = "f on the overview reads more"
LOOK = 5
"""Ticks between two looks whether the maps are too old."""


class FlagsScreen(TenantScreen):
    """Business, environment, organization, user."""

    NAME = "flags"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding(
            "O", "pick('organizations')", "organization", id="cascade.organization", tooltip="Choose an organization"
        ),
        Binding("P", "pick('users')", "person", id="cascade.user", tooltip="Choose a user"),
        Binding("X", "unpick", "clear both", show=False, id="cascade.none", tooltip="No organization and no user"),
        Binding(
            "W",
            "differ",
            "who differs",
            show=False,
            id="cascade.differ",
            tooltip="Which organizations override the flag, among those whose flags were read",
        ),
        Binding("slash", "filter", "filter", key_display="/", id="cascade.filter", tooltip="Filter the flags by key"),
    ]
    _ticks = 0

    def compose_body(self) -> Iterable[Widget]:
        """Pickers, filter, cascade."""
        yield EndsLine(id="pickers")
        yield SafeInput(placeholder="/ filter flags", id="flag-filter", compact=True)
        yield Cascade(self.tenant, id="cascade")

    @property
    def cascade(self) -> Cascade:
        """The table."""
        return self.query_one(Cascade)

    def on_mount(self) -> None:
        """The rows have the keyboard."""
        self._show_pickers()
        self.set_focus(self.cascade.table)

    def tick(self) -> None:
        """Keeps the maps fresh."""
        super().tick()
        self._ticks += 1
        if self.is_current and self.app.app_focus and self._ticks % LOOK == 0:
            self.cascade.ask_if_due()

    def _show_pickers(self) -> None:
        parts = []
        for label, collection, key in (
            ("organization", "organizations", self.cascade.org_code),
            ("user", "users", self.cascade.user_id),
        ):
            name = (self.tenant.name_of(collection, key) or key) if key else "none"
            part = Content.assemble((f"{label} ", "$label"), plain(name, "bold" if key else "$label"), (" ▾", "$label"))
            parts.append(part.stylize(Style.from_meta({"@click": f"screen.pick('{collection}')"})))
        self.query_one("#pickers", EndsLine).say(Content("      ").join(parts))
        self.show_trail()

    @work(group="ask")
    async def action_pick(self, collection: str) -> None:
        """Chooses whose values to show."""
        key = await self.app.push_screen_wait(PickDialog(self.tenant, self.tenant.collections[collection]))
        if key is None:
            return
        org_code, user_id = self.cascade.org_code, self.cascade.user_id
        self.cascade.point_at(*((key, user_id) if collection == "organizations" else (org_code, key)))
        self._show_pickers()

    def action_unpick(self) -> None:
        """Business and environment only."""
        self.cascade.point_at("", "")
        self._show_pickers()

    @work(group="ask")
    async def action_differ(self) -> None:
        """Lists who overrides the flag under the cursor; the chosen organization's values are shown."""
        from kinde_tui.services.override_counts import OverrideCounts
        from kinde_tui.ui.dialogs.menu import Item, MenuDialog

        if (row := self.cascade.table.cursor_row) is None:
            return
        counts = OverrideCounts(self.tenant.flags, self.tenant.store)
        for _ in counts.catch_up():
            await asyncio.sleep(0)
        store, read = self.tenant.store, f"{counts.looked_at:,}"
        unread = store.count("organizations") - counts.looked_at
        if unread > 0:
            read = f"{counts.looked_at:,} of {store.count('organizations'):,}"
        if not (codes := counts.overriding(row.key)):
            said = f"None: the flags of all {read} organizations were read."
            if unread > 0:
                said = f"None that is known: flags were read for {read} organizations. {READS_MORE}."
            self.notify(safe(said), markup=False)
            return
        items = [Item(code, self.tenant.name_of("organizations", code) or code, note=code) for code in codes]
        items.sort(key=lambda item: item.title.casefold())
        title = f"{row.key}: {len(items):,} differ{'s' if len(items) == 1 else ''}, read for "
        title += f"{read} organizations. {READS_MORE}." if unread > 0 else f"all {read} organizations"
        if code := await self.app.push_screen_wait(MenuDialog(title, items, wide=True)):
            self.cascade.point_at(code, self.cascade.user_id)
            self._show_pickers()

    def action_filter(self) -> None:
        """To the filter."""
        self.screen.set_focus(self.query_one("#flag-filter", Input))

    @on(Input.Changed, "#flag-filter")
    def _filter(self, event: Input.Changed) -> None:
        self.cascade.words = event.value
        self.cascade.reload()

    @on(Input.Submitted, "#flag-filter")
    def _focus_rows(self) -> None:
        self.set_focus(self.cascade.table)

    @on(RecordTable.Highlighted)
    def _follow(self) -> None:
        self.show_trail()

    def action_escape(self) -> None:
        """The filter first."""
        field = self.query_one("#flag-filter", Input)
        if field.has_focus or field.value:
            field.value = ""
            self.set_focus(self.cascade.table)
        else:
            super().action_escape()

    def trail(self) -> list[str]:
        """The flag under the cursor."""
        row = self.cascade.table.cursor_row
        return ["Flags", row.key] if row is not None else ["Flags"]

    def status(self) -> Content:
        """How many there are."""
        return self.cascade.status()

    def trouble(self) -> tuple[str, str]:
        """What hinders reading one of the levels."""
        levels = self.tenant.flags.needs(self.cascade.org_code or None)
        return next((found for level in levels if any(found := trouble(self.tenant, *level))), ("", ""))

    def place(self) -> Place:
        """This flag."""
        row = self.cascade.table.cursor_row
        return Place(self.NAME, row.key if row else "")

    def arrive(self, place: Place) -> None:
        """Shows a flag."""
        if place.filter is not None:
            self.query_one("#flag-filter", Input).value = place.filter
        if place.key:
            self.cascade.table.select(place.key)
