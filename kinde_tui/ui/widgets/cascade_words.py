"""How the levels of a cascade are called, and why a value is in force, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.models.user import User
from kinde_tui.services.cascade import Level
from kinde_tui.services.flag_values import shown

if TYPE_CHECKING:
    from kinde_tui.services.cascade import FlagRow
    from kinde_tui.services.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Wording:
    """The words for one organization and one user; either may be empty."""

    tenant: Tenant
    org_code: str
    user_id: str

    def called(self, collection: str, key: str) -> str:
        """What people call a record, or its key."""
        return self.tenant.name_of(collection, key) or key

    def user(self) -> str:
        """The user's first name."""
        return self.called("users", self.user_id).split(" ")[0] or "this user"

    def not_a_member(self) -> str:
        """That the user is not in the organization, as a sentence; empty where that is so or not known."""
        store = self.tenant.store
        if not (self.org_code and self.user_id and (raw := store.get("users", self.user_id))):
            return ""
        codes = User.read(raw).organizations
        listed = store.age("members", (self.org_code,)).complete
        known = listed or codes is not None
        if not known or self.org_code in (codes or ()) or store.get("members", self.user_id, (self.org_code,)):
            return ""
        whom = f"{self.called('users', self.user_id)} is not a member of {self.called('organizations', self.org_code)}"
        return f"{whom}: what is in force here would hold for a member."

    def where(self, level: Level) -> str:
        """On which level, as a sentence goes on: `in Acme`, `for Ada`, `in the environment`."""
        if level is Level.ORGANIZATION:
            return f"in {self.called('organizations', self.org_code)}"
        return f"for {self.called('users', self.user_id)}" if level is Level.USER else f"in the {level}"

    def why_in_force(self, row: FlagRow) -> str:
        """What is in force of a flag, and on what that rests."""
        if not row.in_force.known:
            return row.in_force.note
        rests = f"{row.key} is {shown(row.in_force.value)}" + (f", set {self.where(row.level)}" if row.level else "")
        if not row.unless:
            return rests
        doubt = " or ".join(self.where(level) for level in row.unless)
        return f"{rests}. Whether it is overridden {doubt} cannot be read."
