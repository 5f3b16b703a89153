"""The overview's figures are what a plain count of the users says, and what the table behind each of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.services.collections.organizations import ORGANIZATIONS
from kinde_tui.services.collections.users import USERS
from kinde_tui.services.events import Bus
from kinde_tui.services.overview import FAILURES, LARGEST, WEEKS, Figure, Survey, survey
from kinde_tui.services.store import Store
from tests.support.hand_clock import HandClock

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ORGS = [f"org_{number}" for number in range(12)]
MOMENTS = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 20, 9)).map(lambda at: at.replace(tzinfo=UTC)),  # noqa: DTZ001 - hypothesis wants them so
    st.integers(0, 400).map(lambda days: NOW.replace(hour=0, minute=0) - timedelta(days=days)),
)


@st.composite
def users(draw: st.DrawFn) -> dict[str, Any]:
    """A user as Kinde may send one."""
    raw: dict[str, Any] = {
        "last_signed_in": draw(st.none() | MOMENTS.map(datetime.isoformat) | st.just("yesterday")),
        "created_on": draw(MOMENTS.map(lambda at: at.isoformat().replace("+00:00", "Z"))),
        "is_suspended": draw(st.sampled_from([True, False, None])),
        "failed_sign_ins": draw(st.sampled_from([0, 1, FAILURES - 1, FAILURES, 40, None])),
    }
    if draw(st.booleans()):
        raw["organizations"] = draw(st.lists(st.sampled_from(ORGS), max_size=3, unique=True))
    return raw


def moment(raw: dict[str, Any], name: str) -> date | None:
    """The day in UTC; None: it is missing or unreadable."""
    try:
        return datetime.fromisoformat(raw[name]).astimezone(UTC).date()
    except (TypeError, ValueError):
        return None


@contextmanager
def store_of(raws: list[dict[str, Any]], *, complete: bool = True) -> Iterator[Store]:
    """A store with these users, and organizations with names."""
    clock = HandClock()
    store = Store({"users": USERS, "organizations": ORGANIZATIONS}, None, Bus(), clock)
    pass_id = store.begin_pass("users")
    store.put_page("users", (), [{"id": f"kp_{number}", **raw} for number, raw in enumerate(raws)], pass_id)
    if complete:
        store.finish_pass("users", (), pass_id)
    whole = store.begin_pass("organizations")
    store.put_page("organizations", (), [{"code": code, "name": f"The {code}"} for code in ORGS], whole)
    store.finish_pass("organizations", (), whole)
    try:
        yield store
    finally:
        store.close()


def everything(found: Survey) -> list[Figure]:
    """All figures."""
    return [*found.headline, *found.sign_ups, *found.last_seen, *found.largest]


@given(raws=st.lists(users(), max_size=30))
def test_figures_are_a_plain_count_and_what_their_tables_hold(raws: list[dict[str, Any]]) -> None:
    with store_of(raws) as store:
        found = survey(store, ORGANIZATIONS, NOW)
        for figure in everything(found):
            assert figure.count == len(store.view(figure.collection, filter=figure.filter)), figure
            assert not figure.so_far
        count = {figure.id: figure.count for figure in everything(found)}
    seen = [moment(raw, "last_signed_in") for raw in raws]
    today = NOW.date()
    for days in (7, 30, 90):
        assert count[f"active:{days}"] == sum(day is not None and day > today - timedelta(days=days) for day in seen)
    assert count["never"] == count["seen:never"] == seen.count(None)
    assert sum(figure.count for figure in found.last_seen) == len(raws) == count["users"]
    assert count["suspended"] == sum(raw["is_suspended"] is True for raw in raws)
    assert count["failed"] == sum((raw["failed_sign_ins"] or 0) >= FAILURES for raw in raws)
    monday = today - timedelta(days=today.weekday())
    for back in range(WEEKS):
        week = monday - timedelta(weeks=back)
        days_of_week = [week + timedelta(days=day) for day in range(7)]
        assert count[f"week:{week}"] == sum(moment(raw, "created_on") in days_of_week for raw in raws)
    sizes = {code: sum(code in raw.get("organizations", ()) for raw in raws) for code in ORGS}
    assert [figure.count for figure in found.largest] == sorted(filter(None, sizes.values()), reverse=True)[:LARGEST]
    assert all(figure.count == sizes[figure.label.removeprefix("The ")] for figure in found.largest)


def test_a_list_that_was_never_read_to_the_end_has_figures_so_far_and_an_empty_one_none() -> None:
    user = {"created_on": NOW.isoformat(), "last_signed_in": None, "organizations": ["org_1"]}
    with store_of([user], complete=False) as store:
        figures = everything(survey(store, ORGANIZATIONS, NOW))
        assert {figure.so_far for figure in figures if figure.collection == "users"} == {True}
        assert {figure.so_far for figure in figures if figure.collection == "organizations"} == {False}
        assert all(figure.known for figure in figures if figure.of)
    with store_of([], complete=False) as store:
        figures = everything(survey(store, ORGANIZATIONS, NOW))
        assert not any(figure.known for figure in figures if figure.collection == "users")
    with store_of([]) as store:
        assert all(figure.known for figure in everything(survey(store, ORGANIZATIONS, NOW)))


def test_users_that_do_not_say_where_they_belong_are_told_from_users_that_belong_nowhere() -> None:
    silent = {"created_on": NOW.isoformat()}
    with store_of([silent]) as store:
        assert not survey(store, ORGANIZATIONS, NOW).organizations_told
    with store_of([silent, {**silent, "organizations": []}]) as store:
        assert survey(store, ORGANIZATIONS, NOW).organizations_told


def test_an_organization_that_is_not_loaded_goes_by_its_code_however_that_is_spelt() -> None:
    with store_of([{"organizations": ['O"d\\d', "org_1"]}, {"organizations": ['O"d\\d']}]) as store:
        odd, known = survey(store, ORGANIZATIONS, NOW).largest
        assert (odd.label, odd.count, known.label) == ('o"d\\d', 2, "The org_1")
        assert len(store.view("users", filter=odd.filter)) == 2


def test_shares_are_of_what_was_read() -> None:
    assert Figure("x", "x", "x", 3, "users", of=4).share == 0.75
    assert Figure("x", "x", "x", 3, "users").share is None
