"""What the keys of a list do with its rows: each hands on to what does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.ui.arranging import Arranging
    from kinde_tui.ui.doing import Doing


class RowKeys(Vertical):
    """The part of a list that its keys call."""

    collection: ClassVar[AnyCollection]
    doing: Doing
    arranging: Arranging

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Greys out what the token, the profile or the record forbids."""
        return self.doing.check(action, parameters)

    def operation_of(self, action: str, parameters: tuple[object, ...]) -> Operation | None:
        """What a key of the list calls first."""
        return self.doing.operation_of(action, parameters)

    async def action_run_action(self, name: str) -> None:
        """An action of the collection, on the marked rows or the one under the cursor."""
        self.doing.verbs.start(name)

    def action_inquire(self, name: str) -> None:
        """An inquiry of the collection: its answer is shown and not kept."""
        self.doing.verbs.inquire(name)

    def action_edit(self) -> None:
        """Edits the chosen cell."""
        self.doing.editing.edit()

    def action_create(self) -> None:
        """Makes a new record."""
        self.doing.verbs.create()

    def action_remove(self) -> None:
        """Deletes the marked rows or the one under the cursor."""
        if self.collection.removal is not None:
            self.doing.verbs.start(self.collection.removal.id)

    def action_copy(self) -> None:
        """Asks what to copy."""
        self.doing.verbs.copy()

    def action_export(self) -> None:
        """Asks in which form, and writes the rows to a file."""
        self.doing.verbs.export()

    def action_columns(self) -> None:
        """Asks which columns to show."""
        self.arranging.ask()

    def action_choose_action(self) -> None:
        """Shows all that can be done."""
        self.doing.verbs.choose()
