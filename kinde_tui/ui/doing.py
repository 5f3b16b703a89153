"""What can be done with the rows of a list, and why something cannot."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from kinde_tui.ui.messages import Place, PlaceRequested

if TYPE_CHECKING:
    from kinde_tui.models.record import Record
    from kinde_tui.services.collections.collection import Action
    from kinde_tui.services.collections.inquiry import Inquiry
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

    def availability(self) -> tuple[object, ...]:
        """What `check` would say of all actions; when it is other than before, the key line is drawn anew."""
        record = self._rows.chosen
        collection = self._rows.collection
        offered: list[Action[Any] | Inquiry[Any]] = [*collection.actions, *collection.inquiries]
        return (record is None, *(bool(self.why_not(action, record)) for action in offered))

    def check(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """For Textual: True, None for greyed out, False for not here."""
        collection, guard = self._rows.collection, self._rows.tenant.guard
        if action == "run_action":
            wanted = self.action(str(parameters[0]))
            return None if wanted is None or self.why_not(wanted, self._rows.chosen) else True
        if action == "inquire":
            asked = self.inquiry(str(parameters[0]))
            return None if asked is None or self.why_not(asked, self._rows.chosen if asked.about else None) else True
        if action == "create":
            return (
                False
                if collection.creation is None
                else (None if guard.refusal(collection.creation.operation) else True)
            )
        if action == "remove":
            return (
                False if collection.removal is None else (None if guard.refusal(collection.removal.operation) else True)
            )
        if action == "edit":
            edits = [column.edit for column in collection.columns if column.edit]
            return False if not edits else (None if guard.refusal(edits[0].operation) else True)
        return True

    def open(self, key: str) -> None:
        """Goes to the screen that shows the record in full, when it is another one."""
        opens = self._rows.collection.opens
        if opens:
            self._rows.post_message(PlaceRequested(Place(opens, key)))
