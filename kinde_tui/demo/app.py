"""The demo tenant as an ASGI application: `demo_app()` is a Kinde domain with a company in it.

Under `/api/v1` it answers the Management API, under `/oauth2` and `/.well-known` OAuth and OpenID Connect, as Kinde
does. Under `/demo` it says what it is and mints tokens of people, which no Kinde domain would do.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from kinde_tui.demo.credentials import CLIENT_ID
from kinde_tui.demo.endpoints import Endpoints
from kinde_tui.demo.faults import FaultPlan
from kinde_tui.demo.founding import found
from kinde_tui.demo.ledger import Ledger
from kinde_tui.demo.limiter import Limiter
from kinde_tui.demo.management import Management
from kinde_tui.demo.signing import Signer
from kinde_tui.demo.tokens import Mint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import Receive, Scope, Send

    from kinde_tui.demo.tenant import FlagMaps

DEFAULT_USERS = 480


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Demo:
    """A demo tenant with everything that tests turn: its state, tokens, limits, faults, and the ledger of writes."""

    def __init__(
        self,
        seed: int,
        users: int,
        now: Callable[[], datetime],
        faults: FaultPlan | None = None,
        organization_flags: FlagMaps = "effective",
    ) -> None:
        self.tenant = found(seed, users, now, organization_flags)
        self.signer = Signer()
        self.mint = Mint(self.tenant, self.signer)
        self.limiter = Limiter(now)
        self.faults = faults if faults is not None else FaultPlan()
        self.ledger = Ledger()
        self.management = Management(self.tenant, self.mint, self.limiter, self.faults, self.ledger)

    def mint_access_token(self, user_id: str, org_code: str | None = None) -> str:
        """A person's access token, for one of their organizations (None: their first).

        Raises:
            RefusalError: there is no such user, or no such membership.
        """
        return self.mint.access_token(user_id, org_code)

    def mint_id_token(self, user_id: str) -> str:
        """A person's ID token.

        Raises:
            RefusalError: there is no such user.
        """
        return self.mint.id_token(user_id)


async def _nobody_there(_request: Request, _error: Exception) -> Response:
    """Whoever hung up in the middle of a request hears no answer, and the log nothing of it."""
    return Response(status_code=HTTPStatus.BAD_REQUEST)


class DemoApp(Starlette):
    """Starlette that keeps the server's own `send`, so that a fault can close the connection behind it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one connection."""
        scope["demo.send"] = send
        await super().__call__(scope, receive, send)


def demo_app(
    seed: int = 1,
    users: int = DEFAULT_USERS,
    *,
    now: Callable[[], datetime] = _utc_now,
    faults: FaultPlan | None = None,
    organization_flags: FlagMaps = "effective",
    without_scopes: Collection[str] = (),
) -> DemoApp:
    """A Kinde domain with a company in it. Writes last as long as the application.

    Args:
        seed: the same seed makes the same company.
        users: how many users there are at the start; 100,000 are no problem.
        now: the tenant's clock; aware datetimes. Ages are counted back from its first reading.
        faults: what is to go wrong, and when.
        organization_flags: what an organization's flag map holds, see `DemoTenant`.
        without_scopes: scopes that nobody has ticked for the application that holds all others.

    Returns:
        The application. `state.demo` is the `Demo`; `state.ledger`, `state.faults` and `state.limiter` are its parts.
    """
    demo = Demo(seed, users, now, faults, organization_flags)
    application = demo.tenant.applications[CLIENT_ID]
    application["scopes"] = [scope for scope in application["scopes"] if scope not in without_scopes]
    endpoints = Endpoints(demo.tenant, demo.mint, demo.signer, demo.faults, demo.ledger)
    app = DemoApp(
        routes=[
            Route("/oauth2/token", endpoints.token, methods=["POST"]),
            Route("/oauth2/introspect", endpoints.introspect, methods=["POST"]),
            Route("/oauth2/revoke", endpoints.revoke, methods=["POST"]),
            Route("/oauth2/v2/user_profile", endpoints.user_profile, methods=["GET"]),
            Route("/.well-known/openid-configuration", endpoints.openid_configuration, methods=["GET"]),
            Route("/.well-known/jwks", endpoints.key_set, methods=["GET"]),
            Route("/.well-known/jwks.json", endpoints.key_set, methods=["GET"]),
            Route("/demo", endpoints.about, methods=["GET"]),
            Route("/demo/token", endpoints.person_token, methods=["GET"]),
            Route("/demo/ledger", endpoints.show_ledger, methods=["GET"]),
            Route("/{path:path}", demo.management.answer, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ],
        exception_handlers={ClientDisconnect: _nobody_there},
    )

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response = await demo.management.answer(Request(scope, receive))
        await response(scope, receive, send)

    app.router.default = answer  # no pattern of a route goes beyond a line break, and a path may hold one
    app.state.demo = demo
    app.state.ledger, app.state.faults, app.state.limiter = demo.ledger, demo.faults, demo.limiter
    return app
