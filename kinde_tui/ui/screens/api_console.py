"""The API console: any operation by hand, with the exact request before and the answer after."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from kinde_tui.api.errors import KindeError
from kinde_tui.api.operation import Paging, Request
from kinde_tui.api.summaries import summary_of
from kinde_tui.services.calls.building import build
from kinde_tui.services.calls.files import with_files
from kinde_tui.services.calls.finding import CallError, Found, callable_operations
from kinde_tui.services.calls.history import Called, CallHistory
from kinde_tui.services.calls.sending import change_of, everything
from kinde_tui.services.calls.showing import request_text
from kinde_tui.ui import bindings
from kinde_tui.ui.messages import ChangesRequested
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import plain, safe
from kinde_tui.ui.widgets.answer_view import AnswerView
from kinde_tui.ui.widgets.operation_form import FieldInput, OperationForm
from kinde_tui.ui.widgets.operation_list import OperationList
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from kinde_tui.api.operation import Operation
    from kinde_tui.services.calls.words import Word
    from kinde_tui.services.change import Outcome
    from kinde_tui.ui.messages import Place

NOT_CONNECTED = "The tenant is not connected, so nothing was sent. Try again when it is."


class ApiConsoleScreen(TenantScreen):
    """Operations on one side; on the other the form, the exact request, and the answer in their place."""

    NAME = "api"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding("slash", "filter", "filter", key_display="/", id="call.filter", tooltip="Filter the operations"),
        Binding(
            "ctrl+s", "send(False)", "send", id="call.send", tooltip="Send the request; a change is asked for first"
        ),
        Binding("ctrl+l", "send(True)", "all pages", id="call.all", tooltip="Send it, and follow the pages to the end"),
        Binding("ctrl+r", "history", "history", id="call.history", tooltip="Begin from a call that was made before"),
    ]

    _operation: Operation | None = None
    _wanted: tuple[Operation, dict[str, str], bool] | None = None
    """What the form is to show next."""
    _making = False
    _calling = False
    """Whether the form is to have the keyboard as soon as it is there."""

    def compose_body(self) -> Iterable[Widget]:
        """The list, and the call."""
        with Container(id="split"):
            yield OperationList(self.tenant, id="operations")
            with Vertical(id="call"):
                yield Static(id="call-head")
                yield OperationForm(self.tenant)
                yield Static(id="call-preview")
                yield AnswerView(id="call-answer")

    def on_mount(self) -> None:
        """Shows all operations."""
        self._operations.fill()
        self.screen.set_focus(self._operations.table)

    def on_screen_suspend(self) -> None:
        """A secret in an answer does not stay behind."""
        modal = self.app.screen is not self and self.app.screen.is_modal
        if not modal and self._operation is not None and self._operation.secret:
            self._show_answer(None)

    def arrive(self, place: Place) -> None:
        """What follows `:api` narrows the operations."""
        if place.filter is not None:
            self._operations.filter.value = place.filter

    @property
    def _operations(self) -> OperationList:
        return self.query_one(OperationList)

    # Operations

    @on(RecordTable.Highlighted)
    def _point(self, event: RecordTable.Highlighted) -> None:
        if isinstance(event.row, Line) and event.row.item is not self._operation:
            self._choose(event.row.item, {})

    @on(RecordTable.Opened)
    def _open(self) -> None:
        self._calling = self._making
        if not self._making:
            self.set_class(True, "-calling")
            self.query_one(OperationForm).focus_first()

    def _choose(self, operation: Operation, values: dict[str, str], *, enter: bool = False) -> None:
        """Shows an operation's form. While one is being made, the last one that was asked for is the next."""
        self._operation, self._wanted = operation, (operation, values, enter)
        self._show_answer(None)
        self.query_one("#call-head", Static).update(_head(operation, self.tenant.guard.refusal(operation)))
        if not self._making:
            self._making = True
            self._make_forms()

    @work(group="read.form")
    async def _make_forms(self) -> None:
        form = self.query_one(OperationForm)
        enter = False
        while (wanted := self._wanted) is not None:
            self._wanted = None
            operation, values, enter = wanted
            await form.show(operation, values)  # never cut off: widgets that are half there would go with it
        self._making = False
        self._preview()
        self.refresh_bindings()
        if enter or self._calling:
            self._open()

    # The request

    @on(OperationForm.Changed)
    def _preview(self) -> None:
        try:
            request = self._request()
        except CallError as error:
            shown = plain(str(error), "$text-warning")
        else:
            shown = plain(request_text(request, self.tenant.info.issuer_url), lines=True)
        self.query_one("#call-preview", Static).update(shown)

    def _request(self) -> Request:
        """What the form says.

        Raises:
            CallError: something is missing or wrong.
        """
        if self._operation is None or self._making:
            raise CallError("Choose an operation first.")
        words = self.query_one(OperationForm).words()
        for word in words:
            _check_file(word)
        return build(Found(self._operation), with_files(self._operation, words, lambda: ""))

    def action_send(self, all_pages: bool = False) -> None:
        """Sends the request, and those for the pages after it if that is wanted."""
        try:
            request = self._request()
        except CallError as error:
            self._say(str(error))
            return
        if refused := self.tenant.guard.refusal(request.operation):
            self._say(refused)
            return
        CallHistory(self.tenant.store).add(request.operation, self.query_one(OperationForm).values)
        if request.operation.writes:
            change = change_of(request, self.tenant.collections)
            self.post_message(ChangesRequested([change], then=self._changed))
        else:
            self._read(request, all_pages=all_pages)

    @work(group="read.api", exclusive=True)
    async def _read(self, request: Request, *, all_pages: bool) -> None:
        gateway = self.tenant.gateway
        if gateway is None:
            self._say(NOT_CONNECTED)
            return
        try:
            if all_pages:
                found = await everything(gateway, request)
                answer, notes = found.answer, found.notes
            else:
                answer, notes = await gateway.send(request), ()
        except KindeError as error:
            self._say(str(error))
            return
        self._show_answer(answer, request.operation)
        for note in notes:
            self._say(note)

    def _changed(self, outcomes: Sequence[Outcome]) -> None:
        if outcomes and outcomes[0].done and self.is_attached:
            self._show_answer(outcomes[0].answer or {}, outcomes[0].change.request.operation)

    def _say(self, sentence: str) -> None:
        self.notify(safe(sentence), severity="warning", markup=False, timeout=10)

    # The answer

    def _show_answer(self, answer: Any, operation: Operation | None = None) -> None:
        view = self.query_one(AnswerView)
        view.show(answer, operation)
        self.set_class(bool(view.text), "-answered")
        self.refresh_bindings()
        if view.text:
            self.screen.set_focus(view)

    # Moving about

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What makes no sense for this operation is not offered."""
        if action == "send" and parameters == (True,):
            return self._operation is not None and self._operation.paging is not Paging.NONE
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """To the filter."""
        self.set_class(False, "-calling")
        self.screen.set_focus(self._operations.filter)

    def action_escape(self) -> None:
        """From the answer to the form, from the form to the list, from the filter to all, and away."""
        field, table = self._operations.filter, self._operations.table
        if self.query_one(AnswerView).text:
            self._show_answer(None)
            self._open()
        elif isinstance(self.focused, FieldInput):
            self.set_class(False, "-calling")
            self.screen.set_focus(table)
        elif field.has_focus or field.value:
            field.value = ""
            self.screen.set_focus(table)
        else:
            super().action_escape()

    @work(group="ask")
    async def action_history(self) -> None:
        """Begins from a call that was made before."""
        from kinde_tui.ui.dialogs.menu import Item, MenuDialog

        calls = CallHistory(self.tenant.store).calls()
        if not calls:
            self.notify("No call was made from here yet.", markup=False)
            return
        items = [Item(str(number), _called(call), note=_values(call)) for number, call in enumerate(calls)]
        chosen: str | None = await self.app.push_screen_wait(MenuDialog("Calls made before", items, wide=True))
        if chosen is not None:
            call = calls[int(chosen)]
            self._choose(callable_operations()[call.operation], dict(call.values), enter=True)

    def status(self) -> Content:
        """How many operations there are, and what becomes of answers."""
        count = len(self._operations.table.source)
        return Content(f"{count} operation{'' if count == 1 else 's'} · answers are not kept")


def _head(operation: Operation, refused: str) -> Content:
    facts = [str(operation.repeat), operation.scope or "no scope"]
    if operation.secret:
        facts.append("the answer holds a secret")
    lines = [
        Content.assemble((f"{operation.method} ", "bold $text-accent"), plain(operation.path, "bold")),
        plain(" · ".join((summary_of(operation), *facts)), "$label"),
    ]
    if refused:
        lines.append(plain(refused, "$text-warning"))
    return Content("\n").join(lines)


def _check_file(word: Word) -> None:
    """Nothing but a file is opened while somebody types.

    Raises:
        CallError: what the word names is none.
    """
    if not word.exact and str(word.value).startswith("@") and not Path(word.value[1:]).is_file():
        raise CallError(f"{word.value[1:] or 'Nothing'} is no file.")


def _called(call: Called) -> str:
    operation = callable_operations()[call.operation]
    return f"{operation.method:<6} {operation.id}"


def _values(call: Called) -> str:
    return "  ".join(f"{name}={value}" for name, value in call.values.items())
