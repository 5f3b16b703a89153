"""Tokens to inspect, signed with real keys."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey

NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
ISSUER = "https://acme.kinde.com"
KID = "key:1"


@cache
def _rsa_key(name: str, bits: int) -> RSAKey:
    return RSAKey.generate_key(bits, {"kid": name})


def rsa_key(name: str = KID, bits: int = 2048) -> RSAKey:
    """A key pair, made once for each name."""
    return _rsa_key(name, bits)


def encoded(value: Any) -> str:
    """One part of a token: base64url of JSON, of text or of bytes."""
    data = value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Mint:
    """Makes tokens as Kinde does, and as Kinde never would."""

    now = NOW
    issuer = ISSUER
    kid = KID
    seconds = int(NOW.timestamp())

    def claims(self, **more: Any) -> dict[str, Any]:
        """A user's access token's payload; None leaves a claim out."""
        claims = {
            "iss": ISSUER,
            "sub": "kp_1234",
            "aud": ["https://api.acme.example"],
            "azp": "client1",
            "exp": self.seconds + 3600,
            "iat": self.seconds - 3600,
            "jti": "token1",
            "scp": ["openid", "offline"],
            "org_code": "org_1",
            "permissions": ["read:invoices"],
        } | more
        return {name: value for name, value in claims.items() if value is not None}

    def signed(
        self,
        claims: Mapping[str, Any] | None = None,
        *,
        key: RSAKey | None = None,
        extra: Mapping[str, Any] | None = None,
        **header: Any,
    ) -> str:
        """A token signed RS256, or with the header's own algorithm by the same RSA key."""
        fields = {"alg": "RS256", "kid": KID, "typ": "JWT"} | header | dict(extra or {})
        registry = jws.JWSRegistry(algorithms=[fields["alg"]], strict_check_header=False)
        payload = json.dumps(self.claims() if claims is None else claims).encode()
        return jws.serialize_compact(fields, payload, key or rsa_key(), registry=registry)

    def signed_with_secret(self, secret: bytes, **header: Any) -> str:
        """A token signed HS256 with that secret."""
        content = f"{encoded({'alg': 'HS256', 'kid': KID} | header)}.{encoded(self.claims())}"
        # By hand: a careful library refuses to use a public key as a secret, which is the attack.
        return f"{content}.{encoded(hmac.digest(secret, content.encode(), 'sha256'))}"

    def unsigned(self, header: Any, claims: Any, signature: str | bytes = b"") -> str:
        """Three parts of anything; the signature as base64url text, or bytes."""
        last = signature if isinstance(signature, str) else encoded(signature)
        return f"{encoded(header)}.{encoded(claims)}.{last}"

    def key_set(self, *keys: RSAKey, **fields: Any) -> dict[str, Any]:
        """The tenant's key set, with fields added to each key; None takes one away."""
        dicts = [{**key.as_dict(private=False), "use": "sig", "alg": "RS256", **fields} for key in keys or (rsa_key(),)]
        return {"keys": [{name: value for name, value in key.items() if value is not None} for key in dicts]}

    def rsa_key(self, name: str = KID, bits: int = 2048) -> RSAKey:
        """A key pair of that name."""
        return rsa_key(name, bits)

    def encoded(self, value: Any) -> str:
        """One part of a token."""
        return encoded(value)


@pytest.fixture(scope="session")
def mint() -> Mint:
    """Makes tokens."""
    return Mint()
