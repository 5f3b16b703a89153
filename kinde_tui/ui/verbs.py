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
from kinde_tui.ui.subjects import SLICE, Deed, Subjects
from kinde_tui.ui.text import safe
from kinde_tui.ui.typed import Typed, fill
from kinde_tui.ui.widgets.cell_editor import CellEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinde_tui.services.change import Change, Outcome, Parent
    from kinde_tui.services.collections.collection import Action, Answers, Creation
    from kinde_tui.ui.doing import Doing
    from kinde_tui.ui.typed import Back
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.source import TableRow


class Verbs:
    """What is done with the rows of one list."""

    def __init__(self, rows: CollectionList, doing: Doing) -> None:
        self._rows = rows
        self._doing = doing
        self._subjects = Subjects(rows)
        self._app = rows.app
        """A form may come back when the list is no longer there."""

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
        parent = self._rows.parent_keys
        subjects = await self._subjects.gather(action.title, row, marks)
        if not subjects:
            return
        if refusal := self._doing.why_not(action, subjects[0].record if len(subjects) == 1 else None):
            self._rows.notify(safe(refusal), severity="warning", markup=False)
            return
        await self._run(Deed(action, subjects, parent))

    def _again(self, deed: Deed, back: Back) -> None:
        """Asks once more, for those that it was not done with."""
        self._app.run_worker(self._run(deed.rest(back.left), back), group="ask", description=deed.action.id)

    async def _run(self, deed: Deed, back: Back | None = None) -> None:
        action, subjects = deed.action, deed.subjects
        whom = self._rows.collection.called(subjects[0].record) if len(subjects) == 1 else self._count(len(subjects))
        title = f"{action.title}: {whom}"
        answers = await self._answers(deed, title, back) if action.questions else {}
        if answers is None:
            return
        typed = Typed(action.questions, answers, partial(self._again, deed)) if action.questions else None
        many = len(subjects) > 1 and self._rows.is_attached  # a form may come back when its list is gone
        note = self._subjects.left_out(action, subjects) if many else ""
        changes: list[Change] | None
        try:
            if action.slow:
                changes = await asyncio.to_thread(self._subjects.describer(deed, answers), subjects)
            else:
                changes = await self._subjects.describe(deed, answers, title)
        except InvalidInputError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False)
            return
        if changes is not None:
            self._ask_for(lambda: changes, title, note=note, typed=typed)

    async def _answers(self, deed: Deed, title: str, back: Back | None) -> Answers | None:
        action, subjects = deed.action, deed.subjects

        def check(given: Answers) -> object:
            # What is wrong with an answer is so for the first of many already; the others follow under a dialog.
            return self._subjects.describer(deed, given)(subjects[:SLICE])

        form = FormDialog(
            title,
            action.questions,
            tenant=self._rows.tenant,
            check=action.checks if action.slow else check,
            answers=action.starts(subjects[0].record) if action.starts and len(subjects) == 1 else None,
            had=had_by(action, [subject.record for subject in subjects], self._rows.tenant),
            back=back,
        )
        return await fill(self._app, form, back)

    def _pointing_at_new(self) -> Callable[[Sequence[Outcome]], None]:
        """Puts the cursor on what was made, now or when the list has it, unless somebody has gone on meanwhile."""
        rows = self._rows
        before = _standing(rows)

        def point(outcomes: Sequence[Outcome]) -> None:
            from kinde_tui.ui.made import made_by

            key = made_by(outcomes, rows.collection)
            if key and rows.is_attached and _standing(rows, empty=not before[0]) == before:
                rows.select(key)

        return point

    def _ask_for(
        self,
        describe: Any,
        title: str,
        then: Callable[[Sequence[Outcome]], None] | None = None,
        note: str = "",
        typed: Typed | None = None,
    ) -> None:
        try:
            changes = describe()
        except InvalidInputError as error:
            self._rows.notify(safe(str(error)), severity="warning", markup=False)
            return
        if changes:
            if note and len(changes) == 1:  # which is made at once, or asked for without a list
                self._rows.notify(safe(note), markup=False)
            self._app.post_message(ChangesRequested(changes, title, then, note, typed))
        else:
            self._rows.notify(safe(f"Nothing to change. {note}".rstrip()), markup=False)

    def _count(self, number: int) -> str:
        return f"{number:,} {self._rows.collection.many}"

    def create(self) -> None:
        """Asks for a new record."""
        creation = self._rows.collection.creation
        if creation is not None:
            self._create(creation, self._rows.parent_keys)

    def _create(self, creation: Creation, parent: Parent, back: Back | None = None) -> None:
        title = creation.title
        if parent and self._rows.collection.parents[-1] == "org_code":
            title = f"{title}: {self._rows.tenant.name_of('organizations', parent[-1]) or parent[-1]}"

        async def ask() -> None:
            form = FormDialog(
                title,
                creation.questions,
                tenant=self._rows.tenant,
                check=lambda given: creation.changes(given, parent, self._rows.context),
                had=had_in(self._rows.collection, parent, self._rows.tenant),
                back=back,
            )
            answers = await fill(self._app, form, back)
            if answers is not None:
                describe = partial(creation.changes, answers, parent, self._rows.context)
                typed = Typed(creation.questions, answers, partial(self._create, creation, parent))
                self._ask_for(describe, creation.title, self._pointing_at_new(), typed=typed)

        self._app.run_worker(ask(), group="ask", description="create")

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


def _standing(rows: CollectionList, *, empty: bool = False) -> tuple[object, ...]:
    """Where somebody is in a list: the record under the cursor, the filter, and whether a cell is being edited.

    Args:
        rows: the list.
        empty: the list had no rows, so that the cursor came to one by itself.
    """
    row = None if empty else rows.table.cursor_row
    return row.key if row is not None else "", rows.filter_bar.text, bool(rows.query(CellEditor))
