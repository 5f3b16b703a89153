"""The environment of the token: details, logos, sign-in policies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given
from kinde_tui.models.environment import Environment, Logo, Passkey

if TYPE_CHECKING:
    from kinde_tui.api.operation import Upload


class Environments(Resource):
    """The one environment that the credentials belong to; another one has credentials of its own."""

    async def get(self) -> Environment:
        """The environment (`getEnvironment`)."""
        return await self._get(Environment, operations.GET_ENVIRONMENT)

    def logos(self) -> AsyncIterator[Logo]:
        """Its logos, as far as there are any (`ReadLogo`)."""
        return self._list(Logo, operations.READ_LOGO)

    async def set_logo(self, kind: str, file: Upload) -> None:
        """Puts a logo in the place of the present one (`AddLogo`).

        Args:
            kind: `light`, `dark`, `favicon_svg` or `favicon_fallback`.
            file: the picture.
        """
        await self._do(operations.ADD_LOGO, {"type": kind}, body={"logo": file})

    async def delete_logo(self, kind: str) -> None:
        """Takes a logo away (`DeleteLogo`)."""
        await self._do(operations.DELETE_LOGO, {"type": kind})

    async def passkey(self) -> Passkey:
        """The policy on passkeys (`GetPasskey`)."""
        return await self._get(Passkey, operations.GET_PASSKEY)

    async def set_passkey(self, policy: str) -> None:
        """Sets the policy on passkeys (`UpdatePasskey`): `off`, `optional` or `mandatory`."""
        await self._do(operations.UPDATE_PASSKEY, body={"policy": policy})

    async def replace_mfa(self, policy: str, factors: Sequence[str], *, recovery_codes: bool | None = None) -> None:
        """Replaces the policy on multi-factor sign-in (`ReplaceMFA`). No call reads it.

        Args:
            policy: `required`, `optional` or `off`.
            factors: `mfa:email`, `mfa:sms`, `mfa:authenticator_app`.
            recovery_codes: whether people are shown codes for the day that they lose their factor.
        """
        body = {"policy": policy, "enabled_factors": list(factors), "is_recovery_codes_enabled": recovery_codes}
        await self._do(operations.REPLACE_MFA, body=given(body))
