"""The two writes of billing: an agreement, and metered usage. Both cost money, and neither is ever sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.change import Change, Danger, Stale, Target
from kinde_tui.services.collections import texts, validation
from kinde_tui.services.collections.collection import Ask, InvalidInputError, Question
from kinde_tui.services.collections.edits import given

if TYPE_CHECKING:
    from kinde_tui.models.billing import Agreement
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

INVOICE = (("no", "is billed at the period's end"), ("yes", "is billed now"))
PRORATE = (("no", "what is left of it is not credited"), ("yes", "what is left of it is credited"))
COUNTING = (("delta", "comes on top of the usage so far"), ("absolute", "takes the place of the usage so far"))


def agree(answers: Answers, parent: Parent, _context: Context | None = None) -> Sequence[Change]:
    """Puts a customer on a plan; its agreements until now end (createBillingAgreement)."""
    plan, customer = validation.name(given(answers, "plan"), "The plan's code"), parent[0]
    if not customer:
        raise InvalidInputError("Which billing customer this is was not read yet: press enter on it in the list.")
    body = {
        "customer_id": customer,
        "plan_code": plan,
        "is_invoice_now": given(answers, "invoice") == "yes",
        "is_prorate": given(answers, "prorate") == "yes",
    }
    return (
        Change(
            request=Request(kinde.CREATE_BILLING_AGREEMENT, body=body),
            target=Target("billing_agreements", "", plan, parent),
            says=f"Put the customer {customer} on the plan {plan}",
            after={"plan_code": plan},
            effects=(Stale("billing_agreements", parent), Stale("billing_entitlements", parent)),
            danger=Danger.TYPED,
            loses="All agreements of this customer end, and the new one is billed. There is no way back.",
        ),
    )


def number(text: str) -> str:
    """How much was used: a number as Kinde takes it, in text.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise InvalidInputError("Usage is a number, as in 12 or 0.5.")
    return text.strip()


def moment(text: str) -> str:
    """When it was used, in ISO 8601 with its zone; one without is UTC.

    Raises:
        InvalidInputError: it is no moment.
    """
    try:
        return texts.aware(datetime.fromisoformat(text.strip())).isoformat()
    except ValueError:
        raise InvalidInputError("A moment is written as in 2026-01-31T14:05.") from None


def record_usage(agreement: Agreement, answers: Answers, parent: Parent, _context: Context) -> Sequence[Change]:
    """Records metered usage under an agreement (createMeterUsageRecord)."""
    feature, used = validation.name(given(answers, "feature"), "The feature's code"), number(given(answers, "used"))
    body: dict[str, Any] = {
        "customer_agreement_id": agreement.id,
        "billing_feature_code": feature,
        "meter_value": used,
        "meter_type_code": given(answers, "counting") or "delta",
    }
    if when := given(answers, "used_on"):
        body["meter_usage_timestamp"] = moment(when)
    return (
        Change(
            request=Request(kinde.CREATE_METER_USAGE_RECORD, body=body),
            target=Target("billing_agreements", agreement.id, agreement.plan_code or agreement.id, parent),
            says=f"Record {used} of {feature} for the customer {parent[0]}",
            danger=Danger.TYPED,
            loses="It is billed, and cannot be taken back.",
        ),
    )


USAGE = (
    Question("feature", "Feature's code", hint="seats"),
    Question("used", "Used", hint="12", validate=validation.complaint(number)),
    Question("counting", "This", Ask.CHOICE, choices=COUNTING, default="delta"),
    Question("used_on", "When", required=False, hint="2026-01-31T14:05, or now", validate=validation.complaint(moment)),
)
