"""The tenant's signature: an RSA key made when the first token is asked for, and tokens signed with it.

Signed with the library that joserfc itself rests on: importing all of joserfc would hold the demo tenant's first rows
up by 50 ms, and nothing here has to be read from strangers.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from functools import cached_property
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_BITS, _EXPONENT = 2048, 65537


class Signer:
    """Signs with RS256. Making the key takes up to a fifth of a second, so nobody pays before a token is wanted."""

    def __init__(self) -> None:
        self._lock = Lock()

    def make_key(self) -> None:
        """Makes the key, unless there is one. Safe to call from any thread."""
        with self._lock:
            _ = self._key

    @cached_property
    def _key(self) -> RSAPrivateKey:
        from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

        return generate_private_key(_EXPONENT, _BITS)

    @cached_property
    def kid(self) -> str:
        """The key's id: its thumbprint (RFC 7638)."""
        public = self._numbers
        members = {"e": public["e"], "kty": "RSA", "n": public["n"]}
        return _base64(sha256(_json(members)).digest())

    @property
    def _numbers(self) -> dict[str, str]:
        self.make_key()
        numbers = self._key.public_key().public_numbers()
        return {"n": _base64(_bytes(numbers.n)), "e": _base64(_bytes(numbers.e))}

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A token of these claims."""
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        self.make_key()
        header = {"alg": "RS256", "typ": "JWT", "kid": self.kid}
        signed = f"{_base64(_json(header))}.{_base64(_json(dict(claims)))}"
        return f"{signed}.{_base64(self._key.sign(signed.encode(), PKCS1v15(), SHA256()))}"

    def key_set(self) -> dict[str, Any]:
        """The public key, as a key set."""
        return {"keys": [{"kty": "RSA", **self._numbers, "use": "sig", "alg": "RS256", "kid": self.kid}]}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
