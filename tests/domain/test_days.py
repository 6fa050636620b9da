"""Days as numbers, and the ISO weeks they lie in."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import days

dates = st.dates(dt.date(1970, 1, 1), dt.date(2200, 12, 31))


def test_counted_from_1970() -> None:
    assert days.to_day(dt.date(1970, 1, 1)) == 0
    assert days.parse_day("1970-01-02") == 1
    assert days.iso(-1) == "1969-12-31"
    assert days.iso(None) is None


@given(date=dates)
def test_a_date_comes_back(date: dt.date) -> None:
    assert days.to_date(days.to_day(date)) == date
    assert days.parse_day(date.isoformat()) == days.to_day(date)
    assert days.iso(days.to_day(date)) == date.isoformat()


@given(date=dates)
def test_a_day_lies_in_its_week(date: dt.date) -> None:
    monday, sunday = days.week_bounds(days.week_of(days.to_day(date)))
    assert sunday - monday == 6
    assert monday <= days.to_day(date) <= sunday
    assert days.to_date(monday).weekday() == 0


@pytest.mark.parametrize(
    ("date", "week"),
    [("2026-11-15", "2026-W46"), ("2026-12-31", "2026-W53"), ("2027-01-03", "2026-W53")],
)
def test_weeks_across_the_year(date: str, week: str) -> None:
    assert days.week_of(days.parse_day(date)) == week
    assert days.week_bounds(week.lower()) == days.week_bounds(week)


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2025-W53", "W46", "", "2026-46", "x-Wy"])
def test_no_such_week(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        days.week_bounds(text)


@given(date=dates.filter(lambda date: date.year > 1970))
def test_the_last_complete_week_is_over_before_today_and_the_next_is_not(date: dt.date) -> None:
    today = days.to_day(date)
    _, sunday = days.week_bounds(days.last_complete_week(today))
    assert today - 7 <= sunday < today


@given(start=dates, length=st.integers(0, 60))
def test_business_days(start: dt.date, length: int) -> None:
    first = days.to_day(start)
    expected = [start + dt.timedelta(days=n) for n in range(1, length + 1)]
    assert days.business_days(first, first + length) == sum(d.isoweekday() < 6 for d in expected)
