"""Environment variables."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.outcome import Created
from kinde_tui.models.variable import Variable

if TYPE_CHECKING:
    from pydantic import SecretStr


class Variables(Resource):
    """What the environment's workflows read. Secret values can be written and never be read."""

    def list(self) -> AsyncIterator[Variable]:
        """Every variable (`getEnvironmentVariables`)."""
        return self._list(Variable, operations.GET_ENVIRONMENT_VARIABLES)

    async def get(self, variable_id: str) -> Variable:
        """One variable (`getEnvironmentVariable`)."""
        return await self._get(Variable, operations.GET_ENVIRONMENT_VARIABLE, {"variable_id": variable_id})

    async def create(self, key: str, value: SecretStr, *, secret: bool | None = None) -> Created:
        """Makes a variable (`createEnvironmentVariable`): a key of 128 characters at most, a value of 2048."""
        body = given({"key": key, "value": value.get_secret_value(), "is_secret": secret})
        answer = await self._do(operations.CREATE_ENVIRONMENT_VARIABLE, body=body)
        return Created.read(within(answer, "environment_variable"))

    async def update(
        self,
        variable_id: str,
        *,
        key: str | None = None,
        value: SecretStr | None = None,
        secret: bool | None = None,
    ) -> None:
        """Changes what is given and leaves the rest (`updateEnvironmentVariable`); a secret one stays secret."""
        body = {"key": key, "value": value.get_secret_value() if value else None, "is_secret": secret}
        path = {"variable_id": variable_id}
        await self._do(operations.UPDATE_ENVIRONMENT_VARIABLE, path, body=given(body))

    async def delete(self, variable_id: str) -> None:
        """Deletes a variable (`deleteEnvironmentVariable`)."""
        await self._do(operations.DELETE_ENVIRONMENT_VARIABLE, {"variable_id": variable_id})
