"""Organizations: the tenants of the product."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given, within
from kinde_tui.models.organization import Organization
from kinde_tui.models.outcome import Created


class Organizations(Resource):
    """The environment's organizations, by their code."""

    def list(self, *, sort: str | None = None) -> AsyncIterator[Organization]:
        """Every organization (`getOrganizations`).

        Args:
            sort: `name_asc` or `name_desc`; the document also names orders by e-mail, which mean nothing here.
        """
        return self._list(Organization, operations.GET_ORGANIZATIONS, sort=sort)

    async def get(self, code: str) -> Organization:
        """One organization with its branding and policies (`getOrganization`)."""
        return await self._get(Organization, operations.GET_ORGANIZATION, code=code)

    async def create(
        self,
        name: str,
        *,
        external_id: str | None = None,
        handle: str | None = None,
        feature_flags: Mapping[str, str] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Created:
        """Makes an organization (`createOrganization`); its code is in the answer.

        Args:
            name: what people call it.
            external_id: its id in the tenant's own systems. With one, a lost answer can be cleared up.
            handle: its name in callback addresses.
            feature_flags: flag keys with the values to override.
            settings: any other field that Kinde documents for this call.
        """
        body = {"name": name, "external_id": external_id, "handle": handle, "feature_flags": feature_flags}
        answer = await self._do(operations.CREATE_ORGANIZATION, body=given({**body, **(settings or {})}))
        return Created.read({"id": within(answer, "organization").get("code") or ""})

    async def update(
        self,
        code: str,
        *,
        name: str | None = None,
        external_id: str | None = None,
        handle: str | None = None,
        suspended: bool | None = None,
        allow_registrations: bool | None = None,
        auto_membership: bool | None = None,
        allowed_domains: Sequence[str] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Changes what is given and leaves the rest (`updateOrganization`); `settings` takes any other field."""
        fields = {
            "name": name,
            "external_id": external_id,
            "handle": handle,
            "is_suspended": suspended,
            "is_allow_registrations": allow_registrations,
            "is_auto_membership_enabled": auto_membership,
            "allowed_domains": None if allowed_domains is None else list(allowed_domains),
        }
        body = given({**fields, **(settings or {})})
        await self._do(operations.UPDATE_ORGANIZATION, {"org_code": code}, body=body)

    async def delete(self, code: str) -> None:
        """Deletes it with all memberships (`deleteOrganization`); the users stay."""
        await self._do(operations.DELETE_ORGANIZATION, {"org_code": code})

    async def delete_handle(self, code: str) -> None:
        """Takes its handle away (`DeleteOrganizationHandle`)."""
        await self._do(operations.DELETE_ORGANIZATION_HANDLE, {"org_code": code})
