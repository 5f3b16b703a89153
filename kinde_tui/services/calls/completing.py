"""What a field of a call may hold, as far as the table and the store know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kinde_tui.api.fields import Kind

if TYPE_CHECKING:
    from kinde_tui.api.fields import Field
    from kinde_tui.api.operation import Operation
    from kinde_tui.services.collections.collection import AnyCollection

_LISTS: Mapping[str, str] = {
    "api_id": "apis",
    "app_id": "applications",
    "application_id": "applications",
    "category_id": "property_categories",
    "code": "organizations",
    "connection_id": "connections",
    "directory_id": "directories",
    "feature_flag_key": "environment_flags",
    "key_id": "api_keys",
    "org_code": "organizations",
    "organization_code": "organizations",
    "permission_id": "permissions",
    "property_id": "properties",
    "role_id": "roles",
    "subscriber_id": "subscribers",
    "user_id": "users",
    "variable_id": "variables",
    "webhook_id": "webhooks",
}
"""The list whose records' keys a field of that name takes."""


def list_of(operation: Operation, field: Field, collections: Mapping[str, AnyCollection]) -> str:
    """The collection whose record a field names by its key; empty: none that is known here."""
    name = "users" if field.name == "id" and operation.path == "/api/v1/user" else _LISTS.get(field.name, "")
    return name if name in collections and not collections[name].parents else ""


def values_of(field: Field) -> tuple[str, ...]:
    """All values that a field takes; empty: they cannot be counted."""
    return ("true", "false") if field.kind is Kind.TRUTH else field.choices
