"""The Management API: from a request to a handler, past faults, limits, token and scope."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from kinde_tui.api.operations import OPERATIONS
from kinde_tui.demo.answers import HANDLERS, Call, RefusalError, invalid
from kinde_tui.demo.handlers import enlist_all
from kinde_tui.demo.ledger import Entry, Ledger
from kinde_tui.demo.router import Router
from kinde_tui.demo.wire import JsonResponse, faulty

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kinde_tui.api.operation import Operation
    from kinde_tui.demo.faults import FaultPlan
    from kinde_tui.demo.limiter import Limiter
    from kinde_tui.demo.tenant import DemoTenant
    from kinde_tui.demo.tokens import Mint

_OBJECT_ERRORS = frozenset({
    "getApiKey", "deleteApiKey", "rotateApiKey", "UpdateConnection", "ReplaceConnection", "deleteConnection",
    "getOrganizationInvite", "deleteOrganizationInvite", "deleteOrganization", "GetOrgUserMFA", "ResetOrgUserMFAAll",
    "ResetOrgUserMFA", "GetUserSessions", "DeleteUserSessions", "GetUsersMFA", "ResetUsersMFAAll", "ResetUsersMFA",
})  # fmt: skip
"""Operations whose 404 has an object in `errors`, where all others have a list."""

_TELLS_404 = _OBJECT_ERRORS | {
    "getApiKey", "deleteApiKey", "rotateApiKey", "GetConnectedAppAuthUrl", "UpdateConnection", "ReplaceConnection",
    "deleteConnection", "getDirectory", "updateDirectory", "deleteDirectory", "getOrganizationInvite",
    "deleteOrganizationInvite", "deleteOrganization",
}  # fmt: skip
"""Operations whose document knows a 404. What the others answer about a record that is not there is unknown; 400 is the
only status of theirs that fits."""

_OPEN = frozenset({"verifyApiKey"})
"""Operations that need no token: the key in the body speaks for itself."""


class Management:
    """Answers every call under `/api/v1`, and everything that is nothing else."""

    def __init__(self, tenant: DemoTenant, mint: Mint, limiter: Limiter, faults: FaultPlan, ledger: Ledger) -> None:
        enlist_all()
        self._tenant = tenant
        self._mint = mint
        self._limiter = limiter
        self._faults = faults
        self._ledger = ledger
        self._router = Router(OPERATIONS.values())

    async def answer(self, request: Request) -> Response:
        """The answer to one request."""
        found = self._router.find(request.method, request.scope.get("raw_path", b"").decode() or request.url.path)
        fault = self._faults.strike(found[0].id if found else "routeNotFound")
        self._limiter.running += 1
        try:
            if fault is not None and fault.delay:
                await asyncio.sleep(fault.delay)
            if fault is not None and not fault.after:
                instead = faulty(fault, None)
                if instead is not None:
                    return instead
            answer = await self._answer(request, found)
        finally:
            self._limiter.running -= 1
        return (faulty(fault, answer) if fault is not None and fault.after else None) or answer

    async def _answer(self, request: Request, found: tuple[Operation, dict[str, str]] | None) -> Response:
        wait = self._limiter.wait()
        if wait:
            error = RefusalError(429, "TOO_MANY_REQUESTS", "Too many requests. Try again later.")
            return _refused(error, {"RateLimit-Reset": str(wait)})
        if found is None:
            gone = RefusalError(404, "ROUTE_NOT_FOUND", "The requested API route does not exist")
            return JsonResponse({"errors": gone.entry()}, 404)
        operation, path = found
        refusal = self._stopped(request, operation, path)
        if refusal is not None:
            return refusal
        try:
            body = _body(operation, await request.body())
            return self._handled(Call(operation, path, dict(request.query_params), body))
        except RefusalError as error:
            if error.status == HTTPStatus.NOT_FOUND and operation.id in _OBJECT_ERRORS:
                return JsonResponse({"errors": error.entry()}, 404)
            if error.status == HTTPStatus.NOT_FOUND and operation.id not in _TELLS_404:
                error.status = HTTPStatus.BAD_REQUEST
            return _refused(error)

    def _stopped(self, request: Request, operation: Operation, path: dict[str, str]) -> Response | None:
        """The refusal of a request whose token is bad, lacks the scope, or is another organization's."""
        if operation.id in _OPEN:
            return None
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        grant = self._mint.grant_of(token.strip()) if scheme.lower() == "bearer" else None
        if grant is None or not grant.manages:
            error = RefusalError(401, "INVALID_TOKEN", "The access token is missing, expired or not for this API.")
            return _refused(error, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
        if operation.scope and operation.scope not in grant.scopes:
            if self._faults.bare_refusals:
                return JsonResponse(None, 403)
            return _refused(RefusalError(403, "INSUFFICIENT_SCOPE", f"This needs the scope {operation.scope}"))
        own = grant.claims.get("org_code")
        if own and own not in _organizations(path, request):
            return _refused(RefusalError(403, "FORBIDDEN", "The token belongs to an organization."))
        return None

    def _handled(self, call: Call) -> Response:
        route = HANDLERS[call.operation.id]
        answer = route.handler(self._tenant, call)
        if call.operation.writes:
            entry = Entry(call.operation.id, dict(call.path), dict(call.query), call.body or None, self._tenant.now())
            self._ledger.entries.append(entry)
        return JsonResponse(answer, route.status)


def _refused(error: RefusalError, headers: dict[str, str] | None = None) -> Response:
    return JsonResponse({"errors": [error.entry()]}, error.status, headers)


def _organizations(path: dict[str, str], request: Request) -> set[str]:
    """The organizations that a request names."""
    query = request.query_params
    named = (path.get("org_code"), path.get("organization_code"), query.get("code"), query.get("org_code"))
    return {code for code in named if code}


def _body(operation: Operation, sent: bytes) -> dict[str, Any]:
    if operation.body.startswith("multipart"):
        return {"file": sent}
    if not sent.strip():
        return {}
    try:
        body = json.loads(sent)
    except ValueError:
        raise invalid("INVALID_JSON", "The body is no JSON.") from None
    if not isinstance(body, dict):
        raise invalid("INVALID_BODY", "The body must be a JSON object.")
    return body
