"""Temporary passwords: only a hash leaves this machine, and the password itself is kept nowhere."""

from __future__ import annotations

import hashlib
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

SHORTEST = 8
"""Characters; NIST SP 800-63B allows none below. Kinde sees the hash alone, so nobody else would say so."""
LONGEST = 1_024
"""Characters; more is a mistake at the clipboard."""
ITERATIONS = 210_000
"""Rounds of PBKDF2 with HMAC-SHA-512, about a fifth of a second: what OWASP asks for."""
SALT = 16
"""Bytes."""
_LENGTH = 64
_VARIANT = "salted-pbkdf2-hmac-sha512-512"
"""Kinde's name for that algorithm with a result of 512 bits.

It documents base64 for the salt and no encoding for the hash, which is sent in base64 too.
"""


class PasswordError(ValueError):
    """A password that will not do; the sentence does not repeat it."""


@dataclass(frozen=True, slots=True)
class Hash:
    """A hashed password with everything that is needed to check one against it."""

    value: str = field(repr=False)
    """In base64, as is the salt."""
    salt: str = field(repr=False)
    iterations: int
    variant: str = _VARIANT

    def body(self, *, temporary: bool) -> dict[str, Any]:
        """What Kinde takes (SetUserPassword).

        Args:
            temporary: whether the user has to choose another one at the next sign-in.
        """
        return {
            "hashed_password": self.value,
            "hashing_method": "pbkdf2",
            "salt": self.salt,
            "iterations": self.iterations,
            "variant": self.variant,
            "is_temporary_password": temporary,
        }


def check(password: str, again: str) -> None:
    """Whether this can be a password, typed twice.

    Raises:
        PasswordError: it is too short, too long, cannot be typed at a sign-in page, or the two differ.
    """
    if len(password) < SHORTEST:
        raise PasswordError(f"A password has at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise PasswordError(f"A password has at most {LONGEST:,} characters.")
    if not password.isprintable() or password != password.strip():
        raise PasswordError("A password has no blanks at its ends, and nothing that cannot be typed.")
    if password != again:
        raise PasswordError("The two are not the same. Type it again.")


def hashed(password: str, *, salt: bytes | None = None, iterations: int = ITERATIONS) -> Hash:
    """Hashes a password; takes a fifth of a second, so a thread should do it.

    Args:
        password: in clear; not kept.
        salt: random bytes; None: new ones.
        iterations: rounds.
    """
    salt = secrets.token_bytes(SALT) if salt is None else salt
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, iterations, _LENGTH)
    return Hash(b64encode(made).decode(), b64encode(salt).decode(), iterations)
