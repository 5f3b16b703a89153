"""One value of a record, edited where it stands."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.collection import InvalidInputError, Question
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.messages import ChangesRequested
from kinde_tui.ui.text import safe
from kinde_tui.ui.typed import Typed, fill
from kinde_tui.ui.widgets.cell_editor import CellEditor

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.widget import Widget

    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Edit
    from kinde_tui.ui.typed import Back
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.source import TableRow

VALUE = "value"


class Editing:
    """Edits the values of one list's records."""

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows
        self._app = rows.app

    def edit(self) -> None:
        """Lays an editor over the chosen cell."""
        rows = self._rows
        column, row, cell = rows.table.column, rows.table.cursor_row, rows.table.cell_region()
        if column is None or row is None or cell is None:
            return
        declared = rows.collection.column(column.key)
        if declared is None or declared.edit is None:
            editable = [c.title for c in rows.arranging.columns if c.edit]
            words = f" Here it is {', '.join(editable)}: choose the column with < and >." if editable else ""
            rows.notify(safe(f"{column.title} is not edited in the table.{words}"), markup=False)
            return
        x, y = rows.table.region.x - rows.region.x, rows.table.region.y - rows.region.y
        self.edit_value(declared.edit, row, declared.title, rows, cell.translate((x, y)))

    def edit_value(self, edit: Edit[Any], row: TableRow, title: str, host: Widget, where: Region) -> None:
        """Edits one value of a record: an input laid over `where` in `host`, or a menu when it is one of several."""
        rows = self._rows
        record = rows.collection.read(row.raw)
        if refusal := rows.tenant.guard.refusal(edit.operation):
            rows.notify(safe(refusal), severity="warning", markup=False)
            return
        use = partial(self._use, edit, record, title, rows.parent_keys)
        if edit.choices:
            choose = self._choose_value(title, edit, record, rows.parent_keys)
            self._app.run_worker(choose, group="ask", description="edit")
            return
        editor = CellEditor(edit.value(record), use, hint=edit.hint)
        host.mount(editor)
        editor.place(where, host.size.width)
        host.screen.set_focus(editor)

    def _use(self, edit: Edit[Any], record: Any, title: str, parent: Parent, text: str) -> None:
        """Asks for the change.

        Raises:
            InvalidInputError: the value cannot be used.
        """
        change = edit.change(record, text, parent) if text != edit.value(record) else None
        if change is not None:
            again = partial(self._again, edit, record, title, parent)
            typed = Typed((), {VALUE: text}, again)
            self._app.post_message(ChangesRequested([change], title, typed=typed))

    def _again(self, edit: Edit[Any], record: Any, title: str, parent: Parent, back: Back) -> None:
        """Asks for a value that was refused, in a form: its cell may be out of sight by now."""
        question = Question(VALUE, title, hint=edit.hint, required=False)

        def check(given: Answers) -> object:
            return edit.change(record, given[VALUE], parent)

        async def ask() -> None:
            form = FormDialog(
                f"{title}: {self._rows.collection.called(record)}",
                (question,),
                tenant=self._rows.tenant,
                check=check,
                back=replace(back, at=VALUE),
            )
            given = await fill(self._app, form, back)
            if given is not None:
                self._use(edit, record, title, parent, given[VALUE])

        self._app.run_worker(ask(), group="ask", description="edit")

    async def _choose_value(self, title: str, edit: Edit[Any], record: Any, parent: Parent) -> None:
        items = [Item(choice, choice) for choice in edit.choices]
        chosen = await self._app.push_screen_wait(MenuDialog(title, items, chosen=edit.value(record)))
        if chosen is None or chosen == edit.value(record):
            return
        try:
            change = edit.change(record, chosen, parent)
        except InvalidInputError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False)
            return
        if change is not None:
            self._app.post_message(ChangesRequested([change], title))
