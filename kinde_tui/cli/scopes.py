"""Which scopes a machine-to-machine application needs, for people to tick in Kinde."""

from __future__ import annotations

VIEWER = (
    "read:users",
    "read:user_identities",
    "read:user_properties",
    "read:user_sessions",
    "read:user_mfa",
    "read:organizations",
    "read:organization_users",
    "read:organization_user_roles",
    "read:organization_user_permissions",
    "read:organization_properties",
    "read:organization_feature_flags",
    "read:organization_invites",
    "read:roles",
    "read:role_permissions",
    "read:role_scopes",
    "read:permissions",
    "read:environments",
    "read:environment_feature_flags",
    "read:properties",
    "read:property_categories",
    "read:applications",
    "read:apis",
    "read:api_scopes",
    "read:connections",
    "read:webhooks",
    "read:event_types",
    "read:subscribers",
    "read:businesses",
    "read:environment_variables",
    "read:api_keys",
)
"""Enough to see everything and to change nothing."""

WHERE = "Settings > Applications > your machine-to-machine application > APIs > Kinde Management API > scopes"
"""Where in Kinde's dashboard scopes are ticked."""


def missing(scopes: frozenset[str]) -> tuple[str, ...]:
    """The viewer's scopes that these lack."""
    return tuple(scope for scope in VIEWER if scope not in scopes)
