"""How many hold a role in one organization, and how many of them were active: counted by Kinde, kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from kinde_tui.api import operations as kinde
from kinde_tui.api.operation import Request
from kinde_tui.services.collections.collection import Ask, InvalidInputError, Question
from kinde_tui.services.collections.edits import given
from kinde_tui.services.collections.inquiry import Inquiry
from kinde_tui.services.collections.keyed import name_of
from kinde_tui.services.shown import Shown

if TYPE_CHECKING:
    from kinde_tui.models.record import Raw
    from kinde_tui.models.role import Role
    from kinde_tui.services.change import Parent
    from kinde_tui.services.collections.collection import Answers, Context

LONGEST = timedelta(days=3)
"""Kinde counts no longer period."""
ORGANIZATION = Question("organization", "Organization", Ask.RECORD, collection="organizations")


def moment(text: str, what: str) -> datetime:
    """A moment in UTC; a day alone is its beginning.

    Raises:
        InvalidInputError: it is none.
    """
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidInputError(f"{what} is a day or a moment in UTC, as in 2026-01-31 or 2026-01-31T14:00.") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def _path(role: Role | None, answers: Answers) -> dict[str, str]:
    organization = given(answers, "organization")
    if role is None or not organization:
        raise InvalidInputError("Choose an organization.")
    return {"org_code": organization, "role_id": role.id}


def _count(role: Role | None, answers: Answers, _parent: Parent) -> Request:
    return Request(kinde.GET_ORGANIZATION_ROLE_USERS_COUNT, _path(role, answers))


def _active(role: Role | None, answers: Answers, _parent: Parent) -> Request:
    begin, end = moment(given(answers, "since"), "The beginning"), moment(given(answers, "until"), "The end")
    if not timedelta(0) < end - begin <= LONGEST:
        raise InvalidInputError("The end comes after the beginning, and at most three days after it.")
    query = {f"date_time_{name}": f"{at:%Y-%m-%dT%H:%M:%S}Z" for name, at in (("from", begin), ("to", end))}
    return Request(kinde.GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT, _path(role, answers), query)


def _called(role: Role | None) -> str:
    return name_of(role) if role is not None else "the role"


def _shows_count(role: Role | None, answer: Raw, _context: Context) -> Shown:
    return Shown(f"Holders of {_called(role)}", (("In the organization", _number(answer, "count")),))


def _shows_active(role: Role | None, answer: Raw, _context: Context) -> Shown:
    facts = (
        ("Active", _number(answer, "active_users_count")),
        ("From", str(answer.get("date_time_from") or "—")),
        ("To", str(answer.get("date_time_to") or "—")),
    )
    note = "Those who were given an access token in that time."
    return Shown(f"Active holders of {_called(role)}", facts, note)


def _number(answer: Raw, name: str) -> str:
    found = answer.get(name)
    return f"{found:,}" if isinstance(found, int) else "Kinde did not say"


COUNT = Inquiry["Role"](
    "roles.count",
    "C",
    "Count holders in an organization",
    kinde.GET_ORGANIZATION_ROLE_USERS_COUNT,
    _count,
    _shows_count,
    (ORGANIZATION,),
    about=True,
)
COUNT_ACTIVE = Inquiry["Role"](
    "roles.count_active",
    "",
    "Count active holders in an organization",
    kinde.GET_ORGANIZATION_ROLE_ACTIVE_USERS_COUNT,
    _active,
    _shows_active,
    (
        ORGANIZATION,
        Question("since", "From", hint="2026-01-31 or 2026-01-31T14:00, in UTC"),
        Question("until", "To", hint="at most three days later"),
    ),
    about=True,
    help="Kinde counts at most three days.",
)
