"""Billing: organizations as customers, what they have agreed to, and what that lets them use."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.models.billing import Agreement, Customer, Entitlement
from kinde_tui.services.collections import billing_changes as changes
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import (
    Action,
    Ask,
    Collection,
    Column,
    Creation,
    Fact,
    Facts,
    Flag,
    Question,
    Related,
)
from kinde_tui.services.collections.raws import by, instant, path

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Context, SortValue

NOT_READ = (
    "Which billing customer this is, Kinde tells of one organization at a time: enter on it in the list reads that. "
    "If this is still said then, the organization is no billing customer."
)


def _customer(customer: Customer, _context: Context) -> str:
    if customer.billing is None:
        return texts.UNREAD
    return customer.customer_id or "no billing customer"


def _plans(customer: Customer, _context: Context) -> str:
    return texts.UNREAD if customer.billing is None else ", ".join(customer.plans) or texts.ABSENT


def _sorted(field: str) -> Callable[[Raw], SortValue]:
    def value(raw: Raw) -> SortValue:
        found = raw.get("billing")
        return path(field)(found) if isinstance(found, dict) else None

    return value


def _under(customer: Customer) -> Parent:
    return (customer.customer_id,)


def _name(customer: Customer) -> str:
    return customer.name or customer.code


BILLING = Collection[Customer](
    name="billing",
    title="Billing",
    one="customer",
    model=Customer,
    key=by("code"),
    lists=kinde.GET_ORGANIZATIONS,
    reads=kinde.GET_ORGANIZATION,
    reads_query=lambda key, _parent: {"code": key, "expand": "billing"},
    columns=(
        Column[Customer](
            "name", "Organization", lambda r, _c: _name(r), path("name", "code"), 22, grow=True, search=True
        ),
        Column[Customer]("customer", "Customer", _customer, _sorted("billing_customer_id"), 24, grow=True, search=True),
        Column[Customer]("code", "Code", texts.plain("code"), path("code"), 18, hidden=True, search=True),
    ),
    called=_name,
    sort=("name", False),
    aliases=("customers", "customer"),
    flags={"customer": Flag("customer", present=True)},
    details=(
        Facts[Customer](
            "Customer",
            (
                Fact("Organization", lambda record, _context: _name(record)),
                Fact("Customer", _customer),
                Fact("Plans", _plans),
                Fact("Code", texts.plain("code")),
            ),
        ),
        Related("Agreements", "billing_agreements", _under),
        Related("Entitlements", "billing_entitlements", _under),
    ),
    at_start=False,
    empty="There is no organization, and so no customer.",
)


def _features(agreement: Agreement, _context: Context) -> str:
    rows = agreement.entitlements or ()
    return ", ".join(str(row["feature_code"]) for row in rows if row.get("feature_code")) or texts.ABSENT


BILLING_AGREEMENTS = Collection[Agreement](
    name="billing_agreements",
    title="Agreements",
    one="agreement",
    model=Agreement,
    key=by("id"),
    lists=kinde.GET_BILLING_AGREEMENTS,
    parents=("customer_id",),
    unknown=NOT_READ,
    columns=(
        Column[Agreement]("plan", "Plan", texts.plain("plan_code"), path("plan_code"), 14, grow=True, search=True),
        Column[Agreement](
            "from", "Period from", texts.dated("current_period_start"), instant("current_period_start"), 11
        ),
        Column[Agreement]("until", "Until", texts.dated("current_period_end"), instant("current_period_end"), 11),
        Column[Agreement]("expired", "Expired", texts.dated("expires_on"), instant("expires_on"), 11),
        Column[Agreement]("features", "Features", _features, path("entitlements"), 20, hidden=True),
        Column[Agreement]("id", "Id", texts.plain("id"), path("id"), 30, hidden=True),
    ),
    called=lambda agreement: agreement.plan_code or agreement.id,
    sort=("plan", False),
    flags={"expired": Flag("expired", present=True)},
    actions=(
        Action[Agreement](
            "billing_agreements.usage",
            "m",
            "Record metered usage",
            kinde.CREATE_METER_USAGE_RECORD,
            changes.record_usage,
            changes.USAGE,
            help="It is billed, and Kinde offers no way to take it back.",
        ),
    ),
    creation=Creation(
        "Put the customer on a plan",
        kinde.CREATE_BILLING_AGREEMENT,
        (
            Question("plan", "Plan's code", hint="as in the web dashboard under Billing > Plans"),
            Question("invoice", "Usage not billed yet", Ask.CHOICE, choices=changes.INVOICE, default="no"),
            Question("prorate", "The plan before", Ask.CHOICE, choices=changes.PRORATE, default="no"),
        ),
        changes.agree,
    ),
    empty="This customer has agreed to nothing yet.",
)


def _money(name: str) -> texts.Text:
    return texts.shown(name, lambda cents: f"{cents / 100:,.2f}")


def _limit(entitlement: Entitlement, context: Context) -> str:
    most = texts.number("entitlement_limit_max")(entitlement, context)
    least = entitlement.entitlement_limit_min
    return f"{least:,} to {most}" if least else most


BILLING_ENTITLEMENTS = Collection[Entitlement](
    name="billing_entitlements",
    title="Entitlements",
    one="entitlement",
    model=Entitlement,
    key=by("id"),
    lists=kinde.GET_BILLING_ENTITLEMENTS,
    parents=("customer_id",),
    unknown=NOT_READ,
    columns=(
        Column[Entitlement](
            "feature",
            "Feature",
            texts.plain("feature_name"),
            path("feature_name", "feature_code"),
            14,
            grow=True,
            search=True,
        ),
        Column[Entitlement]("code", "Code", texts.plain("feature_code"), path("feature_code"), 12, search=True),
        Column[Entitlement]("limit", "Up to", _limit, path("entitlement_limit_max"), 10, right=True),
        Column[Entitlement]("price", "Each", _money("unit_amount"), path("unit_amount"), 9, right=True),
        Column[Entitlement]("fixed", "Fixed", _money("fixed_charge"), path("fixed_charge"), 9, right=True),
        Column[Entitlement]("named", "Price", texts.plain("price_name"), path("price_name"), 18, hidden=True),
        Column[Entitlement]("id", "Id", texts.plain("id"), path("id"), 30, hidden=True),
    ),
    called=lambda entitlement: entitlement.feature_name or entitlement.feature_code or entitlement.id,
    sort=("feature", False),
    empty="This customer is entitled to nothing.",
)
