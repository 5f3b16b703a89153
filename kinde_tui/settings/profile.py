"""A named tenant: where it is, who asks, and how careful to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kinde_tui.settings.addresses import address_of

COLOURS = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "grey")
"""What a profile may be painted with, besides `#rrggbb`."""

RESERVED = frozenset({"demo", "env"})
"""Names of profiles that no file holds."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


class Environment(StrEnum):
    """What kind of environment the credentials belong to."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEVELOPMENT = "development"


class SecretPlace(StrEnum):
    """Where the client secret is kept."""

    KEYRING = "keyring"
    RUN = "run"
    """Nowhere: asked for at each start."""
    ENVIRONMENT = "environment"
    """In an environment variable that the person sets."""
    FILE = "file"
    """In clear, in a file with mode 0600."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A tenant and how to open it; holds no secret."""

    name: str
    issuer_url: str
    client_id: str
    audience: str
    environment: Environment
    colour: str = ""
    """One of COLOURS or `#rrggbb`; empty: the environment's own."""
    read_only: bool = True
    secret: SecretPlace = SecretPlace.KEYRING

    @property
    def label(self) -> str:
        """What people call the tenant: its subdomain, or its host."""
        return address_of(self.issuer_url).label

    @property
    def account(self) -> str:
        """The keyring entry: it belongs to the credentials, so that it is never sent to another tenant."""
        return f"{self.client_id} at {self.issuer_url}"

    @property
    def variable(self) -> str:
        """The environment variable that holds the secret of a profile kept in one."""
        return "KINDE_CLIENT_SECRET_" + re.sub(r"[^A-Z0-9]", "_", self.name.upper())


def name_fault(name: str) -> str:
    """What is wrong with a profile's name, as a sentence; empty: nothing."""
    if not _NAME.fullmatch(name):
        return "A profile's name has up to 64 letters, digits, dots, dashes and underscores; the first is no sign."
    if name in RESERVED:
        return f"“{name}” is the name of a profile that kinde-tui makes itself. Choose another."
    return ""


def colour_fault(colour: str) -> str:
    """What is wrong with a profile's colour, as a sentence; empty: nothing."""
    if not colour or colour in COLOURS or _HEX.fullmatch(colour):
        return ""
    return f"A colour is one of {', '.join(COLOURS)}, or #rrggbb."


def client_id_fault(client_id: str) -> str:
    """What is wrong with a client id, as a sentence; empty: nothing."""
    if not client_id:
        return "The client id is empty. Copy it from the machine-to-machine application's details in Kinde."
    if not client_id.isprintable() or any(character.isspace() for character in client_id) or len(client_id) > 256:  # noqa: PLR2004 - far more than Kinde's 32
        return "That is no client id: it is one word of letters and digits. Copy it again from Kinde."
    return ""
