"""The tenant in one look: figures that lead to their rows, and how far they can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content

from kinde_tui.services.counting import Counting
from kinde_tui.services.events import RecordsChanged, SyncProgressed
from kinde_tui.ui import bindings, overview_texts
from kinde_tui.ui.dialogs.menu import MenuDialog
from kinde_tui.ui.messages import CopyRequested, Place, PlaceRequested, StatusChanged
from kinde_tui.ui.navigation import screen_showing
from kinde_tui.ui.reading_flags import ReadingFlags
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.figures.board import Board
from kinde_tui.ui.widgets.figures.group import FigureGroup
from kinde_tui.ui.widgets.figures.tiles import Tiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from kinde_tui.services.overview import Figure
    from kinde_tui.services.tenant import Tenant


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
        self._counting = Counting(tenant)
        self._reading_flags = ReadingFlags(tenant)
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
        bus = self.tenant.bus
        self._ends += [bus.subscribe(RecordsChanged, self._count_anew), bus.subscribe(SyncProgressed, self._count_anew)]
        self._paint()
        self.set_focus(self.query_one(Tiles))
        self._count_when_due()

    # Counting

    def _count_anew(self, event: RecordsChanged | SyncProgressed) -> None:
        self._counting.hear(event)
        self.call_later(self._count_when_due)
        self._paint_soon()

    def _count_when_due(self) -> None:
        if self._is_seen() and self._counting.is_due:
            count = self._counting.run(self._paint, self._is_seen)
            self.run_worker(count, group="read.overview", description="count")

    def _is_seen(self) -> bool:
        return self.is_attached and self.is_current

    def tick(self) -> None:
        """Keeps ages true, and counts anew on a new day."""
        super().tick()
        self._count_when_due()
        self._paint()

    def on_screen_resume(self) -> None:
        """What changed meanwhile is counted now."""
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
        if not self._is_seen():
            return
        self.board.show_lists()
        if self._counting.found is not None:
            self.board.show_survey(self._counting.found, self._counting.overrides, self._reading_flags.progress)
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
        found = self._counting.found
        largest = [figure.id.removeprefix("org:") for figure in found.largest] if found is not None else []
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
    screen = screen_showing(figure.collection)
    if figure.id.startswith("flag:"):
        return Place(screen, figure.id.removeprefix("flag:"), filter="")
    return Place(screen, filter=figure.filter)
