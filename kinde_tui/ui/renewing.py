"""A new token at somebody's wish: what it may do beyond the one before, and what can be read now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api.errors import KindeError
from kinde_tui.services.collections.registry import at_start
from kinde_tui.services.scopes import by_subject
from kinde_tui.ui.text import safe

if TYPE_CHECKING:
    from collections.abc import Collection

    from kinde_tui.services.tenant import Tenant
    from kinde_tui.ui.refusing import Refuses

ACCEPTED = "A new token: Kinde accepts the credentials."
"""Where there was none to compare it with."""
NAMED = 4
"""Scopes that are named one by one."""


async def renew(app: Refuses, tenant: Tenant) -> None:
    """Asks, says what is different, and reads the lists that were barred."""
    before, refused = tenant.guard.known
    app.notify("Asking for a new token …", markup=False, timeout=3)
    try:
        await tenant.renew_token()
    except KindeError as error:
        app.notify(safe(str(error)), severity="error", markup=False, timeout=12)
        return
    said = ACCEPTED if before is None else told(before - refused, tenant.guard.scopes())
    app.notify(safe(said), markup=False, timeout=8)
    for name in at_start(tenant.collections):
        if tenant is app.tenant and tenant.sync.due(name):
            await tenant.sync.refresh(name)


def told(before: Collection[str], after: frozenset[str] | None) -> str:
    """How the new token differs."""
    if after is None:
        return "A new token. It does not say which scopes it has."
    gained, lost = after - frozenset(before), frozenset(before) - after
    parts = [f"{word} {_named(scopes)}" for word, scopes in (("with", gained), ("without", lost)) if scopes]
    if not parts:
        return "A new token, with the same scopes as before."
    return f"A new token, {' and '.join(parts)}."


def _named(scopes: frozenset[str]) -> str:
    found = sorted(scopes, key=by_subject)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return ", ".join(found[:NAMED]) + more
