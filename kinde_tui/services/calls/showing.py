"""The exact request as text, with every secret hidden."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.api.bodies import BEARER, content_type
from kinde_tui.api.operation import Upload, query_pairs
from kinde_tui.services.redaction import HIDDEN, redacted, request_body

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request


def request_text(request: Request, host: str) -> str:
    """A request as it would leave: request line, headers that matter, and the body as people read it.

    Args:
        request: what would be sent.
        host: the tenant's address: `https://acme.kinde.com`.
    """
    query = {name: value for name, value in request.query.items() if value is not None}
    shown = "&".join(f"{name}={value}" for name, value in query_pairs(redacted(query, request.operation)))
    lines = [f"{request.operation.method} {host.rstrip('/')}{request.url_path}{'?' if shown else ''}{shown}"]
    if not request.operation.public or request.operation.body.startswith(BEARER):
        lines.append(f"Authorization: Bearer {HIDDEN}")
    if request.body is not None and (kind := content_type(request.operation)):
        lines += [f"Content-Type: {kind}", "", _body(request)]
    return "\n".join(lines)


def _body(request: Request) -> str:
    body = request.body
    if isinstance(body, Mapping) and any(isinstance(value, Upload) for value in body.values()):
        return "\n".join(f"{name}: {_file(value)}" for name, value in body.items())
    return json.dumps(request_body(request), ensure_ascii=False, indent=2)


def _file(value: Any) -> str:
    if not isinstance(value, Upload):
        return HIDDEN
    return f"{value.name}, {len(value.content):,} bytes of {value.kind}"
