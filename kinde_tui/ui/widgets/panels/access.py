"""Who may do what, and through which role: in the details of a user and of a permission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.events import ReachChanged, RecordsChanged, SyncProgressed
from kinde_tui.ui.gap_reading import AT_ONCE, GapReading
from kinde_tui.ui.messages import Place, PlaceRequested
from kinde_tui.ui.reaching import from_here
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.facts_view import PlainTable
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from kinde_tui.services.access import Granted, Holder, Holding
    from kinde_tui.services.events import Event
    from kinde_tui.services.gaps import Found, Listed
    from kinde_tui.ui.widgets.collection_list import CollectionList

FOLLOWS = frozenset(
    {"members", "member_permissions", "role_permissions", "role_users", "roles", "organizations", "users"}
)
"""Collections whose rows change the answer."""


class AccessView(Vertical):
    """An answer of the access explainer, with what it lacks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "complete", "read the rest", id="access.complete", tooltip="Read the lists that the answer lacks"),
    ]
    BINDING_GROUP_TITLE = "Access"
    COLUMNS: ClassVar[tuple[TableColumn, ...]] = ()

    def __init__(self, rows: CollectionList) -> None:
        super().__init__()
        self._tenant = rows.tenant
        self._rows = rows
        self._row: TableRow | None = None
        self._found: Found[Any] | None = None
        self._end: Callable[[], None] = lambda: None
        self._dirty = False
        self._gaps = GapReading(self, rows.tenant, self._missing, self._answer, "read.access")

    def compose(self) -> ComposeResult:
        """The sentence about what is missing, and the answer."""
        yield Static("", classes="panel-note")
        yield PlainTable(self.COLUMNS, self._cells)

    def on_mount(self) -> None:
        """Follows the store."""
        self._end = self._tenant.bus.listen(self._hear, RecordsChanged, SyncProgressed, ReachChanged)

    def on_unmount(self) -> None:
        """Listens no more."""
        self._end()

    def _hear(self, event: Event) -> None:
        if (isinstance(event, ReachChanged) or getattr(event, "collection", "") in FOLLOWS) and not self._dirty:
            self._dirty = True
            self.call_after_refresh(self._show)

    def point(self, row: TableRow) -> None:
        """Shows the answer for this record."""
        if self._row is None or row.key != self._row.key:
            self._gaps.forget()
        self._row = row
        self._show()

    def action_complete(self) -> None:
        """Reads what is missing."""
        self._gaps.forget(unbounded=True)
        self._gaps.begin()

    def _missing(self) -> tuple[Listed, ...]:
        return self._found.missing if self._found is not None else ()

    def _answer(self) -> None:
        if self._row is not None:
            self._found = self.answer(self._row)

    def _show(self) -> None:
        self._dirty = False
        if self._row is None or not self.is_attached or not self.display:
            return
        self._found = self.answer(self._row)
        self._gaps.begin()
        self.query_one(PlainTable).show(LineSource(self.lines(self._found)))
        self._say()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _say(self) -> None:
        found = self._found
        if found is None:
            return
        words = found.sentence
        if len(found.missing) > AT_ONCE:
            words += f" {from_here(self, 'r')} reads {len(found.missing)} lists."
        elif not found.rows and not words:
            words = self.nothing()
        self.query_one(".panel-note", Static).update(plain(words, "$text-warning" if found.sentence else "$label"))

    def answer(self, row: TableRow) -> Found[Any]:
        """What to show."""
        raise AssertionError(row)  # the two panels below answer

    def lines(self, found: Found[Any]) -> list[Line]:
        """The answer as rows."""
        return [Line(str(number), item) for number, item in enumerate(found.rows)]

    def nothing(self) -> str:
        """What an empty answer means."""
        return ""

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        raise AssertionError(line)  # as above


class AccessPanel(AccessView):
    """What a user holds: organizations, roles, permissions and where each permission comes from."""

    COLUMNS = (TableColumn("what", "", 26, grow=True), TableColumn("via", "", 22, grow=True))

    def answer(self, row: TableRow) -> Found[Holding]:
        """From the store."""
        return self._tenant.access.of_user(row.key)

    def lines(self, found: Found[Holding]) -> list[Line]:
        """A line an organization, and below it one a role and one a permission."""
        lines: list[Line] = []
        for holding in found.rows:
            lines.append(Line(holding.org_code, holding, {"of": repr(holding)}))
            lines.extend(
                Line(f"{holding.org_code}//{key}", name, {"of": name})
                for key, name in zip(holding.role_keys, holding.roles, strict=True)
            )
            lines.extend(
                Line(f"{holding.org_code}/{granted.key}", granted, {"of": repr(granted)})
                for granted in holding.permissions
            )
        return lines

    def nothing(self) -> str:
        """No organization."""
        return "In no organization: no roles and no permissions. A adds the user to one."

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        item: Holding | Granted | str | None = line.item if isinstance(line, Line) else None
        if item is None:
            return [Cell(""), Cell("")]
        if isinstance(item, str):
            return [Cell(f"  {item}", Tone.WARNING), Cell("role", Tone.MUTED)]
        if "/" not in line.key:
            unread = self._found is not None and ("members", (line.key,)) in self._found.missing
            without = "" if unread or bool(getattr(item, "roles", ())) else "no role"
            return [Cell(str(getattr(item, "org_name", ""))), Cell(without, Tone.WARNING)]
        return [
            Cell(f"  {getattr(item, 'key', '')}", Tone.MUTED),
            Cell(via(item.roles, directly=getattr(item, "directly", False)), Tone.MUTED),
        ]

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        event.stop()
        org_code, _, held = event.row.key.partition("/")
        if held:
            name, key = ("roles", held[1:]) if held.startswith("/") else ("permissions", held)
            found = self._tenant.store.find(name, "key", key)
            if found:
                self.post_message(PlaceRequested(Place(name, found[0].key)))
        else:
            self.post_message(PlaceRequested(Place("organizations", org_code)))


class HoldersPanel(AccessView):
    """Who holds a permission."""

    COLUMNS = (
        TableColumn("who", "", 20, grow=True),
        TableColumn("where", "", 18, grow=True),
        TableColumn("via", "", 18, grow=True),
    )

    def answer(self, row: TableRow) -> Found[Holder]:
        """From the store."""
        return self._tenant.access.holders_of(str(row.raw.get("key") or row.key))

    def lines(self, found: Found[Holder]) -> list[Line]:
        """A line a holder."""
        return [Line(f"{holder.org_code}/{holder.user_id}", holder, {"of": repr(holder)}) for holder in found.rows]

    def nothing(self) -> str:
        """Nobody."""
        return "Nobody holds this permission."

    def _cells(self, line: TableRow) -> Sequence[Cell]:
        holder: Holder | None = line.item if isinstance(line, Line) else None
        if holder is None:
            return [Cell("")] * len(self.COLUMNS)
        return [
            Cell(holder.name),
            Cell(holder.org_name, Tone.MUTED),
            Cell(via(holder.roles, directly=holder.directly), Tone.WARNING),
        ]

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.post_message(PlaceRequested(Place("users", event.row.key.partition("/")[2])))


def via(roles: Sequence[str], *, directly: bool) -> str:
    """Through what: `through Admin, Billing and directly`."""
    words = f"through {', '.join(roles)}" if roles else ""
    if directly:
        words = f"{words} and directly" if words else "given directly"
    return words
