"""Feature flags: definitions and the overrides of three levels."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given
from kinde_tui.models.flag import FlagValue


class Flags(Resource):
    """Definitions cannot be listed. Values travel as strings: `"true"`, `"42"`, `"{…}"`."""

    async def create(
        self,
        key: str,
        name: str,
        kind: str,
        default: str,
        *,
        description: str | None = None,
        lowest_level: str | None = None,
    ) -> None:
        """Makes a flag (`CreateFeatureFlag`).

        Args:
            key: what the code asks for; it stays for ever.
            name: what people call it.
            kind: `bool`, `str` or `int`; it stays for ever.
            default: its value where nothing overrides it.
            description: what it is for.
            lowest_level: where it may be overridden at most: `env`, `org` or `usr`.
        """
        body = {
            "key": key,
            "name": name,
            "type": kind,
            "default_value": default,
            "description": description,
            "allow_override_level": lowest_level,
        }
        await self._do(operations.CREATE_FEATURE_FLAG, body=given(body))

    async def replace(
        self, key: str, *, name: str, description: str, kind: str, lowest_level: str, default: str
    ) -> None:
        """Sets all that can be set of a flag (`UpdateFeatureFlag`); Kinde takes no part of it."""
        query = {
            "name": name,
            "description": description,
            "type": kind,
            "allow_override_level": lowest_level,
            "default_value": default,
        }
        await self._do(operations.UPDATE_FEATURE_FLAG, {"feature_flag_key": key}, query)

    async def delete(self, key: str) -> None:
        """Deletes a flag with every override (`DeleteFeatureFlag`); there is no way back."""
        await self._do(operations.DELETE_FEATURE_FLAG, {"feature_flag_key": key})

    def of_environment(self) -> AsyncIterator[FlagValue]:
        """The environment's map of flags (`GetEnvironementFeatureFlags`); overrides and defaults look the same."""
        return self._list(FlagValue, operations.GET_ENVIRONMENT_FEATURE_FLAGS)

    async def override_in_environment(self, key: str, value: str) -> None:
        """Sets the environment's own value (`UpdateEnvironementFeatureFlagOverride`)."""
        path = {"feature_flag_key": key}
        await self._do(operations.UPDATE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, path, body={"value": value})

    async def clear_in_environment(self, key: str) -> None:
        """Takes the environment's own value away (`DeleteEnvironementFeatureFlagOverride`)."""
        await self._do(operations.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDE, {"feature_flag_key": key})

    async def clear_all_in_environment(self) -> None:
        """Takes all of the environment's own values away (`DeleteEnvironementFeatureFlagOverrides`)."""
        await self._do(operations.DELETE_ENVIRONMENT_FEATURE_FLAG_OVERRIDES)

    def of_organization(self, organization: str) -> AsyncIterator[FlagValue]:
        """An organization's map of flags (`GetOrganizationFeatureFlags`)."""
        return self._list(FlagValue, operations.GET_ORGANIZATION_FEATURE_FLAGS, {"org_code": organization})

    async def override_in_organization(self, organization: str, key: str, value: str) -> None:
        """Sets an organization's own value (`UpdateOrganizationFeatureFlagOverride`); it travels in the address."""
        path = {"org_code": organization, "feature_flag_key": key}
        await self._do(operations.UPDATE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, path, {"value": value})

    async def clear_in_organization(self, organization: str, key: str) -> None:
        """Takes an organization's own value away (`DeleteOrganizationFeatureFlagOverride`)."""
        path = {"org_code": organization, "feature_flag_key": key}
        await self._do(operations.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDE, path)

    async def clear_all_in_organization(self, organization: str) -> None:
        """Takes all of an organization's own values away (`DeleteOrganizationFeatureFlagOverrides`)."""
        await self._do(operations.DELETE_ORGANIZATION_FEATURE_FLAG_OVERRIDES, {"org_code": organization})

    async def override_for_user(self, user_id: str, key: str, value: str) -> None:
        """Sets a user's own value (`UpdateUserFeatureFlagOverride`). The API can neither show it nor take it away."""
        path = {"user_id": user_id, "feature_flag_key": key}
        await self._do(operations.UPDATE_USER_FEATURE_FLAG_OVERRIDE, path, {"value": value})
