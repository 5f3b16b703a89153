"""Samples of what belongs to the business and the environment: records, answers to questions, answers of the tenant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PICTURE = Path(__file__).parents[3] / "screenshots" / "token-empty.svg"

FACTOR = {"id": "mfa_1", "type": "mfa:sms", "name": "+61426148233", "is_verified": True, "usage_count": 3}

RECORDS: Mapping[str, Sequence[dict[str, Any]]] = {
    "api_keys": (
        {
            "id": "key_1",
            "name": "Export",
            "type": "environment",
            "status": "active",
            "key_prefix": "k_env",
            "key_suffix": "1a2b",
        },
    ),
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
    "billing": ({"code": "org_1", "name": "Acme", "billing": {"billing_customer_id": "customer_1", "agreements": []}},),
    "billing_agreements": ({"id": "agreement_1", "plan_code": "team"},),
    "billing_entitlements": ({"id": "entitlement_1", "feature_code": "seats", "entitlement_limit_max": 5},),
    "user_factors": (FACTOR,),
    "member_factors": (FACTOR,),
}

PARENTS: Mapping[str, str] = {"customer_id": "customer_1"}

ANSWERS: Mapping[str, str] = {
    "session_id": "session_1",
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
    "key_type": "environment",
    "key_user": "",
    "key_organization": "",
    "api": "api_1",
    "scopes": "scope_1 scope_2",
    "plan": "enterprise",
    "invoice": "no",
    "prorate": "yes",
    "feature": "seats",
    "used": "12",
    "counting": "delta",
    "used_on": "2026-05-01T10:00",
    "password": "correct horse",
    "again": "correct horse",
    "file": str(PICTURE),
}

EDITS: Mapping[str, str] = {"policy": "mandatory"}

MADE: Mapping[str, Any] = {
    "webhook": {"id": "new_1"},
    "api_key": {"id": "new_1", "key": "k_env_0123456789"},
    "environment_variable": {"id": "new_1"},
    "directory": {"id": "new_1"},
}
"""What names each thing that was made."""
