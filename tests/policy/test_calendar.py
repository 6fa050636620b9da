"""calendar.yaml: who has which holidays, and when customers are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso, parse_day
from artui.policy import holiday
from artui.policy.calendar import CalendarPolicy, from_data, to_data
from artui.policy.folder import check

if TYPE_CHECKING:
    from pathlib import Path

    from artui.domain.calendar import Calendar

TEXT = """
calendars:
  us:
    country: US
    remove: [Columbus Day, 2026-11-11, Independence Day]
    add: [{date: 12-24, name: Christmas Eve}, {date: 2026-06-12}]
    business_days: following
  ny: {country: US, region: NY, weekend: [sunday]}
  by: {country: DE, region: BY}
  own: {weekend: [], postponed: [{day: 2026-11-26, to: 2026-11-30}]}
default: us
assign:
  - {calendar: by, when: {country: DE}}
  - {calendar: ny, when: {region: NY}}
  - {calendar: own, when: {customer_id: C7}}
closings:
  - {from: 12-24, to: 01-02, name: Plant shutdown, when: {customer_id: {in: [C1, C2]}}}
  - {from: 2026-08-03, to: 2026-08-21, when: {company: "1000"}}
"""


@pytest.fixture
def policy(tmp_path: Path) -> CalendarPolicy:
    (tmp_path / "calendar.yaml").write_text(TEXT, encoding="utf-8")
    checked = check(tmp_path)
    assert checked.findings == ()
    assert checked.policy is not None
    return checked.policy.calendar


def closed(calendar: Calendar, date: str) -> str | None:
    return calendar.closed(parse_day(date))


def test_the_way_to_json_and_back_is_exact(policy: CalendarPolicy) -> None:
    assert from_data(to_data(policy)) == policy
    assert to_data(from_data(to_data(policy))) == to_data(policy)


def test_who_has_which(policy: CalendarPolicy) -> None:
    assert policy.name_for({}) == "us"
    assert policy.name_for({"country": "DE"}) == "by"
    assert policy.name_for({"country": "DE", "region": "NY"}) == "ny"
    assert policy.name_for({"country": "DE", "customer_id": "c7"}) == "own"
    assert CalendarPolicy().name_for({}) is None


def test_holidays_of_a_country_less_those_worked_and_the_own_ones(policy: CalendarPolicy) -> None:
    us = policy.for_record({})
    assert closed(us, "2026-11-26") == "Thanksgiving Day"
    assert closed(us, "2026-12-24") == closed(us, "2031-12-24") == "Christmas Eve"
    assert closed(us, "2026-06-12") == "holiday"
    assert closed(us, "2027-06-14") is None
    assert closed(us, "2026-10-12") is None  # Columbus Day
    assert closed(us, "2026-11-11") is None
    assert closed(us, "2027-11-11") == "Veterans Day"
    assert closed(us, "2026-07-03") is None  # Independence Day as observed


def test_a_region_has_more(policy: CalendarPolicy) -> None:
    assert closed(policy.for_record({"country": "DE"}), "2026-06-04") == "Corpus Christi"
    assert closed(policy.for_record({"region": "NY"}), "2026-02-12") == "Lincoln's Birthday"
    assert closed(policy.for_record({"region": "NY"}), "2026-11-21") is None


def test_closings_are_of_whom_they_name(policy: CalendarPolicy) -> None:
    def moved(date: str, **record: str) -> str | None:
        return iso(policy.for_record(record).moved(parse_day(date)))

    assert moved("2026-12-28", customer_id="C1") == "2027-01-03"
    assert moved("2026-12-28", customer_id="C3") == "2026-12-28"
    assert moved("2026-08-10", customer_id="C3", company="1000") == "2026-08-22"
    assert moved("2026-11-26", customer_id="C7") == "2026-11-30"


def test_two_records_alike_share_a_calendar(policy: CalendarPolicy) -> None:
    assert policy.for_record({"country": "DE"}) is policy.for_record({"country": "DE", "x": 1})


@pytest.mark.parametrize("country", sorted(holiday.countries()))
def test_every_country_has_names_in_every_year(country: str) -> None:
    for year in (1971, 2026, 2100):
        for names in holiday.of_year(country, None, year).values():
            assert all(names)
