"""The typed calls about who signs in where, each imported when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kinde_tui.api.resources.apis import Apis
    from kinde_tui.api.resources.applications import Addresses, Applications
    from kinde_tui.api.resources.connections import ConnectedApps, Connections
    from kinde_tui.api.resources.invites import Invites
    from kinde_tui.api.resources.organization_settings import OrganizationSettings
    from kinde_tui.api.resources.resource import Caller
    from kinde_tui.api.resources.role_scopes import RoleScopes


class AccessResources:
    """The part of a client that makes them. Whoever inherits it is a `Caller`."""

    @cached_property
    def applications(self) -> Applications:
        """Applications."""
        from kinde_tui.api.resources.applications import Applications

        return Applications(cast("Caller", self))

    @cached_property
    def addresses(self) -> Addresses:
        """Callback and logout URLs of applications."""
        from kinde_tui.api.resources.applications import Addresses

        return Addresses(cast("Caller", self))

    @cached_property
    def apis(self) -> Apis:
        """APIs and their scopes."""
        from kinde_tui.api.resources.apis import Apis

        return Apis(cast("Caller", self))

    @cached_property
    def connections(self) -> Connections:
        """Ways to sign in."""
        from kinde_tui.api.resources.connections import Connections

        return Connections(cast("Caller", self))

    @cached_property
    def connected_apps(self) -> ConnectedApps:
        """Accounts with third parties."""
        from kinde_tui.api.resources.connections import ConnectedApps

        return ConnectedApps(cast("Caller", self))

    @cached_property
    def invites(self) -> Invites:
        """Invitations to organizations."""
        from kinde_tui.api.resources.invites import Invites

        return Invites(cast("Caller", self))

    @cached_property
    def organization_settings(self) -> OrganizationSettings:
        """What organizations decide for themselves."""
        from kinde_tui.api.resources.organization_settings import OrganizationSettings

        return OrganizationSettings(cast("Caller", self))

    @cached_property
    def role_scopes(self) -> RoleScopes:
        """API scopes and system permissions of roles."""
        from kinde_tui.api.resources.role_scopes import RoleScopes

        return RoleScopes(cast("Caller", self))
