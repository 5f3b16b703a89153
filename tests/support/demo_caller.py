"""A client of the demo tenant, and a clock that tests hold in their hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from kinde_tui.api.operation import Operation, Request
from kinde_tui.demo.credentials import AUDIENCE, CLIENT_ID, CLIENT_SECRET

if TYPE_CHECKING:
    import httpx

    from kinde_tui.demo.app import Demo, DemoApp

Json = dict[str, Any]


@dataclass
class Hand:
    """A clock that moves when it is told to."""

    moment: datetime = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **time: float) -> None:
        self.moment += timedelta(**time)


@dataclass
class Caller:
    """A client of the tenant that holds every scope, unless a test gives it another token."""

    app: DemoApp
    clock: Hand
    http: httpx.AsyncClient
    token: str = ""
    seen: Callable[[Operation, httpx.Response], None] = field(default=lambda _operation, _response: None)

    @property
    def demo(self) -> Demo:
        demo: Demo = self.app.state.demo
        return demo

    async def ask_token(self, **fields: str) -> httpx.Response:
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "audience": AUDIENCE,
        } | fields
        return await self.http.post("/oauth2/token", data={name: value for name, value in form.items() if value})

    async def hold(self, *scopes: str) -> None:
        """Works with these scopes only from now on."""
        self.token = str((await self.ask_token(scope=" ".join(scopes))).json()["access_token"])

    async def send(
        self,
        operation: Operation,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        files: Any = None,
    ) -> httpx.Response:
        request = Request(operation, path or {}, query or {}, body)
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        response = await self.http.request(operation.method, request.target, headers=headers, json=body, files=files)
        self.seen(operation, response)
        return response

    async def get(self, operation: Operation, *parts: str, **query: Any) -> Json:
        """The answer of a read; `parts` are the path's parameters in order."""
        return await self.done(operation, *parts, query=query)

    async def done(
        self, operation: Operation, *parts: str, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Json:
        """The answer of a call that must succeed."""
        response = await self.send(operation, dict(zip(operation.path_parameters, parts, strict=True)), query, body)
        assert response.status_code in {200, 201}, response.text
        return dict(response.json()) if response.content else {}

    async def refused(
        self, operation: Operation, *parts: str, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Json:
        """The first reason of a call that must be refused, with its status."""
        response = await self.send(operation, dict(zip(operation.path_parameters, parts, strict=True)), query, body)
        assert response.status_code >= 400, response.text
        errors = response.json()["errors"]
        return {"status": response.status_code, **(errors if isinstance(errors, dict) else errors[0])}
