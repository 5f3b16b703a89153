"""Directories: SCIM."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.directory import Directory


class Directories(Resource):
    """Directories that send an organization's users by SCIM, one an organization. Every answer tells the token."""

    def list(self, *, organization: str | None = None) -> AsyncIterator[Directory]:
        """Every directory, or the one of an organization (`getDirectories`)."""
        return self._list(Directory, operations.GET_DIRECTORIES, organization_code=organization)

    async def get(self, directory_id: str) -> Directory:
        """One directory (`getDirectory`)."""
        return await self._get(Directory, operations.GET_DIRECTORY, {"directory_id": directory_id})

    async def create(
        self, organization: str, name: str, provider: str, *, connection_id: str | None = None
    ) -> Directory:
        """Makes a directory (`createDirectory`). Kinde is known to answer 409 although it made it.

        Args:
            organization: its code.
            name: what people call it.
            provider: `okta`, `entra_id_azure_ad`, `google_workspace`, `custom_scim_v2`, ….
            connection_id: the enterprise connection of those it brings.
        """
        body = {
            "org_code": organization,
            "directory_name": name,
            "provider_code": provider,
            "enterprise_connection_id": connection_id,
        }
        return Directory.read(within(await self._do(operations.CREATE_DIRECTORY, body=given(body)), "directory"))

    async def rename(self, directory_id: str, name: str) -> Directory:
        """Renames a directory (`updateDirectory`): the only thing about it that can be changed."""
        path = {"directory_id": directory_id}
        answer = await self._do(operations.UPDATE_DIRECTORY, path, body={"directory_name": name})
        return Directory.read(within(answer, "directory"))

    async def delete(self, directory_id: str) -> None:
        """Deletes a directory (`deleteDirectory`); its users stay, and are no longer kept up to date."""
        await self._do(operations.DELETE_DIRECTORY, {"directory_id": directory_id})
