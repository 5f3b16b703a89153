"""Answers on the wire: JSON as Kinde writes it, and the ways in which an answer can fail to arrive."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from kinde_tui.demo.faults import Fault


class JsonResponse(Response):
    """JSON in UTF-8."""

    media_type = "application/json; charset=utf-8"

    def render(self, content: Any) -> bytes:
        """The body's bytes; none for None."""
        if content is None:
            return b""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class LostResponse(Response):
    """An answer that does not arrive, or not whole: the connection closes.

    Raises:
        ConnectionResetError: the application is not served over a connection that could be closed.
    """

    def __init__(self, body: bytes, cut: int) -> None:
        super().__init__(body, media_type=JsonResponse.media_type)
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Sends what is to be sent, then closes."""
        raw_send = scope["demo.send"]
        transport = getattr(getattr(raw_send, "__self__", None), "transport", None)
        if self._cut:
            await raw_send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            await raw_send({"type": "http.response.body", "body": self.body[: self._cut], "more_body": True})
        if transport is None:
            raise ConnectionResetError("The connection was closed by a fault.")
        transport.close()
        await receive()  # the request's end
        await receive()  # the connection's


def faulty(fault: Fault, answer: Response | None) -> Response | None:
    """What is sent instead of `answer` (None: it was not made); None: the fault only delays."""
    whole = bytes(answer.body) if answer is not None else b'{"code":"OK","message":"Success"}'
    if fault.close or fault.cut:
        return LostResponse(whole, fault.cut)
    if not fault.status:
        return None
    if isinstance(fault.body, (bytes, str)):
        return Response(fault.body, fault.status, fault.headers)
    return JsonResponse(fault.body, fault.status, fault.headers)
