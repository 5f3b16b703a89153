"""From a wish to a change that happened: confirmation, pipeline, conflict, bulk, undo. All writes pass here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kinde_tui.services.change import Change, Danger, Outcome, State
from kinde_tui.ui.messages import ChangesRequested
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from kinde_tui.services.shown import Shown
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.app import KindeApp

FORM_BACK = " U gives the form back, with what was typed."
"""Said of what is changed in its form before it is tried again."""


@dataclass(slots=True)
class _Failed:
    """What did not work last: what was typed for it is not to be typed again."""

    tenant: Tenant
    wish: ChangesRequested
    """What is tried again as it was, when there are no outcomes."""
    outcomes: Sequence[Outcome] = ()
    """What its form is given back with."""
    seen: bool = False
    """Whether the form was given back already, and left perhaps."""


class Applying:
    """Belongs to the app, so that a change outlives the screen that asked for it.

    Args:
        app: the app.
        pressed: how many keys were pressed since the start.
    """

    def __init__(self, app: KindeApp, pressed: Callable[[], int]) -> None:
        self._app = app
        self._pressed = pressed
        self._failed: _Failed | None = None
        self._undone = False
        """Whether something was taken back later than that."""

    def request(self, wish: ChangesRequested) -> None:
        """Starts on it."""
        self._app.run_worker(self._carry_out(wish), group="changes", description="apply changes", exit_on_error=True)

    def forget(self) -> None:
        """Gives up what did not work: it was about another tenant."""
        self._failed = None

    async def _carry_out(self, wish: ChangesRequested) -> None:
        tenant = self._app.tenant
        if tenant is None or not wish.changes:
            return
        if len(wish.changes) > 1:
            outcomes = await self._many(tenant, wish)
        else:
            outcomes = await self._one(tenant, wish)
        if outcomes and wish.then is not None:
            wish.then(outcomes)

    # What did not work

    def _remember(self, tenant: Tenant, wish: ChangesRequested, outcome: Outcome) -> None:
        if wish.typed is not None and self._needs_form(outcome):
            self._fail(_Failed(tenant, wish, [outcome]))
        elif outcome.can_be_tried_again:
            again = [replace(change, id=uuid4().hex) for change in wish.changes]
            self._fail(_Failed(tenant, ChangesRequested(again, wish.title, wish.then, typed=wish.typed)))
        elif outcome.state is not State.REFUSED or outcome.error is not None:
            failed = self._failed  # what is refused here, for want of a scope, waits for it
            if failed is not None and failed.outcomes and failed.wish.typed is not None and not failed.seen:
                failed.wish.typed.forget_secrets()
            else:
                self._failed = None

    @staticmethod
    def _needs_form(outcome: Outcome) -> bool:
        if outcome.done:
            return False
        from kinde_tui.ui.typed import needs_form

        return needs_form(outcome)

    def _fail(self, failed: _Failed) -> None:
        if failed.tenant is self._app.tenant:
            self._failed, self._undone = failed, False

    def _give_back(self, failed: _Failed) -> None:
        """Opens the form that a change came out of, as it was."""
        failed.seen = True
        if failed.wish.typed is not None:
            failed.wish.typed.give_back(failed.outcomes, partial(self._left, failed))

    def _left(self, failed: _Failed) -> None:
        """A form that came back was left: by mistake perhaps, for it may have come between two keys."""
        self._fail(failed)
        self._app.notify(f"Nothing was changed.{FORM_BACK}", markup=False, timeout=4)

    def _declined(self, tenant: Tenant, wish: ChangesRequested) -> None:
        """The last question was answered with no: by an absent-minded Enter perhaps, and the form was long."""
        if wish.typed is not None and wish.typed.took_effort:
            wish.typed.forget_secrets()
            self._left(_Failed(tenant, wish, [Outcome(change, State.INTENT) for change in wish.changes], seen=True))

    async def _one(self, tenant: Tenant, wish: ChangesRequested) -> Sequence[Outcome]:
        (change,) = wish.changes
        if tenant.guard.asks([change]) is not Danger.NONE and not await self._agreed(tenant, [change]):
            self._declined(tenant, wish)
            return ()
        here = self._here
        outcome = await tenant.changes.apply(change)
        if outcome.state is State.CONFLICT and not outcome.is_refused:
            if not await self._overwrites(tenant, outcome):
                return (outcome,)
            here = self._here
            outcome = await tenant.changes.apply(change, overwrite=True)
        self._remember(tenant, wish, outcome)
        failed = self._failed
        if failed is not None and failed.wish is wish and here == self._here:
            self._give_back(failed)  # nobody has turned to anything else meanwhile
        else:
            self._tell(outcome, typed=failed is not None and failed.wish is wish)
        if outcome.done and change.reveals is not None:
            await self._reveal(tenant, change.reveals(outcome.answer or {}))
        return (outcome,)

    @property
    def _here(self) -> tuple[Screen[Any], int]:
        """Where the person is, and how much was typed: when it is the same as before, they are waiting."""
        return self._app.screen, self._pressed()

    async def _reveal(self, tenant: Tenant, shown: Shown) -> None:
        from kinde_tui.ui.dialogs.answer import AnswerDialog

        await self._app.push_screen_wait(AnswerDialog(shown, info=tenant.info))

    async def _overwrites(self, tenant: Tenant, outcome: Outcome) -> bool:
        from kinde_tui.ui.dialogs.conflict import ConflictDialog

        return await self._app.push_screen_wait(ConflictDialog(outcome, tenant.info)) is True

    async def _agreed(self, tenant: Tenant, changes: Sequence[Change], title: str = "") -> bool:
        from kinde_tui.ui.dialogs.confirm import ConfirmDialog

        typed = tenant.guard.asks(changes) is Danger.TYPED
        loses = list(dict.fromkeys(sentence for c in changes for sentence in (c.loses, c.lossy) if sentence))
        says = [change.says for change in changes] if title else ()
        name = (tenant.info.label or tenant.info.name) if typed else ""
        title = title or f"{changes[0].says}?"
        dialog = ConfirmDialog(title, says, loses=loses, type_this=name, info=tenant.info)
        return await self._app.push_screen_wait(dialog) is True

    async def _many(self, tenant: Tenant, wish: ChangesRequested) -> Sequence[Outcome]:
        from kinde_tui.ui.dialogs.bulk import BulkDialog

        typed = tenant.guard.asks(wish.changes) is Danger.TYPED
        dialog = BulkDialog(tenant, wish.changes, wish.title, typed=typed, note=wish.note)
        outcomes = await self._app.push_screen_wait(dialog) or ()
        if not outcomes:
            self._declined(tenant, wish)
        left = sum(outcome.state in {State.REFUSED, State.CONFLICT, State.INTENT} for outcome in outcomes)
        if left and wish.typed is not None:
            self._fail(_Failed(tenant, wish, outcomes))
            said = f"{left:,} of {len(outcomes):,} changes were not made.{FORM_BACK}"
            self._app.notify(said, severity="warning", markup=False, timeout=12)
        return outcomes

    def _tell(self, outcome: Outcome, *, undone: bool = False, together: str = "", typed: bool = False) -> None:
        change = outcome.change
        what = f"{'Undo' if undone else 'Redo'} “{together}”" if together else change.says
        did = f"{'Undone' if undone else 'Done again'}: “{together}”" if together else f"Done: {change.says}"
        if outcome.done:
            note = " · U does it again" if undone else ("" if change.undo is None else " · u undoes it")
            more = f". {outcome.sentence}" if outcome.sentence else ""
            self._app.notify(safe(f"{did}{more}{note}"), markup=False, timeout=4)
        elif outcome.state is State.DRY_RUN:
            self._app.notify(safe(outcome.sentence), title="Dry run: not sent", markup=False, timeout=12)
        else:
            severity: SeverityLevel = "warning" if outcome.state is State.UNKNOWN else "error"
            self._app.notify(
                safe(f"{outcome.sentence}{FORM_BACK if typed else _next_key(outcome, 'u' if undone else 'U')}"),
                title=safe(f"{what}: {State.REFUSED if outcome.is_refused else outcome.state}"),
                severity=severity,
                markup=False,
                timeout=12,
            )

    # Back and again

    def undo(self) -> None:
        """Takes the last change back."""
        self._app.run_worker(self._step(back=True), group="changes", description="undo")

    def redo(self) -> None:
        """Makes the change that was taken back again; or tries what did not work, when that was later."""
        failed, tenant = self._failed, self._app.tenant
        redoes = self._undone and tenant is not None and tenant.changes.next_redo is not None
        if failed is not None and failed.tenant is tenant and not redoes:
            if failed.outcomes:
                self._give_back(failed)
            else:
                self.request(failed.wish)
            return
        self._app.run_worker(self._step(back=False), group="changes", description="redo")

    async def _step(self, *, back: bool) -> None:
        tenant = self._app.tenant
        if tenant is None:
            return
        await tenant.changes.settled()  # what was pressed a moment ago is what is meant
        step = tenant.changes.next_step(back=back)
        if step is None:
            self._app.notify(f"Nothing to {'undo' if back else 'redo'}.", markup=False)
            return
        title = f"{'Undo' if back else 'Redo'} “{step.called}”?" if step.called else ""
        if self._asks(tenant, step.changes) and not await self._agreed(tenant, step.changes, title):
            return
        outcome = await (tenant.changes.undo() if back else tenant.changes.redo())
        if outcome is not None and outcome.state is State.CONFLICT and not outcome.is_refused:
            if not await self._overwrites(tenant, outcome):
                return
            outcome = await tenant.changes.apply(outcome.change, overwrite=True)
        if outcome is not None:
            self._undone = self._undone or (back and outcome.done)
            self._tell(outcome, undone=back, together=step.called)
            if outcome.done and outcome.change.reveals is not None:
                await self._reveal(tenant, outcome.change.reveals(outcome.answer or {}))

    @staticmethod
    def _asks(tenant: Tenant, changes: Sequence[Change]) -> bool:
        """Whether a step is asked for: several harmless changes are taken back as easily as one."""
        harmless = all(tenant.guard.asks([change]) is Danger.NONE for change in changes)
        return not harmless or tenant.guard.asks(changes) is Danger.TYPED


def _next_key(outcome: Outcome, again: str) -> str:
    if outcome.can_be_tried_again:
        return f" {again} tries it again."
    return " It stays in the change log (:log)." if outcome.state is State.UNKNOWN else ""
