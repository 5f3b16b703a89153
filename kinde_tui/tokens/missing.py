"""What a token of its kind could have and has not, and why that may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kinde_tui.tokens.hasura import claim, texts
from kinde_tui.tokens.kinds import Kind


@dataclass(frozen=True, slots=True)
class Missing:
    """A claim that is not there."""

    claim: str
    reasons: tuple[str, ...]
    """Each a possible cause, with what to do; the likeliest first."""
    by_design: bool = False
    """Tokens of this kind never have it."""

    def as_json(self) -> dict[str, Any]:
        """The claim and the causes for scripts."""
        return {"claim": self.claim, "reasons": list(self.reasons), "by_design": self.by_design}


def missing(kind: Kind, claims: Mapping[str, Any]) -> tuple[Missing, ...]:
    """Everything that one would look for in a token of this kind in vain."""
    return tuple(_BY_KIND[kind](claims)) if kind in _BY_KIND else ()


def _lacks(claims: Mapping[str, Any], name: str) -> bool:
    """Whether the claim is absent or empty, under its own name and Hasura's."""
    value, source = claim(claims, name)
    return not source or value in (None, "", [], {})


def _access(claims: Mapping[str, Any]) -> Iterator[Missing]:
    if _lacks(claims, "org_code"):
        yield Missing("org_code", (_NO_ORGANIZATION, _SIGNED_IN_WITHOUT))
    if _lacks(claims, "permissions"):
        first = _NO_PERMISSIONS_WITHOUT_ORG if _lacks(claims, "org_code") else _NO_PERMISSIONS
        yield Missing("permissions", (first, _STALE, _WORKFLOW, _HASURA))
    if _lacks(claims, "roles"):
        yield Missing("roles", (_CUSTOMIZATION.format("roles"), "The user has no role in this organization."))
    if _lacks(claims, "feature_flags"):
        yield Missing("feature_flags", ("The environment defines no feature flags.", _WORKFLOW, _HASURA))
    if _lacks(claims, "email"):
        yield Missing("email", (_CUSTOMIZATION.format("the e-mail address"), "The user has no e-mail identity."))
    if _lacks(claims, "aud"):
        yield Missing("aud", (_NO_AUDIENCE,))
    if "offline" not in texts(claims.get("scp")):
        yield Missing("refresh token", (_NO_OFFLINE,))


def _id(claims: Mapping[str, Any]) -> Iterator[Missing]:
    if _lacks(claims, "email"):
        yield Missing("email", ("The application did not ask for the scope email.", "The user has no e-mail identity."))
    if all(_lacks(claims, name) for name in ("name", "given_name", "family_name")):
        yield Missing("name", ("The application did not ask for the scope profile.", "The user has no name."))
    if _lacks(claims, "org_codes"):
        yield Missing("org_codes", (_NO_ORGANIZATION,))
    yield Missing("permissions", ("ID tokens never hold permissions: look in the access token.",), by_design=True)


def _m2m(claims: Mapping[str, Any]) -> Iterator[Missing]:
    if _lacks(claims, "sub"):
        yield Missing("sub", ("There is no user behind a machine-to-machine token.",), by_design=True)
    if _lacks(claims, "scp") and _lacks(claims, "scope"):
        yield Missing("scp", ("The application was granted no scope of this API: Kinde › APIs › the API › Scopes.",))
    if _lacks(claims, "aud"):
        yield Missing("aud", (_NO_AUDIENCE,))
    if _lacks(claims, "org_code"):
        yield Missing("org_code", ("The application belongs to no organization; most do not.",))
    if _lacks(claims, "feature_flags"):
        yield Missing("feature_flags", ("Flags are switched on for each machine-to-machine application in Kinde.",))


def _webhook(claims: Mapping[str, Any]) -> Iterator[Missing]:
    if "exp" not in claims:
        yield Missing("exp", ("Webhook events never expire: refuse an event_id that you handled.",), by_design=True)


_BY_KIND: Mapping[Kind, Callable[[Mapping[str, Any]], Iterator[Missing]]] = {
    Kind.ACCESS: _access,
    Kind.ID: _id,
    Kind.M2M: _m2m,
    Kind.WEBHOOK: _webhook,
}
_NO_ORGANIZATION = "The user is a member of no organization."
_SIGNED_IN_WITHOUT = "The user signed in without choosing one: the application sends org_code to choose it."
_NO_PERMISSIONS = "None is assigned to the user in this organization, directly or through a role."
_NO_PERMISSIONS_WITHOUT_ORG = "The token is for no organization, and permissions are held in organizations."
_STALE = "They were assigned after the token was issued: it changes at the next issue only."
_WORKFLOW = "A token workflow took them out."
_HASURA = "The Hasura mapping moved them elsewhere, in a form that is not known here."
_CUSTOMIZATION = "The application's token customization does not add {}."
_NO_AUDIENCE = "The application asked for no audience: it has to name the API's audience when it asks for the token."
_NO_OFFLINE = "The application did not ask for the scope offline, so no refresh token came with this one."
