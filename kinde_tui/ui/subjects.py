"""What something is done with: the marked rows or the one under the cursor, be they 3 or 100,000.

Many records are read, and their changes described, slice by slice under a dialog that shows how far it is: keys and
paint go on, and Escape leaves it.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from kinde_tui.ui.widgets.source import Keyed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kinde_tui.services.change import Change, Outcome, Parent
    from kinde_tui.services.collections.collection import Action, Answers
    from kinde_tui.ui.widgets.collection_list import CollectionList
    from kinde_tui.ui.widgets.source import TableRow

T = TypeVar("T")

FEW = 100
"""So many marked rows are looked up one by one; more are met by going through the list."""
MANY = 3_000
"""More rows than these, read or described, are worth a dialog: about a tenth of a second."""
SLICE = 100
"""Rows between two looks at the keyboard: about 5 ms."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that something is done with, held fast: rows may move while a dialog is open."""

    key: str
    record: Any


@dataclass(frozen=True)
class Deed:
    """What is done with whom, held fast while a form is open and while its changes are on their way."""

    action: Action[Any]
    subjects: Sequence[Subject]
    parent: Parent
    owners: dict[str, Subject] = field(default_factory=dict, repr=False)
    """By id of a change: whom it is about."""

    def rest(self, left: Sequence[Outcome]) -> Deed:
        """The same with those whose changes were not made."""
        found = {id(one): one for outcome in left if (one := self.owners.get(outcome.change.id)) is not None}
        return Deed(self.action, list(found.values()) or self.subjects, self.parent)


class Subjects:
    """Those of one list."""

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows

    async def gather(self, title: str, row: TableRow | None, marks: frozenset[str]) -> list[Subject]:
        """The marked records in the order of the list or, where nothing is marked, that of the row.

        Args:
            title: of the action they are for.
            row: the one under the cursor.
            marks: keys of the marked ones.

        Returns:
            The records that are still there; none when the person left.
        """
        collection = self._rows.collection
        if not marks:
            return [Subject(row.key, collection.read(row.raw))] if row is not None else []
        if len(marks) <= FEW:
            return list(self._looked_up(marks))
        many = f"{len(marks):,} {collection.many}"
        effort = max(len(marks), len(self._rows.table.source))
        words = f"Reading {many} …"
        return await self._in_slices(self._met(marks), f"{title}: {many}", words, effort, len(marks)) or []

    async def describe(self, deed: Deed, answers: Answers, title: str) -> list[Change] | None:
        """The changes that an action makes of them; None when the person left.

        Raises:
            InvalidInputError: something cannot be done with these answers.
        """
        describe, subjects = self.describer(deed, answers), deed.subjects
        slices = (describe(subjects[at : at + SLICE]) for at in range(0, len(subjects), SLICE))
        many = f"{len(subjects):,} {self._rows.collection.many}"
        return await self._in_slices(slices, title, f"Preparing the changes to {many} …", len(subjects), len(subjects))

    def describer(self, deed: Deed, answers: Answers) -> Callable[[Iterable[Subject]], list[Change]]:
        """What makes changes of subjects."""
        action, parent, context = deed.action, deed.parent, self._rows.context

        def describe(subjects: Iterable[Subject]) -> list[Change]:
            described = [
                (change, subject)
                for subject in subjects
                if action.applies is None or action.applies(subject.record)
                for change in action.changes(subject.record, answers, parent, context)
            ]
            for change, subject in described:
                deed.owners[change.id] = subject
            return [change for change, _ in described]

        return describe

    def left_out(self, action: Action[Any], subjects: Sequence[Subject]) -> str:
        """Which of many get no change, and which of them a filter hides, as sentences; empty: neither."""
        applies, many = action.applies, f"{len(subjects):,} {self._rows.collection.many}"
        said = []
        idle = sum(not applies(subject.record) for subject in subjects) if applies is not None else 0
        one = idle == 1
        if idle and action.already:
            said.append(f"{idle:,} of the {many} {'is' if one else 'are'} {action.already}: no change is needed.")
        elif idle:
            left = "is left out: it does not apply to it" if one else "are left out: it does not apply to them"
            said.append(f"{idle:,} of the {many} {left}.")
        source = self._rows.table.source
        shown = frozenset(source.keys()) if isinstance(source, Keyed) else frozenset(s.key for s in subjects)
        if hidden := sum(subject.key not in shown for subject in subjects):
            rows = "row is" if hidden == 1 else "rows are"
            said.append(f"{hidden:,} marked {rows} hidden by the filter at present.")
        return " ".join(said)

    def _looked_up(self, marks: frozenset[str]) -> Iterator[Subject]:
        source, read = self._rows.table.source, self._rows.collection.read
        places = {key: source.index_of(key) for key in marks}
        ends = len(source)  # those that a filter hides come last
        for key in sorted(marks, key=lambda key: (ends if (at := places[key]) is None else at, key)):
            raw = self._rows.tenant.store.get(self._rows.collection.name, key, self._rows.parent_keys)
            if raw is not None:
                yield Subject(key, read(raw))

    def _met(self, marks: frozenset[str]) -> Iterator[list[Subject]]:
        source, read = self._rows.table.source, self._rows.collection.read
        store, name, parent = self._rows.tenant.store, self._rows.collection.name, self._rows.parent_keys
        left = set(marks)
        for at in range(0, len(source), SLICE):
            if not left:
                return
            here = [row for row in source.window(at, at + SLICE) if row.key in left]
            left.difference_update(row.key for row in here)
            yield [Subject(row.key, read(row.raw)) for row in here]
        hidden = sorted(left)
        for at in range(0, len(hidden), SLICE):
            found = ((key, store.get(name, key, parent)) for key in hidden[at : at + SLICE])
            yield [Subject(key, read(raw)) for key, raw in found if raw is not None]

    async def _in_slices(
        self, slices: Iterable[Sequence[T]], title: str, words: str, effort: int, total: int
    ) -> list[T] | None:
        if effort <= MANY:
            return list(chain.from_iterable(slices))
        from kinde_tui.ui.dialogs.wait import WaitDialog

        dialog = WaitDialog(title, words, total, self._rows.tenant.info)
        await self._rows.app.push_screen(dialog)
        found: list[T] = []
        try:
            for part in slices:
                found.extend(part)
                dialog.advance(len(part))
                await asyncio.sleep(0)
                if dialog.left:
                    return None
        finally:
            dialog.close()
        return found
