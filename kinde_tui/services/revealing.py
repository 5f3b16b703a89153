"""Secrets that Kinde lets read: asked for when somebody wants to see one, and handed over without being kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from kinde_tui.api.errors import NotFoundError
from kinde_tui.api.records import record_of

if TYPE_CHECKING:
    from kinde_tui.api.operation import Request
    from kinde_tui.services.gateway import Gateway


async def reveal(gateway: Gateway, request: Request, field: str) -> SecretStr:
    """Reads one secret from the tenant.

    Args:
        gateway: the tenant's API.
        request: reads the record that holds it; its operation is what Kinde calls it.
        field: the secret's name in the record.

    Raises:
        NotFoundError: the record holds none.
        KindeError: the tenant did not tell.
    """
    found = (record_of(request.operation, await gateway.send(request)) or {}).get(field)
    if not isinstance(found, str) or not found:
        raise NotFoundError("Kinde sent no secret for this record.")
    return SecretStr(found)
