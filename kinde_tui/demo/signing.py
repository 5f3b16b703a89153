"""The tenant's signature: an RSA key made when the first token is asked for, and tokens signed with it."""

from __future__ import annotations

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from joserfc.jwk import RSAKey

_BITS = 2048


class Signer:
    """Signs with RS256. Making the key takes up to a second, so nobody pays for it before a token is wanted."""

    def __init__(self) -> None:
        self._lock = Lock()

    def make_key(self) -> None:
        """Makes the key, unless there is one. Safe to call from any thread."""
        with self._lock:
            _ = self._key

    @cached_property
    def _key(self) -> RSAKey:
        from joserfc.jwk import RSAKey

        return RSAKey.generate_key(_BITS, {"use": "sig", "alg": "RS256"}, private=True, auto_kid=True)

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token of these claims."""
        from joserfc import jwt

        self.make_key()
        return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": self._key.kid}, dict(claims), self._key)

    def key_set(self) -> dict[str, Any]:
        """The public key, as a key set."""
        self.make_key()
        return {"keys": [self._key.as_dict(private=False)]}
