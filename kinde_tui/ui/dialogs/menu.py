"""One of several things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import fit, plain, safe, width
from kinde_tui.ui.widgets.frame import BARRED
from kinde_tui.ui.widgets.marked_list import GUTTER, MarkedList
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.tenant import TenantInfo

FILTER_FROM = 9
"""A menu with so many items can be filtered."""
WIDEST = 48
"""Cells of the longest title that is shown whole."""
KEY_WIDTH = 8
SHORTEST_NOTE = 6
"""Cells below which a note says nothing."""
FRAME = 10
"""Lines that a menu takes beside its list."""
REASON = 4
"""Lines that a reason takes at most."""
LONGEST = 26
"""Lines of the list."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu."""

    value: str
    title: str
    key: str = ""
    """The key that does the same without the menu."""
    note: str = ""
    off: str = ""
    """Why it cannot be chosen now."""
    faint: bool = False
    """Whether it is marked as barred, though it can be chosen."""


class MenuDialog(Dialog[str]):
    """A list to choose from; typing narrows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", "down", show=False, id="menu.down", tooltip="Next item"),
        Binding("up", "move('cursor_up')", "up", show=False, id="menu.up", tooltip="Previous item"),
        Binding("pagedown", "move('page_down')", "page down", show=False, id="menu.page-down", tooltip="Next page"),
        Binding("pageup", "move('page_up')", "page up", show=False, id="menu.page-up", tooltip="Previous page"),
    ]

    def __init__(
        self, title: str, items: Sequence[Item], *, info: TenantInfo | None = None, chosen: str = "", wide: bool = False
    ) -> None:
        super().__init__(title, info=info)
        self._items = tuple(items)
        self._chosen = chosen
        self._title_width = min(max((width(item.title) + 2 * item.faint for item in items), default=0), WIDEST)
        if wide:
            self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """A filter when the list is long, the list, why the item cannot be chosen, the keys."""
        if len(self._items) >= FILTER_FROM:
            yield SafeInput(placeholder="type to narrow the list", classes="dialog-input")
        yield MarkedList(classes="menu-items", markup=False)
        if any(item.off or self._is_cut(item) for item in self._items):
            yield Static("", classes="menu-reason")
        yield Static(hints(("enter", "choose"), ("esc", "cancel")), classes="dialog-hints")

    def on_mount(self) -> None:
        """Fills the list."""
        self.call_after_refresh(self._fill, "")

    def on_resize(self) -> None:
        """The list is as long as the terminal has room for; a share of its height would leave lines empty."""
        taken = FRAME + (REASON if self.query(".menu-reason") else 0)
        self.query_one(OptionList).styles.max_height = max(3, min(LONGEST, self.size.height - taken))

    def _fill(self, words: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        room = options.content_size.width or self.app.size.width
        for number, item in enumerate(self._items):
            where = f"{item.title} {item.note} {item.key}".lower()
            if all(word in where for word in words.lower().split()):
                key = fit(item.key, KEY_WIDTH) if any(item.key for item in self._items) else ""
                title = fit(f"{item.title} {BARRED}" if item.faint else item.title, self._title_width)
                line = plain(key, "bold $text-accent") + plain(title, "$faint" if item.off or item.faint else "")
                # Not padded, and a cell is left for the scroll bar: the list would cut what it needs not.
                spare = room - GUTTER - line.cell_length - 3
                if (note := item.off or item.note) and spare >= SHORTEST_NOTE:
                    line += plain(f"  {fit(note, spare).rstrip()}", "$cursor-label")
                options.add_option(Option(line, id=f"item-{number}"))
                if item.value == self._chosen:
                    options.highlighted = options.option_count - 1
        if options.highlighted is None and options.option_count:
            options.highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _tell_reason(self, event: OptionList.OptionHighlighted) -> None:
        """Says in full what the highlighted item is and why it cannot be chosen: its line has no room for that."""
        event.stop()
        for reason in self.query(".menu-reason").results(Static):
            item = self._item(event.option_id)
            says = [plain(item.title)] if self._is_cut(item) else []
            says += [plain(item.off, "$text-warning")] if item.off else []
            reason.update(Content("\n").join(says))
            reason.display = bool(says)

    def _is_cut(self, item: Item) -> bool:
        return width(item.title) + 2 * item.faint > self._title_width

    def _item(self, option_id: str | None) -> Item:
        return self._items[int((option_id or "item-0").removeprefix("item-"))]

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    @on(Input.Submitted)
    def _choose_highlighted(self, event: Input.Submitted) -> None:
        event.stop()
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        item = self._item(event.option_id)
        if item.off:
            self.notify(safe(item.off), severity="warning", markup=False)
        else:
            self.dismiss(item.value)

    def action_move(self, how: str) -> None:
        """Moves in the list while the filter has the keyboard."""
        options = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "cursor_down": options.action_cursor_down,
            "cursor_up": options.action_cursor_up,
            "page_down": options.action_page_down,
            "page_up": options.action_page_up,
        }
        moves[how]()
