"""The business, and what can be chosen for it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given
from kinde_tui.models.business import Business, Industry, Timezone


class Businesses(Resource):
    """The account with Kinde that all environments belong to."""

    async def get(self) -> Business:
        """The business (`getBusiness`)."""
        return await self._get(Business, operations.GET_BUSINESS)

    async def update(
        self,
        *,
        name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        industry_key: str | None = None,
        timezone_key: str | None = None,
        privacy_url: str | None = None,
        terms_url: str | None = None,
        clickwrap: bool | None = None,
        kinde_branding: bool | None = None,
        perk_code: str | None = None,
    ) -> None:
        """Changes what is given and leaves the rest (`updateBusiness`).

        Args:
            name: what people call it.
            email: where Kinde writes to.
            phone: where Kinde calls.
            industry_key: from `industries`.
            timezone_key: from `timezones`.
            privacy_url: address of the privacy policy.
            terms_url: address of the terms of service.
            clickwrap: whether people agree to the terms by a tick.
            kinde_branding: whether pages say that Kinde made them; off needs a paid plan.
            perk_code: a code that Kinde gave.
        """
        body = {
            "business_name": name,
            "email": email,
            "phone": phone,
            "industry_key": industry_key,
            "timezone_key": timezone_key,
            "privacy_url": privacy_url,
            "terms_url": terms_url,
            "is_click_wrap": clickwrap,
            "is_show_kinde_branding": kinde_branding,
            "kinde_perk_code": perk_code,
        }
        await self._do(operations.UPDATE_BUSINESS, body=given(body))

    def industries(self) -> AsyncIterator[Industry]:
        """Industries to choose from (`getIndustries`)."""
        return self._list(Industry, operations.GET_INDUSTRIES)

    def timezones(self) -> AsyncIterator[Timezone]:
        """Time zones to choose from (`getTimezones`)."""
        return self._list(Timezone, operations.GET_TIMEZONES)
