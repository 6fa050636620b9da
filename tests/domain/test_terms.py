"""Payment terms against published due dates, and what must hold for every date."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day, to_date, to_day
from artui.domain.terms import (
    MONTH_END,
    AddDays,
    AddMonths,
    AddWeeks,
    AfterDay,
    Discount,
    EndOfMonth,
    OnOrAfterDay,
    Proximo,
    Step,
    due_on,
    trail,
)
from artui.policy import steps as written

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "due_dates.json").read_text(encoding="utf-8")
)["cases"]
NAMED = [pytest.param(case, id=f"{case['id']}-{case['invoice_date']}") for case in CASES]

dates = st.integers(parse_day("1970-01-01"), parse_day("2100-12-31"))
month_days = st.one_of(st.integers(1, 31), st.integers(-27, -1), st.just(MONTH_END))
month_day_lists = st.lists(month_days, min_size=1, max_size=4).map(tuple)
steps = st.one_of(
    st.builds(AddDays, st.integers(0, 400)),
    st.builds(AddWeeks, st.integers(0, 60)),
    st.builds(AddMonths, st.integers(0, 30)),
    st.just(EndOfMonth()),
    st.builds(OnOrAfterDay, month_day_lists),
    st.builds(AfterDay, month_day_lists),
    st.builds(Proximo, month_days, st.integers(1, 12), month_days),
)


def due(date: str, *taken: Step) -> str | None:
    return iso(due_on(parse_day(date), taken))


@pytest.mark.parametrize("case", NAMED)
def test_due_dates_others_have_published(case: dict[str, Any]) -> None:
    taken = [written.from_data(step) for step in case["steps"]]
    assert due(case["invoice_date"], *taken) == case["due_date"]


@pytest.mark.parametrize("case", [case for case in CASES if "discounts" in case])
def test_discount_dates_others_have_published(case: dict[str, Any]) -> None:
    for each in case["discounts"]:
        discount = Discount(each["days"], Decimal(each["percent"]))
        assert iso(discount.last_day(parse_day(case["invoice_date"]))) == case["discount_date"]


def test_the_corpus_is_whole() -> None:
    assert len(CASES) == 35
    assert all(case["source"]["peer"] for case in CASES)


def test_no_steps_mean_due_at_once() -> None:
    assert due("2026-11-21") == "2026-11-21"
    assert trail(parse_day("2026-11-21"), ()) == ()


@pytest.mark.parametrize(
    ("date", "months", "expected"),
    [
        ("2025-01-31", (1,), "2025-02-28"),
        ("2024-01-31", (1,), "2024-02-29"),
        ("2025-01-31", (1, 1), "2025-03-31"),
        ("2025-01-30", (1, 1), "2025-03-30"),
        ("2025-01-31", (0,), "2025-01-31"),
        ("2025-11-30", (2,), "2026-01-30"),
        ("2024-02-29", (12,), "2025-02-28"),
        ("2024-02-29", (12, 36), "2028-02-29"),
    ],
)
def test_months_count_from_the_day_meant(date: str, months: tuple[int, ...], expected: str) -> None:
    assert due(date, *(AddMonths(each) for each in months)) == expected


def test_a_months_end_stays_a_months_end() -> None:
    assert due("2025-02-11", EndOfMonth(), AddMonths(1)) == "2025-03-31"
    assert due("2025-02-11", OnOrAfterDay((31,)), AddMonths(1)) == "2025-03-31"


def test_days_after_a_clipped_month_count_from_the_day_reached() -> None:
    assert due("2025-01-31", AddMonths(1), AddDays(1), AddMonths(1)) == "2025-04-01"


def test_the_two_terms_called_end_of_month_differ() -> None:
    assert due("2026-05-01", EndOfMonth(), AddDays(30)) == "2026-06-30"
    assert due("2026-05-01", AddDays(30), EndOfMonth()) == "2026-05-31"


@pytest.mark.parametrize(
    ("date", "on_or_after", "after"),
    [
        ("2025-02-10", "2025-02-10", "2025-02-28"),
        ("2025-02-11", "2025-02-28", "2025-02-28"),
        ("2025-02-28", "2025-02-28", "2025-03-10"),
        ("2025-12-31", "2025-12-31", "2026-01-10"),
    ],
)
def test_days_of_the_month(date: str, on_or_after: str, after: str) -> None:
    assert due(date, OnOrAfterDay((31, 10))) == on_or_after
    assert due(date, AfterDay((31, 10))) == after


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2025-08-12", "2025-09-20"), ("2025-08-13", "2025-10-20"), ("2025-12-13", "2026-02-20")],
)
def test_an_invoice_on_the_cutoff_day_is_not_after_it(date: str, expected: str) -> None:
    assert due(date, Proximo(20, 1, 12)) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2025-02-25", "2025-03-20"),
        ("2025-02-26", "2025-04-20"),
        ("2025-06-27", "2025-07-20"),
        ("2025-06-28", "2025-08-20"),
    ],
)
def test_a_negative_cutoff_counts_from_the_months_end(date: str, expected: str) -> None:
    assert due(date, Proximo(20, 1, -3)) == expected


def test_proximo_to_the_months_end() -> None:
    assert due("2025-01-31", Proximo(MONTH_END)) == "2025-02-28"
    assert due("2025-01-31", Proximo(31, 2)) == "2025-03-31"
    assert due("2025-01-31", Proximo(-3)) == "2025-02-25"


@given(dates, st.lists(steps, max_size=5))
def test_no_step_goes_back(day: int, taken: list[Step]) -> None:
    passed = (day, *trail(day, taken))
    assert list(passed) == sorted(passed)
    assert due_on(day, taken) == passed[-1]


@given(dates, month_day_lists)
def test_the_next_day_of_a_month_is_near_and_meant(day: int, days: tuple[int, ...]) -> None:
    reached = due_on(day, (OnOrAfterDay(days),))
    assert 0 <= reached - day <= 31
    month = to_date(reached).replace(day=1)
    allowed = {due_on(to_day(month), (Proximo(each, 0),)) for each in days}
    assert reached in allowed
    assert due_on(day, (AfterDay(days),)) == (
        reached if reached > day else due_on(day + 1, (OnOrAfterDay(days),))
    )


@given(dates, st.integers(0, 60), st.integers(0, 60))
def test_months_add_up(day: int, first: int, second: int) -> None:
    together = due_on(day, (AddMonths(first + second),))
    assert due_on(day, (AddMonths(first), AddMonths(second))) == together


@given(dates)
def test_the_end_of_a_month_is_the_day_before_a_first(day: int) -> None:
    after = to_date(due_on(day, (EndOfMonth(),))) + dt.timedelta(days=1)
    assert after.day == 1
    assert 1 <= to_day(after) - day <= 31
