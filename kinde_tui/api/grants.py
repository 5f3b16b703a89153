"""What the token endpoint answers: a token, or the reason why not."""

from __future__ import annotations

import base64
import binascii
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pydantic_core
from pydantic import SecretStr

from kinde_tui.api.answers import Answer, details_of, read, sentence_of
from kinde_tui.api.errors import (
    WHERE_SCOPES_ARE,
    AnsweredError,
    CredentialsError,
    Detail,
    ForeignAnswerError,
    KindeError,
    RateLimitedError,
    ServerError,
    UnreadableAnswerError,
)
from kinde_tui.api.operations import TOKEN

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw

_BAD_REQUEST = 400
_UNKNOWN_LIFE = 300.0
_LONGEST_LIFE = 30 * 86400.0
_LONGEST_TOKEN = 65536


@dataclass(frozen=True, slots=True)
class Token:
    """An access token for the Management API."""

    secret: SecretStr
    scopes: frozenset[str] | None
    """None: neither the answer nor the token says."""
    expires: datetime
    """By the wall clock."""
    life: float
    """Seconds, from the moment it was received."""
    organization: str = ""
    """The code of the one organization that it is good for; empty: it is no organization's."""


def read_token(answer: Answer) -> Token:
    """The token in an answer of `POST /oauth2/token`.

    Scopes and, failing `expires_in`, the life are read from the token itself without checking its signature: they
    come from the same host over the same connection, and Kinde decides anyway.

    Raises:
        CredentialsError: Kinde gives no token to this client; the sentence says how to mend it.
        UnreadableAnswerError: the host is no Kinde domain, or something is in between.
        RateLimitedError, ServerError: not now.
    """
    if answer.status >= _BAD_REQUEST:
        raise refusal_of(answer)
    raw = read(TOKEN, answer, None)
    secret = raw.get("access_token")
    if not isinstance(secret, str) or not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise UnreadableAnswerError(
            f"{answer.host} answered without an access token. Check that the domain is Kinde's."
        )
    claims = _claims(secret)
    life = _life(raw, claims)
    organization = claims.get("org_code")
    return Token(
        SecretStr(secret),
        _scopes(raw, claims),
        answer.at + timedelta(seconds=life),
        life,
        organization if isinstance(organization, str) else "",
    )


def refusal_of(answer: Answer) -> KindeError:
    """Why the token endpoint gave no token, with the way to mend it."""
    if answer.status in {404, 405} and not details_of(answer):
        return ForeignAnswerError(
            f"{answer.host} has no token endpoint (status {answer.status}), so it is no Kinde domain. Check the domain."
        )
    try:
        read(TOKEN, answer, None)
    except (RateLimitedError, ServerError, UnreadableAnswerError) as failure:
        return failure
    except AnsweredError as failure:
        if answer.is_web_page:
            return failure
        details = failure.details
    return CredentialsError(_mended(details), answer.status, details)


_FIXES = {
    "invalid_client": (
        "Kinde does not accept this client id and secret. Copy both again from the machine-to-machine application "
        "(Applications › its Details); the secret may have been rotated."
    ),
    "unauthorized_client": (
        "This application may not ask for a token of the Management API. Use a machine-to-machine application, and "
        "authorise it under Applications › the application › APIs › Kinde Management API."
    ),
    "invalid_scope": (
        f"The application does not hold every scope that was asked for. Add the missing ones {WHERE_SCOPES_ARE}, or "
        "ask for fewer."
    ),
    "invalid_request": (
        "Kinde could not use the request for a token; most often the audience is wrong. It is the tenant's own "
        "address with /api behind, like https://name.kinde.com/api, also where a custom domain is used."
    ),
    "unsupported_grant_type": (
        "This application does not take part in the client-credentials flow. Use a machine-to-machine application."
    ),
    "invalid_grant": "Kinde does not accept this grant. Use the credentials of a machine-to-machine application.",
    "access_denied": (
        "Kinde refused a token for this audience. Authorise the application for the Kinde Management API under "
        "Applications › the application › APIs."
    ),
}


def _mended(details: tuple[Detail, ...]) -> str:
    code = details[0].code if details else ""
    said = details[0].message if details else ""
    if code in _FIXES:
        return f"{_FIXES[code]} Kinde says: {said}" if said else _FIXES[code]
    because = sentence_of(details) or "It did not say why."
    return f"Kinde gives no token for these credentials: {because} Check client id, secret and audience."


def _life(raw: Raw, claims: Raw) -> float:
    """Seconds; from `expires_in`, else the token's own times, else a cautious guess."""
    life = _seconds(raw.get("expires_in"))
    if life is None:
        ends, begins = _seconds(claims.get("exp")), _seconds(claims.get("iat"))
        life = None if ends is None or begins is None else ends - begins
    if life is None or life < 1:
        return _UNKNOWN_LIFE
    return min(life, _LONGEST_LIFE)


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) else None


def _scopes(raw: Raw, claims: Raw) -> frozenset[str] | None:
    for value in (raw.get("scope"), claims.get("scope"), claims.get("scp")):
        scopes = value.split() if isinstance(value, str) else value
        if isinstance(scopes, list) and scopes:
            return frozenset(scope for scope in scopes if isinstance(scope, str))
    return None


def _claims(token: str) -> dict[str, Any]:
    """The token's payload; empty when it is no JWT that can be read."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > _LONGEST_TOKEN:  # noqa: PLR2004 - header, payload, signature
        return {}
    try:
        payload = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        claims = pydantic_core.from_json(payload)
    except (ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, dict) else {}
