"""The exact request as text, with every secret hidden."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kinde_tui.api.bodies import BEARER, content_type
from kinde_tui.api.operation import Request, Upload, query_pairs
from kinde_tui.services.redaction import HIDDEN, redacted, request_body

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation


def request_text(request: Request, host: str) -> str:
    """A request as it would leave: request line, headers that matter, and the body as people read it.

    Args:
        request: what would be sent.
        host: the tenant's address: `https://acme.kinde.com`.
    """
    query = {name: value for name, value in request.query.items() if value is not None}
    shown = "&".join(f"{name}={value}" for name, value in query_pairs(redacted(query, _typed(request.operation))))
    lines = [f"{request.operation.method} {host.rstrip('/')}{request.url_path}{'?' if shown else ''}{shown}"]
    if not request.operation.anonymous or request.operation.body.startswith(BEARER):
        lines.append(f"Authorization: Bearer {HIDDEN}")
    if request.body is not None and (kind := content_type(request.operation)):
        lines += [f"Content-Type: {kind}", "", _body(request)]
    return "\n".join(lines)


def is_secret(operation: Operation, name: str) -> bool:
    """Whether what is typed for a field is not shown: by its own name, or by that of what it is inside.

    Args:
        operation: what the field belongs to.
        name: in full: `options.client_secret`.
    """
    parts = name.replace("[", ".").replace("]", "").split(".")
    return any(redacted({part: part}, _typed(operation))[part] == HIDDEN for part in parts)


def _typed(operation: Operation) -> Operation:
    """The operation for what a person typed: a secret in the answer does not make secrets of what is asked."""
    return replace(operation, secret=False)


def _body(request: Request) -> str:
    body = request.body
    if isinstance(body, Mapping) and any(isinstance(value, Upload) for value in body.values()):
        return "\n".join(f"{name}: {_file(value)}" for name, value in body.items())
    typed = Request(_typed(request.operation), request.path, request.query, body)
    return json.dumps(request_body(typed), ensure_ascii=False, indent=2)


def _file(value: Any) -> str:
    if not isinstance(value, Upload):
        return HIDDEN
    return f"{value.name}, {len(value.content):,} bytes of {value.kind}"
