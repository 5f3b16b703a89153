"""What the app asks of the settings: the seam between the screens and the profiles on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import SecretStr

    from kinde_tui.services.connecting import Keep, ProfileLine, TryOut
    from kinde_tui.services.tenant import Tenant


class ProfileChoices(Protocol):
    """Profiles, as far as the screens need them. Blocking calls are made in a thread."""

    def names(self) -> Sequence[ProfileLine]:
        """All profiles, in the order of the file."""
        ...

    def open(self, name: str) -> Tenant:
        """The tenant of a profile, not yet connected; a sentence as ValueError when that is impossible."""
        ...

    def open_demo(self) -> Tenant:
        """The demo tenant."""
        ...

    async def try_out(self, domain: str, client_id: str, secret: SecretStr, audience: str = "") -> TryOut:
        """Asks the tenant for a token with these."""
        ...

    def save(
        self, name: str, domain: str, client_id: str, secret: SecretStr, audience: str, environment: str, keep: Keep
    ) -> str:
        """Stores a profile, read-only; says where the secret went. `keep`: keyring, run, file or environment."""
        ...

    def set_read_only(self, name: str, read_only: bool) -> None:
        """Remembers whether a profile may write."""
        ...

    def scope_list(self) -> str:
        """The scopes that a viewer needs, one a line, to copy."""
        ...
