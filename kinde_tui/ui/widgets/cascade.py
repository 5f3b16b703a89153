"""The cascade of feature flags: what is done on the level under the cursor."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from kinde_tui.models.flag import FlagType
from kinde_tui.services.cascade import FlagRow, Level
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.flag_values import parse_value
from kinde_tui.ui.calling import read_or_renew
from kinde_tui.ui.dialogs.form import FormDialog
from kinde_tui.ui.messages import ChangesRequested, CopyRequested
from kinde_tui.ui.text import safe
from kinde_tui.ui.typed import Typed, fill
from kinde_tui.ui.widgets.cascade_view import CascadeView
from kinde_tui.ui.widgets.flag_questions import (
    CALLS,
    CALLS_BY_LEVEL,
    DEFINITION,
    NEW_FLAG,
    REPLACES,
    SETS,
    definition_of,
    value_question,
)
from kinde_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.change import Change, Outcome
    from kinde_tui.services.collections.collection import Answers, Question
    from kinde_tui.ui.typed import Back


class Cascade(CascadeView):
    """The cursor is on a cell: what is done is done on its level."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "turn", "toggle", id="flags.toggle", tooltip="Toggle on the level under the cursor, or edit"),
        Binding("e,enter", "edit", "edit", id="flags.edit", tooltip="Set the value on the level under the cursor"),
        Binding("c", "clear", "clear", id="flags.clear", tooltip="Clear the override on the level under the cursor"),
        Binding(
            "C",
            "clear_all",
            "clear all",
            show=False,
            id="flags.clear_all",
            tooltip="Clear all overrides of the environment or the organization under the cursor",
        ),
        Binding("n", "create", "new", id="flags.new", tooltip="Make a flag"),
        Binding(
            "d", "remove", "delete", show=False, id="flags.delete", tooltip="Delete the flag and all its overrides"
        ),
        Binding("D", "define", "define", show=False, id="flags.define", tooltip="Replace the flag's definition"),
        Binding("y", "copy", "copy", show=False, id="flags.copy", tooltip="Copy the value under the cursor"),
        Binding("r", "reload", "refresh", show=False, id="flags.refresh", tooltip="Read the flags again"),
    ]
    BINDING_GROUP_TITLE = "Flags"

    @on(RecordTable.Opened)
    def _edit_row(self, event: RecordTable.Opened) -> None:
        event.stop()
        self.action_edit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Greys out what the token or the profile forbids."""
        operation = self.operation_of(action, parameters)
        return None if operation is not None and self.tenant.guard.refusal(operation) else True

    def operation_of(self, action: str, _parameters: tuple[object, ...]) -> Operation | None:
        """What a key calls first, on a level that it is allowed on if there is one: which is meant its cell tells."""
        by_level = CALLS_BY_LEVEL.get(action, {})
        calls = [by_level[level] for level in self.levels if level in by_level]
        refusal = self.tenant.guard.refusal
        return CALLS.get(action) or next((one for one in calls if not refusal(one)), calls[0] if calls else None)

    def _spot(self) -> tuple[FlagRow, Level] | None:
        row, level = self.chosen
        if row is None:
            return None
        if level is None or level is Level.BUSINESS:
            words = (
                "The default belongs to the flag's definition: D replaces it."
                if level
                else "Choose a level with < and >."
            )
            self.notify(words, markup=False)
            return None
        if refusal := self.tenant.guard.refusal(SETS[level]):
            self.notify(safe(refusal), severity="warning", markup=False)
            return None
        return row, level

    def _request(
        self,
        describe: Callable[[], Change],
        typed: Typed | None = None,
        then: Callable[[Sequence[Outcome]], None] | None = None,
    ) -> None:
        try:
            described = describe()
        except InvalidInputError as error:
            self.notify(safe(str(error)), severity="warning", markup=False, timeout=10)
            return
        self.app.post_message(ChangesRequested([described], "", then, typed=typed))

    def _ask(
        self,
        title: str,
        questions: tuple[Question, ...],
        describe: Callable[[Answers], Change],
        answers: Answers | None = None,
        note: str = "",
        back: Back | None = None,
        then: Callable[[Sequence[Outcome]], None] | None = None,
    ) -> None:
        """Asks for a change with a form, and again when it is refused; `then` hears what became of it."""

        async def ask() -> None:
            form = FormDialog(
                title, questions, tenant=self.tenant, check=describe, answers=answers, note=note, back=back
            )
            given = await fill(app, form, back)
            if given is not None:
                again = partial(self._ask, title, questions, describe, answers, note, then=then)
                self._request(lambda: describe(given), typed=Typed(questions, given, again), then=then)

        app = self.app
        app.run_worker(ask(), group="ask", description="ask about a flag")

    def action_turn(self) -> None:
        """On becomes off; anything but a boolean is edited."""
        spot = self._spot()
        if spot is None:
            return
        row, level = spot
        if row.type != FlagType.BOOL:
            self.action_edit()
            return
        flags, org_code, user_id = self.tenant.flags, self.org_code or None, self.user_id or None
        self._request(lambda: flags.toggle(level, row.key, org_code=org_code, user_id=user_id))

    def action_edit(self) -> None:
        """Asks for the value, in the flag's type."""
        spot = self._spot()
        if spot is not None:
            self._ask_value(*spot)

    def _ask_value(self, row: FlagRow, level: Level) -> None:
        cell = row.cells.get(level)
        present = cell.value if cell is not None and cell.known else row.in_force.value
        flags, org_code, user_id = self.tenant.flags, self.org_code or None, self.user_id or None

        def describe(given: Answers) -> Change:
            value = parse_value(row.type, given["value"])
            return flags.set_override(level, row.key, value, org_code=org_code, user_id=user_id)

        self._ask(f"{row.key} {self.wording.where(level)}", (value_question(row.type, present),), describe)

    def action_clear(self) -> None:
        """Clears the override under the cursor."""
        spot = self._spot()
        if spot is not None:
            row, level = spot
            flags = self.tenant.flags
            self._request(
                lambda: flags.clear_override(
                    level, row.key, org_code=self.org_code or None, user_id=self.user_id or None
                )
            )

    def action_clear_all(self) -> None:
        """Clears all overrides of the environment or the organization whose level is under the cursor."""
        spot = self._spot()
        if spot is not None:
            _, level = spot
            self._request(lambda: self.tenant.flags.clear_all(level, org_code=self.org_code or None))

    def action_create(self) -> None:
        """Asks for a new flag."""
        flags = self.tenant.flags

        def describe(given: Answers) -> Change:
            return flags.create(given["key"], **definition_of(given))

        self._ask("New flag", NEW_FLAG, describe, then=self._point_at_new)

    def _point_at_new(self, outcomes: Sequence[Outcome]) -> None:
        """Puts the cursor on the flag that was made, now or when the list has it."""
        if outcomes[0].done and self.is_attached:
            self.wanted = outcomes[0].change.target.key
            self.reload()

    def action_define(self) -> None:
        """Asks for the flag's whole definition: the API replaces it as one."""
        row, _ = self.chosen
        if row is None:
            return
        key, kind = row.key, row.type
        known = self.tenant.flags.definition(key)
        former = (
            {}
            if known is None
            else {name: getattr(known, name) for name in ("name", "description", "default", "level")}
        )

        def describe(given: Answers) -> Change:
            fields = definition_of({**given, "type": kind})
            return self.tenant.flags.replace(key, **fields)

        self._ask(f"Definition of {key} ({kind})", DEFINITION, describe, former, REPLACES)

    def action_remove(self) -> None:
        """Deletes the flag with all its overrides."""
        row, _ = self.chosen
        if row is not None:
            self._request(lambda: self.tenant.flags.delete(row.key))

    def action_reload(self) -> None:
        """Reads the flags again."""
        names = [name for name, _ in self.tenant.flags.needs(self.org_code or None)]
        read_or_renew(self.app, self.tenant, names, lambda: self.read(only_due=False))

    def action_copy(self) -> None:
        """Copies the value under the cursor."""
        row, level = self.chosen
        if row is None:
            return
        cell = row.cells.get(level) if level is not None else row.in_force
        text = row.key if cell is None or not cell.known else json.dumps(cell.value, ensure_ascii=False)
        self.post_message(CopyRequested(text, "the value"))
