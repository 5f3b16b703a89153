"""The verbs of a list: asked for, described as changes, handed to the app."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.ui.copying import as_json, as_row, as_table, copy_items
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.dialogs.menu import Item, MenuDialog
from kinde_tui.ui.messages import ChangesRequested, CopyRequested
from kinde_tui.ui.offering import had_by, had_in
from kinde_tui.ui.subjects import SLICE, Subjects
from kinde_tui.ui.text import safe
from kinde_tui.ui.widgets.cell_editor import CellEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.geometry import Region
    from textual.widget import Widget

    from kinde_tui.services.change import Change, Outcome
    from kinde_tui.services.collections.collection import Action, Answers, Edit
    from kinde_tui.ui.doing import Doing
    from kinde_tui.ui.subjects import Subject
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.source import TableRow


class Verbs:
    """What is done with the rows of one list."""

    def __init__(self, rows: CollectionList, doing: Doing) -> None:
        self._rows = rows
        self._doing = doing
        self._subjects = Subjects(rows)

    # Actions

    def start(self, name: str) -> None:
        """Asks what the action must know, and asks the app for its changes."""
        action = self._doing.action(name)
        if action is None:
            return
        # Held fast now: the cursor may be elsewhere when the worker begins.
        table = self._rows.table
        marks = frozenset(table.marks) if action.bulk else frozenset[str]()
        begun = self._start(action, table.cursor_row, marks)
        self._rows.app.run_worker(begun, group="ask", description=action.id)

    async def _start(self, action: Action[Any], row: TableRow | None, marks: frozenset[str]) -> None:
        subjects = await self._subjects.gather(action.title, row, marks)
        if not subjects:
            return
        if refusal := self._doing.why_not(action, subjects[0].record if len(subjects) == 1 else None):
            self._rows.notify(safe(refusal), severity="warning", markup=False)
            return
        await self._run(action, subjects)

    async def _run(self, action: Action[Any], subjects: Sequence[Subject]) -> None:
        whom = self._rows.collection.called(subjects[0].record) if len(subjects) == 1 else self._count(len(subjects))
        title = f"{action.title}: {whom}"
        answers = await self._answers(action, subjects, title) if action.questions else {}
        if answers is None:
            return
        note = self._subjects.left_out(action, subjects) if len(subjects) > 1 else ""
        if action.slow:
            await self._ask_for_slowly(partial(self._subjects.describer(action, answers), subjects), title, note)
            return
        try:
            changes = await self._subjects.describe(action, subjects, answers, title)
        except InvalidInputError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False)
            return
        if changes is not None:
            self._ask_for(lambda: changes, title, note=note)

    async def _answers(self, action: Action[Any], subjects: Sequence[Subject], title: str) -> Answers | None:
        def check(given: Answers) -> object:
            # What is wrong with an answer is so for the first of many already; the others follow under a dialog.
            return self._subjects.describer(action, given)(subjects[:SLICE])

        form = FormDialog(
            title,
            action.questions,
            tenant=self._rows.tenant,
            check=action.checks if action.slow else check,
            answers=action.starts(subjects[0].record) if action.starts and len(subjects) == 1 else None,
            had=had_by(action, [subject.record for subject in subjects], self._rows.tenant),
        )
        return await self._rows.app.push_screen_wait(form)

    async def _ask_for_slowly(self, describe: Callable[[], list[Change]], title: str, note: str) -> None:
        try:
            changes = await asyncio.to_thread(describe)
        except InvalidInputError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False)
            return
        self._ask_for(lambda: changes, title, note=note)

    def _point_at_new(self, outcomes: Sequence[Outcome]) -> None:
        """Puts the cursor on what was made, now or when the list has it."""
        from kinde_tui.ui.made import made_by

        key = made_by(outcomes, self._rows.collection)
        if key and self._rows.is_attached:
            self._rows.select(key)

    def _ask_for(
        self,
        describe: Any,
        title: str,
        then: Callable[[Sequence[Outcome]], None] | None = None,
        note: str = "",
    ) -> None:
        try:
            changes = describe()
        except InvalidInputError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False)
            return
        if changes:
            if note and len(changes) == 1:  # which is made at once, or asked for without a list
                self._rows.notify(safe(note), markup=False)
            self._rows.post_message(ChangesRequested(changes, title, then, note))
        else:
            self._rows.notify(safe(f"Nothing to change. {note}".rstrip()), markup=False)

    def _count(self, number: int) -> str:
        return f"{number:,} {self._rows.collection.many}"

    def create(self) -> None:
        """Asks for a new record."""
        creation = self._rows.collection.creation
        if creation is None:
            return

        async def ask() -> None:
            parent = self._rows.parent_keys
            form = FormDialog(
                creation.title,
                creation.questions,
                tenant=self._rows.tenant,
                check=lambda given: creation.changes(given, parent, self._rows.context),
                had=had_in(self._rows.collection, parent, self._rows.tenant),
            )
            answers = await self._rows.app.push_screen_wait(form)
            if answers is not None:
                describe = partial(creation.changes, answers, parent, self._rows.context)
                self._ask_for(describe, creation.title, self._point_at_new)

        self._rows.app.run_worker(ask(), group="ask", description="create")

    def inquire(self, name: str) -> None:
        """Asks the tenant something and shows what it answers."""
        inquiry = self._doing.inquiry(name)
        if inquiry is None:
            return
        record = self._rows.chosen if inquiry.about else None
        if inquiry.about and record is None:
            return
        if refusal := self._doing.why_not(inquiry, record):
            self._rows.notify(safe(refusal), severity="warning", markup=False)
            return
        from kinde_tui.ui.inquiring import Inquiring

        Inquiring(self._rows.app).start(inquiry, record, self._rows.parent_keys)  # type: ignore[arg-type]  # our app

    def choose(self) -> None:
        """A menu of everything that can be done here, with the reason beside what cannot."""
        rows, collection = self._rows, self._rows.collection
        actions = (*collection.actions, *((collection.removal,) if collection.removal else ()))
        items = [
            Item(
                action.id,
                action.title,
                action.key,
                note=action.help,
                off=self._doing.why_not(action, self._doing.about(action)),
            )
            for action in actions
        ]
        items += [
            Item(
                one.id,
                one.title,
                one.key,
                note=one.help,
                off=self._doing.why_not(one, rows.chosen if one.about else None),
            )
            for one in collection.inquiries
        ]
        if not items:
            rows.notify(f"Nothing can be done with {collection.many} here.", markup=False)
            return

        async def ask() -> None:
            chosen = await rows.app.push_screen_wait(MenuDialog(f"{collection.title}: actions", items, wide=True))
            if chosen is not None and self._doing.inquiry(chosen) is not None:
                self.inquire(chosen)
            elif chosen is not None:
                self.start(chosen)

        rows.app.run_worker(ask(), group="ask", description="choose an action")

    # Editing in place

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
        before = edit.value(record)

        def use(text: str) -> None:
            if text == before:
                return
            change = edit.change(record, text, rows.parent_keys)
            if change is not None:
                rows.post_message(ChangesRequested([change], title))

        if edit.choices:
            rows.app.run_worker(self._choose_value(title, edit.choices, before, use), group="ask", description="edit")
            return
        editor = CellEditor(before, use, hint=edit.hint)
        host.mount(editor)
        editor.place(where, host.size.width)
        host.screen.set_focus(editor)

    async def _choose_value(self, title: str, choices: Sequence[str], before: str, use: Any) -> None:
        items = [Item(choice, choice) for choice in choices]
        chosen = await self._rows.app.push_screen_wait(MenuDialog(title, items, chosen=before))
        if chosen is not None:
            try:
                use(chosen)
            except InvalidInputError as error:
                self._rows.notify(safe(str(error)), severity="warning", markup=False)

    # Writing and copying

    def export(self) -> None:
        """Asks in which form, and writes what is filtered to a file."""
        from kinde_tui.ui.exporting import FileOfRows

        FileOfRows(self._rows).ask()

    def copy(self) -> None:
        """Asks what to copy, and hands it to the app."""
        rows = self._rows
        row = rows.table.cursor_row
        if row is None:
            return

        async def ask() -> None:
            items = copy_items(len(rows.table.source))
            chosen = await rows.app.push_screen_wait(MenuDialog("Copy", items))
            if chosen is not None:
                rows.post_message(CopyRequested(*self._copied(chosen, row)))

        rows.app.run_worker(ask(), group="ask", description="copy")

    def _copied(self, what: str, row: TableRow) -> tuple[str, str]:
        rows = self._rows
        table = rows.table
        cells = [cell.text for cell in table.cells_of(row)]
        if what == "cell":
            index = next(i for i, column in enumerate(table.columns) if column is table.column)
            return cells[index], "the cell"
        if what == "row":
            return as_row(cells), "the row"
        if what == "id":
            return row.key, "the id"
        if what == "json":
            return as_json(row.raw), "the record"
        number = len(table.source)
        lines = ([cell.text for cell in table.cells_of(line)] for line in table.source.window(0, number))
        titles = [column.title for column in table.columns]
        return as_table(titles, lines), f"{number:,} row{'' if number == 1 else 's'}"
