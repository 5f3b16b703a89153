"""The signature, checked against the active profile's own key set.

The rules come from here and never from the token: RS256 and nothing else, an RSA key of 2048 bits or more, found by
its exact id in the key set that the caller fetched for its profile. Keys and addresses that the header names (jku,
x5u, jwk, x5c) are never used, and no address is ever built from `iss`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinde_tui.tokens import headers
from kinde_tui.tokens.problem import quoted
from kinde_tui.tokens.verdicts import State, Verdict, same_issuer

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.tokens.decoding import Decoded
    from kinde_tui.tokens.inspection import Inspection

SMALLEST_KEY = 2048
"""Bits of an RSA modulus."""
_LARGEST_KEY = 16_384
_LARGEST_EXPONENT = 33
"""Bits: everybody's exponent is 65537; a huge one costs time."""


@dataclass(frozen=True, slots=True)
class SignatureVerdict(Verdict):
    """What became of the signature.

    GOOD: a key of this tenant made it. BAD: it did not, or the token must not even be tried. UNCHECKED: nobody asked,
    or the key is not in the key set.
    """

    code: str = "unchecked"
    """Stable, for scripts: `valid`, `wrong`, `refused`, `key-not-found`, `key-unusable`, `unchecked`."""
    key_id: str = ""
    key_bits: int = 0

    @property
    def worth_fetching_again(self) -> bool:
        """Whether a fresher key set could hold the key; ask once."""
        return self.code == "key-not-found"

    def as_json(self) -> dict[str, Any]:
        """The verdict for scripts."""
        return {"state": self.state.value, "code": self.code, "sentence": self.sentence, "kid": self.key_id}


NOT_CHECKED = SignatureVerdict(
    State.UNCHECKED, "Nobody asked for it yet. Until then anybody may have written every claim in this token."
)


class _KeyError(Exception):
    """Why a key set has no key to use, with the code of the verdict."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def why_not_verifiable(inspection: Inspection) -> str:
    """Why it makes no sense to fetch a key set for this token, as a sentence; empty: it does.

    Ask before fetching: a token that is none, or of another issuer, must not cause a request.
    """
    decoded = inspection.decoded
    if not decoded.is_token:
        return "There is no token whose signature could be checked."
    issuer = decoded.claims.get("iss")
    if isinstance(issuer, str) and inspection.expected.issuer and not same_issuer(issuer, inspection.expected.issuer):
        return (
            f"Untrusted issuer: {quoted(issuer)} issued it, and only keys of {inspection.expected.issuer} are ever "
            "used. Switch to the profile of that tenant."
        )
    return _why_refused(decoded)


def _why_refused(decoded: Decoded) -> str:
    refused = headers.why_refused(decoded.header)
    if refused:
        return refused
    fatal = next((p for p in decoded.problems if p.code in _FATAL), None)
    if fatal is not None:
        return fatal.sentence
    return "" if decoded.signature else "There is no signature that could be checked."


_FATAL = frozenset({"header-crit", "header-b64", "duplicate", "signature-spare-bits", "signature-base64"})


def verify(inspection: Inspection, key_set: Raw) -> SignatureVerdict:
    """Checks the signature with the key of that id in `key_set`, the answer of the profile's `jwks_uri`.

    Never raises over what the token or the key set holds. Imports joserfc when called.
    """
    refused = why_not_verifiable(inspection)
    if refused:
        return SignatureVerdict(State.BAD, refused, code="refused")
    decoded = inspection.decoded
    try:
        key = _key(decoded.header.get("kid"), key_set)
        bits = _usable(key)
    except _KeyError as error:
        return SignatureVerdict(State.UNCHECKED, str(error), code=error.code)
    kid = str(key["kid"])
    if _is_signed_by(key, decoded.signing_input, decoded.signature or b""):
        sentence = f"Valid: signed by this tenant's key {quoted(kid)} (RS256, {bits} bits)."
        return SignatureVerdict(State.GOOD, sentence, code="valid", key_id=kid, key_bits=bits)
    sentence = (
        f"WRONG: the tenant's key {quoted(kid)} did not sign this token. It was changed, cut while copying, or forged; "
        "believe nothing in it."
    )
    return SignatureVerdict(State.BAD, sentence, code="wrong", key_id=kid, key_bits=bits)


def _key(kid: Any, key_set: Raw) -> Mapping[str, Any]:
    """The key of exactly that id."""
    if not isinstance(kid, str) or not kid:
        raise _KeyError("key-unusable", "The header names no key (kid), so there is no telling which one signed it.")
    keys = key_set.get("keys")
    if not isinstance(keys, (list, tuple)):
        raise _KeyError("key-unusable", "The tenant's answer is no key set: it has no list of keys.")
    matching = [key for key in keys if isinstance(key, Mapping) and key.get("kid") == kid]
    if not matching:
        raise _KeyError(
            "key-not-found",
            f"The tenant's key set has no key {quoted(kid)}: the token is from another tenant or environment, or the "
            "key has been replaced since.",
        )
    if len(matching) > 1:
        raise _KeyError(
            "key-unusable", f"The tenant's key set has several keys {quoted(kid)}: there is no telling which counts."
        )
    return matching[0]


def _usable(key: Mapping[str, Any]) -> int:
    """The key's bits, if it is one that may check an RS256 signature."""
    kid = str(key["kid"])
    if key.get("kty") != "RSA":
        raise _KeyError("key-unusable", f"The tenant's key {quoted(kid)} is no RSA key; Kinde signs with RS256.")
    if key.get("use", "sig") != "sig":
        raise _KeyError("key-unusable", f"The tenant's key {quoted(kid)} is not for signatures (use is not sig).")
    if key.get("alg", headers.ACCEPTED) != headers.ACCEPTED:
        raise _KeyError("key-unusable", f"The tenant's key {quoted(kid)} is for another algorithm than RS256.")
    operations = key.get("key_ops", ["verify"])
    if not isinstance(operations, (list, tuple)) or "verify" not in operations:
        raise _KeyError("key-unusable", f"The tenant's key {quoted(kid)} is not meant for verifying (key_ops).")
    bits, exponent_bits = _number_bits(key.get("n")), _number_bits(key.get("e"))
    if not SMALLEST_KEY <= bits <= _LARGEST_KEY or not 1 < exponent_bits <= _LARGEST_EXPONENT:
        raise _KeyError(
            "key-unusable",
            f"The tenant's key {quoted(kid)} has {bits} bits; at least {SMALLEST_KEY} are safe, so it is not used.",
        )
    return bits


def _number_bits(value: Any) -> int:
    """The size of a number in base64url; 0: it is none."""
    from joserfc.util import urlsafe_b64decode

    if not isinstance(value, str):
        return 0
    try:
        return int.from_bytes(urlsafe_b64decode(value.encode("ascii")), "big").bit_length()
    except ValueError:
        return 0


def _is_signed_by(key: Mapping[str, Any], content: bytes, signature: bytes) -> bool:
    """The check itself. The algorithm is taken from our policy, and of the key only its two public numbers."""
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey
    from joserfc.jws import JWSRegistry

    algorithm = JWSRegistry(algorithms=[headers.ACCEPTED]).get_alg(headers.ACCEPTED)
    try:
        public = RSAKey.import_key({"kty": "RSA", "n": key["n"], "e": key["e"]})
        return bool(algorithm.verify(content, signature, public))
    except (JoseError, ValueError):
        return False
