"""Billing: what customers have agreed to, and what that lets them use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kinde_tui.models.organization import Organization
from kinde_tui.models.record import Record


class Entitlement(Record):
    """What a customer may use of one feature. Prices are in cents of the account's currency."""

    id: str = ""
    feature_code: str | None = None
    feature_name: str | None = None
    price_name: str | None = None
    fixed_charge: int | None = None
    unit_amount: int | None = None
    entitlement_limit_max: int | None = None
    entitlement_limit_min: int | None = None


class Agreement(Record):
    """A plan that a customer has agreed to."""

    id: str = ""
    plan_code: str | None = None
    expires_on: datetime | None = None
    billing_group_id: str | None = None
    current_period_start: datetime | None = None
    current_period_end: datetime | None = None
    entitlements: tuple[dict[str, Any], ...] | None = None


class Customer(Organization):
    """An organization, with what makes it a billing customer. No list tells that: it is read one by one."""

    billing: dict[str, Any] | None = None
    """Only in the answer for a single organization that was asked to expand it."""

    @property
    def customer_id(self) -> str:
        """The billing customer; empty: it is none, or was not read yet."""
        return str((self.billing or {}).get("billing_customer_id") or "")

    @property
    def plans(self) -> tuple[str, ...]:
        """Codes of the plans that it is on."""
        found = (self.billing or {}).get("agreements")
        rows = found if isinstance(found, list) else []
        return tuple(str(row["plan_code"]) for row in rows if isinstance(row, dict) and row.get("plan_code"))
