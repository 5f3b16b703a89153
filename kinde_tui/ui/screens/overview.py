"""The tenant in one look: figures that lead to their rows, and how far they can be trusted."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content

from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.services.override_counts import ENVIRONMENT, LIST, OverrideCounts
from kinde_tui.services.overview import survey
from kinde_tui.ui import bindings, overview_texts
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.finding import SCREENS
from kinde_tui.ui.messages import CopyRequested, Place, PlaceRequested, StatusChanged
from kinde_tui.ui.reading_flags import ReadingFlags
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.figures.board import Board
from kinde_tui.ui.widgets.figures.group import FigureGroup
from kinde_tui.ui.widgets.figures.tiles import Tiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from kinde_tui.services.overview import Figure, Survey
    from kinde_tui.services.tenant import Tenant

RESTS = 5
"""While lists are being read, counting rests so many times as long as it took."""
COUNTED = frozenset({"users", "organizations", ENVIRONMENT, LIST})
"""Collections that the figures are taken from."""


class OverviewScreen(TenantScreen):
    """Figures, charts, lists."""

    NAME = "overview"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding("tab", "app.focus_next", "next part", show=False, id="overview.next", tooltip="The next part"),
        Binding(
            "shift+tab",
            "app.focus_previous",
            "previous part",
            key_display="⇧tab",
            show=False,
            id="overview.previous",
            tooltip="The part before",
        ),
        Binding("r", "load", "read all", id="overview.load", tooltip="Read every list from the tenant"),
        Binding(
            "f",
            "read_flags",
            "organizations' flags",
            id="overview.read-flags",
            tooltip="Read the organizations' flags, the largest first",
        ),
    ]

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(tenant)
        self._survey: Survey | None = None
        self._overrides = OverrideCounts(tenant.flags, tenant.store)
        self._reading_flags = ReadingFlags(tenant)
        self._outdated = True
        self._counting = False
        self._repaint_due = False

    def compose_body(self) -> Iterable[Widget]:
        """The figures."""
        yield Board(self.tenant)

    @property
    def board(self) -> Board:
        """The figures."""
        return self.query_one(Board)

    def on_mount(self) -> None:
        """Shows what the store knows."""
        super().on_mount()
        bus = self.tenant.bus
        self._ends += [bus.subscribe(RecordsChanged, self._hear_rows), bus.subscribe(SyncProgressed, self._hear_sync)]
        self._paint()
        self.set_focus(self.query_one(Tiles))
        self._count_when_due()

    # Counting

    def _hear_rows(self, event: RecordsChanged) -> None:
        if event.collection in COUNTED:
            self._outdated = True
            if event.collection in {ENVIRONMENT, LIST}:
                self._overrides.forget(event.parent if event.collection == LIST else None)
            self.call_later(self._count_when_due)
        self._paint_soon()

    def _hear_sync(self, event: SyncProgressed) -> None:
        """A list may have become whole without a row changing."""
        if event.collection in COUNTED and not self.tenant.sync.state(event.collection, event.parent).reading:
            self._outdated = True
            self.call_later(self._count_when_due)
        self._paint_soon()

    def _count_when_due(self) -> None:
        if self._outdated and not self._counting and self.is_current and self.is_attached:
            self._counting = True
            self.run_worker(self._count(), group="read.overview", description="count")

    async def _count(self) -> None:
        """Counts on another thread, again and again while the lists change, and never most of the time."""
        tenant, organizations = self.tenant, self.tenant.collections["organizations"]
        try:
            while self._outdated and self.is_current:
                self._outdated, begun = False, time.monotonic()
                self._survey = await asyncio.to_thread(survey, tenant.store, organizations, tenant.clock.now())
                for _ in self._overrides.catch_up():
                    await asyncio.sleep(0)
                self._paint()
                await asyncio.sleep((time.monotonic() - begun) * RESTS)
        finally:
            self._counting = False

    def tick(self) -> None:
        """Keeps ages true, and counts anew on a new day."""
        super().tick()
        if self.is_current:
            if self._survey is not None and self._survey.day != self.tenant.clock.now().date():
                self._outdated = True
            self._count_when_due()
            self._paint()

    def on_screen_resume(self) -> None:
        """What changed meanwhile is counted now."""
        super().on_screen_resume()
        self._count_when_due()
        self._paint_soon()

    # Painting

    def _paint_soon(self) -> None:
        """Many pages of a list may come before there is time to paint one."""
        if not self._repaint_due and self.is_current:
            self._repaint_due = True
            self.call_later(self._paint)

    def _paint(self) -> None:
        self._repaint_due = False
        if not self.is_attached or not self.is_current:
            return
        self.board.show_lists()
        if self._survey is not None:
            self.board.show_survey(self._survey, self._overrides, self._reading_flags.progress)
        self.show_status()

    # Keys

    @on(FigureGroup.Opened)
    def _open(self, event: FigureGroup.Opened) -> None:
        event.stop()
        if (figure := event.group.chosen) is not None:
            self.post_message(PlaceRequested(place_of(figure)))

    @on(FigureGroup.CopyWanted)
    def _copy(self, event: FigureGroup.CopyWanted) -> None:
        event.stop()
        if event.group.chosen is not None:
            self._ask_copy(event.group.chosen)

    @work(group="ask")
    async def _ask_copy(self, figure: Figure) -> None:
        chosen = await self.app.push_screen_wait(MenuDialog("Copy", overview_texts.copy_items(figure)))
        if chosen is not None:
            self.post_message(CopyRequested(*overview_texts.copied(chosen, figure, self.board.figures)))

    def action_load(self) -> None:
        """Reads everything."""
        self.app.run_worker(self.app.run_action("refresh_all"), group="read.all")

    def action_read_flags(self) -> None:
        """Reads the flags of organizations."""
        largest = [figure.id.removeprefix("org:") for figure in self._survey.largest] if self._survey else []
        if sentence := self._reading_flags.refusal():
            self.notify(safe(sentence), severity="warning", markup=False)
            return
        self.run_worker(self._read_flags(largest), group="read.flags", exclusive=True, description="read flags")

    async def _read_flags(self, largest: list[str]) -> None:
        sentence = await self._reading_flags.run(largest, self._paint_soon)
        self._paint_soon()
        if sentence:
            self.notify(safe(sentence), markup=False)

    def action_escape(self) -> None:
        """What is being read is stopped first."""
        sync = self.tenant.sync
        reading = any(sync.state(name).reading for name in self.tenant.collections)
        if self._reading_flags.stop() or reading:
            sync.stop()
            return
        super().action_escape()

    @on(StatusChanged)
    @on(FigureGroup.Chosen)
    def show_status(self) -> None:
        """The figure under the cursor is said in full."""
        super().show_status()

    def status(self) -> Content:
        """The figure under the cursor, and what Enter shows."""
        figure = self.board.group.chosen
        parts = [overview_texts.of_reading(self.tenant)]
        if figure is not None:
            parts.append(overview_texts.of_figure(figure, self.tenant))
        return Content(" · ").join(part for part in parts if part)

    def trouble(self) -> tuple[str, str]:
        """Why the tenant does not answer; what hinders single lists is said with their figures."""
        said = self.tenant.sync.trouble
        return said, "r tries again" if said else ""

    def place(self) -> Place:
        """This figure."""
        figure = self.board.group.chosen
        return Place(self.NAME, figure.id if figure is not None else "")

    def arrive(self, place: Place) -> None:
        """Shows a figure."""
        if place.key:
            self.board.focus_figure(place.key)


def place_of(figure: Figure) -> Place:
    """The table that shows what a figure counts, and nothing else."""
    screen = SCREENS.get(figure.collection, figure.collection)
    if figure.id.startswith("flag:"):
        return Place(screen, figure.id.removeprefix("flag:"), filter="")
    return Place(screen, filter=figure.filter)
