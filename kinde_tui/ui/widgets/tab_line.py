"""The names of the detail tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.frame import BARRED

if TYPE_CHECKING:
    from collections.abc import Sequence


class TabLine(Widget):
    """One line of names, one of them chosen. It never takes the keyboard: `,` and `.` walk through it."""

    DEFAULT_CSS = "TabLine { height: 1; }"

    chosen: reactive[int] = reactive(0)
    """Which tab is shown."""
    barred: reactive[frozenset[int]] = reactive(frozenset())
    """Those that the token may not read."""

    @dataclass
    class Chosen(Message):
        """Another tab is wanted."""

        line: TabLine
        index: int

        @property
        def control(self) -> TabLine:
            """The tabs."""
            return self.line

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.auto_links = False
        self.titles = tuple(titles)

    def render(self) -> Content:
        """The names; those left of the chosen one go when there is no room for all."""
        parts = [
            plain(
                f"{title} {BARRED}" if index in self.barred else title,
                "bold underline $primary" if index == self.chosen else "$label",
            ).stylize(Style.from_meta({"@click": f"choose({index})"}))
            for index, title in enumerate(self.titles)
        ]
        room, first, shown = self.content_size.width, 0, parts
        while Content("  ").join(shown[: len(shown) - len(parts) + self.chosen + 2]).cell_length > room:
            if first == self.chosen:
                break
            first += 1
            shown = [Content.styled("‹", "$label"), *parts[first:]]
        return Content("  ").join(shown).truncate(room, ellipsis=True)

    def action_choose(self, index: int) -> None:
        """Chooses a tab."""
        self.chosen = index % len(self.titles)
        self.post_message(self.Chosen(self, self.chosen))

    def step(self, by: int) -> None:
        """Chooses the tab beside; after the last comes the first."""
        self.action_choose(self.chosen + by)
