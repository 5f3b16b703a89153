"""Billing: agreements, entitlements, metered usage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

from kinde_tui.api import operations
from kinde_tui.api.resources.resource import Resource, given
from kinde_tui.models.billing import Agreement, Entitlement


class Billing(Resource):
    """What billing customers have agreed to and may use. Both writes cost money, and are never sent twice."""

    def entitlements(self, customer_id: str, *, unlimited: str | None = None) -> AsyncIterator[Entitlement]:
        """What a customer may use (`getBillingEntitlements`).

        Args:
            customer_id: the billing customer.
            unlimited: what Kinde writes where there is no upper limit.
        """
        return self._list(
            Entitlement, operations.GET_BILLING_ENTITLEMENTS, customer_id=customer_id, max_value=unlimited
        )

    def agreements(self, customer_id: str, *, feature: str | None = None) -> AsyncIterator[Agreement]:
        """What a customer has agreed to, all of it or what has a feature in it (`getBillingAgreements`)."""
        return self._list(Agreement, operations.GET_BILLING_AGREEMENTS, customer_id=customer_id, feature_code=feature)

    async def agree(
        self, customer_id: str, plan_code: str, *, invoice_now: bool | None = None, prorate: bool | None = None
    ) -> None:
        """Puts a customer on a plan and ends the agreements there are (`createBillingAgreement`). Never sent twice.

        Args:
            customer_id: the billing customer.
            plan_code: the plan.
            invoice_now: bills metered usage that is not billed yet.
            prorate: credits what is left of the plan before.
        """
        body = {
            "customer_id": customer_id,
            "plan_code": plan_code,
            "is_invoice_now": invoice_now,
            "is_prorate": prorate,
        }
        await self._do(operations.CREATE_BILLING_AGREEMENT, body=given(body))

    async def record_usage(
        self,
        agreement_id: str,
        feature: str,
        value: str,
        *,
        at: datetime | None = None,
        kind: str | None = None,
    ) -> None:
        """Records metered usage (`createMeterUsageRecord`). Never sent twice.

        Args:
            agreement_id: the agreement that it is billed under.
            feature: the feature's code.
            value: how much, as a number in text.
            at: when it was used; now, when it is not given.
            kind: `absolute` takes the place of the usage so far, `delta` comes on top of it.
        """
        body = {
            "customer_agreement_id": agreement_id,
            "billing_feature_code": feature,
            "meter_value": value,
            "meter_usage_timestamp": at.isoformat() if at else None,
            "meter_type_code": kind,
        }
        await self._do(operations.CREATE_METER_USAGE_RECORD, body=given(body))
