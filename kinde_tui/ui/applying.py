"""From a wish to a change that happened: confirmation, pipeline, conflict, bulk, undo. All writes pass here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kinde_tui.services.change import Danger, Outcome, State
from kinde_tui.ui.messages import ChangesRequested
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.services.undo import Step
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
        self._in_hand: set[str] = set()
        """Ids of changes that are asked for or on their way."""
        self._turn = asyncio.Lock()
        """One step back or forth after the other: which is the next is known when the one before is over."""

    def request(self, wish: ChangesRequested) -> None:
        """Starts on it, unless it is in hand already."""
        ids = {change.id for change in wish.changes}
        if ids & self._in_hand:
            return
        self._in_hand |= ids
        self._app.run_worker(self._carry_out(wish), group="changes", description="apply changes", exit_on_error=True)

    def forget(self) -> None:
        """Gives up what did not work: it was about another tenant."""
        self._failed = None
        self._turn = asyncio.Lock()

    async def _carry_out(self, wish: ChangesRequested) -> Sequence[Outcome]:
        """What became of it; nothing: the person said no."""
        tenant = self._app.tenant
        try:
            if tenant is None or not wish.changes:
                return ()
            if len(wish.changes) > 1:
                outcomes = await self._many(tenant, wish)
            else:
                outcomes = await self._one(tenant, wish)
        finally:
            self._in_hand -= {change.id for change in wish.changes}
        if outcomes and wish.then is not None:
            wish.then(outcomes)
        return outcomes

    # What did not work

    def _remember(self, tenant: Tenant, wish: ChangesRequested, outcome: Outcome) -> None:
        if wish.typed is not None and _needs_form(outcome):
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
        from kinde_tui.ui.confirming import agreed, overwrites, reveal

        (change,) = wish.changes
        if tenant.guard.asks([change]) is not Danger.NONE and not await agreed(self._app, tenant, [change]):
            self._declined(tenant, wish)
            return ()
        here = self._here
        outcome = await tenant.changes.apply(change)
        if outcome.state is State.CONFLICT and not outcome.is_refused:
            if not await overwrites(self._app, tenant, outcome):
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
            await reveal(self._app, tenant, change.reveals(outcome.answer or {}))
        return (outcome,)

    @property
    def _here(self) -> tuple[Screen[Any], int]:
        """Where the person is, and how much was typed: when it is the same as before, they are waiting."""
        return self._app.screen, self._pressed()

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
            lossy = "" if undone or change.undo is None else change.lossy
            note = " · U does it again" if undone else ("" if change.undo is None else " · u undoes it")
            more = f". {outcome.sentence}" if outcome.sentence else ""
            said = f"{did}{more}{note}{'. ' * bool(lossy)}{lossy}"
            self._app.notify(safe(said), markup=False, timeout=10 if lossy else 4)
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
        failed = self._to_be_tried
        if failed is None:
            self._app.run_worker(self._step(back=False), group="changes", description="redo")
        elif failed.outcomes:
            self._give_back(failed)
        else:
            self._failed = None  # it is tried once for each time that it fails
            self._app.run_worker(self._try_again(failed), group="changes", description="try again")

    @property
    def _to_be_tried(self) -> _Failed | None:
        """What did not work; None: nothing, or something was taken back later."""
        failed, tenant = self._failed, self._app.tenant
        if failed is None or failed.tenant is not tenant:
            return None
        return None if self._undone and tenant.changes.next_redo is not None else failed

    async def _try_again(self, failed: _Failed) -> None:
        async with self._turn:
            if failed.tenant is not self._app.tenant:
                return
            tried = await self._carry_out(failed.wish)
            if not tried and self._failed is None:
                self._fail(failed)  # the answer was no, this time

    async def _step(self, *, back: bool) -> None:
        tenant = self._app.tenant
        if tenant is None:
            return
        async with self._turn:
            await tenant.changes.settled()  # what was pressed a moment ago is what is meant
            if tenant is not self._app.tenant or (not back and self._to_be_tried is not None):
                return  # the latter: what the key tried a moment ago failed again, and said so
            step = tenant.changes.next_step(back=back)
            if step is None:
                self._app.notify(f"Nothing to {'undo' if back else 'redo'}.", markup=False)
            elif step.stuck:
                await _pass_by(self._app, tenant, step, back=back)
            else:
                await self._walk(tenant, step, back=back)

    async def _walk(self, tenant: Tenant, step: Step, *, back: bool) -> None:
        from kinde_tui.ui.confirming import agreed, asks_for_step, overwrites, reveal

        title = f"{'Undo' if back else 'Redo'} “{step.called}”?" if step.called else ""
        if asks_for_step(tenant, step.changes) and not await agreed(self._app, tenant, step.changes, title):
            return
        outcome = await (tenant.changes.undo(step) if back else tenant.changes.redo(step))
        if outcome is not None and outcome.state is State.CONFLICT and not outcome.is_refused:
            if not await overwrites(self._app, tenant, outcome):
                return
            outcome = await tenant.changes.apply(outcome.change, overwrite=True)
        if outcome is not None:
            self._undone = self._undone or (back and outcome.done)
            self._tell(outcome, undone=back, together=step.called)
            if outcome.done and outcome.change.reveals is not None:
                await reveal(self._app, tenant, outcome.change.reveals(outcome.answer or {}))


def _needs_form(outcome: Outcome) -> bool:
    if outcome.done:
        return False
    from kinde_tui.ui.typed import needs_form

    return needs_form(outcome)


async def _pass_by(app: KindeApp, tenant: Tenant, step: Step, *, back: bool) -> None:
    """Says what is not taken back, and what the same key takes back then: it takes nothing back itself."""
    below: Step | None = step
    passed = -1
    while below is not None and below.stuck:
        await (tenant.changes.undo(below) if back else tenant.changes.redo(below))
        below = tenant.changes.next_step(back=back)
        passed += 1
    others = f" The same goes for {passed:,} more before it." if passed else ""
    then = f"Nothing more to {'undo' if back else 'redo'}."
    if below is not None:
        then = f"u again takes back “{below.undoes}”." if back else f"U again does “{below.does}”."
    said = safe(f"{step.why_stuck}{others} {then}")
    app.notify(said, severity="warning", markup=False, timeout=6)  # it is true until the key is pressed


def _next_key(outcome: Outcome, again: str) -> str:
    if outcome.can_be_tried_again:
        return f" {again} tries it again."
    return " It stays in the change log (:log)." if outcome.state is State.UNKNOWN else ""
