"""What the demo tenant answers: a function for an operation. `enlist_all` makes them known to `answers.HANDLERS`."""

from __future__ import annotations

from importlib import import_module

_MODULES = (
    "users",
    "proofs",
    "user_details",
    "organizations",
    "organization_settings",
    "members",
    "invites",
    "roles",
    "permissions",
    "flags",
    "properties",
    "environment",
    "applications",
    "application_access",
    "apis",
    "connections",
    "directories",
    "keys",
    "webhooks",
    "billing",
)


def enlist_all() -> None:
    """Imports every module of handlers."""
    for name in _MODULES:
        import_module(f"{__name__}.{name}")
