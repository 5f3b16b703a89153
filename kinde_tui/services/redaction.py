"""What must not be written down: which fields of a request are secret, and what stands in their place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations
from kinde_tui.api.operation import query_text

if TYPE_CHECKING:
    from kinde_tui.api.operation import Operation, Request

HIDDEN = "•••"
"""What stands in the place of a secret; as long for a short secret as for a long one."""

SECRET_FIELDS: Mapping[str, frozenset[str]] = {
    operations.CREATE_ENVIRONMENT_VARIABLE.id: frozenset({"value"}),
    operations.UPDATE_ENVIRONMENT_VARIABLE.id: frozenset({"value"}),
    operations.CREATE_CONNECTION.id: frozenset({"options"}),
    operations.UPDATE_CONNECTION.id: frozenset({"options"}),
    operations.REPLACE_CONNECTION.id: frozenset({"options"}),
    operations.SET_USER_PASSWORD.id: frozenset({"hashed_password", "salt", "signer_key", "salt_separator"}),
    operations.VERIFY_API_KEY.id: frozenset({"api_key"}),
    operations.GET_CONNECTED_APP_TOKEN.id: frozenset({"session_id"}),
    operations.REVOKE_CONNECTED_APP_TOKEN.id: frozenset({"session_id"}),
}
"""Fields that are secret in one operation though their name does not say so."""

SECRET_ANSWERS: Mapping[str, frozenset[str]] = {
    operations.CREATE_API_KEY.id: frozenset({"key"}),
    operations.ROTATE_API_KEY.id: frozenset({"key"}),
}
"""The same for what is answered."""

PLAIN_BESIDE_SECRETS = frozenset(
    {"name", "type", "org_code", "user_id", "key", "directory_name", "provider_code", "client_id", "scope_ids"},
)
"""The only fields kept of a request whose answer holds a secret."""

_SECRET_NAME = re.compile(
    r"secret|password|passphrase|token|salt|signer|private|credential|api_?key|authorization", re.IGNORECASE
)
_PAGING = "next_token"
_PLAIN_NAME = re.compile(r"^(is|has)_|_(lifetime|on|id|ids|method|position)$", re.IGNORECASE)


def redacted(fields: Mapping[str, Any], operation: Operation) -> dict[str, Any]:
    """The fields of a body, a query, a before or an after, with every secret replaced by `HIDDEN`."""
    named = SECRET_FIELDS.get(operation.id, frozenset())
    plain = PLAIN_BESIDE_SECRETS if operation.secret else None
    return {
        name: HIDDEN
        if value is not None and (name in named or (plain is not None and name not in plain) or _secret(name))
        else _nested(value)
        for name, value in fields.items()
    }


def answered(answer: Any, operation: Operation) -> Any:
    """An answer with its secrets hidden; that of an operation whose answers hold none is returned as it is."""
    return _answered(answer, SECRET_ANSWERS.get(operation.id, frozenset())) if operation.secret else answer


def _answered(value: Any, named: frozenset[str]) -> Any:
    if isinstance(value, (list, tuple)):
        return [_answered(item, named) for item in value]
    if not isinstance(value, Mapping):
        return value
    if value.get("is_secret") is True:
        named |= {"value"}
    return {
        name: HIDDEN
        if isinstance(inner, str) and name != _PAGING and (name in named or _secret(name))
        else _answered(inner, named)
        for name, inner in value.items()
    }


def request_line(request: Request) -> str:
    """Method and path of a request with its query, secrets hidden: `PATCH /api/v1/user?id=kp_1`.

    The query is as people read it, but for the signs without which it could not be taken apart again.
    """
    query = {name: value for name, value in request.query.items() if value is not None}
    shown = "&".join(
        f"{name}={_unambiguous(query_text(value))}" for name, value in redacted(query, request.operation).items()
    )
    return f"{request.operation.method} {request.url_path}" + (f"?{shown}" if shown else "")


def request_body(request: Request) -> Any:
    """The body of a request, secrets hidden; None when it has none."""
    if isinstance(request.body, Mapping):
        return redacted(request.body, request.operation)
    return HIDDEN if request.operation.secret and request.body is not None else _nested(request.body)


def exact(request: Request) -> str:
    """The whole request as one line of text, secrets hidden."""
    body = request_body(request)
    return request_line(request) + ("" if body is None else f" {json.dumps(body, ensure_ascii=False)}")


def _unambiguous(text: str) -> str:
    return text.replace("%", "%25").replace("&", "%26")


def _secret(name: str) -> bool:
    return bool(_SECRET_NAME.search(name)) and not _PLAIN_NAME.search(name)


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: HIDDEN if _secret(str(name)) and inner is not None else _nested(inner)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_nested(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return HIDDEN
