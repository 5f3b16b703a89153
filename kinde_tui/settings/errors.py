"""What can be wrong with settings.

SettingsError              a sentence that says what is wrong and what to do next
├── AddressError           the text names no tenant
├── ConfigError            the config file cannot be read or written
├── UnknownProfileError    no profile has that name
└── SecretError            the client secret could not be kept or found
    ├── SecretMissingError nothing is kept where the profile says
    └── KeyringError       the system's keyring did not do it
"""

from __future__ import annotations

from enum import StrEnum


class SettingsError(ValueError):
    """Settings stand in the way. `str()` of it is a sentence for people, free of secrets."""


class AddressError(SettingsError):
    """The text does not name a tenant."""


class ConfigError(SettingsError):
    """The config file, or its folder, cannot be read or written; it was left as it is."""


class UnknownProfileError(SettingsError):
    """No profile has that name."""


class SecretError(SettingsError):
    """The client secret could not be kept or found."""


class SecretMissingError(SecretError):
    """Nothing is kept where the profile says that its secret is."""


class KeyringFault(StrEnum):
    """Why the keyring did not do it."""

    NONE = "none"
    """This system has no keyring, or nothing that runs one."""
    REFUSED = "refused"
    """The keyring in use forgets what it is given, or keeps it in clear."""
    LOCKED = "locked"
    """It is locked, or its question was dismissed."""
    SLOW = "slow"
    """It did not answer in time."""
    LOST = "lost"
    """It took the secret and gave back something else."""
    FAILED = "failed"
    """Anything else."""


class KeyringError(SecretError):
    """The system's keyring did not do it.

    Attributes:
        fault: which of the known reasons.
    """

    def __init__(self, sentence: str, fault: KeyringFault) -> None:
        super().__init__(sentence)
        self.fault = fault
