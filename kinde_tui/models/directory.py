"""Directories: organizations' users as another system keeps them and sends them by SCIM."""

from __future__ import annotations

from datetime import datetime

from pydantic import SecretStr

from kinde_tui.models.record import Record


class Directory(Record):
    """A SCIM directory of one organization."""

    id: str = ""
    directory_name: str | None = None
    directory_endpoint_id: str | None = None
    secret_token: SecretStr | None = None
    """What the other system authenticates with. Lists tell it as well: it is taken out before anything is kept."""
    status: str | None = None
    """`Pending`, `Validating`, `Active`, `Inactive` or `Error`."""
    organization_code: str | None = None
    enterprise_connection_id: str | None = None
    enterprise_connection_name: str | None = None
    last_sync_started_at: datetime | None = None
    last_sync_completed_at: datetime | None = None
    last_sync_error: str | None = None
    created_on: datetime | None = None
