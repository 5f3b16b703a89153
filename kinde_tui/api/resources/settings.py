"""The typed calls about what belongs to the business and the environment, each imported when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kinde_tui.api.resources.api_keys import ApiKeys
    from kinde_tui.api.resources.billing import Billing
    from kinde_tui.api.resources.business import Businesses
    from kinde_tui.api.resources.directories import Directories
    from kinde_tui.api.resources.environment import Environments
    from kinde_tui.api.resources.resource import Caller
    from kinde_tui.api.resources.subscribers import Subscribers
    from kinde_tui.api.resources.variables import Variables
    from kinde_tui.api.resources.webhooks import Webhooks


class SettingsResources:
    """The part of a client that makes them. Whoever inherits it is a `Caller`."""

    @cached_property
    def api_keys(self) -> ApiKeys:
        """API keys."""
        from kinde_tui.api.resources.api_keys import ApiKeys

        return ApiKeys(self._caller)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Webhooks and events."""
        from kinde_tui.api.resources.webhooks import Webhooks

        return Webhooks(self._caller)

    @cached_property
    def variables(self) -> Variables:
        """Environment variables."""
        from kinde_tui.api.resources.variables import Variables

        return Variables(self._caller)

    @cached_property
    def subscribers(self) -> Subscribers:
        """Subscribers."""
        from kinde_tui.api.resources.subscribers import Subscribers

        return Subscribers(self._caller)

    @cached_property
    def directories(self) -> Directories:
        """SCIM directories."""
        from kinde_tui.api.resources.directories import Directories

        return Directories(self._caller)

    @cached_property
    def business(self) -> Businesses:
        """The business."""
        from kinde_tui.api.resources.business import Businesses

        return Businesses(self._caller)

    @cached_property
    def environment(self) -> Environments:
        """The environment of the token."""
        from kinde_tui.api.resources.environment import Environments

        return Environments(self._caller)

    @cached_property
    def billing(self) -> Billing:
        """Agreements, entitlements, metered usage."""
        from kinde_tui.api.resources.billing import Billing

        return Billing(self._caller)

    @property
    def _caller(self) -> Caller:
        return cast("Caller", self)
