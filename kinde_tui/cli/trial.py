"""Credentials tried out before they are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.api.errors import KindeError
from kinde_tui.cli.scopes import WHERE, missing, viewer
from kinde_tui.services.connecting import TryOut

if TYPE_CHECKING:
    from pydantic import SecretStr

    from kinde_tui.settings.profile import Profile

_NAMED = 3
"""Missing scopes that are named one by one."""


async def try_out(profile: Profile, secret: SecretStr) -> TryOut:
    """Asks for a token and says what it is good for; sends nothing else, and raises no KindeError."""
    from kinde_tui.api.client import Kinde

    client = Kinde(profile.issuer_url, profile.client_id, secret, profile.audience, read_only=True)
    try:
        await client.authenticate()
        scopes = client.scopes
    except KindeError as error:
        return TryOut(ok=False, sentence=str(error))
    finally:
        await client.close()
    return TryOut(ok=True, sentence=verdict(profile.label, scopes), scopes=scopes or frozenset())


def verdict(label: str, scopes: frozenset[str] | None) -> str:
    """What the token can do, as a sentence."""
    if scopes is None:
        return f"Connected to {label}. The token does not say which scopes it has."
    if not scopes:
        return f"Connected to {label}, but the token has no scope, so it may read nothing. Add scopes {WHERE}."
    lacking = missing(scopes)
    if not lacking:
        return f"Connected to {label}: the token has all {len(viewer())} scopes that looking around needs."
    named = ", ".join(lacking[:_NAMED]) + (f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else "")
    return f"Connected to {label}. The token lacks {named}; what needs that is shown as not readable."
