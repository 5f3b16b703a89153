"""Times: absolute, relative, and odd ones."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinde_tui.tokens.kinds import Kind
from kinde_tui.tokens.moments import duration, moment, relative
from kinde_tui.tokens.times import read_times

if TYPE_CHECKING:
    from tests.tokens.conftest import Mint

NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
T = int(NOW.timestamp())


def codes(kind: Kind = Kind.ACCESS, **claims: Any) -> list[str]:
    return [problem.code for problem in read_times(claims, NOW, kind).problems]


def test_a_usual_token_has_no_problems_and_a_time_bar(mint: Mint) -> None:
    times = read_times(mint.claims(), mint.now, Kind.ACCESS)
    assert times.problems == ()
    assert times.lifetime == 7200
    assert times.remaining(mint.now) == 3600
    assert times.fraction(mint.now) == 0.5
    assert times.fraction(mint.now + timedelta(days=1)) == 1.0
    assert times.fraction(mint.now - timedelta(days=1)) == 0.0


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": (T + 3600) * 1000, "iat": T}, "exp-milliseconds"),
        ({"exp": T + 3600, "iat": T * 1000}, "iat-milliseconds"),
        ({"exp": T + 3600, "iat": T + 61}, "iat-future"),
        ({"exp": T - 30, "iat": T - 10}, "exp-before-iat"),
        ({"exp": T + 60, "iat": T, "nbf": T + 60}, "exp-before-nbf"),
        ({"exp": T + 3600, "iat": T, "nbf": T + 61}, "not-yet-valid"),
        ({"exp": T - 61, "iat": T - 3600}, "expired"),
        ({"exp": T + 31 * 86_400, "iat": T}, "lifetime-long"),
        ({"exp": T + 2 * 86_400, "iat": T}, "lifetime-unusual"),
        ({"iat": T}, "exp-missing"),
        ({"exp": T + 60}, "iat-missing"),
        ({"exp": str(T + 3600), "iat": T}, "exp-type"),
        ({"exp": True, "iat": T}, "exp-type"),
        ({"exp": "tomorrow", "iat": T}, "exp-type"),
        ({"exp": [T], "iat": T}, "exp-type"),
        ({"exp": None, "iat": T}, "exp-type"),
        ({"exp": math.inf, "iat": T}, "exp-range"),
        ({"exp": math.nan, "iat": T}, "exp-range"),
        ({"exp": "1e999", "iat": T}, "exp-range"),
        ({"exp": 10**400, "iat": T}, "exp-range"),
        ({"exp": 10**18, "iat": T}, "exp-range"),
        ({"exp": -5, "iat": T}, "exp-range"),
        ({"exp": -(10**13), "iat": T}, "exp-range"),
    ],
)
def test_odd_times(claims: dict[str, Any], code: str) -> None:
    assert codes(**claims) == [code]


def test_clocks_may_differ_by_the_leeway() -> None:
    assert codes(iat=T + 60, exp=T + 3600, nbf=T + 60) == []
    assert codes(iat=T - 3600, exp=T - 60) == []


def test_milliseconds_are_shown_as_what_was_meant() -> None:
    when = moment({"exp": T * 1000}, "exp")
    assert when.at == NOW
    assert when.seconds == T * 1000


def test_an_id_tokens_usual_life_is_an_hour() -> None:
    assert codes(Kind.ID, iat=T, exp=T + 7200) == ["lifetime-unusual"]
    assert codes(Kind.M2M, iat=T, exp=T + 7 * 86_400) == []


def test_a_webhook_event_needs_no_expiry() -> None:
    times = read_times({"timestamp": T - 5}, NOW, Kind.WEBHOOK)
    assert times.problems == ()
    assert times.issued.at == NOW - timedelta(seconds=5)
    assert (times.remaining(NOW), times.lifetime, times.fraction(NOW)) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "readable"),
    [
        ("2026-08-01T12:00:00Z", True),
        ("2026-08-01T14:00:00+02:00", True),
        ("2026-08-01T12:00:00", True),
        (T, True),
        (str(T), True),
        (T * 1000, True),
        ("yesterday", False),
        ("0001-01-01T00:00:00+14:00", False),
        (math.nan, False),
        (10**20, False),
        ({}, False),
    ],
)
def test_kindes_own_times_have_several_forms(value: Any, readable: bool) -> None:
    times = read_times({"timestamp": value}, NOW, Kind.WEBHOOK)
    assert (times.issued.at == NOW) is readable
    assert [problem.code for problem in times.problems] == ([] if readable else ["timestamp-type"])


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        (UTC, "2026-08-01 12:00:00 UTC"),
        (timezone(timedelta(hours=2), "CEST"), "2026-08-01 12:00:00 UTC · 14:00:00 CEST"),
        (timezone(timedelta(hours=13), "NZDT"), "2026-08-01 12:00:00 UTC · 2026-08-02 01:00:00 NZDT"),
    ],
)
def test_absolute(zone: tzinfo, text: str) -> None:
    assert moment({"exp": T}, "exp").absolute(zone) == text


def test_a_zone_that_cannot_be_applied_is_left_out() -> None:
    class Broken(tzinfo):
        def utcoffset(self, _when: datetime | None) -> timedelta:
            raise OverflowError

        def dst(self, _when: datetime | None) -> timedelta | None:
            return None

        def tzname(self, _when: datetime | None) -> str | None:
            return None

        def fromutc(self, _when: datetime) -> datetime:
            raise OverflowError

    assert moment({"exp": T}, "exp").absolute(Broken()) == "2026-08-01 12:00:00 UTC"
    assert moment({}, "exp").absolute() == moment({}, "exp").relative(NOW) == ""


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "now"), (45, "in 45 s"), (-45, "45 s ago"), (3600, "in 1 h"), (-3900, "1 h 5 min ago"),
        (90_000, "in 1 d 1 h"), (-86_405, "1 d ago"), (400 * 86_400, "in 1 y 35 d"),
    ],
)  # fmt: skip
def test_distances(seconds: float, text: str) -> None:
    assert relative(seconds) == text


def test_no_time_at_all() -> None:
    assert duration(0.4) == "0 s"


NUMBERS = st.integers() | st.floats() | st.text(max_size=20) | st.none() | st.booleans()


@given(NUMBERS, NUMBERS, NUMBERS)
def test_any_values_are_read(iat: Any, nbf: Any, exp: Any) -> None:
    times = read_times({"iat": iat, "nbf": nbf, "exp": exp}, NOW)
    fraction = times.fraction(NOW)
    assert fraction is None or 0 <= fraction <= 1
    for when in (times.issued, times.not_before, times.expires):
        when.absolute()
        when.relative(NOW)
        assert when.at is not None or when.problem is not None
