"""What cells say."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.models.user import Session, User
from kinde_tui.services.collections import texts
from kinde_tui.services.collections.collection import Context, Tone

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
CONTEXT = Context(NOW, lambda collection, key: "Console" if (collection, key) == ("applications", "app_1") else None)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-59), "just now"),
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=12, seconds=30), "12 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=3, minutes=59), "3 h ago"),
        (timedelta(hours=24), "yesterday"),
        (timedelta(hours=47), "yesterday"),
        (timedelta(days=2), "2 d ago"),
        (timedelta(days=5), "5 d ago"),
        (timedelta(days=13), "13 d ago"),
        (timedelta(days=14), "2 w ago"),
        (timedelta(days=55), "7 w ago"),
        (timedelta(days=56), "25 Mar 2026"),
        (timedelta(minutes=-12), "in 12 min"),
        (timedelta(hours=-3), "in 3 h"),
        (timedelta(days=-3), "in 3 d"),
        (timedelta(days=-80), "8 Aug 2026"),
    ],
)
def test_ago_says_one_unit(before: timedelta, words: str) -> None:
    assert texts.ago(NOW - before, NOW) == words


def test_nothing_was_never() -> None:
    assert texts.ago(None, NOW) == "never"
    assert texts.day(None) == texts.day_and_time(None) == texts.ABSENT


def test_a_moment_without_a_zone_is_utc_and_zones_are_converted() -> None:
    naive = datetime(2025, 3, 8, 14, 5)  # noqa: DTZ001 - the point of the test
    assert texts.day_and_time(naive) == "8 Mar 2025, 14:05 UTC"
    sydney = datetime(2025, 3, 9, 1, 5, tzinfo=timezone(timedelta(hours=11)))
    assert texts.day_and_time(sydney) == "8 Mar 2025, 14:05 UTC"


@given(st.datetimes(timezones=st.timezones() | st.none()), st.datetimes(timezones=st.just(UTC)))
def test_ago_has_words_for_every_moment(moment: datetime, now: datetime) -> None:
    words = texts.ago(moment, now)
    assert re.fullmatch(r"just now|yesterday|in \d+ (min|h|d)|\d+ (min|h|d|w) ago|\d{1,2} [A-Z][a-z]{2} \d{1,4}", words)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=55)), st.timedeltas(min_value=timedelta(0)))
def test_a_later_moment_never_reads_as_longer_ago(nearer: timedelta, further: timedelta) -> None:
    units = ["just now", "min ago", "h ago", "yesterday", "d ago", "w ago"]

    def rank(age: timedelta) -> int:
        words = texts.ago(NOW - age, NOW) if age < timedelta(days=56) else "w ago"
        return next(index for index, unit in enumerate(units) if words.endswith(unit))

    assert rank(nearer) <= rank(nearer + min(further, timedelta(days=10_000)))


def test_an_unreadable_field_is_marked_and_a_missing_one_is_not() -> None:
    session = Session.read({"session_id": "s", "updated_on": "2025-04-01T13:04:20+11"})
    assert texts.since("updated_on")(session, CONTEXT) == texts.UNREADABLE
    assert texts.since("started_on")(session, CONTEXT) == "never"
    assert texts.dated_exactly("updated_on")(session, CONTEXT) == texts.UNREADABLE
    assert texts.dated("started_on")(session, CONTEXT) == texts.ABSENT
    user = User.read({"id": "kp_1", "preferred_email": 7, "phone": []})
    assert texts.plain("email", "preferred_email")(user, CONTEXT) == texts.UNREADABLE
    assert texts.plain("phone")(user, CONTEXT) == texts.UNREADABLE
    assert texts.plain("username")(user, CONTEXT) == texts.ABSENT


def test_cells_of_each_kind() -> None:
    user = User.read(
        {
            "id": "kp_1",
            "first_name": "",
            "organizations": ["org_1", "org_2"],
            "total_sign_ins": 1234,
            "is_suspended": True,
            "created_on": "2025-03-08T14:05:00Z",
        }
    )
    assert texts.counted("organizations")(user, CONTEXT) == "2"
    assert texts.joined_words("organizations")(user, CONTEXT) == "org_1, org_2"
    assert texts.number("total_sign_ins")(user, CONTEXT) == "1,234"
    assert texts.answer("is_suspended")(user, CONTEXT) == "yes"
    assert texts.dated("created_on")(user, CONTEXT) == "8 Mar 2025"
    assert texts.plain("first_name")(user, CONTEXT) == texts.ABSENT
    assert [texts.times(1), texts.times(1_000)] == ["once", "1,000 times"]
    assert texts.yes_no(None) == texts.ABSENT


def test_another_record_is_called_by_its_name_where_it_is_known() -> None:
    cell = texts.named("applications", "client_id")
    assert cell(Session(client_id="app_1"), CONTEXT) == "Console"
    assert cell(Session(client_id="app_2"), CONTEXT) == "app_2"
    assert cell(Session(), CONTEXT) == texts.ABSENT
    assert cell(Session.read({"client_id": 1}), CONTEXT) == texts.UNREADABLE


@pytest.mark.parametrize(
    ("suspended", "words", "tone"),
    [(True, "○ suspended", Tone.WARNING), (False, "● active", Tone.GOOD), (None, "—", Tone.MUTED)],
)
def test_status_has_a_sign_a_word_and_a_tone(suspended: Any, words: str, tone: Tone) -> None:
    assert texts.status(suspended) == words
    assert texts.status_tone(User(is_suspended=suspended)) is tone
