"""Billing: what customers have agreed to, may use, and have used."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.api import operations as op
from kinde_tui.demo import company
from kinde_tui.demo.answers import Body, Call, answers, done, invalid
from kinde_tui.demo.pages import by_cursor
from kinde_tui.demo.people import stamp

if TYPE_CHECKING:
    from kinde_tui.demo.tenant import DemoTenant, Row

_FEATURES = (("seats", "Seats", 900, 5), ("sms", "Text messages", 7, 500), ("locations", "Locations", 2500, 3))
"""Code, name, price in cents, units in the smallest plan."""


def _customer(tenant: DemoTenant, customer_id: str) -> Row:
    """The organization that a customer id belongs to."""
    for row in tenant.organizations.values():
        if row["customer_id"] == customer_id:
            return row
    raise invalid("CUSTOMER_NOT_FOUND", f"The customer {customer_id!r} does not exist.", "customer_id")


def _plan(row: Row) -> int:
    return [plan.lower() for plan in company.PLANS].index(row["plan_code"])


def agreement_id(row: Row) -> str:
    """An agreement ends when another plan is agreed to, so each plan has one of its own."""
    return f"agreement_{row['code'][4:]}_{row['plan_code']}"


def _entitlement_id(row: Row, feature: str) -> str:
    return f"entitlement_{row['code'][4:]}_{feature}"


@answers(op.GET_BILLING_ENTITLEMENTS)
def list_entitlements(tenant: DemoTenant, call: Call) -> Body:
    """What a customer may use."""
    row = _customer(tenant, call.need("customer_id"))
    rank = _plan(row)
    shelf = {
        _entitlement_id(row, code): {
            "id": _entitlement_id(row, code),
            "fixed_charge": 1900 * rank,
            "price_name": f"{company.PLANS[rank]} {name}",
            "unit_amount": cents,
            "feature_code": code,
            "feature_name": name,
            "entitlement_limit_max": units * 4**rank,
            "entitlement_limit_min": 0,
        }
        for code, name, cents, units in _FEATURES
    }
    page, more = by_cursor(call, list(shelf))
    body = done("Success", has_more=more, entitlements=[shelf[id_] for id_ in page])
    if "plans" in call.words("expand"):
        body["plans"] = [{"code": row["plan_code"], "subscribed_on": row["created_on"]}]
    return body


@answers(op.GET_BILLING_AGREEMENTS)
def list_agreements(tenant: DemoTenant, call: Call) -> Body:
    """What a customer has agreed to."""
    row = _customer(tenant, call.need("customer_id"))
    feature = call.query.get("feature_code")
    start = tenant.born - timedelta(days=11)
    agreement = {
        "id": agreement_id(row),
        "plan_code": row["plan_code"],
        "expires_on": None,
        "billing_group_id": None,
        "current_period_start": stamp(start),
        "current_period_end": stamp(start + timedelta(days=30)),
        "entitlements": [
            {"feature_code": code, "entitlement_id": _entitlement_id(row, code)} for code, *_ in _FEATURES
        ],
    }
    found = {agreement["id"]: agreement} if feature in {None, *(code for code, *_ in _FEATURES)} else {}
    page, more = by_cursor(call, list(found))
    return done("Success", has_more=more, agreements=[found[id_] for id_ in page])


@answers(op.CREATE_BILLING_AGREEMENT)
def create_agreement(tenant: DemoTenant, call: Call) -> Body:
    """Puts a customer on another plan."""
    row = _customer(tenant, call.text("customer_id"))
    row["plan_code"] = call.choice("plan_code", tuple(plan.lower() for plan in company.PLANS))
    return done("Agreement created")


@answers(op.CREATE_METER_USAGE_RECORD)
def record_usage(tenant: DemoTenant, call: Call) -> Body:
    """Records usage, which costs money: never to be sent twice."""
    agreement = call.text("customer_agreement_id")
    if agreement not in {agreement_id(row) for row in tenant.organizations.values()}:
        raise invalid("AGREEMENT_NOT_FOUND", f"The agreement {agreement!r} does not exist.", "customer_agreement_id")
    call.choice("billing_feature_code", tuple(code for code, *_ in _FEATURES))
    value = call.text("meter_value")
    try:
        float(value)
        datetime.fromisoformat(call.text("meter_usage_timestamp", tenant.stamp()))
    except ValueError:
        raise invalid(
            "INVALID_METER_VALUE", "The value must be a number and the time ISO 8601.", "meter_value"
        ) from None
    call.choice("meter_type_code", ("absolute", "delta"), "absolute")
    id_ = f"usage_{tenant.dice('usage').hex(24)}"
    tenant.shelf("usage")[id_] = dict(call.body)
    return done("Meter usage record created")
