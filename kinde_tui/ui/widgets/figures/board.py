"""All parts of the overview, and the way from figure to figure among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container, VerticalScroll
from textual.geometry import Region
from textual.widgets import Static

from kinde_tui.ui import overview_texts
from kinde_tui.ui.widgets.figures.bars import Bars
from kinde_tui.ui.widgets.figures.columns import Columns
from kinde_tui.ui.widgets.figures.group import FigureGroup, nearest
from kinde_tui.ui.widgets.figures.lists import Lists
from kinde_tui.ui.widgets.figures.tiles import Tiles

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from kinde_tui.services.override_counts import OverrideCounts
    from kinde_tui.services.overview import Figure, Survey
    from kinde_tui.services.tenant import Tenant


class Board(VerticalScroll, can_focus=False):
    """From the whole to its parts, and to the lists that the figures come from."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(id="figures")
        self._tenant = tenant

    def compose(self) -> ComposeResult:
        """Beside each other where there is room, else below."""
        yield Static(id="facts")
        yield Tiles("Tenant", id="headline")
        with Container(classes="pair"):
            yield Columns("Sign-ups per week", id="sign-ups")
            yield Bars("Last seen", id="last-seen")
        with Container(classes="pair"):
            yield Bars("Largest organizations", id="largest")
            yield Bars("Flags with most overrides", id="overrides")
        yield Lists("Lists", id="lists")

    @property
    def group(self) -> FigureGroup:
        """The part that has the keyboard, or had it last."""
        focused = self.screen.focused
        return focused if isinstance(focused, FigureGroup) else self.query_one(Tiles)

    @property
    def figures(self) -> list[tuple[str, Figure]]:
        """All figures, each with the title of its part."""
        return [(group.heading, figure) for group in self.query(FigureGroup) for figure in group.figures]

    def focus_figure(self, figure_id: str) -> None:
        """Puts the cursor on a figure, when it is there."""
        for group in self.query(FigureGroup):
            if group.select(figure_id):
                self.screen.set_focus(group)
                return

    # Painting

    def show_lists(self) -> None:
        """Shows the tenant and how well its lists are known."""
        self.query_one("#facts", Static).update(overview_texts.facts(self._tenant, self.app.size.width))
        lists = overview_texts.list_figures(self._tenant)
        self.query_one(Lists).show_lists(lists, overview_texts.of_all_lists(lists))

    def show_survey(self, found: Survey, overrides: OverrideCounts, reading: str) -> None:
        """Shows the figures.

        Args:
            found: those of users and organizations.
            overrides: those of flags.
            reading: how far the reading of flags is; empty: none are being read.
        """
        self.query_one(Tiles).show(found.headline)
        note, instead = overview_texts.of_list(self._tenant, "users")
        for name, figures in (("#sign-ups", found.sign_ups), ("#last-seen", found.last_seen)):
            self._part(name).show(() if instead else figures, note, instead)
        if not found.organizations_told:
            instead = "The list of users does not say which organizations they belong to."
        self._part("#largest").show(found.largest, note, instead or "No user belongs to an organization.")
        note, instead = overview_texts.of_overrides(self._tenant, overrides, reading)
        self._part("#overrides").show(overrides.figures(), note, instead)

    def _part(self, name: str) -> FigureGroup:
        return self.query_one(name, FigureGroup)

    # Moving

    @on(FigureGroup.Left)
    def _go_elsewhere(self, event: FigureGroup.Left) -> None:
        event.stop()
        others = [
            (group, place) for group in self.query(FigureGroup) if group is not event.group for place in group.shown
        ]
        regions = [group.region_of(place) for group, place in others]
        found = nearest(event.group.chosen_region, regions, event.right, event.down)
        if found is not None:
            group, place = others[found]
            group.select(group.figures[place].id)
            self.screen.set_focus(group, scroll_visible=False)

    @on(FigureGroup.Chosen)
    def _follow(self, event: FigureGroup.Chosen) -> None:
        """The chosen figure is seen, and with the first ones what stands above them."""
        if event.group is not self.group or not event.moved:
            return
        figure, above = event.group.chosen_region, event.group.content_region.y
        first = figure.y - above <= event.group.TITLE_LINES
        top = above if first else figure.y
        region = Region(figure.x, top, figure.width, figure.bottom - top)
        region = region.translate(self.scroll_offset - self.content_region.offset)
        if first and isinstance(event.group, Tiles):
            region = Region(0, 0, 1, region.bottom)
        self.scroll_to_region(region, animate=False, x_axis=False)
