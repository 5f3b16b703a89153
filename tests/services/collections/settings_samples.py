"""Samples of what belongs to the business and the environment: records, answers to questions, answers of the tenant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PICTURE = Path(__file__).parents[3] / "screenshots" / "token-empty.svg"

FACTOR = {"id": "mfa_1", "type": "mfa:sms", "name": "+61426148233", "is_verified": True, "usage_count": 3}

RECORDS: Mapping[str, Sequence[dict[str, Any]]] = {
    "webhooks": (
        {
            "id": "webhook_1",
            "name": "CRM",
            "endpoint": "https://example.com/hooks",
            "description": "Why",
            "event_types": ["user.created"],
        },
    ),
    "event_types": ({"id": "type_1", "code": "user.created", "name": "User created", "origin": "api,user"},),
    "variables": ({"id": "var_1", "key": "CRM_URL", "value": "https://crm.example.com", "is_secret": False},),
    "subscribers": ({"id": "sub_1", "email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"},),
    "business": ({"code": "bus_1", "name": "Brightrota", "email": "a@example.com", "industry": "Software"},),
    "industries": ({"key": "software", "name": "Software"},),
    "timezones": ({"key": "oslo", "name": "(GMT+1) Oslo"},),
    "environment": ({"code": "production", "name": "Production", "kinde_domain": "acme.kinde.com"},),
    "passkeys": ({"policy": "optional", "enabled": True},),
    "logos": ({"type": "light", "file_name": "logo.svg"},),
    "directories": ({"id": "dir_1", "directory_name": "Entra", "status": "Active", "organization_code": "org_1"},),
    "user_factors": (FACTOR,),
    "member_factors": (FACTOR,),
}

ANSWERS: Mapping[str, str] = {
    "endpoint": "https://example.com/other",
    "event_types": "user.created user.deleted",
    "secret": "yes",
    "value": "a new value",
    "directory_name": "Another directory",
    "provider": "okta",
    "connection": "",
    "industry": "retail",
    "timezone": "oslo_central_european_standard_time",
    "mfa_policy": "required",
    "mfa_email": "no",
    "mfa_sms": "yes",
    "mfa_app": "yes",
    "mfa_codes": "no",
    "logo_type": "dark",
    "password": "correct horse",
    "again": "correct horse",
    "file": str(PICTURE),
}

EDITS: Mapping[str, str] = {"policy": "mandatory"}

MADE: Mapping[str, Any] = {
    "webhook": {"id": "new_1"},
    "environment_variable": {"id": "new_1"},
    "directory": {"id": "new_1"},
}
"""What names each thing that was made."""
