"""How many hold a role: what is asked of Kinde, and what its answers say."""

from __future__ import annotations

import pytest

from kinde_tui.models.role import Role
from kinde_tui.services.collections.collection import InvalidInputError
from kinde_tui.services.collections.role_counts import COUNT, COUNT_ACTIVE
from tests.services.collections.declared import CONTEXT

ROLE = Role(id="role_1", name="Admin")
ANSWERS = {"organization": "org_1", "since": "2026-01-30", "until": "2026-02-01T12:30+02:00"}


def test_a_count_is_asked_for_one_role_in_one_organization() -> None:
    request = COUNT.request(ROLE, ANSWERS, ())
    assert request.url_path == "/api/v1/organizations/org_1/roles/role_1/users/count"
    assert COUNT.shows(ROLE, {"count": 1042}, CONTEXT).facts == (("In the organization", "1,042"),)
    assert COUNT.shows(ROLE, {}, CONTEXT).facts == (("In the organization", "Kinde did not say"),)
    with pytest.raises(InvalidInputError, match="Choose an organization"):
        COUNT.request(ROLE, {}, ())
    with pytest.raises(InvalidInputError, match="Choose an organization"):
        COUNT.request(None, ANSWERS, ())


def test_a_period_is_sent_in_utc_to_the_second() -> None:
    request = COUNT_ACTIVE.request(ROLE, ANSWERS, ())
    assert dict(request.query) == {"date_time_from": "2026-01-30T00:00:00Z", "date_time_to": "2026-02-01T10:30:00Z"}
    shown = COUNT_ACTIVE.shows(ROLE, {"active_users_count": 7}, CONTEXT)
    assert shown.facts == (("Active", "7"), ("From", "—"), ("To", "—"))


@pytest.mark.parametrize(
    ("since", "until", "why"),
    [
        ("2026-01-30", "2026-02-02T00:00:01", "at most three days"),
        ("2026-01-30", "2026-01-30", "comes after"),
        ("2026-01-30", "2026-01-29", "comes after"),
        ("yesterday", "2026-01-29", "The beginning is a day"),
        ("2026-01-29", "2026-02-30", "The end is a day"),
    ],
)
def test_a_period_that_kinde_does_not_count_is_refused(since: str, until: str, why: str) -> None:
    with pytest.raises(InvalidInputError, match=why):
        COUNT_ACTIVE.request(ROLE, {**ANSWERS, "since": since, "until": until}, ())
