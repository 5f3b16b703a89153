"""OAuth, OpenID Connect and the tenant's own pages, as Starlette endpoints."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.responses import PlainTextResponse, Response

from kinde_tui.demo.answers import RefusalError, invalid
from kinde_tui.demo.oauth import OAuthError, client_of, introspect, issue_token, openid_configuration, user_profile
from kinde_tui.demo.wire import JsonResponse, faulty

if TYPE_CHECKING:
    from starlette.requests import Request

    from kinde_tui.demo.faults import FaultPlan
    from kinde_tui.demo.ledger import Ledger
    from kinde_tui.demo.signing import Signer
    from kinde_tui.demo.tenant import DemoTenant
    from kinde_tui.demo.tokens import Mint

_NOT_CACHED = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Endpoints:
    """What a Kinde domain answers beside the Management API, and the pages under `/demo`."""

    def __init__(self, tenant: DemoTenant, mint: Mint, signer: Signer, faults: FaultPlan, ledger: Ledger) -> None:
        self._tenant = tenant
        self._mint = mint
        self._signer = signer
        self._faults = faults
        self._ledger = ledger

    async def _struck(self, name: str) -> Response | None:
        fault = self._faults.strike(name)
        if fault is None:
            return None
        await asyncio.sleep(fault.delay)
        return faulty(fault, None)

    async def token(self, request: Request) -> Response:
        """`POST /oauth2/token`: the client-credentials flow, form-encoded."""
        struck = await self._struck("token")
        if struck is not None:
            return struck
        await asyncio.to_thread(self._signer.make_key)
        try:
            form = await _form(request)
            said = issue_token(self._tenant, self._mint, request.headers.get("authorization", ""), form)
        except OAuthError as error:
            return _oauth_error(error)
        return JsonResponse(said, headers=_NOT_CACHED)

    async def introspect(self, request: Request) -> Response:
        """`POST /oauth2/introspect`: what a token is worth; asked by a client or with a machine's token."""
        try:
            form = await _form(request)
            if self._mint.grant_of(_bearer(request)) is None:
                client_of(self._tenant, request.headers.get("authorization", ""), form)
        except OAuthError as error:
            return _oauth_error(error)
        return JsonResponse(introspect(self._mint, form.get("token", "")), headers=_NOT_CACHED)

    async def revoke(self, request: Request) -> Response:
        """`POST /oauth2/revoke`: makes a token worthless. Unknown tokens are fine."""
        try:
            form = await _form(request)
            client_of(self._tenant, request.headers.get("authorization", ""), form)
        except OAuthError as error:
            return _oauth_error(error)
        self._mint.revoke(form.get("token", ""))
        return Response(status_code=200)

    async def user_profile(self, request: Request) -> Response:
        """`GET /oauth2/v2/user_profile`: the person whose access token is sent."""
        try:
            return JsonResponse(user_profile(self._tenant, self._mint, _bearer(request)))
        except OAuthError as error:
            return _oauth_error(error)

    async def openid_configuration(self, request: Request) -> Response:  # noqa: ARG002 - Starlette's signature
        """`GET /.well-known/openid-configuration`."""
        return await self._struck("openidConfiguration") or JsonResponse(openid_configuration(self._tenant.issuer))

    async def key_set(self, request: Request) -> Response:
        """`GET /.well-known/jwks`: the public key; 403 when an Authorization header is sent."""
        struck = await self._struck("keySet")
        if struck is not None:
            return struck
        if "authorization" in request.headers:
            return JsonResponse({"errors": [{"code": "FORBIDDEN", "message": "Send no Authorization header"}]}, 403)
        await asyncio.to_thread(self._signer.make_key)
        return JsonResponse(self._signer.key_set())

    async def about(self, request: Request) -> Response:  # noqa: ARG002 - Starlette's signature
        """`GET /demo`: what this is."""
        ids = self._tenant.people.ids
        return JsonResponse({
            "what": "The demo tenant of kinde-tui. These pages are its own; no Kinde domain has them.",
            "issuer_url": self._tenant.issuer,
            "users": len(self._tenant.people),
            "GET /demo/token": "A token to paste. Parameters: kind=access|id, user=<id or e-mail>, org_code=<code>.",
            "GET /demo/ledger": "How often each operation wrote.",
            "example": f"{self._tenant.issuer}/demo/token?kind=access&user={ids[0] if ids else ''}",
        })  # fmt: skip

    async def person_token(self, request: Request) -> Response:
        """`GET /demo/token`: a person's token as plain text, to be pasted somewhere."""
        query = request.query_params
        user = query.get("user") or next((self._tenant.people.ids[i] for i in self._tenant.people.indexes()), "")
        holder = self._tenant.identities.holder("email", user) if "@" in user else None
        user_id = self._tenant.people.ids[holder] if holder is not None else user
        await asyncio.to_thread(self._signer.make_key)
        try:
            kind = query.get("kind", "access")
            if kind == "id":
                return PlainTextResponse(self._mint.id_token(user_id) + "\n")
            if kind != "access":
                raise invalid("INVALID_KIND", "The kind must be access or id.", "kind")
            return PlainTextResponse(self._mint.access_token(user_id, query.get("org_code")) + "\n")
        except RefusalError as error:
            return PlainTextResponse(f"{error}\n", error.status)

    async def show_ledger(self, request: Request) -> Response:  # noqa: ARG002 - Starlette's signature
        """`GET /demo/ledger`: how often each operation wrote."""
        return JsonResponse({"writes": len(self._ledger.entries), "operations": self._ledger.counts()})


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form-encoded body.

    Raises:
        OAuthError: the body is something else.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise OAuthError(400, "invalid_request", "The body must be form-encoded.")
    pairs: list[Any] = parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    if len({name for name, _ in pairs}) < len(pairs):
        raise OAuthError(400, "invalid_request", "A field was sent twice.")
    return dict(pairs)


def _oauth_error(error: OAuthError) -> Response:
    headers = {"WWW-Authenticate": "Basic"} if error.status == HTTPStatus.UNAUTHORIZED else {}
    return JsonResponse(error.body(), error.status, {**_NOT_CACHED, **headers})
