"""What the app asks of the settings: the seam between the screens and the profiles on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import SecretStr

    from kinde_tui.services.collections.collection import AnyCollection
    from kinde_tui.services.connecting import Keep, ProfileLine, TryOut
    from kinde_tui.services.layouts import Placed, SavedView
    from kinde_tui.services.tenant import Tenant


class ListChoices(Protocol):
    """What is remembered of lists, by profile; each raises a sentence as ValueError when that is impossible."""

    def columns_of(self, profile: str, collection: AnyCollection) -> Sequence[Placed]:
        """The columns chosen for a list; none: those it has by itself."""
        ...

    def keep_columns(self, profile: str, collection: AnyCollection, columns: Sequence[Placed]) -> None:
        """Remembers the columns; none forgets what was chosen."""
        ...

    def views_of(self, profile: str) -> Sequence[SavedView]:
        """The saved views, by name; one that cannot be shown is among them and says why."""
        ...

    def keep_view(self, profile: str, view: SavedView) -> None:
        """Remembers a view in place of the one of its name."""
        ...

    def drop_view(self, profile: str, name: str) -> None:
        """Forgets a view."""
        ...


class ProfileChoices(Protocol):
    """Profiles, as far as the screens need them. Blocking calls are made in a thread."""

    @property
    def lists(self) -> ListChoices:
        """What they remember of lists."""
        ...

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

    def keep_secret(self, name: str, secret: SecretStr) -> str:
        """Keeps another secret for a profile in place of its own, and says where; a sentence as ValueError if not."""
        ...

    def set_read_only(self, name: str, read_only: bool) -> None:
        """Remembers whether a profile may write."""
        ...
