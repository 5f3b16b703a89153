"""All collections, in the order in which screens offer them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection

PLACES = {
    "users": "users:USERS",
    "organizations": "organizations:ORGANIZATIONS",
    "roles": "roles:ROLES",
    "permissions": "permissions:PERMISSIONS",
    "properties": "properties:PROPERTIES",
    "property_categories": "properties:PROPERTY_CATEGORIES",
    "applications": "applications:APPLICATIONS",
    "connections": "connections:CONNECTIONS",
    "apis": "apis:APIS",
    "api_scopes": "api_scopes:API_SCOPES",
    "system_permissions": "system_permissions:SYSTEM_PERMISSIONS",
    "environment_flags": "flags:ENVIRONMENT_FLAGS",
    "api_keys": "api_keys:API_KEYS",
    "webhooks": "webhooks:WEBHOOKS",
    "event_types": "event_types:EVENT_TYPES",
    "variables": "variables:VARIABLES",
    "subscribers": "subscribers:SUBSCRIBERS",
    "directories": "directories:DIRECTORIES",
    "business": "business:BUSINESS",
    "industries": "business:INDUSTRIES",
    "timezones": "business:TIMEZONES",
    "environment": "environment:ENVIRONMENT",
    "passkeys": "passkeys:PASSKEYS",
    "logos": "logos:LOGOS",
    "billing": "billing:BILLING",
    "members": "members:MEMBERS",
    "member_roles": "member_access:MEMBER_ROLES",
    "member_permissions": "member_access:MEMBER_PERMISSIONS",
    "role_permissions": "role_access:ROLE_PERMISSIONS",
    "role_users": "role_access:ROLE_USERS",
    "organization_flags": "flags:ORGANIZATION_FLAGS",
    "organization_properties": "property_values:ORGANIZATION_PROPERTIES",
    "user_properties": "property_values:USER_PROPERTIES",
    "identities": "identities:IDENTITIES",
    "sessions": "sessions:SESSIONS",
    "billing_agreements": "billing:BILLING_AGREEMENTS",
    "billing_entitlements": "billing:BILLING_ENTITLEMENTS",
    "user_factors": "factors:USER_FACTORS",
    "member_factors": "factors:MEMBER_FACTORS",
    "invites": "invites:INVITES",
    "scopes_of_api": "apis:SCOPES_OF_API",
    "api_applications": "apis:API_APPLICATIONS",
    "role_scopes": "api_scopes:ROLE_SCOPES",
    "role_system_permissions": "system_permissions:ROLE_SYSTEM_PERMISSIONS",
    "organization_connections": "organization_access:ORGANIZATION_CONNECTIONS",
    "organization_policies": "organization_policies:ORGANIZATION_POLICIES",
    "organization_logos": "logos:ORGANIZATION_LOGOS",
    "application_callbacks": "application_urls:APPLICATION_CALLBACKS",
    "application_logouts": "application_urls:APPLICATION_LOGOUTS",
    "application_connections": "application_access:APPLICATION_CONNECTIONS",
    "application_access_roles": "application_access:APPLICATION_ACCESS_ROLES",
    "application_properties": "property_values:APPLICATION_PROPERTIES",
}
"""The module beside this one and the name in it, of each; those without parents first: they are screens of their own,
the others stand under a record."""


def at_start(collections: Mapping[str, AnyCollection]) -> Iterator[str]:
    """The names of those that are read without being asked for; each is imported when its turn comes."""
    for collection in collections.values():
        if collection.at_start and not collection.parents:
            yield collection.name


class Registry(Mapping[str, "AnyCollection"]):
    """Collections by name, each imported when it is first asked for: the first rows must not wait for the others."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        self._found: dict[str, AnyCollection] = {}

    def __getitem__(self, name: str) -> AnyCollection:
        """The collection of that name.

        Raises:
            KeyError: there is none.
        """
        if (found := self._found.get(name)) is None:
            module, attribute = self._places[name].split(":")
            found = getattr(import_module(f"{__package__}.{module}"), attribute)
            self._found[name] = found
        return found

    def __contains__(self, name: object) -> bool:
        """Whether there is such a collection."""
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)


COLLECTIONS: Mapping[str, AnyCollection] = Registry(PLACES)
