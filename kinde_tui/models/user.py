"""Users and what hangs on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AliasChoices, Field

from kinde_tui.models.record import Record


class User(Record):
    """A person who signs in.

    Kinde spells one user three ways: lists say `email`, `GET /user` says `preferred_email`, and both say
    `first_name` where a PATCH takes `given_name`. Here it is `email` and `first_name`.
    """

    id: str = ""
    provided_id: str | None = None
    """The id that the tenant's own systems know this person by."""
    email: str | None = Field(default=None, validation_alias=AliasChoices("email", "preferred_email"))
    phone: str | None = None
    username: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    picture: str | None = None
    is_suspended: bool | None = None
    total_sign_ins: int | None = None
    failed_sign_ins: int | None = None
    """Failed sign-ins in a row."""
    last_signed_in: datetime | None = None
    created_on: datetime | None = None
    organizations: tuple[str, ...] | None = None
    """Codes of the organizations; present when the list was asked to expand them."""
    identities: tuple[dict[str, Any], ...] | None = None

    @property
    def full_name(self) -> str:
        """First and last name, or what comes closest: e-mail, username, phone, id."""
        name = " ".join(part for part in (self.first_name, self.last_name) if part)
        return name or self.email or self.username or self.phone or self.id


class Identity(Record):
    """One way a user proves who they are. An identity is replaced, never edited."""

    id: str = ""
    type: str | None = None
    name: str | None = None
    """Its value: the address, the number, the name."""
    email: str | None = None
    is_confirmed: bool | None = None
    is_primary: bool | None = None
    connection_id: str | None = None
    total_logins: int | None = None
    last_login_on: datetime | None = None
    created_on: datetime | None = None


class Session(Record):
    """One signed-in browser or device. The API ends all of a user's sessions or none."""

    session_id: str = ""
    user_id: str | None = None
    org_code: str | None = None
    client_id: str | None = None
    connection_id: str | None = None
    started_on: datetime | None = None
    updated_on: datetime | None = None
    expires_on: datetime | None = None
    last_ip_address: str | None = None
    last_user_agent: str | None = None
    initial_ip_address: str | None = None
    initial_user_agent: str | None = None


class SearchHit(User):
    """A user as the server's own search returns it."""

    properties: Any = None
    api_scopes: Any = None
