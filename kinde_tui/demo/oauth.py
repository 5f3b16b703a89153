"""The tenant's OAuth and OpenID Connect endpoints, as functions of a request's parts."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit

from kinde_tui.demo.tokens import Mint, profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinde_tui.demo.tenant import DemoTenant, Row


class OAuthError(Exception):
    """An error in the form of RFC 6749.

    Args:
        status: the HTTP status.
        error: the code.
        description: the reason in words.
    """

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error

    def body(self) -> dict[str, str]:
        """The answer's body."""
        return {"error": self.error, "error_description": str(self)}


def client_of(tenant: DemoTenant, authorization: str, form: Mapping[str, str]) -> Row:
    """The application that asks: by HTTP Basic, or by the fields of the form.

    Raises:
        OAuthError: `invalid_client`; the same sentence whatever is wrong with it.
    """
    client_id, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, packed = authorization.partition(" ")
    if scheme.lower() == "basic":
        try:
            client_id, _, secret = b64decode(packed, validate=True).decode().partition(":")
        except ValueError:
            client_id = ""
        client_id, secret = unquote_plus(client_id), unquote_plus(secret)
    application = tenant.applications.get(client_id)
    if application is None or not secret or application["client_secret"] != secret:
        raise OAuthError(401, "invalid_client", "Client authentication failed.")
    return application


def _audiences(tenant: DemoTenant, application: Row, wanted: str) -> tuple[list[str], bool]:
    """The audience of a token, and whether it is the Management API's.

    The Management API answers to its own audience and, while it is served, to the served address with `/api`,
    whatever the scheme: the official SDKs write `https` in front of any host.
    """
    for api in tenant.apis.values():
        names = {api["audience"]}
        if api["is_management_api"]:
            host = urlsplit(tenant.issuer).netloc
            names |= {f"{scheme}://{host}/api{tail}" for scheme in ("http", "https") for tail in ("", "/v1")}
        if wanted.rstrip("/") in names:
            if application["id"] not in api["applications"]:
                raise OAuthError(403, "unauthorized_client", "The application is not authorised for this audience.")
            return [wanted], bool(api["is_management_api"])
    raise OAuthError(400, "invalid_request", f"Requested audience {wanted!r} has not been whitelisted.")


def issue_token(tenant: DemoTenant, mint: Mint, authorization: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The answer of the token endpoint to `client_credentials`.

    Raises:
        OAuthError: every error of RFC 6749 that this flow knows.
    """
    grant_type = form.get("grant_type")
    if not grant_type:
        raise OAuthError(400, "invalid_request", "The grant_type is missing.")
    if grant_type != "client_credentials":
        raise OAuthError(400, "unsupported_grant_type", f"The grant type {grant_type!r} is not supported here.")
    application = client_of(tenant, authorization, form)
    if application["type"] != "m2m":
        raise OAuthError(403, "unauthorized_client", "Only machine-to-machine applications may use this grant type.")
    audience = form.get("audience", "")
    if not audience:
        raise OAuthError(400, "invalid_request", "The audience is missing.")
    audiences, manages = _audiences(tenant, application, audience)
    held = list(application["scopes"]) if manages else []
    wanted = form.get("scope", "").split()
    for scope in wanted:
        if scope not in held:
            raise OAuthError(400, "invalid_scope", f"The application does not hold the scope {scope!r}.")
    scopes = wanted or held
    token = mint.machine_token(application["id"], audiences, scopes, manages=manages)
    life = int(mint.machine_life.total_seconds())
    return {"access_token": token, "expires_in": life, "scope": " ".join(scopes), "token_type": "bearer"}


def introspect(mint: Mint, token: str) -> dict[str, Any]:
    """What a token is worth now."""
    grant = mint.grant_of(token)
    if grant is None:
        return {"active": False}
    return {"active": True, "client_id": grant.client_id, "token_type": "bearer", **grant.claims}


def user_profile(tenant: DemoTenant, mint: Mint, token: str) -> dict[str, Any]:
    """The profile of the person whose access token it is.

    Raises:
        OAuthError: `invalid_token`.
    """
    grant = mint.grant_of(token)
    index = tenant.people.index_of(grant.claims.get("sub", "")) if grant else None
    if index is None:
        raise OAuthError(401, "invalid_token", "The access token is missing, expired or not a person's.")
    return {"sub": tenant.people.ids[index], "id": tenant.people.ids[index], **profile(tenant.people.person(index))}


def openid_configuration(issuer: str) -> dict[str, Any]:
    """Where everything is."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/oauth2/auth",
        "token_endpoint": f"{issuer}/oauth2/token",
        "introspection_endpoint": f"{issuer}/oauth2/introspect",
        "revocation_endpoint": f"{issuer}/oauth2/revoke",
        "userinfo_endpoint": f"{issuer}/oauth2/v2/user_profile",
        "jwks_uri": f"{issuer}/.well-known/jwks",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": ["code", "id_token", "token"],
        "scopes_supported": ["openid", "profile", "email", "offline"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": ["aud", "email", "exp", "family_name", "given_name", "iat", "iss", "name", "sub"],
    }
