"""What kind of token it is, by which marks it was recognised, and what it is good for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kinde_tui.tokens.hasura import claim, texts


class Kind(StrEnum):
    """Kinds of token. Opaque words and encrypted tokens are UNKNOWN."""

    ACCESS = "access"
    ID = "id"
    M2M = "m2m"
    WEBHOOK = "webhook"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recognized:
    """A kind, and the grounds for it."""

    kind: Kind
    label: str
    """For people: `access token of a user`."""
    reason: str
    """The marks that it was recognised by."""
    advice: str
    """What to do with it, and what not."""


_LABELS: Mapping[Kind, tuple[str, str]] = {
    Kind.ACCESS: (
        "access token of a user",
        "Send it to an API as the bearer token. An API checks the signature, iss, aud and exp before it trusts it.",
    ),
    Kind.ID: (
        "ID token",
        "It tells an application who signed in. This is an ID token: do not send it to an API as the bearer token.",
    ),
    Kind.M2M: (
        "machine-to-machine access token",
        "It stands for an application, not for a person: there is no user behind it. Its scopes say what it may do.",
    ),
    Kind.WEBHOOK: (
        "webhook event",
        "It is the body of Kinde's call to a webhook and opens nothing. Verify it; refuse an event_id seen before.",
    ),
    Kind.UNKNOWN: (
        "unknown kind of token",
        "It has none of the marks of Kinde's tokens: do not rely on it before you know who made it.",
    ),
}

Rule = tuple[Kind, Callable[[Mapping[str, Any]], bool], str]


def _has(*names: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda claims: all(claim(claims, name)[1] for name in names)


def _is_event(claims: Mapping[str, Any]) -> bool:
    """A token with scopes or a user may have claims of its own by these names: it opens something all the same."""
    return _has("event_id", "type", "data")(claims) and not any(name in claims for name in ("scp", "sub", "gty"))


def _client_credentials(claims: Mapping[str, Any]) -> bool:
    return "client_credentials" in texts(claims.get("gty"))


def _id_marks(claims: Mapping[str, Any]) -> bool:
    return "scp" not in claims and any(name in claims for name in ("at_hash", "auth_time", "nonce", "c_hash", "rat"))


def _id_organizations(claims: Mapping[str, Any]) -> bool:
    return "scp" not in claims and bool(claim(claims, "org_codes")[1]) and not claim(claims, "permissions")[1]


def _access_marks(claims: Mapping[str, Any]) -> bool:
    return "sub" in claims and any(claim(claims, name)[1] for name in ("permissions", "org_code", "feature_flags"))


def _profile(claims: Mapping[str, Any]) -> bool:
    names = ("email", "given_name", "family_name", "name", "preferred_username", "phone_number")
    return "sub" in claims and any(name in claims for name in names)


_RULES: tuple[Rule, ...] = (
    (Kind.WEBHOOK, _is_event, "it has event_id, type and data, as webhook events do"),
    (Kind.M2M, _client_credentials, "its grant type (gty) is client_credentials"),
    (Kind.ID, _id_marks, "it describes a sign-in (auth_time, at_hash, nonce or rat) and has no scopes (scp)"),
    (Kind.ID, _id_organizations, "it lists all organizations of the user (org_codes) and has no scopes (scp)"),
    (Kind.ACCESS, _has("scp", "sub"), "it has scopes (scp) and a user (sub)"),
    (Kind.M2M, _has("scp", "azp"), "it has scopes (scp) and an application (azp), but no user (sub)"),
    (Kind.ACCESS, _access_marks, "it has a user (sub) with permissions, an organization or feature flags, but no scp"),
    (Kind.ID, _profile, "it has a user's profile (name, e-mail) and no scopes (scp)"),
)


def recognize(claims: Mapping[str, Any]) -> Recognized:
    """The kind of the token with this payload: the first rule that fits, with the rule's own words as the reason."""
    for kind, fits, reason in _RULES:
        if fits(claims):
            label, advice = _LABELS[kind]
            return Recognized(kind, label, f"Recognised because {reason}.", advice)
    label, advice = _LABELS[Kind.UNKNOWN]
    return Recognized(Kind.UNKNOWN, label, "None of the marks of Kinde's tokens is there.", advice)


def recognize_undecoded(*, opaque: bool, parts: int, name: str = "") -> Recognized:
    """The kind of something whose payload cannot be read.

    Args:
        opaque: it is one word that holds nothing.
        parts: groups between dots.
        name: what it was called where it stood, such as `refresh_token`.
    """
    if opaque:
        reason = (
            "It was called refresh_token, and it is one opaque word."
            if name == "refresh_token"
            else "It is one opaque word, as refresh tokens are."
        )
        return Recognized(Kind.UNKNOWN, "opaque: probably a refresh token", reason, _OPAQUE_ADVICE)
    if parts == _ENCRYPTED_PARTS:
        return Recognized(Kind.UNKNOWN, "encrypted token (JWE)", "It has five parts.", _ENCRYPTED_ADVICE)
    return Recognized(Kind.UNKNOWN, "no readable token", "Its payload cannot be read.", "Copy the whole token again.")


_ENCRYPTED_PARTS = 5
_OPAQUE_ADVICE = (
    "A refresh token buys new tokens from Kinde: never send it to an API, and keep it as secret as a password."
)
_ENCRYPTED_ADVICE = "Only the recipient can decrypt it. Kinde does not issue encrypted tokens."
