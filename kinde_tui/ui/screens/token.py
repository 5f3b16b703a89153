"""The token inspector: paste, read, and on a key press verify."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.content import Content

from kinde_tui.api.errors import KindeError
from kinde_tui.tokens.redaction import redacted
from kinde_tui.tokens.verifying import verify, why_not_verifiable
from kinde_tui.ui import bindings
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.inspecting import Inspector
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.resolving import Resolved, resolve
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import masked, safe
from kinde_tui.ui.widgets.facts_view import PlainTable
from kinde_tui.ui.widgets.inspection_view import InspectionView
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Line
from kinde_tui.ui.widgets.token_box import TokenBox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.widget import Widget

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.tokens.inspection import Inspection

ROOMY = 100
"""Columns from which the verdicts stand apart."""


class TokenScreen(TenantScreen):
    """Memory only: the token lives in this screen and goes when it is left."""

    NAME = "token"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings.SCREEN,
        Binding("g", "sample", "demo token", id="token.sample", tooltip="Make a token of a user of the demo tenant"),
        Binding("v", "verify", "verify", id="token.verify", tooltip="Check the signature with this tenant's key set"),
        Binding("y", "copy", "copy", id="token.copy", tooltip="Copy the line under the cursor"),
        Binding(
            "s",
            "share",
            "copy redacted",
            id="token.share",
            tooltip="Copy the token without signature and personal data",
        ),
        Binding(
            "N", "next_token", "next token", show=False, id="token.next", tooltip="The next token of the same paste"
        ),
        Binding("x", "clear", "clear", id="token.clear", tooltip="Forget the token"),
    ]

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(tenant)
        self._inspector = Inspector(tenant)
        self._pasted = ""
        self._inspection: Inspection | None = None
        self._resolved: tuple[Resolved, ...] = ()

    def compose_body(self) -> Iterable[Widget]:
        """The box, and in its place the inspection."""
        yield TokenBox()
        yield InspectionView(id="inspection")

    def on_mount(self) -> None:
        """Waits for a paste."""
        self.screen.set_focus(self.query_one(TokenBox))

    def on_screen_suspend(self) -> None:
        """Leaving clears."""
        if self.app.screen is not self and not self.app.screen.is_modal:
            self.action_clear()

    def on_paste(self, event: events.Paste) -> None:
        """A paste counts wherever the focus is."""
        self._inspect(event.text)

    @on(TokenBox.Pasted)
    def _take(self, event: TokenBox.Pasted) -> None:
        event.stop()
        self._inspect(event.text)

    def _inspect(self, text: str, which: int | None = None) -> None:
        self._pasted = text
        self._inspection = self._inspector.inspect(text, which)
        if masked():
            from kinde_tui.ui import privacy

            privacy.learn(self._inspection.decoded.claims)
        self._resolved = resolve(self.tenant, self._inspection.references)
        self.set_class(True, "-inspected")
        self._show()
        self.screen.set_focus(self.query_one(PlainTable))
        self.refresh_bindings()

    @property
    def _view(self) -> InspectionView:
        return self.query_one(InspectionView)

    def _show(self) -> None:
        if self._inspection is not None:
            self._view.show(self._inspection, self._resolved, self.tenant.clock.now(), roomy=self.size.width >= ROOMY)
            self.tick()

    def tick(self) -> None:
        """Counts down."""
        super().tick()
        if self._inspection is not None and self.is_current:
            self._view.count_down(self.tenant.clock.now())

    @on(RecordTable.Opened)
    def _open(self, event: RecordTable.Opened) -> None:
        item = event.row.item if isinstance(event.row, Line) else None
        if isinstance(item, Resolved) and item.key:
            self.go(item.screen, item.key)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a token there is nothing to do with it."""
        if action == "sample" and self.tenant.sample_token is None:
            return False
        if action in {"verify", "copy", "share", "clear", "next_token"} and self._inspection is None:
            return False
        return super().check_action(action, parameters)

    @work(group="ask")
    async def action_sample(self) -> None:
        """Makes a token of a demo user, as an application would get it, and inspects it."""
        make = self.tenant.sample_token
        users = self.tenant.collections["users"]
        key = await self.app.push_screen_wait(PickDialog(self.tenant, users, "An access token of which user?"))
        if key is None or make is None:
            return
        token = await asyncio.to_thread(make, key)
        self.post_message(CopyRequested(token, "the token, to paste anywhere,"))
        self._inspect(token)

    @work(group="read.keys", exclusive=True)
    async def action_verify(self) -> None:
        """Checks the signature. Only the tenant's public keys are fetched; the token stays here."""
        inspection, gateway = self._inspection, self.tenant.gateway
        if inspection is None:
            return
        if refused := why_not_verifiable(inspection):
            self._inspection = inspection.with_signature(verify(inspection, {}))
            self._show()
            self.notify(safe(refused), severity="error", markup=False)
            return
        if gateway is None:
            self.notify("Not connected yet. Try again in a moment.", severity="warning", markup=False)
            return
        try:
            verdict = await self._inspector.check(inspection, gateway)
        except KindeError as error:
            self.notify(safe(f"The key set could not be read. {error}"), severity="error", markup=False)
            return
        if self._inspection is inspection:
            self._inspection = inspection.with_signature(verdict)
            self._show()

    def action_copy(self) -> None:
        """Copies the value of the line under the cursor."""
        if text := self._view.chosen_text:
            self.post_message(CopyRequested(text, "the value"))

    def action_share(self) -> None:
        """Copies a version that is safe to show."""
        if self._inspection is not None:
            self.post_message(
                CopyRequested(redacted(self._inspection.decoded), "the token without signature and personal data")
            )

    def action_next_token(self) -> None:
        """The next token of the same paste."""
        if self._inspection is not None and len(self._inspection.found.candidates) > 1:
            self._inspect(self._pasted, (self._inspection.chosen + 1) % len(self._inspection.found.candidates))

    def action_clear(self) -> None:
        """Forgets the token."""
        self._inspection, self._pasted, self._resolved = None, "", ()
        self.query_one(TokenBox).clear()
        self._view.clear()
        self.set_class(False, "-inspected")
        self.screen.set_focus(self.query_one(TokenBox))
        self.refresh_bindings()

    def action_escape(self) -> None:
        """First the token, then the screen."""
        if self._inspection is not None:
            self.action_clear()
        else:
            super().action_escape()

    def status(self) -> Content:
        """What becomes of the token."""
        return Content("in memory only · leaving clears it")
