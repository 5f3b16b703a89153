"""What the token may do: screen by screen, and in ready-made sets of scopes to tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on, work
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kinde_tui.api.errors import WHERE_SCOPES_ARE
from kinde_tui.api.operations import SCOPES
from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.scope_sets import scope_sets
from kinde_tui.services.scopes import Part, lacks_of_all
from kinde_tui.ui import bindings
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.messages import CopyRequested, Place, PlaceRequested
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.scoping import needs
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.barred import SCOPE_KEYS
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.frame import BARRED
from kinde_tui.ui.widgets.record_table import ReadTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.notifications import SeverityLevel
    from textual.widget import Widget

    from kinde_tui.services.scopes import Needs
    from kinde_tui.ui.refusing import Refuses

COLUMNS = (
    TableColumn("title", "Screen or set", 24, grow=True, first=True),
    TableColumn("read", "Reads", 10),
    TableColumn("change", "Changes", 12),
    TableColumn("missing", "Missing", 20, grow=True),
)
HELD, UNKNOWN = "✓", "?"
SAID_FOR = 8.0
"""Seconds that a notice stands in the status line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row: the scopes of a screen, or of a set."""

    title: str
    reads: tuple[str, ...]
    changes: tuple[str, ...]
    screen: Needs | None = None
    says: str = ""

    @property
    def scopes(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(dict.fromkeys((*self.reads, *self.changes)))


class ScopesScreen(TenantScreen):
    """Screens and sets, and the scopes of the chosen one."""

    NAME = "scopes"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings.SCREEN, *SCOPE_KEYS]
    _missing: tuple[str, ...] = ()
    """For anything on any screen."""
    _said = ""
    """What was said in passing a moment ago: it would lie over the very scopes that it speaks of."""

    def compose_body(self) -> Iterable[Widget]:
        """Table, and what its row needs."""
        with Container(id="split"):
            yield ReadTable(COLUMNS, self._cells, id="rows")
            with VerticalScroll(id="entry"):
                yield Static(id="scopes-of")
                yield Static(id="scopes")

    def on_mount(self) -> None:
        """The table has the keyboard."""
        self._fill()
        self.set_focus(self.query_one(ReadTable))

    def on_screen_resume(self) -> None:
        """What other screens said of missing scopes stands here, whole."""
        cast("Refuses", self.app).withdraw_notices("warning", "scope")

    def takes(self, notice: str, severity: SeverityLevel) -> bool:
        """What is no trouble is said in the status line."""
        if severity != "information":
            return False
        self._said = notice
        self.set_timer(SAID_FOR, lambda: self._forget(notice))
        self.show_status()
        return True

    def _forget(self, notice: str) -> None:
        if self._said == notice:
            self._said = ""
            self.show_status()

    def show_scopes(self) -> None:
        """In the table too."""
        super().show_scopes()
        if self.is_attached:
            self._fill()
            self.show_status()

    def _fill(self) -> None:
        found = needs(self.tenant)
        self._missing = lacks_of_all(found, self.tenant.guard)
        screens = [Wanted(one.title, one.reads, one.changes, one) for one in found]
        reads = [
            (one, [scope for scope in one.scopes if scope.startswith("read:")])
            for one in scope_sets(self.tenant.collections)
        ]
        sets = [
            Wanted(
                f"Set: {one.title}",
                tuple(seen),
                tuple(scope for scope in one.scopes if scope not in seen),
                says=one.says,
            )
            for one, seen in reads
        ]
        self.query_one(ReadTable).show(LineSource(Line(one.title, one) for one in (*screens, *sets)))
        self.query_one(ReadTable).redraw()
        self._explain()

    def _lacks(self, scopes: Iterable[str]) -> tuple[str, ...]:
        held, refused = self.tenant.guard.known
        return tuple(scope for scope in scopes if scope in refused or (held is not None and scope not in held))

    @property
    def _sign(self) -> str:
        return UNKNOWN if self.tenant.guard.scopes() is None else HELD

    @property
    def chosen(self) -> Wanted | None:
        """The row under the cursor."""
        row = self.query_one(ReadTable).cursor_row
        wanted: Wanted | None = row.item if isinstance(row, Line) else None
        return wanted

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        wanted: Wanted | None = row.item if isinstance(row, Line) else None
        if wanted is None:
            return [Cell("")] * len(COLUMNS)
        missing = self._lacks(wanted.scopes)
        blind = wanted.screen is not None and bool(wanted.screen.blind(self.tenant.guard))
        title = f"{wanted.title} {BARRED}" if blind else wanted.title
        return [
            Cell(title, Tone.MUTED if blind else Tone.PLAIN),
            self._count(wanted.reads),
            self._count(wanted.changes),
            Cell(", ".join(missing), Tone.WARNING),
        ]

    def _count(self, scopes: tuple[str, ...]) -> Cell:
        if not scopes:
            return Cell("–", Tone.MUTED)
        missing = len(self._lacks(scopes))
        if missing:
            return Cell(f"{BARRED} {len(scopes) - missing} of {len(scopes)}", Tone.WARNING)
        return Cell(f"{self._sign} {len(scopes)}", Tone.GOOD if self._sign == HELD else Tone.MUTED)

    @on(ReadTable.Highlighted)
    def _explain(self) -> None:
        wanted = self.chosen
        if wanted is None:
            return
        missing = self._lacks(wanted.scopes)
        head = [plain(wanted.title, "bold")]
        if wanted.says:
            head.append(plain(f"To {wanted.says}.", "$label"))
        if missing:
            head.append(plain(f"Tick what is missing {WHERE_SCOPES_ARE}.", "$label"))
        self.query_one("#scopes-of", Static).update(Content("\n").join(head))
        wide = max((len(scope) for scope in wanted.scopes), default=0)
        lines = [
            Content.assemble(
                (f"{BARRED} ", "$text-warning") if scope in missing else (f"{self._sign} ", "$text-success"),
                plain(f"{scope:<{wide}}  ", "bold" if scope in missing else ""),
                plain(_served(wanted, scope), "$label"),
            )
            for scope in (*missing, *(scope for scope in wanted.scopes if scope not in missing))
        ]
        self.query_one("#scopes", Static).update(Content("\n").join(lines))
        self.query_one("#entry", VerticalScroll).scroll_home(animate=False)
        self.show_trail()

    @on(ReadTable.Opened)
    def _open(self, event: ReadTable.Opened) -> None:
        event.stop()
        wanted = self.chosen
        if wanted is not None and wanted.screen is not None:
            self.post_message(PlaceRequested(Place(wanted.screen.name)))

    @work(group="ask")
    async def action_copy(self) -> None:
        """Asks which scopes, and copies them one a line."""
        lists = {title: scopes for title, scopes in self._lists() if scopes}
        items = [Item(title, title, note=f"{len(scopes)}: {', '.join(scopes)}") for title, scopes in lists.items()]
        chosen = await self.app.push_screen_wait(MenuDialog("Copy scopes", items, wide=True))
        if chosen is not None:
            count = len(lists[chosen])
            self.post_message(CopyRequested("\n".join(lists[chosen]), f"{count} scope{'' if count == 1 else 's'}"))

    def _lists(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        wanted = self.chosen
        if wanted is not None and wanted.screen is not None:
            yield f"Missing for {wanted.title}", self._lacks(wanted.scopes)
        yield "All that is missing", self._missing
        if wanted is not None and wanted.screen is not None:
            yield f"All of {wanted.title}", wanted.scopes
        for one in scope_sets(self.tenant.collections):
            yield f"Set: {one.title}", one.scopes

    def action_renew(self) -> None:
        """Asks for a new token."""
        cast("Refuses", self.app).renew_token()

    def status(self) -> Content:
        """What was just said, and how much the token holds."""
        holds = _holds(self.tenant.guard.scopes(), len(self._missing))
        return Content(" · ").join([plain(self._said), holds]) if self._said else holds

    def trail(self) -> list[str]:
        """The screen, and the row."""
        wanted = self.chosen
        return [BY_NAME[self.NAME].title, *([wanted.title] if wanted is not None else [])]


def _holds(held: frozenset[str] | None, missing: int) -> Content:
    if held is None:
        return Content("which scopes the token has is not known")
    lacks = f" · lacks {missing} of what the screens use" if missing else " · all that the screens use"
    return Content(f"the token holds {len(held & SCOPES)} of Kinde's {len(SCOPES)} scopes{lacks}")


def _served(wanted: Wanted, scope: str) -> str:
    """What of a screen the scope is for."""
    uses = wanted.screen.serves(scope) if wanted.screen is not None else ()
    named = (use.title if use.part in {Part.TAB, Part.ACTION} else f"the {use.part}" for use in uses)
    return ", ".join(dict.fromkeys(named))
