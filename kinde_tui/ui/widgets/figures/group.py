"""Figures that stand together under a title, one of them chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from kinde_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Region, Size

    from kinde_tui.services.overview import Figure

BAR = "▌"
"""Stands left of what is chosen, as in tables."""
CHOSEN = "bold $cursor-text on $cursor-row"
CHOSEN_LABEL = "$cursor-label on $cursor-row"


class FigureGroup(Widget, can_focus=True):
    """A title, a note beside it, and figures; in place of figures a sentence that says why there are none."""

    DEFAULT_CSS = "FigureGroup { height: auto; }"
    BINDING_GROUP_TITLE = "Figures"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(0, -1)", "up", show=False, id="figures.up", tooltip="To the figure above"),
        Binding("down,j", "move(0, 1)", "down", show=False, id="figures.down", tooltip="To the figure below"),
        Binding("left,h", "move(-1, 0)", "left", show=False, id="figures.left", tooltip="To the figure at the left"),
        Binding("right,l", "move(1, 0)", "right", show=False, id="figures.right", tooltip="To the figure at the right"),
        Binding("home,g", "jump(0)", "first", show=False, id="figures.first", tooltip="The first figure of this part"),
        Binding("end,G", "jump(-1)", "last", show=False, id="figures.last", tooltip="The last figure of this part"),
        Binding("enter", "open", "rows", id="figures.open", tooltip="Show the rows that the figure counts"),
        Binding("y", "copy", "copy", id="figures.copy", tooltip="Copy the figure, its filter, or all figures"),
    ]
    TITLE_LINES: ClassVar[int] = 1
    """Lines above the figures."""

    @dataclass
    class GroupMessage(Message):
        """Something that a group tells."""

        group: FigureGroup

    @dataclass
    class Chosen(GroupMessage):
        """The cursor is on another figure, or the same one has another number."""

        moved: bool = True
        """Whether it was the cursor."""

    class Opened(GroupMessage):
        """The rows that the chosen figure counts are wanted."""

    class CopyWanted(GroupMessage):
        """Something of this is wanted on the clipboard."""

    @dataclass
    class Left(GroupMessage):
        """The cursor wants to go somewhere else, and there is nothing in that direction here."""

        right: int
        down: int

    def __init__(self, title: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.heading = title
        self.note: Content = Content()
        self.figures: tuple[Figure, ...] = ()
        self.instead = ""
        """What is said where there are no figures."""
        self._chosen = 0

    @property
    def first(self) -> Figure | None:
        """Where the cursor stands at first."""
        return self.figures[0] if self.figures else None

    @property
    def chosen(self) -> Figure | None:
        """The figure under the cursor."""
        return self.figures[min(self._chosen, len(self.figures) - 1)] if self.figures else None

    def show(self, figures: Sequence[Figure], note: Content | None = None, instead: str = "") -> None:
        """Shows these; the cursor stays on its figure."""
        before = self.chosen
        note = note or Content()
        same = (self.figures, self.note, self.instead) == (tuple(figures), note, instead)
        self.figures, self.note, self.instead = tuple(figures), note, instead
        if before is None:
            self._chosen = self.figures.index(self.first) if self.first is not None else 0
        elif not self.select(before.id):
            self._chosen = max(0, min(self._chosen, len(self.figures) - 1))
        if not same:
            self.refresh(layout=True)
            self.post_message(self.Chosen(self, moved=False))

    def allow_focus(self) -> bool:
        """Whether there is anything to go to."""
        return super().allow_focus() and not (self.instead and not self.figures)

    def select(self, figure_id: str) -> bool:
        """Puts the cursor on a figure; False: it is not here."""
        places = [place for place, figure in enumerate(self.figures) if figure.id == figure_id]
        if not places:
            return False
        self._go(places[0])
        return True

    def _go(self, place: int) -> None:
        if place != self._chosen:
            self._chosen = place
            self.refresh()
            self.post_message(self.Chosen(self))

    # Where the figures stand

    def regions(self, width: int) -> list[Region]:
        """The place of each figure inside, in so many columns."""
        raise NotImplementedError

    def draw(self, width: int) -> list[Content]:
        """The lines below the title."""
        raise NotImplementedError

    @property
    def shown(self) -> range:
        """Places of the figures that there is room for."""
        return range(len(self.figures))

    def region_of(self, place: int) -> Region:
        """Where a figure stands on the screen."""
        region = self.regions(self.content_size.width)[place]
        return region.translate(self.content_region.offset)

    @property
    def chosen_region(self) -> Region:
        """Where the chosen figure stands on the screen; without figures, the group."""
        return self.region_of(self._chosen) if self.figures else self.content_region

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's signature
        """As many lines as there are."""
        if not self.figures:
            return self.TITLE_LINES + max(1, len(plain(self.instead).wrap(max(1, width))))
        return max((region.bottom for region in self.regions(width)), default=0)

    def render(self) -> Content:
        """Title, note, figures."""
        width = self.content_size.width
        lines = [self._title(width)] if self.TITLE_LINES else []
        lines += self.draw(width) if self.figures else plain(self.instead, "$label").wrap(max(1, width))
        return Content("\n").join(lines)

    def summary(self) -> Content:
        """What is said beside the title when there is nothing to warn of."""
        return Content()

    def _title(self, width: int) -> Content:
        title = Content.styled(self.heading, "bold $primary")
        room = width - title.cell_length - 2
        note = self.note or self.summary()
        if note.cell_length > room:
            note = note.truncate(max(0, room), ellipsis=True)
        gap = max(1, width - title.cell_length - note.cell_length)
        return Content.assemble(title, " " * gap, note)

    # Keys and the mouse

    def on_focus(self) -> None:
        """The chosen figure is seen."""
        self.post_message(self.Chosen(self))

    def action_move(self, right: int, down: int) -> None:
        """To the nearest figure in a direction, here or elsewhere."""
        places = list(self.shown)
        regions = [self.region_of(place) for place in places]
        found = nearest(self.chosen_region, regions, right, down) if self.figures else None
        if found is None:
            self.post_message(self.Left(self, right, down))
        else:
            self._go(places[found])

    def action_jump(self, index: int) -> None:
        """To the first or the last."""
        if self.figures:
            self._go(list(self.shown)[index])

    def action_open(self) -> None:
        """Shows what is counted."""
        if self.figures:
            self.post_message(self.Opened(self))

    def action_copy(self) -> None:
        """Asks what to copy."""
        self.post_message(self.CopyWanted(self))

    def on_click(self, event: events.Click) -> None:
        """A figure is a link."""
        offset = event.get_content_offset(self)
        if offset is None or not self.figures:
            return
        regions = self.regions(self.content_size.width)
        for place in self.shown:
            if regions[place].contains_point(offset):
                self._go(place)
                self.action_open()
                return


def nearest(here: Region, there: Sequence[Region], right: int, down: int) -> int | None:
    """Which of these regions one comes to first in a direction; None: there is none.

    Args:
        here: where one is; regions that overlap it in the direction do not count.
        there: where one may go.
        right: 1 right, -1 left.
        down: 1 down, -1 up.
    """
    best: tuple[float, int] | None = None
    for place, region in enumerate(there):
        if right:
            ahead = region.x - here.right if right > 0 else here.x - region.right
            aside = _apart(here.y, here.bottom, region.y, region.bottom)
            drift = abs((region.y + region.bottom) - (here.y + here.bottom)) / 2
        else:
            ahead = region.y - here.bottom if down > 0 else here.y - region.bottom
            aside = _apart(here.x, here.right, region.x, region.right)
            drift = abs((region.x + region.right) - (here.x + here.right)) / 200
        if ahead >= 0 and (best is None or (ahead + aside * 3 + drift, place) < best):
            best = ahead + aside * 3 + drift, place
    return best[1] if best is not None else None


def _apart(first: int, last: int, start: int, stop: int) -> int:
    """Cells between two stretches; 0: they overlap."""
    return max(0, start - last, first - stop)
