"""Samples of what says who signs in where: records, answers to questions, answers of the tenant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

CONNECTION: dict[str, Any] = {"id": "conn_1", "name": "gh", "display_name": "GitHub", "strategy": "oauth2:github"}
INVITE: dict[str, Any] = {
    "id": "inv_1",
    "code": "abc123",
    "email": "ada@example.com",
    "created_on": "2026-05-20T09:00:00Z",
    "roles": [{"key": "admin", "name": "Admin"}],
    "is_revoked": False,
}

SCOPE: dict[str, Any] = {"id": "scope_1", "key": "read:bills", "description": "Look", "api_id": "api_1"}
SYSTEM: dict[str, Any] = {"id": "sys_1", "key": "manage:team", "name": "Manage the team"}

RECORDS: Mapping[str, Sequence[dict[str, Any]]] = {
    "invites": (INVITE,),
    "organization_logos": ({"type": "light", "file_name": "logo.svg"},),
    "apis": (
        {"id": "api_1", "name": "Billing", "audience": "https://billing.example.com", "is_management_api": False},
    ),
    "api_scopes": ({**SCOPE, "api_name": "Billing"},),
    "scopes_of_api": (SCOPE,),
    "api_applications": ({"id": "app_1", "name": "Console", "type": "Back-end web", "is_active": True},),
    "role_scopes": (SCOPE,),
    "system_permissions": (SYSTEM,),
    "role_system_permissions": (SYSTEM,),
    "organization_connections": (CONNECTION,),
    "organization_policies": ({"id": "passkey", "policy": "off"}, {"id": "mfa"}, {"id": "sessions"}),
}

PARENTS: Mapping[str, str] = {"organization_code": "org_1", "api_id": "api_1"}

ANSWERS: Mapping[str, str] = {
    "send": "yes",
    "audience": "https://bills.example.com",
    "scope": "scope_1",
    "roles": "role_2",
    "policy": "mandatory",
    "factor_email": "yes",
    "factor_sms": "no",
    "factor_app": "yes",
    "recovery_codes": "yes",
    "own_sso": "yes",
    "persistence": "persistent",
    "own_lifetime": "",
    "session_lifetime": "8 h",
}

MADE: Mapping[str, Any] = {
    "invite": {"id": "new_1", "code": "new_1"},
    "api": {"id": "new_1"},
    "scope": {"id": "new_1"},
}
