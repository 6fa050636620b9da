"""Open days, and where a due date goes that falls on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.calendar import RULES, Calendar, Closing, MonthDay, Rule
from artui.domain.days import iso, parse_day, to_date

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEK = Calendar()
CHRISTMAS = {
    parse_day("2026-12-25"): "Christmas Day",
    parse_day("2027-01-01"): "New Year's Day",
}


def of_the_year(year: int) -> Mapping[int, str]:
    return {day: name for day, name in CHRISTMAS.items() if to_date(day).year == year}


HOLIDAYS = Calendar(holidays=of_the_year)


def moved(calendar: Calendar, date: str, rule: Rule = "none") -> str | None:
    return iso(calendar.moved(parse_day(date), rule))


@pytest.mark.parametrize(
    ("date", "rule", "expected"),
    [
        ("2026-12-25", "none", "2026-12-25"),
        ("2026-12-25", "following", "2026-12-28"),
        ("2026-12-25", "preceding", "2026-12-24"),
        ("2026-12-25", "modified_following", "2026-12-28"),
        ("2027-01-01", "following", "2027-01-04"),
        ("2027-01-01", "preceding", "2026-12-31"),
        ("2027-01-01", "modified_following", "2027-01-04"),
        ("2026-10-31", "following", "2026-11-02"),
        ("2026-10-31", "modified_following", "2026-10-30"),
        ("2026-11-01", "modified_following", "2026-11-02"),
        ("2026-11-01", "preceding", "2026-10-30"),
        ("2026-12-24", "following", "2026-12-24"),
    ],
)
def test_rules(date: str, rule: Rule, expected: str) -> None:
    assert moved(HOLIDAYS, date, rule) == expected


def test_why_a_day_is_closed() -> None:
    assert HOLIDAYS.closed(parse_day("2026-12-25")) == "Christmas Day"
    assert HOLIDAYS.closed(parse_day("2026-12-26")) == "Saturday"
    assert HOLIDAYS.closed(parse_day("2026-12-28")) is None
    assert list(HOLIDAYS.between(parse_day("2026-12-25"), parse_day("2026-12-28"))) == [
        (parse_day("2026-12-25"), "Christmas Day"),
        (parse_day("2026-12-26"), "Saturday"),
        (parse_day("2026-12-27"), "Sunday"),
    ]


def test_a_weekend_of_other_days() -> None:
    gulf = Calendar(weekend=frozenset((4, 5)))
    assert moved(gulf, "2026-11-20", "following") == "2026-11-22"
    assert moved(Calendar(weekend=frozenset()), "2026-11-21", "following") == "2026-11-21"


SHUTDOWN = Closing(MonthDay(12, 24), MonthDay(1, 2), "Shutdown")
SUMMER = Closing(parse_day("2026-08-03"), parse_day("2026-08-21"), "Summer break")


@pytest.mark.parametrize(
    ("date", "rule", "expected"),
    [
        ("2026-12-23", "none", "2026-12-23"),
        ("2026-12-24", "none", "2027-01-03"),
        ("2027-01-02", "none", "2027-01-03"),
        ("2027-01-02", "following", "2027-01-04"),
        ("2027-01-01", "preceding", "2027-01-04"),
        ("2026-08-21", "modified_following", "2026-08-24"),
        ("2027-08-10", "none", "2027-08-10"),
    ],
)
def test_a_closing_moves_to_the_first_open_day_after_under_every_rule(
    date: str, rule: Rule, expected: str
) -> None:
    assert moved(Calendar(closings=(SHUTDOWN, SUMMER)), date, rule) == expected


def test_nothing_goes_back_over_a_closing() -> None:
    calendar = Calendar(closings=(SUMMER,))
    assert moved(calendar, "2026-08-22", "preceding") == "2026-08-24"
    assert moved(calendar, "2026-08-02", "preceding") == "2026-07-31"


@pytest.mark.parametrize(
    ("year", "days"),
    [(2026, ("2026-02-27", "2026-02-28")), (2028, ("2028-02-28", "2028-02-29"))],
)
def test_a_day_a_month_lacks_is_its_last(year: int, days: tuple[str, str]) -> None:
    closing = Closing(MonthDay(2, 27), MonthDay(2, 31))
    assert iso(parse_day(days[-1]) + 1) == moved(Calendar(closings=(closing,)), days[0])
    assert not closing.covers(parse_day(f"{year}-03-01"))


def test_closings_chain_with_each_other_and_with_postponed_days() -> None:
    day = parse_day
    calendar = Calendar(
        closings=(
            Closing(MonthDay(6, 12), MonthDay(6, 13)),
            Closing(MonthDay(6, 14), MonthDay(6, 15)),
        ),
        postponed={day("2021-06-16"): day("2021-07-08")},
    )
    assert moved(calendar, "2021-06-12") == "2021-07-08"
    assert moved(calendar, "2021-06-11") == "2021-06-11"


def test_a_weekend_before_a_postponed_day_goes_where_it_goes() -> None:
    calendar = Calendar(postponed={parse_day("2026-11-23"): parse_day("2026-11-26")})
    assert moved(calendar, "2026-11-21", "following") == "2026-11-26"
    assert moved(calendar, "2026-11-21", "preceding") == "2026-11-20"
    assert moved(calendar, "2026-11-23", "none") == "2026-11-26"


def test_where_no_day_is_ever_open_the_day_stands() -> None:
    halves = (Closing(MonthDay(1, 1), MonthDay(6, 30)), Closing(MonthDay(7, 1), MonthDay(12, 31)))
    for rule in RULES:
        assert moved(Calendar(closings=halves), "2026-11-21", rule) == "2026-11-21"


days = st.integers(parse_day("1990-01-01"), parse_day("2080-12-31"))
month_days = st.builds(MonthDay, st.integers(1, 12), st.integers(1, 31))
holidays = st.frozensets(days.filter(lambda day: 20_000 < day < 20_100), max_size=30)
near = st.integers(19_990, 20_110)
closings = st.lists(
    st.builds(lambda first, length: Closing(first, first + length), near, st.integers(0, 20)),
    max_size=3,
).map(tuple)


def calendar_of(some: frozenset[int], shut: tuple[Closing, ...]) -> Calendar:
    names = dict.fromkeys(some, "holiday")
    return Calendar(holidays=lambda _: names, closings=shut)


@given(near, holidays, closings)
def test_where_a_day_goes_is_open_and_on_the_side_the_rule_says(
    day: int, some: frozenset[int], shut: tuple[Closing, ...]
) -> None:
    calendar = calendar_of(some, shut)
    for rule in RULES[1:]:
        reached = calendar.moved(day, rule)
        assert calendar.is_open(reached)
        assert calendar.moved(reached, rule) == reached
        assert (reached == day) == calendar.is_open(day)
    following = calendar.moved(day, "following")
    assert following == next(each for each in range(day, day + 400) if calendar.is_open(each))


@given(near, holidays)
def test_without_closings_preceding_never_moves_later(day: int, some: frozenset[int]) -> None:
    calendar = calendar_of(some, ())
    assert calendar.moved(day, "preceding") <= day
    assert calendar.moved(day, "none") == day


@given(near, holidays)
def test_modified_following_stays_in_the_month_where_it_can(day: int, some: frozenset[int]) -> None:
    calendar = calendar_of(some, ())
    month = to_date(day).replace(day=1)
    reached = calendar.moved(day, "modified_following")
    open_days = [
        each
        for each in range(day - 31, day + 32)
        if to_date(each).replace(day=1) == month and calendar.is_open(each)
    ]
    assert (to_date(reached).replace(day=1) == month) or not open_days


@given(days, month_days, month_days)
def test_a_closing_of_every_year_covers_both_its_ends(
    day: int, first: MonthDay, last: MonthDay
) -> None:
    year = to_date(day).year
    closing = Closing(first, last)
    ends = [parse_day(each.of(year).isoformat()) for each in (first, last)]
    assert all(map(closing.covers, ends))
