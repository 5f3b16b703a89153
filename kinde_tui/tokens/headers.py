"""What a token's header says about itself, and how far that is to be believed: not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinde_tui.tokens.problem import Problem, Tone

MEANINGS: Mapping[str, tuple[str, str]] = {
    "alg": ("Algorithm", "How it is signed. Kinde signs with RS256; nothing else is accepted."),
    "kid": ("Key id", "Which key of the tenant's key set signed it."),
    "typ": ("Type", "What it is; JWT."),
    "cty": ("Content type", "What is inside; JWT means a token in a token."),
    "jku": ("Key set address", "Where the token wants its keys to be fetched from: ignored, anyone can write it."),
    "x5u": ("Certificate address", "Where the token wants its certificate to be fetched from: ignored."),
    "jwk": ("Key", "A key that the token brings along for its own check: ignored, anyone can make one."),
    "x5c": ("Certificates", "Certificates that the token brings along for its own check: ignored."),
    "x5t": ("Certificate print", "SHA-1 of a certificate: ignored."),
    "x5t#S256": ("Certificate print", "SHA-256 of a certificate: ignored."),
    "crit": ("Critical", "Extensions that a verifier must understand or else refuse the token."),
    "b64": ("Payload form", "Whether the payload is base64url (RFC 7797)."),
    "zip": ("Compression", "How the payload is packed."),
    "enc": ("Encryption", "How the content of an encrypted token is encrypted."),
    "epk": ("Key agreement", "A key for encryption."),
    "iss": ("Issuer", "A copy of the claim; only the one in the payload counts."),
    "sub": ("Subject", "A copy of the claim; only the one in the payload counts."),
    "aud": ("Audience", "A copy of the claim; only the one in the payload counts."),
}
"""Label and explanation by header field."""
UNKNOWN = "No standard field, and none of Kinde's: shown because hiding it would hide something."

ACCEPTED = "RS256"
_BRINGS_KEYS = ("jku", "x5u", "jwk", "x5c")
NEVER_FOLLOWED = frozenset({*_BRINGS_KEYS, "x5t", "x5t#S256", "crit", "b64", "zip"})
"""Fields by which a token tells its verifier what to do."""
_SECRET_KEYED = ("HS256", "HS384", "HS512")
_KNOWN = frozenset(
    {ACCEPTED, *_SECRET_KEYED, "RS384", "RS512", "PS256", "PS384", "PS512"}
    | {"ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"}
)


def problems(header: Mapping[str, Any], *, encrypted: bool = False) -> tuple[Problem, ...]:
    """Everything in this header that a verifier must not follow."""
    found = [] if encrypted else _algorithm(header)
    for name in _BRINGS_KEYS:
        if name in header:
            sentence = f"The header brings {name}. {MEANINGS[name][1]}"
            found.append(Problem(f"header-{name}", sentence, Tone.WARN))
    if "crit" in header:
        found.append(Problem("header-crit", _CRIT))
    if header.get("b64") is False:
        found.append(Problem("header-b64", "The header says that the payload is not base64url: Kinde never does that."))
    if "zip" in header and not encrypted:
        found.append(
            Problem("header-zip", "The header says that the payload is packed: signed tokens are not.", Tone.WARN)
        )
    if str(header.get("cty", "")).upper() == "JWT":
        found.append(
            Problem("nested", "The payload is another token (cty JWT); only the outer one is shown.", Tone.WARN)
        )
    return tuple(found)


def _algorithm(header: Mapping[str, Any]) -> list[Problem]:
    sentence = why_refused(header)
    if not sentence:
        return []
    algorithm = header.get("alg")
    code = "algorithm"
    if isinstance(algorithm, str):
        code = "algorithm-none" if algorithm.lower() == "none" else "algorithm"
    return [Problem(code, sentence)]


def why_refused(header: Mapping[str, Any]) -> str:
    """Why this header's algorithm is not accepted, as a sentence; empty: it is RS256."""
    if "alg" not in header:
        return "The header names no algorithm: a token without one cannot be trusted. Kinde signs with RS256."
    algorithm = header["alg"]
    if not isinstance(algorithm, str):
        return "The header's alg is no text: this token was not made by Kinde."
    return "" if algorithm == ACCEPTED else _why_not(algorithm)


def _why_not(algorithm: str) -> str:
    if algorithm.lower() == "none":
        return f"UNSIGNED: the header says alg {algorithm}. Anyone can write such a token; refuse it everywhere."
    if algorithm in _SECRET_KEYED:
        return (
            f"The header says {algorithm}, which is signed with a shared secret. Kinde signs with RS256; a verifier "
            "that follows this header can be fooled with the public key. Refuse it."
        )
    if algorithm in _KNOWN:
        return f"The header says {algorithm}; Kinde signs with RS256 and nothing else. It was not made by Kinde."
    return "The header's algorithm is unknown: no verifier of Kinde tokens may accept it. It was not made by Kinde."


_CRIT = (
    "The header has crit: it demands extensions that a verifier must understand or else refuse. Kinde uses none, so "
    "this token is refused."
)
