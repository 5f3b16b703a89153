"""Invitations to an organization."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.invite import Invite


class Invites(Resource):
    """Invitations of an organization, by their code. None can be sent again."""

    def list(self, organization: str, *, revoked: bool = False, accepted: bool = False) -> AsyncIterator[Invite]:
        """Those that wait for an answer, and others as wanted (`getOrganizationInvites`)."""
        return self._list(
            Invite,
            operations.GET_ORGANIZATION_INVITES,
            {"org_code": organization},
            include_revoked=revoked,
            include_accepted=accepted,
        )

    async def get(self, organization: str, code: str) -> Invite:
        """One invitation (`getOrganizationInvite`)."""
        path = {"org_code": organization, "invite_code": code}
        return await self._get(Invite, operations.GET_ORGANIZATION_INVITE, path)

    async def create(
        self,
        organization: str,
        email: str,
        roles: Sequence[str],
        *,
        first_name: str | None = None,
        last_name: str | None = None,
        send: bool = False,
    ) -> Invite:
        """Invites somebody (`createOrganizationInvite`). It is sent once: a repeat would send another e-mail.

        Args:
            organization: its code.
            email: where to; at most 254 characters.
            roles: keys of the roles that come with the membership.
            first_name: at most 64 characters.
            last_name: the same.
            send: whether Kinde sends an e-mail; without one, the link is handed over by other means.
        """
        body = {"email": email, "roles": list(roles), "first_name": first_name, "last_name": last_name}
        path = {"org_code": organization}
        answer = await self._do(operations.CREATE_ORGANIZATION_INVITE, path, body=given({**body, "send_email": send}))
        return Invite.read(within(answer, "invite"))

    async def revoke(self, organization: str, code: str) -> None:
        """Takes an invitation back (`deleteOrganizationInvite`)."""
        path = {"org_code": organization, "invite_code": code}
        await self._do(operations.DELETE_ORGANIZATION_INVITE, path)
