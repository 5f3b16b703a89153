"""What the screens and the command line tell each other about choosing and connecting a tenant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Keep: TypeAlias = Literal["keyring", "run", "environment", "file"]
"""Where a client secret is kept: encrypted by the system, nowhere, in a variable of the person's own, or in clear."""


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """A profile to choose from."""

    name: str
    label: str
    """What people call the tenant."""
    environment: str
    """`production`, `staging`, `development` or `demo`."""
    current: bool = False


@dataclass(frozen=True, slots=True)
class TryOut:
    """What came of connecting once."""

    ok: bool
    sentence: str
    """What happened, and what to do next when it did not work."""
    scopes: frozenset[str] = frozenset()
    """What the token may do."""
