"""Search over everything: one prompt, one ranked list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from kinde_tui.api.errors import KindeError
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.searching import FROM_SERVER, Findings, Hit, search, search_tenant
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.text import masked, plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.timer import Timer
    from textual.widget import Widget

    from kinde_tui.services.gateway import Gateway
    from kinde_tui.services.tenant import Tenant

LIMIT = 8
"""Records of each kind."""
TYPED = 0.04
"""Seconds between the last letter and the answer, so that a word typed at once is looked for once."""
COLUMNS = (
    TableColumn("kind", "Kind", 12),
    TableColumn("name", "Name", 24, grow=True),
    TableColumn("more", "", 24, grow=True),
    TableColumn("source", "", 16),
)


@dataclass(frozen=True, slots=True)
class AskTenant:
    """The line that stands for the tenant's own search."""

    words: str


class FoundTable(RecordTable):
    """What was found; the line that stands for the tenant's own search is as long as what was typed."""

    SPREADS = True


class FindDialog(Dialog[Hit]):
    """Returns the record to go to.

    Args:
        tenant: whose records.
        words: what is looked for first.
        ask: whether the tenant's own search is asked at once.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "down", show=False, id="find.down", tooltip="Next record"),
        Binding("up", "move(-1)", "up", show=False, id="find.up", tooltip="Previous record"),
        Binding("pagedown", "move(10)", "page down", show=False, id="find.page-down", tooltip="Ten further"),
        Binding("pageup", "move(-10)", "page up", show=False, id="find.page-up", tooltip="Ten back"),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (36, "-tall")]  # noqa: RUF012 - Textual declares it an instance variable

    def __init__(self, tenant: Tenant, words: str = "", *, ask: bool = False) -> None:
        super().__init__("Find")
        self._tenant = tenant
        self._words = words
        self._ask = ask
        self._timer: Timer | None = None
        self._told = ""
        """What the tenant's own search came to, for the words as they are."""
        self.add_class("-wide")

    def compose_body(self) -> Iterable[Widget]:
        """The prompt, what was found, how far to trust it."""
        yield SafeInput(
            self._words,
            placeholder="users, organizations, roles, permissions, flags, applications",
            classes="dialog-input",
            select_on_focus=False,
        )
        yield FoundTable(COLUMNS, self._cells)
        yield Static("", classes="find-status")
        yield Static(hints(("enter", "go there"), ("esc", "cancel")), classes="dialog-hints")

    def on_mount(self) -> None:
        """Looks for the words that came along."""
        self.query_one(RecordTable).can_focus = False
        self._look()
        if self._ask:
            self._ask_tenant()

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        item = row.item if isinstance(row, Line) else None
        if isinstance(item, AskTenant):
            return [Cell("server", Tone.ACCENT), Cell(f"“{item.words}”: search the tenant"), Cell(""), Cell("")]
        if not isinstance(item, Hit):
            return [Cell("")] * len(COLUMNS)
        context = self._tenant.context()
        return [
            Cell(item.collection.one, Tone.MUTED),
            Cell(item.name),
            Cell(item.more(context), Tone.MUTED),
            Cell(item.source, Tone.WARNING if item.source else Tone.PLAIN),
        ]

    @on(Input.Changed)
    def _wait(self, event: Input.Changed) -> None:
        event.stop()
        if event.value == self._words:
            return
        self._words, self._told = event.value, ""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(TYPED, self._look)

    def _look(self) -> None:
        """Asks the store."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        tenant, words = self._tenant, self._words.strip()
        found = search(tenant.store, tenant.collections, words, LIMIT)
        lines = [Line(f"{hit.collection.name} {hit.key}", hit) for hit in found.hits]
        if self._offers_tenant(words):
            lines.append(Line("tenant", AskTenant(words)))
        self._show(lines, found.sentence if words else "")

    def _offers_tenant(self, words: str) -> bool:
        """Where the store has all users, the tenant's own search finds nothing else."""
        return bool(words) and self._tenant.gateway is not None and not self._tenant.store.age("users").complete

    def _show(self, lines: Sequence[Line], sentence: str) -> None:
        table = self.query_one(RecordTable)
        table.show(LineSource(lines))
        table.redraw()
        table.move_to(0)
        self.query_one(".find-status", Static).update(plain(sentence, "$label"))

    def _ask_tenant(self) -> None:
        gateway = self._tenant.gateway
        if gateway is None:
            self.query_one(".find-status", Static).update(plain("Not connected yet.", "$text-warning"))
            return
        self.query_one(".find-status", Static).update(plain("Asking the tenant …", "$text-accent"))
        self.run_worker(self._search_tenant(gateway, self._words.strip()), group="read.search", exclusive=True)

    async def _search_tenant(self, gateway: Gateway, words: str) -> None:
        try:
            found = await search_tenant(gateway, self._tenant.collections["users"], words)
        except KindeError as error:
            self.query_one(".find-status", Static).update(plain(str(error), "$text-error"))
            return
        if words == self._words.strip():  # nothing else was typed meanwhile
            if masked():
                from kinde_tui.ui import privacy

                for hit in found.hits:
                    privacy.learn(hit.raw)
            lines = [Line(f"{FROM_SERVER} {hit.key}", hit) for hit in found.hits]
            self._show(lines, _told(found))

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        event.stop()
        if self._timer is not None:  # what was typed a moment ago is what is meant
            self._look()
        self._take(self.query_one(RecordTable).cursor_row)

    @on(RecordTable.Opened)
    def _choose_row(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._take(event.row)

    def _take(self, row: TableRow | None) -> None:
        item = row.item if isinstance(row, Line) else None
        if isinstance(item, AskTenant):
            self._ask_tenant()
        elif isinstance(item, Hit):
            self.dismiss(item)

    def action_move(self, by: int) -> None:
        """Moves in the list while the prompt has the keyboard."""
        self.query_one(RecordTable).action_move(by)


def _told(found: Findings) -> str:
    """What the tenant's own search came to."""
    number = len(found.hits)
    if found.cut:
        return f"The first {number} users from the server. Type more to narrow them."
    return f"{number} {'user' if number == 1 else 'users'} {FROM_SERVER}: all that it finds."
