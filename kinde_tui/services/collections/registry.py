"""All collections, in the order in which screens offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinde_tui.services.collections.applications import APPLICATIONS
from kinde_tui.services.collections.flags import ENVIRONMENT_FLAGS, ORGANIZATION_FLAGS
from kinde_tui.services.collections.identities import IDENTITIES
from kinde_tui.services.collections.member_access import MEMBER_PERMISSIONS, MEMBER_ROLES
from kinde_tui.services.collections.members import MEMBERS
from kinde_tui.services.collections.organizations import ORGANIZATIONS
from kinde_tui.services.collections.permissions import PERMISSIONS
from kinde_tui.services.collections.properties import PROPERTIES, PROPERTY_CATEGORIES
from kinde_tui.services.collections.property_values import ORGANIZATION_PROPERTIES, USER_PROPERTIES
from kinde_tui.services.collections.role_access import ROLE_PERMISSIONS, ROLE_USERS
from kinde_tui.services.collections.roles import ROLES
from kinde_tui.services.collections.sessions import SESSIONS
from kinde_tui.services.collections.users import USERS

if TYPE_CHECKING:
    from kinde_tui.services.collections.collection import AnyCollection

COLLECTIONS: dict[str, AnyCollection] = {
    collection.name: collection
    for collection in (
        USERS,
        ORGANIZATIONS,
        ROLES,
        PERMISSIONS,
        PROPERTIES,
        PROPERTY_CATEGORIES,
        APPLICATIONS,
        ENVIRONMENT_FLAGS,
        MEMBERS,
        MEMBER_ROLES,
        MEMBER_PERMISSIONS,
        ROLE_PERMISSIONS,
        ROLE_USERS,
        ORGANIZATION_FLAGS,
        ORGANIZATION_PROPERTIES,
        USER_PROPERTIES,
        IDENTITIES,
        SESSIONS,
    )
}
"""By name; those without parents first: they are screens of their own, the others stand under a record."""
