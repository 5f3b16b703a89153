"""Everything that the declarations can be asked to write, with records and answers that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from kinde_tui.services.collections.collection import Context
from kinde_tui.services.collections.details import Across, Ticks
from kinde_tui.services.collections.registry import COLLECTIONS
from tests.services.collections import access_samples, settings_samples

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Change, Parent

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)

USER: dict[str, Any] = {
    "id": "kp_1",
    "email": "ada@example.com",
    "first_name": "Ada",
    "last_name": "Lovelace",
    "is_suspended": False,
    "organizations": ["org_1"],
    "last_signed_in": "2026-05-20T09:00:00Z",
    "total_sign_ins": 41,
}
ROLE: dict[str, Any] = {
    "id": "role_1",
    "key": "admin",
    "name": "Admin",
    "description": "All of it",
    "is_default_role": False,
}
PERMISSION: dict[str, Any] = {"id": "perm_1", "key": "read:invoices", "name": "Read invoices", "description": "Look"}
ORGANIZATION: dict[str, Any] = {"code": "org_1", "name": "Acme", "handle": "acme", "is_default": False}

CONNECTION: dict[str, Any] = {"id": "conn_1", "name": "gh", "display_name": "GitHub", "strategy": "oauth2:github"}
_URL = "https://app.example.com/callback"
URL: dict[str, Any] = {"url": _URL, "allowed": [_URL, "https://*.example.com"]}

RECORDS: Mapping[str, Sequence[dict[str, Any]]] = {
    **settings_samples.RECORDS,
    **access_samples.RECORDS,
    "users": (USER, {**USER, "is_suspended": True}),
    "organizations": (ORGANIZATION, {**ORGANIZATION, "is_suspended": True}),
    "roles": (ROLE,),
    "permissions": (PERMISSION,),
    "properties": ({"id": "prop_1", "key": "town", "name": "Town", "is_private": False},),
    "property_categories": ({"id": "cat_1", "name": "General"},),
    "applications": ({"id": "app_1", "name": "Console", "type": "reg"},),
    "connections": (CONNECTION,),
    "application_callbacks": (URL,),
    "application_logouts": (URL,),
    "application_connections": (CONNECTION,),
    "application_access_roles": (ROLE,),
    "application_properties": ({"id": "prop_1", "key": "town", "name": "Town", "value": "Staines"},),
    "environment_flags": ({"key": "theme", "type": "str", "value": "pink"},),
    "organization_flags": ({"key": "theme", "type": "str", "value": "pink"},),
    "members": (
        {"id": "kp_1", "full_name": "Ada Lovelace", "email": "ada@example.com", "roles": ["admin"]},
        {"id": "kp_2", "first_name": "Grace", "roles": ["admin", "billing"]},
    ),
    "member_roles": (ROLE,),
    "member_permissions": ({**PERMISSION, "roles": []},),
    "role_permissions": (PERMISSION,),
    "role_users": ({"id": "kp_1", "org_codes": ["org_1"]},),
    "organization_properties": ({"id": "prop_1", "key": "town", "name": "Town", "value": "Staines"},),
    "user_properties": ({"id": "prop_1", "key": "town", "name": "Town", "value": "Staines"},),
    "identities": (
        {"id": "ident_1", "type": "email", "name": "ada@example.com", "is_primary": False},
        {"id": "ident_2", "type": "phone", "name": "+61426148233", "is_primary": None},
    ),
    "sessions": ({"session_id": "session_1", "user_id": "kp_1", "client_id": "app_1"},),
}

PARENTS = {
    **access_samples.PARENTS,
    **settings_samples.PARENTS,
    "org_code": "org_1",
    "user_id": "kp_1",
    "role_id": "role_1",
    "app_id": "app_1",
    "application_id": "app_1",
}

ANSWERS: Mapping[str, str] = {
    **settings_samples.ANSWERS,
    **access_samples.ANSWERS,
    "organization": "org_2",
    "role": "role_2",
    "permission": "perm_2",
    "user": "kp_2",
    "mode": "access",
    "email": "grace@example.com",
    "first_name": "Grace",
    "last_name": "Hopper",
    "username": "grace",
    "phone": "+61 426 148 233",
    "phone_country": "AU",
    "provided_id": "crm-1",
    "name": "Something new",
    "key": "something:new",
    "handle": "something",
    "external_id": "crm-2",
    "description": "Why",
    "default": "no",
    "context": "usr",
    "type": "single_line_text",
    "private": "yes",
    "category": "cat_1",
    "urls": "https://new.example.com/callback https://*-preview.example.com",
    "org_code": "",
    "access_token_lifetime": "24 h",
    "id_token_lifetime": "3600",
    "refresh_token_lifetime": "15 d",
    "authenticated_session_lifetime": "",
    "hasura": "yes",
    "display_name": "Sign in with it",
    "strategy": "oauth2:google",
    "client_id": "abc",
    "client_secret": "very secret",
    "saml_idp_metadata_url": "",
    "saml_entity_id": "",
    "home_realm_domains": "",
}

IDENTITY: Mapping[str, str] = {**ANSWERS, "type": "email", "value": "ada@example.org"}
APPLICATION: Mapping[str, str] = {**ANSWERS, "type": "reg"}

EDITS: Mapping[str, str] = {
    **settings_samples.EDITS,
    "name": "Another Name",
    "key": "another:key",
    "default": "yes",
    "handle": "another",
    "url": "https://another.example.com/callback",
}
"""What is typed into columns that do not take just any text."""

MADE: Raw = {
    **settings_samples.MADE,
    **access_samples.MADE,
    "id": "new_1",
    "created": True,
    "organization": {"code": "new_1"},
    "role": {"id": "new_1"},
    "property": {"id": "new_1"},
    "identity": {"id": "new_1"},
    "application": {"id": "new_1", "client_id": "new_1", "client_secret": "very secret"},
    "connection": {"id": "new_1"},
}
"""An answer that names what was made, wherever an undo may look."""

_STORED: Mapping[tuple[str, str], Raw] = {
    ("api_scopes", "scope_1"): access_samples.RECORDS["api_scopes"][0],
    ("users", "kp_1"): USER,
    ("users", "kp_2"): {**USER, "id": "kp_2", "first_name": "Grace", "organizations": []},
    ("roles", "role_1"): ROLE,
    ("roles", "role_2"): {**ROLE, "id": "role_2", "key": "billing", "name": "Billing"},
    ("permissions", "perm_2"): {**PERMISSION, "id": "perm_2", "key": "write:invoices"},
}
_NAMES = {
    ("users", "kp_1"): "Ada Lovelace",
    ("users", "kp_2"): "Grace Lovelace",
    ("organizations", "org_1"): "Acme",
    ("organizations", "org_2"): "Globex",
    ("applications", "app_1"): "Console",
}
CONTEXT = Context(
    NOW,
    lambda collection, key: _NAMES.get((collection, key)),
    lambda collection, key: _STORED.get((collection, key)),
)


@dataclass(frozen=True)
class Written:
    """A change and where it came from."""

    where: str
    change: Change


def parent_of(name: str) -> Parent:
    """The parent that the collection's sample records stand under."""
    return tuple(PARENTS[parameter] for parameter in COLLECTIONS[name].parents)


