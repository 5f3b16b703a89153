"""The token inspector: paste, read, and on a key press verify."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kinde_tui.api.errors import KindeError
from kinde_tui.services.collections.collection import Tone
from kinde_tui.tokens.inspection import Inspection, inspect
from kinde_tui.tokens.redaction import redacted
from kinde_tui.tokens.sections import Line as Told
from kinde_tui.tokens.sections import sections
from kinde_tui.tokens.verdicts import State
from kinde_tui.tokens.verifying import SignatureVerdict, verify, why_not_verifiable
from kinde_tui.ui import bindings
from kinde_tui.ui.dialogs.pick import PickDialog
from kinde_tui.ui.messages import CopyRequested
from kinde_tui.ui.resolving import Resolved, resolve
from kinde_tui.ui.screens.tenant_screen import TenantScreen
from kinde_tui.ui.text import masked, plain, safe
from kinde_tui.ui.widgets.columns import TableColumn
from kinde_tui.ui.widgets.facts_view import PlainTable
from kinde_tui.ui.widgets.record_table import RecordTable
from kinde_tui.ui.widgets.source import Cell, Line, LineSource, TableRow
from kinde_tui.ui.widgets.token_box import TokenBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.widget import Widget

    from kinde_tui.models.record import Raw
    from kinde_tui.services.gateway import Gateway

COLUMNS = (
    TableColumn("label", "", 22),
    TableColumn("text", "", 40, grow=True),
    TableColumn("meaning", "", 34, grow=True),
)
TONES = {"good": Tone.GOOD, "warn": Tone.WARNING, "bad": Tone.BAD, "muted": Tone.MUTED, "plain": Tone.PLAIN}
SIGNS = {
    State.GOOD: ("✓", "$text-success"),
    State.WARNING: ("!", "$text-warning"),
    State.BAD: ("✕", "$text-error"),
    State.UNCHECKED: ("?", "$label"),
}
BAR = 40
"""Cells of the time bar."""
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

    _inspection: Inspection | None = None
    _pasted = ""
    _resolved: tuple[Resolved, ...] = ()
    _keys: Raw | None = None
    """The tenant's public keys, once they were read."""

    def compose_body(self) -> Iterable[Widget]:
        """The box, and in its place the inspection."""
        yield TokenBox()
        with Vertical(id="inspection"):
            yield Static(id="verdicts")
            yield Static(id="time-bar")
            yield PlainTable(COLUMNS, self._cells)
            yield Static(id="explanation")

    def on_mount(self) -> None:
        """Waits for a paste."""
        super().on_mount()
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
        tenant = self.tenant
        self._pasted = text
        clients = {raw.get("id") for raw in tenant.store.rows("applications")}
        known = frozenset(str(client) for client in clients if client)
        audiences = {tenant.info.audience, *(raw.get("audience") for raw in tenant.store.rows("apis"))}
        self._inspection = inspect(
            text,
            tenant.clock.now(),
            expected_issuer=tenant.info.issuer_url,
            expected_audiences=tuple(str(audience) for audience in audiences if audience),
            more_audiences=not tenant.store.age("apis").complete,
            known_clients=known if tenant.store.age("applications").complete else None,
            which=which,
        )
        if masked():
            from kinde_tui.ui import privacy

            privacy.learn(self._inspection.decoded.claims)
        self._resolved = resolve(tenant, self._inspection.references)
        self.set_class(True, "-inspected")
        self._show()
        self.screen.set_focus(self.query_one(PlainTable))
        self.refresh_bindings()

    def _show(self) -> None:
        if self._inspection is None:
            return
        lines: list[Line] = []
        every = sections(self._inspection, self.tenant.clock.now())
        for section in every:
            lines.append(Line(f"#{section.title}", section.title))
            lines += [Line(f"{section.title}.{number}", line) for number, line in enumerate(section.lines)]
            if section.title == "Claims" and self._resolved:
                lines.append(Line("#tenant", "In this tenant"))
                lines += [Line(f"tenant.{number}", one) for number, one in enumerate(self._resolved)]
        self.query_one(PlainTable).show(LineSource(lines))
        self._show_verdicts()
        self.tick()

    def _cells(self, row: TableRow) -> Sequence[Cell]:
        item = row.item if isinstance(row, Line) else None
        if isinstance(item, str):
            return [Cell(item, Tone.STRONG), Cell(""), Cell("")]
        if isinstance(item, Resolved):
            return [Cell(f"  {item.reference.kind}"), Cell(item.name, item.tone), Cell(item.note, Tone.MUTED)]
        if not isinstance(item, Told):
            return [Cell(""), Cell(""), Cell("")]
        line = item
        text = line.text.replace("\n", " · ")
        return [
            Cell(f"  {line.label}", Tone.MUTED),
            Cell(text, TONES.get(line.tone.value, Tone.PLAIN)),
            Cell(line.explanation, Tone.MUTED),
        ]

    def _show_verdicts(self) -> None:
        if self._inspection is None:
            return
        verdicts = self._inspection.verdicts
        parts = []
        for name, state in (
            ("decoded", verdicts.decoded.state),
            ("signature", verdicts.signature.state),
            ("claims", verdicts.claims.state),
        ):
            sign, style = SIGNS[state]
            words = {State.GOOD: "ok", State.WARNING: "look", State.BAD: "bad", State.UNCHECKED: "not checked"}[state]
            parts.append(Content.assemble((f"{sign} {name} ", f"bold {style}"), (words, style)))
        title = plain(self._inspection.recognized.label, "bold")
        gap = "  " if self.size.width < ROOMY else "    "
        self.query_one("#verdicts", Static).update(Content(gap).join([title, *parts]))

    def tick(self) -> None:
        """Counts down."""
        super().tick()
        if self._inspection is None or not self.is_current:
            return
        now, times = self.tenant.clock.now(), self._inspection.times
        fraction, left = times.fraction(now), times.remaining(now)
        bar = Content()
        if fraction is not None and left is not None:
            gone = round(fraction * BAR)
            style = "$text-error" if left <= 0 else ("$text-warning" if fraction > 0.9 else "$primary")  # noqa: PLR2004 - the last tenth
            bar = Content.assemble(
                ("issued ", "$label"),
                ("━" * gone, "$rule"),
                ("━" * (BAR - gone), style),
                (" expires ", "$label"),
                (times.expires.relative(now), style),
            )
        self.query_one("#time-bar", Static).update(bar)

    @on(RecordTable.Highlighted)
    def _explain(self, event: RecordTable.Highlighted) -> None:
        item = event.row.item if isinstance(event.row, Line) else None
        if isinstance(item, Resolved):
            words = plain(item.note)
        elif item is None or isinstance(item, str):
            words = Content()
        else:
            text = plain(item.text, lines=True)
            words = Content("\n").join(part for part in (text, plain(item.explanation, "$label")) if part)
        self.query_one("#explanation", Static).update(words)

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
            verdict = await self._verified(inspection, gateway)
        except KindeError as error:
            self.notify(safe(f"The key set could not be read. {error}"), severity="error", markup=False)
            return
        if self._inspection is inspection:
            self._inspection = inspection.with_signature(verdict)
            self._show()

    async def _verified(self, inspection: Inspection, gateway: Gateway) -> SignatureVerdict:
        """By the keys at hand; a key that is not among them may have come since, so they are read again, once."""
        if self._keys is not None:
            verdict = await asyncio.to_thread(verify, inspection, self._keys)
            if not verdict.worth_fetching_again:
                return verdict
        self._keys = await gateway.key_set()
        return await asyncio.to_thread(verify, inspection, self._keys)

    def action_copy(self) -> None:
        """Copies the value of the line under the cursor."""
        row = self.query_one(PlainTable).cursor_row
        item = row.item if isinstance(row, Line) else None
        if item is not None and not isinstance(item, str):
            text = item.name if isinstance(item, Resolved) else item.text
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
        self.query_one(PlainTable).show(LineSource(()))
        for name in ("#verdicts", "#time-bar", "#explanation"):
            self.query_one(name, Static).update("")
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
