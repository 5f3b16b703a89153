"""What the services ask of the API: the seam between them and HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from kinde_tui.api.operation import Operation, Request
    from kinde_tui.api.paging import Page
    from kinde_tui.models.record import Raw


class Gateway(Protocol):
    """A tenant's Management API. `kinde_tui.api.client.Kinde` is one."""

    async def send(self, request: Request) -> Raw:
        """Sends one request and returns the parsed answer; an answer without a body is empty.

        Raises:
            KindeError: see `kinde_tui.api.errors`.
        """
        ...

    def pages(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, Any], *, start: str = ""
    ) -> AsyncIterator[Page]:
        """The pages of a list, from the first or from a page's `next` on.

        Raises:
            KindeError: while iterating.
        """
        ...

    async def key_set(self) -> Raw:
        """The tenant's public keys, from the `jwks_uri` of its OpenID configuration; no token is sent.

        Raises:
            KindeError: see `kinde_tui.api.errors`.
        """
        ...

    @property
    def scopes(self) -> frozenset[str] | None:
        """The token's scopes; None: no token yet, or it does not say."""
        ...

    @property
    def refused_scopes(self) -> frozenset[str]:
        """Scopes that answers said the present token lacks, whatever it says of itself."""
        ...

    async def authenticate(self) -> None:
        """Asks for a new token now, with the scopes that the application holds now; one more of the plan's quota.

        Raises:
            KindeError: none can be had; the one there was stays in use.
        """
        ...

    @property
    def token_expires(self) -> datetime | None:
        """When the token in use ends."""
        ...

    @property
    def tokens_asked(self) -> int:
        """Tokens asked for in this run: each counts towards the plan's quota."""
        ...

    @property
    def requests_per_second(self) -> float:
        """Own requests over the last ten seconds."""
        ...

    @property
    def throttled_for(self) -> float:
        """Seconds that the tenant still wants to be left alone; 0: free."""
        ...

    def give_up_waiting(self) -> None:
        """Ends the waits between tries, and those before a call's turn: such calls fail, and nothing more is sent."""
        ...

    async def close(self) -> None:
        """Gives connections back; waits for writes on their way."""
        ...
