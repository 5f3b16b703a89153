"""What a request's body looks like on the wire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

import pydantic_core

from kinde_tui.api.errors import RefusedHereError
from kinde_tui.api.operation import Upload

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation, Request

BEARER = "bearer"
"""What stands before the fields of an operation that is sent with a token of somebody's own."""
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


def content_type(operation: Operation) -> str:
    """The media type of an operation's body; empty: it has none."""
    kind, _, _ = operation.body.partition("{")
    kind = kind.strip()
    return ("" if kind == BEARER else kind or "application/json") if operation.body else ""


def encoded(request: Request) -> tuple[dict[str, str], bytes | None]:
    """The headers and the bytes of a request's body; none when it has none.

    Raises:
        RefusedHereError: the body cannot be written in the form that the operation takes.
    """
    if request.body is None:
        return {}, None
    if request.operation.body.startswith(BEARER):
        return {"Authorization": f"Bearer {_token(request)}"}, None
    form = content_type(request.operation)
    if form.startswith("multipart"):
        return _multipart(request)
    if form == "application/x-www-form-urlencoded":
        return {"Content-Type": form}, urlencode(request.body).encode()
    try:
        content = pydantic_core.to_json(request.body, inf_nan_mode="strings", fallback=_plain)
    except (ValueError, TypeError) as error:
        raise RefusedHereError(f"What {request.operation.id} should send cannot be written as JSON.") from error
    return {"Content-Type": "application/json"}, content


def _token(request: Request) -> str:
    (token,) = request.body.values() if isinstance(request.body, Mapping) and len(request.body) == 1 else ("",)
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token.strip():
        raise RefusedHereError(f"{request.operation.id} takes one access token and nothing else.")
    return token.strip()


def _plain(value: Any) -> Any:
    """A mapping of any kind as a dictionary."""
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


def _multipart(request: Request) -> tuple[dict[str, str], bytes]:
    files = request.body.items() if isinstance(request.body, Mapping) else ()
    if not files or not all(isinstance(file, Upload) for _, file in files):
        raise RefusedHereError(f"{request.operation.id} takes a file and nothing else.")
    boundary = uuid4().hex
    parts: list[bytes] = []
    for name, file in files:
        called = re.sub(r'[\\"\r\n]', "_", file.name)
        kind = file.kind if _MEDIA_TYPE.fullmatch(file.kind) else "application/octet-stream"
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        parts += [head.encode("utf-8", "replace"), file.content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, b"".join(parts)
