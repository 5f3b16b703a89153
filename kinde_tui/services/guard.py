"""The guard: what this profile may do, and how it is asked before it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinde_tui.api.errors import lacking
from kinde_tui.api.operations import SCOPES
from kinde_tui.services.change import Danger

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.change import Change

BULK = 20
"""On a protected profile, more changes at once than this are asked for by typing the tenant's name."""
STARTED_READ_ONLY = "This run was started with --read-only: start again without it to change the tenant."


def _deletes(change: Change) -> bool:
    """Whether something is gone afterwards that nothing here brings back: a role taken from somebody is not."""
    return change.request.operation.method == "DELETE" and change.undo is None


def _unknown() -> frozenset[str] | None:
    return None


def _none() -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Guard:
    """What a profile allows. It stands before the pipeline; the API client refuses writes of its own as well."""

    profile: str
    """The profile's name, as the sentences call it."""
    environment: str = ""
    """`production`, `staging`, `development` or `demo`."""
    read_only: bool = False
    started_read_only: bool = False
    """Whether that is so for the whole run, whatever the profile says."""
    protected: bool = False
    """Deletions and large bulks are asked for by typing the tenant's name."""
    dry_run: bool = False
    """Every change is shown with its exact request, and none is sent."""
    scopes: Callable[[], frozenset[str] | None] = _unknown
    """The token's scopes now; None: not known, so nothing is refused for want of one."""
    refused: Callable[[], frozenset[str]] = _none
    """Scopes that the tenant said this token lacks, whatever the token says."""

    @property
    def limited(self) -> bool:
        """Whether the token is known to lack any scope of the API."""
        held = self.scopes()
        return bool(self.refused()) or (held is not None and not held >= SCOPES)

    @property
    def known(self) -> tuple[frozenset[str] | None, frozenset[str]]:
        """All that `missing` goes by; when it is another than before, screens look anew at what they offer."""
        return self.scopes(), self.refused()

    def missing(self, *operations: Operation) -> tuple[str, ...]:
        """The scopes of these operations that the token is known to lack, each once, in their order."""
        held, refused = self.known
        wanted = dict.fromkeys(operation.scope for operation in operations if operation.scope)
        return tuple(scope for scope in wanted if scope in refused or (held is not None and scope not in held))

    def refusal(self, operation: Operation) -> str:
        """Why the operation is not allowed here, as one sentence; empty: it is."""
        if operation.writes and self.started_read_only:
            return f"Nothing was sent. {STARTED_READ_ONLY}"
        if operation.writes and self.read_only:
            return (
                f"The profile “{self.profile}” is read-only, so nothing was sent. "
                "In the dashboard `:readonly off` makes it writable."
            )
        missing = self.missing(operation)
        return lacking(missing, f"The token of the profile “{self.profile}”") if missing else ""

    def asks(self, changes: Sequence[Change]) -> Danger:
        """How these changes, made together, are asked for."""
        dangers = {change.danger for change in changes}
        if self.protected and (Danger.TYPED in dangers or len(changes) > BULK or any(map(_deletes, changes))):
            return Danger.TYPED
        if len(changes) > 1 or dangers - {Danger.NONE}:
            return Danger.CONFIRM
        return Danger.NONE
