"""How well a list is known: whole or not, how old, and what hinders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.services.collections.collection import Tone
from kinde_tui.services.collections.texts import ago

if TYPE_CHECKING:
    from kinde_tui.services.change import Parent
    from kinde_tui.services.tenant import Tenant

STALE = timedelta(hours=1)
"""After this a list is called old."""
_LONG_AGO = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a list."""

    rows: int
    complete: bool
    says: str
    """Its age, or what is missing, in a few words."""
    tone: Tone
    trouble: str = ""
    """Why it cannot be read, as a sentence."""

    @property
    def known(self) -> bool:
        """Whether anything can be said about it: a list never read is not an empty one."""
        return self.complete or self.rows > 0


def standing(tenant: Tenant, collection: str, parent: Parent = ()) -> Standing:
    """How well the store knows a list of the tenant."""
    age, state = tenant.store.age(collection, parent), tenant.sync.state(collection, parent)
    refusal = tenant.guard.refusal(tenant.collections[collection].lists)
    trouble = refusal or ("" if state.error is None else str(state.error))
    now = tenant.clock.now()
    if state.reading:
        says = f"reading, {state.loaded:,} so far" if not age.complete else f"reading again, {state.loaded:,} so far"
        return Standing(age.rows, age.complete, says, Tone.ACCENT)
    if not age.complete:
        return Standing(age.rows, complete=False, says=_partly(tenant, collection, parent, now), tone=Tone.WARNING,
                        trouble=trouble or age.note)  # fmt: skip
    old = age.read_at is None or now - age.read_at > STALE
    says = f"{ago(age.read_at, now)}{', stale' if old else ''}"
    tone = Tone.BAD if trouble else Tone.WARNING if old else Tone.MUTED
    return Standing(age.rows, complete=True, says=says, tone=tone, trouble=trouble)


def _partly(tenant: Tenant, collection: str, parent: Parent, now: datetime) -> str:
    age = tenant.store.age(collection, parent)
    if age.read_at is not None:
        return f"not all loaded, {ago(age.read_at, now)}"
    cut_off = tenant.store.open_pass(collection, parent, now - _LONG_AGO)
    if cut_off is not None:
        return f"stopped {ago(cut_off.at, now)}"
    return "not all loaded" if age.rows else "not loaded"
