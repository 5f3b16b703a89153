"""API keys: what a user, an organization or an environment calls an API with, without signing in."""

from __future__ import annotations

from datetime import datetime

from pydantic import SecretStr

from kinde_tui.models.record import Record


class ApiKey(Record):
    """An API key as it can be read: never with its secret, of which only the first and last characters are told."""

    id: str = ""
    name: str | None = None
    type: str | None = None
    """`user`, `organization` or `environment`."""
    status: str | None = None
    """`active`, `inactive` or `revoked`."""
    key_prefix: str | None = None
    key_suffix: str | None = None
    created_on: datetime | None = None
    created_by: str | None = None
    last_verified_on: datetime | None = None
    last_verified_ip: str | None = None
    api_ids: tuple[str, ...] | None = None
    scopes: tuple[str, ...] | None = None
    verification_count: int | None = None
    """Only in the answer for a single key, as are the fields below."""
    organization_id: str | None = None
    user_id: str | None = None


class NewApiKey(Record):
    """What Kinde answers to making or rotating a key: the only time that it tells the secret."""

    id: str = ""
    key: SecretStr = SecretStr("")


class KeyVerdict(Record):
    """What Kinde says of a key that was handed to it."""

    is_valid: bool | None = None
    key_id: str | None = None
    status: str | None = None
    scopes: tuple[str, ...] | None = None
    org_code: str | None = None
    user_id: str | None = None
    last_verified_on: datetime | None = None
    verification_count: int | None = None
