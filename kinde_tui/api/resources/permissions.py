"""Permissions: single things that somebody may do."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.outcome import Created
from kinde_tui.models.role import Permission


class Permissions(Resource):
    """The business's permissions: all environments share them. There is no call that reads a single one."""

    def list(self, *, sort: str | None = None) -> AsyncIterator[Permission]:
        """Every permission (`GetPermissions`)."""
        return self._list(Permission, operations.GET_PERMISSIONS, sort=sort)

    async def create(self, key: str, name: str, *, description: str | None = None) -> Created:
        """Makes a permission (`CreatePermission`). Kinde's document promises no id in the answer."""
        body = given({"key": key, "name": name, "description": description})
        answer = await self._do(operations.CREATE_PERMISSION, body=body)
        return Created.read({"id": within(answer, "permission").get("id") or ""})

    async def update(
        self,
        permission_id: str,
        *,
        key: str | None = None,
        name: str | None = None,
        description: str | None = None,
    ) -> None:
        """Changes what is given and leaves the rest (`UpdatePermissions`)."""
        body = given({"key": key, "name": name, "description": description})
        await self._do(operations.UPDATE_PERMISSION, {"permission_id": permission_id}, body=body)

    async def delete(self, permission_id: str) -> None:
        """Deletes a permission and takes it from every role and holder (`DeletePermission`)."""
        await self._do(operations.DELETE_PERMISSION, {"permission_id": permission_id})
