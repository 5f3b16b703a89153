"""A form made from one row of the operation table."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from kinde_tui.api.fields import Field, Kind, body_fields, path_fields, query_fields
from kinde_tui.services.calls.completing import list_of, values_of
from kinde_tui.services.calls.finding import CallError
from kinde_tui.services.calls.showing import is_secret
from kinde_tui.services.calls.words import Word, read_json, read_words
from kinde_tui.ui.text import plain
from kinde_tui.ui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.tenant import Tenant

MORE = "more"
"""The last row: whatever has no row of its own."""
EXACT = ":="
"""What a value begins with that is JSON and no text."""


class FieldInput(SafeInput):
    """One value."""

    def __init__(
        self, field: Field, name: str, records: str, value: str, known: Sequence[str] = (), *, secret: bool = False
    ) -> None:
        self.field = field
        self.path = name
        """`identities[0].type`."""
        self.records = records
        """The collection that its value is a key of; empty: none."""
        suggester = SuggestFromList(known, case_sensitive=False) if known else None
        hints = hint(field, records)
        super().__init__(value, placeholder=hints, compact=True, suggester=suggester, password=secret)


class OperationForm(VerticalScroll, can_focus=False):
    """A row for each part of the path, of the query and of the body."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", "next", show=False, id="call.next", tooltip="Next field"),
        Binding("ctrl+o", "pick", "choose", id="call.pick", tooltip="Choose the record that a field names"),
        Binding("up", "app.focus_previous", "previous", show=False, id="call.previous", tooltip="Previous field"),
    ]
    BINDING_GROUP_TITLE = "The call"

    class Changed(Message):
        """Something was typed."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__()
        self._tenant = tenant

    async def show(self, operation: Operation, values: Mapping[str, str]) -> None:
        """Rows for an operation, with what was typed before."""
        await self.remove_children()
        rows: list[Horizontal] = []
        for part, fields in (
            ("path", path_fields(operation)),
            ("query", query_fields(operation)),
            ("body", body_fields(operation)),
        ):
            for number, (name, field) in enumerate(leaves(fields)):
                records = list_of(operation, field, self._tenant.collections)
                known = values_of(field) or self._keys(records)
                secret = is_secret(operation, name)
                entry = FieldInput(field, name, records, values.get(name, ""), known, secret=secret)
                rows.append(_row(part if not number else "", name, entry, required=field.required))
        more = FieldInput(Field(MORE), MORE, "", values.get(MORE, ""))
        more.placeholder = "name=value  name:=JSON  name=@FILE"
        rows.append(_row("", MORE, more, required=False))
        await self.mount_all(rows)

    def _keys(self, records: str) -> list[str]:
        if not records:
            return []
        return [row.key for row in self._tenant.store.view(records).window(0, 2000)]

    @property
    def values(self) -> dict[str, str]:
        """What was typed, by name; nothing for empty rows."""
        return {one.path: one.value for one in self.query(FieldInput) if one.value}

    def words(self) -> list[Word]:
        """What was typed, as words of a call.

        Raises:
            CallError: what should be JSON is none, or the last row cannot be taken apart.
        """
        found: list[Word] = []
        for entry in self.query(FieldInput):
            if entry.value.strip():
                found += _words(entry)
        return found

    def focus_first(self) -> None:
        """Puts the keyboard into the first empty row that must be filled, else into the first."""
        entries = list(self.query(FieldInput))
        wanted = next((one for one in entries if one.field.required and not one.value), entries[0])
        self.screen.set_focus(wanted)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's
        """A record can be chosen where a field names one."""
        entry = self.screen.focused
        return action != "pick" or (isinstance(entry, FieldInput) and bool(entry.records))

    @work(group="ask")
    async def action_pick(self) -> None:
        """Chooses the record that a field names by its key."""
        entry = self.screen.focused
        if isinstance(entry, FieldInput) and entry.records:
            from kinde_tui.ui.dialogs.pick import PickDialog

            dialog = PickDialog(self._tenant, self._tenant.collections[entry.records])
            key: str | None = await self.app.push_screen_wait(dialog)
            if key is not None:
                entry.value = key
                self.screen.focus_next()

    @on(Input.Submitted)
    async def _go_on(self, event: Input.Submitted) -> None:
        """Enter goes on, and from the last row it sends."""
        event.stop()
        if isinstance(event.input, FieldInput) and event.input.path == MORE:
            await self.run_action("screen.send(False)")
        else:
            self.screen.focus_next()

    @on(Input.Changed)
    def _tell(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())


def leaves(fields: Sequence[Field], before: str = "") -> Iterator[tuple[str, Field]]:
    """The fields that take a value, with their names in full; of a list of objects those of the first."""
    for field in fields:
        name = f"{before}{field.name}"
        if field.kind is Kind.OBJECT:
            yield from leaves(field.fields, f"{name}.")
        elif field.kind is Kind.OBJECTS:
            yield from leaves(field.fields, f"{name}[0].")
        else:
            yield name, field


def hint(field: Field, records: str = "") -> str:
    """What a row takes, in its own place while it is empty."""
    if field.kind is Kind.LIST:
        return field.takes if field.choices else "several, with spaces between"
    if field.kind is Kind.MAP:
        return ':={"name": "value"}'
    if field.kind is Kind.MOMENT:
        return "2026-01-31T09:30:00Z"
    if field.kind is Kind.FILE:
        return "@FILE"
    return "ctrl+o chooses one" if records else ("" if field.takes == Kind.TEXT else field.takes)


def _row(part: str, name: str, entry: FieldInput, *, required: bool) -> Horizontal:
    label = Content.assemble(plain(name, "bold" if required else ""), ("*" if required else "", "$text-warning"))
    return Horizontal(
        Static(plain(part, "$label"), classes="call-part"),
        Static(label, classes="call-label"),
        entry,
        classes="call-row",
    )


def _words(entry: FieldInput) -> list[Word]:
    text = entry.value.strip()
    if entry.path == MORE:
        try:
            return read_words(shlex.split(text))
        except ValueError as error:
            raise CallError("A quotation mark in the last row has no other one.") from error
    if text.startswith(EXACT):
        return [Word(entry.path, read_json(text.removeprefix(EXACT), f"The value of {entry.path}"), exact=True)]
    if entry.field.kind is Kind.LIST:
        return [Word(entry.path, part) for part in text.split()]
    return [Word(entry.path, text)]
