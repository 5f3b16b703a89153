"""What is asked and shown on the way of a change: is it wanted, is it wanted all the same, is this yours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.change import Danger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinde_tui.services.change import Change, Outcome
    from kinde_tui.services.shown import Shown
    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.app import KindeApp


async def agreed(app: KindeApp, tenant: Tenant, changes: Sequence[Change], title: str = "") -> bool:
    """Whether the person wants these changes, after they were told what is lost; several have a title."""
    from kinde_tui.ui.dialogs.confirm import ConfirmDialog

    typed = tenant.guard.asks(changes) is Danger.TYPED
    loses = list(dict.fromkeys(sentence for c in changes for sentence in (c.loses, c.lossy) if sentence))
    says = [change.says for change in changes] if title else ()
    name = (tenant.info.label or tenant.info.name) if typed else ""
    title = title or f"{changes[0].says}?"
    dialog = ConfirmDialog(title, says, loses=loses, type_this=name, info=tenant.info)
    return await app.push_screen_wait(dialog) is True


async def overwrites(app: KindeApp, tenant: Tenant, outcome: Outcome) -> bool:
    """Whether a change is made even though somebody else changed the same."""
    from kinde_tui.ui.dialogs.conflict import ConflictDialog

    return await app.push_screen_wait(ConflictDialog(outcome, tenant.info)) is True


async def reveal(app: KindeApp, tenant: Tenant, shown: Shown) -> None:
    """Shows what an answer holds and nothing keeps."""
    from kinde_tui.ui.dialogs.answer import AnswerDialog

    await app.push_screen_wait(AnswerDialog(shown, info=tenant.info))


def asks_for_step(tenant: Tenant, changes: Sequence[Change]) -> bool:
    """Whether a step back or forth is asked for: several harmless changes are taken back as easily as one."""
    harmless = all(tenant.guard.asks([change]) is Danger.NONE for change in changes)
    return not harmless or tenant.guard.asks(changes) is Danger.TYPED
