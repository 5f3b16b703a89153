"""Records of the store, picked by typing a part of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.filters import FilterError
from kinde_tui.services.searching import LOADED_ONLY
from kinde_tui.ui.dialogs.dialog import Dialog, hints
from kinde_tui.ui.offering import Offer
from kinde_tui.ui.text import plain, width
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.safe_input import SafeInput
from kinde_tui.ui.widgets.source import Cell, TableRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.offering import Had

COLUMNS = 3


class PickDialog(Dialog[str]):
    """Returns the key of a record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "down", show=False, id="pick.down", tooltip="Next record"),
        Binding("up", "move(-1)", "up", show=False, id="pick.up", tooltip="Previous record"),
    ]

    INPUT: ClassVar[type[SafeInput]] = SafeInput

    def __init__(
        self,
        tenant: Tenant,
        collection: AnyCollection,
        title: str = "",
        parent: Parent = (),
        had: Had | None = None,
    ) -> None:
        super().__init__(title or f"Choose {with_article(collection.one)}", info=None)
        self._tenant = tenant
        self._collection = collection
        self._parent_keys = parent
        self._offer = Offer(tenant, collection.name, had)
        room = COLUMNS - 1 if self._offer.notes else COLUMNS
        self._columns = [column for column in collection.columns if not column.hidden][:room]

    def compose_body(self) -> Iterable[Widget]:
        """A filter over the rows."""
        yield self.INPUT(placeholder=f"type a part of the {self._collection.one}", classes="dialog-input")
        columns = [TableColumn(c.key, c.title, c.width, c.grow, c.right) for c in self._columns]
        if notes := self._offer.notes:
            columns.insert(1, TableColumn("note", "", max(map(width, notes)), fixed=True))
        yield RecordTable(columns, self._cells)
        yield Static(self.keys(), classes="dialog-hints")

    def keys(self) -> Content:
        """The line of keys."""
        return Content.assemble(hints(("enter", "choose"), ("esc", "cancel")), self.trust())

    def trust(self) -> Content:
        """Where not all is loaded: that others may be meant."""
        rows = self._of_not_all()
        return plain(f"   {rows:,} {self._collection.many}: {LOADED_ONLY}" if rows else "", "$text-warning")

    def _of_not_all(self) -> int:
        """How many records are loaded of a list that is not loaded whole; 0: none, or all."""
        age = self._tenant.store.age(self._collection.name, self._parent_keys)
        return 0 if age.complete else age.rows

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        record, context = self._collection.read(row.raw), self._tenant.context()
        cells = [
            Cell(c.text(record, context), c.tone(record)) if c.tone else Cell(c.text(record, context))
            for c in self._columns
        ]
        if self._offer.notes:
            cells.insert(1, Cell(self._offer.note(row.key), Tone.MUTED))
        return cells

    def on_mount(self) -> None:
        """Shows all of them; a list that nobody has looked at yet is read."""
        self._show("")
        name, tenant = self._collection.name, self._tenant
        if tenant.gateway is not None and tenant.sync.due(name, self._parent_keys):
            self.run_worker(self._read(), group=f"read.{name}", description="read a list to pick from")

    async def _read(self) -> None:
        await self._tenant.sync.refresh(self._collection.name, self._parent_keys)
        self._show(self.query_one(Input).value)

    def _show(self, text: str) -> None:
        try:
            view = self._tenant.store.view(
                self._collection.name, self._parent_keys, filter=text, sort=self._collection.sort
            )
        except FilterError as error:
            self.query_one(".dialog-hints", Static).update(plain(str(error), "$text-error"))
            return
        self.query_one(RecordTable).show(self._offer.arranged(view))
        line = self.keys() if len(view) else plain(self._why_empty(text), "$text-warning")
        self.query_one(".dialog-hints", Static).update(line)

    def _why_empty(self, text: str) -> str:
        state = self._tenant.sync.state(self._collection.name, self._parent_keys)
        title = self._collection.many
        if text:
            rows = self._of_not_all()
            return f"None of the {rows:,} {title} that are loaded match." if rows else "Nothing matches."
        if refusal := self._tenant.guard.refusal(self._collection.lists):
            return refusal
        if state.error is not None:
            return str(state.error)
        return f"Reading {title} …" if state.reading else f"No {title} are loaded yet."

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        event.stop()
        row = self.query_one(RecordTable).cursor_row
        if row is not None:
            self._pick(row.key)

    def _pick(self, key: str) -> None:
        self._offer.took(key)
        self.dismiss(key)

    @on(RecordTable.Opened)
    def _choose_row(self, event: RecordTable.Opened) -> None:
        event.stop()
        self._pick(event.row.key)

    def action_move(self, by: int) -> None:
        """Moves in the table while the filter has the keyboard."""
        self.query_one(RecordTable).action_move(by)


class TickInput(SafeInput):
    """An input that leaves the space bar to the ticks."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """All printable keys but one."""
        return key != "space" and super().check_consume_key(key, character)


class PickManyDialog(PickDialog):
    """Returns the keys of the ticked records with a space between; Enter with nothing ticked is none of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick", priority=True, id="pick.tick", tooltip="Tick the record, and go down"),
    ]

    INPUT = TickInput

    def __init__(
        self,
        tenant: Tenant,
        collection: AnyCollection,
        title: str = "",
        parent: Parent = (),
        ticked: Collection[str] = (),
    ) -> None:
        super().__init__(tenant, collection, title or f"Choose {collection.many}", parent)
        self._ticked = set(ticked)

    def keys(self) -> Content:
        """The line of keys, and how many are ticked."""
        keys = hints(("space", "tick"), ("enter", f"done, {len(self._ticked)} ticked"), ("esc", "cancel"))
        return Content.assemble(keys, self.trust())

    def on_mount(self) -> None:
        """Those that were chosen before are ticked."""
        self.query_one(RecordTable).marks = set(self._ticked)

    def action_tick(self) -> None:
        """Ticks the row under the cursor, or no longer."""
        self.query_one(RecordTable).action_mark()

    @on(RecordTable.MarksChanged)
    def _count(self, event: RecordTable.MarksChanged) -> None:
        event.stop()
        self._ticked = set(event.table.marks)
        self.query_one(".dialog-hints", Static).update(self.keys())

    @on(Input.Submitted)
    @on(RecordTable.Opened)
    def _done(self, event: Input.Submitted | RecordTable.Opened) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(" ".join(sorted(self._ticked)))


def with_article(word: str) -> str:
    """`an organization`, `a user`: what begins with u is spoken with another sound here."""
    return f"an {word}" if word[:1].lower() in "aeio" else f"a {word}"
