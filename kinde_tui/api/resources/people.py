"""The typed calls about people and what they may do, each imported when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kinde_tui.api.resources.flags import Flags
    from kinde_tui.api.resources.identities import Identities
    from kinde_tui.api.resources.members import Members
    from kinde_tui.api.resources.mfa import Mfa
    from kinde_tui.api.resources.organizations import Organizations
    from kinde_tui.api.resources.permissions import Permissions
    from kinde_tui.api.resources.properties import Categories, Properties, PropertyValues
    from kinde_tui.api.resources.resource import Caller
    from kinde_tui.api.resources.roles import Roles
    from kinde_tui.api.resources.sessions import Sessions
    from kinde_tui.api.resources.users import Users


class PeopleResources:
    """The part of a client that makes them. Whoever inherits it is a `Caller`."""

    @cached_property
    def users(self) -> Users:
        """Users."""
        from kinde_tui.api.resources.users import Users

        return Users(cast("Caller", self))

    @cached_property
    def identities(self) -> Identities:
        """What users sign in with."""
        from kinde_tui.api.resources.identities import Identities

        return Identities(cast("Caller", self))

    @cached_property
    def sessions(self) -> Sessions:
        """Where users are signed in."""
        from kinde_tui.api.resources.sessions import Sessions

        return Sessions(cast("Caller", self))

    @cached_property
    def mfa(self) -> Mfa:
        """Second factors of users."""
        from kinde_tui.api.resources.mfa import Mfa

        return Mfa(cast("Caller", self))

    @cached_property
    def organizations(self) -> Organizations:
        """Organizations."""
        from kinde_tui.api.resources.organizations import Organizations

        return Organizations(cast("Caller", self))

    @cached_property
    def members(self) -> Members:
        """Members of organizations, with their roles and permissions."""
        from kinde_tui.api.resources.members import Members

        return Members(cast("Caller", self))

    @cached_property
    def roles(self) -> Roles:
        """Roles and what they are made of."""
        from kinde_tui.api.resources.roles import Roles

        return Roles(cast("Caller", self))

    @cached_property
    def permissions(self) -> Permissions:
        """Permissions."""
        from kinde_tui.api.resources.permissions import Permissions

        return Permissions(cast("Caller", self))

    @cached_property
    def flags(self) -> Flags:
        """Feature flags and their overrides."""
        from kinde_tui.api.resources.flags import Flags

        return Flags(cast("Caller", self))

    @cached_property
    def properties(self) -> Properties:
        """Definitions of properties."""
        from kinde_tui.api.resources.properties import Properties

        return Properties(cast("Caller", self))

    @cached_property
    def property_values(self) -> PropertyValues:
        """Values of properties."""
        from kinde_tui.api.resources.properties import PropertyValues

        return PropertyValues(cast("Caller", self))

    @cached_property
    def categories(self) -> Categories:
        """Categories of properties."""
        from kinde_tui.api.resources.properties import Categories

        return Categories(cast("Caller", self))