def _ticks(name: str) -> Iterator[Written]:
    collection = COLLECTIONS[name]
    for detail in collection.details:
        if isinstance(detail, (Ticks, Across)):
            record = collection.read(RECORDS[name][0])
            other = COLLECTIONS[detail.whole].read(RECORDS[detail.whole][0])
            yield Written(f"{name}.{detail.title}.tick", detail.give(record, other))
            yield Written(f"{name}.{detail.title}.untick", detail.take(record, other))


def described() -> Iterator[Written]:
    """Every change that an edit, an action, a creation or a tick describes."""
    for name, collection in COLLECTIONS.items():
        parent = parent_of(name)
        actions = (*collection.actions, *((collection.removal,) if collection.removal else ()))
        for raw in RECORDS[name]:
            record = collection.read(raw)
            for column in collection.columns:
                if column.edit and (change := column.edit.change(record, EDITS.get(column.key, "other"), parent)):
                    yield Written(f"{name}.{column.key}", change)
            for action in actions:
                if action.applies is None or action.applies(record):
                    for change in action.changes(record, ANSWERS, parent, CONTEXT):
                        yield Written(action.id, change)
        if collection.creation:
            answers = {"identities": IDENTITY, "applications": APPLICATION}.get(name, ANSWERS)
            for change in collection.creation.changes(answers, parent, CONTEXT):
                yield Written(f"{name}.create", change)
        yield from _ticks(name)


def with_undo() -> Iterator[Written]:
    """The same, each followed by its undo and the undo's undo."""
    for written in described():
        yield written
        change = written.change
        for step in ("undo", "redo"):
            if change.undo is None:
                break
            change = change.undo(MADE)
            yield Written(f"{written.where}.{step}", change)
