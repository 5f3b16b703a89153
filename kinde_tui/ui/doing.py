"""What can be done with the rows of a list, and why something cannot."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kinde_tui.api.errors import KindeError
from kinde_tui.services.collections.collection import within
from kinde_tui.ui.messages import Place, PlaceRequested
from kinde_tui.ui.navigation import BY_NAME
from kinde_tui.ui.reaching import from_here
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.models.record import Record
    from kinde_tui.services.collections.collection import Action, Creation
    from kinde_tui.services.collections.inquiry import Inquiry
    from kinde_tui.ui.editing import Editing
    from kinde_tui.ui.verbs import Verbs
    from kinde_tui.ui.widgets.collection_list import CollectionList


class Doing:
    """What one list offers, and the way to do it."""

    def __init__(self, rows: CollectionList) -> None:
        self._rows = rows

    @cached_property
    def verbs(self) -> Verbs:
        """What does it; imported with its dialogs when something is first done."""
        from kinde_tui.ui.verbs import Verbs

        return Verbs(self._rows, self)

    @cached_property
    def editing(self) -> Editing:
        """What edits single values; imported when one is first edited."""
        from kinde_tui.ui.editing import Editing

        return Editing(self._rows)

    # What is offered

    def action(self, name: str) -> Action[Any] | None:
        """The collection's action of that id."""
        collection = self._rows.collection
        candidates = (*collection.actions, *((collection.removal,) if collection.removal else ()))
        return next((action for action in candidates if action.id == name), None)

    def inquiry(self, name: str) -> Inquiry[Any] | None:
        """The collection's inquiry of that id."""
        return next((one for one in self._rows.collection.inquiries if one.id == name), None)

    def why_not(self, action: Action[Any] | Inquiry[Any], record: Record | None) -> str:
        """Why an action cannot be done now; empty when it can."""
        if refusal := self._rows.tenant.guard.refusal(action.operation):
            return refusal
        if record is not None and action.applies is not None and not action.applies(record):
            return f"{action.title} does not apply to this {self._rows.collection.one}."
        return ""

    def about(self, action: Action[Any]) -> Record | None:
        """The record under the cursor, which an action must apply to; None: it is done with the marked ones."""
        return None if action.bulk and self._rows.table.marks else self._rows.chosen

    def first_key(self) -> str:
        """The keys that make the first row, from where the keyboard is; empty: nobody makes any here."""
        creation = self._rows.collection.creation
        if creation is None or self._rows.tenant.guard.refusal(creation.operation):
            return ""
        return from_here(self._rows, f"n: {within(creation.title)}")

    def availability(self) -> tuple[object, ...]:
        """What `check` would say of all actions; when it is other than before, the key line is drawn anew."""
        record = self._rows.chosen
        collection = self._rows.collection
        actions = (self.why_not(action, self.about(action)) for action in collection.actions)
        inquiries = (self.why_not(inquiry, record) for inquiry in collection.inquiries)
        return (record is None, *map(bool, (*actions, *inquiries)))

    def check(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """For Textual: True, None for greyed out, False for not here."""
        if action == "run_action":
            wanted = self.action(str(parameters[0]))
            return None if wanted is None or self.why_not(wanted, self.about(wanted)) else True
        if action == "inquire":
            asked = self.inquiry(str(parameters[0]))
            return None if asked is None or self.why_not(asked, self._rows.chosen if asked.about else None) else True
        if action in {"create", "remove", "edit"}:
            operation = self.operation_of(action, parameters)
            return False if operation is None else None if self._rows.tenant.guard.refusal(operation) else True
        return True

    def operation_of(self, action: str, parameters: tuple[object, ...]) -> Operation | None:
        """What a key of the list calls first; None: nothing, or it is not here."""
        collection, guard = self._rows.collection, self._rows.tenant.guard
        found: Action[Any] | Inquiry[Any] | Creation | None = None
        if action == "run_action":
            found = self.action(str(parameters[0]))
        elif action == "inquire":
            found = self.inquiry(str(parameters[0]))
        elif action == "create":
            found = collection.creation
        elif action == "remove":
            found = collection.removal
        elif action == "edit":
            # Off only when no column can be edited; which one was meant is seen when its cell is.
            edits = [column.edit.operation for column in collection.columns if column.edit]
            return next((one for one in edits if not guard.refusal(one)), edits[0] if edits else None)
        return found.operation if found is not None else None

    def read_whole(self, key: str) -> None:
        """Reads one record again, with the fields that no list has."""
        rows, collection = self._rows, self._rows.collection
        if collection.reads is None or rows.tenant.gateway is None or rows.tenant.guard.missing(collection.reads):
            return

        async def read() -> None:
            try:
                await rows.tenant.sync.reread(collection.name, key, rows.parent_keys)
            except KindeError as error:
                rows.notify(safe(str(error)), severity="warning", markup=False)

        rows.run_worker(read(), group="read.one", exclusive=True, description="read a record")

    def open(self, key: str) -> bool:
        """Goes to the screen that shows the record in full; False: there is none, or it is this one."""
        rows = self._rows
        opens = rows.collection.opens or rows.collection.name
        if opens not in BY_NAME or opens == getattr(rows.screen, "NAME", ""):
            return False
        parent = rows.parent_keys if BY_NAME[opens].under else ()
        rows.post_message(PlaceRequested(Place(opens, key, parent=parent)))
        return True
