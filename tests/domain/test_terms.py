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
from artui.domain.discount import Discount
from artui.domain.steps import (
    MONTH_END,
    AddDays,
    AddMonths,
    AddWeeks,
    AfterDay,
    EndOfMonth,
    OnOrAfterDay,
    Proximo,
    Step,
    due_on,
    told,
    trail,
)
from artui.domain.terms import MOST_PARTS, Instalment, Part, Plan, Term, schedule
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
    assert len(CASES) == 43
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


HALF = Decimal(50)


def parts(term: Term, date: str, amount: int) -> list[tuple[str, str | None, int]]:
    found = schedule(term, parse_day(date), amount, "USD")
    return [(part.label, iso(part.due_on), part.amount) for part in found]


def test_a_term_without_instalments_has_one_part_without_a_label() -> None:
    assert parts(Term((AddDays(30),)), "2026-11-21", 1000) == [("", "2026-12-21", 1000)]


def test_nothing_owed_is_due_on_the_invoice_date() -> None:
    term = Term(instalments=(Instalment((AddMonths(1),), rest=True),))
    assert parts(term, "2016-05-17", 0) == [("", "2016-05-17", 0)]


THIRDS = Term(
    instalments=(
        Instalment((AddDays(30),), percent=Decimal(30)),
        Instalment((AddDays(60),), percent=Decimal(50)),
        Instalment((AddDays(90),), rest=True),
    )
)


def test_a_credit_falls_into_the_same_parts() -> None:
    charge, credit = (parts(THIRDS, "2026-01-01", amount) for amount in (10_001, -10_001))
    assert charge == [
        ("1", "2026-01-31", 3000),
        ("2", "2026-03-02", 5001),
        ("3", "2026-04-01", 2000),
    ]
    assert [(label, day, -amount) for label, day, amount in credit] == charge


def test_an_instalment_takes_no_more_than_is_left_and_nothing_is_no_part() -> None:
    term = Term(
        instalments=(
            Instalment((), amount=Decimal(500)),
            Instalment((AddDays(30),), amount=Decimal(500)),
            Instalment((AddDays(60),), rest=True),
        )
    )
    assert parts(term, "2026-01-01", 70_000) == [
        ("1", "2026-01-01", 50_000),
        ("2", "2026-01-31", 20_000),
    ]


def test_counting_from_the_part_before_keeps_the_day_meant() -> None:
    month = (AddMonths(1),)
    term = Term(
        instalments=(
            Instalment(month, percent=Decimal(25)),
            Instalment(month, percent=Decimal(25), from_previous=True),
            Instalment(month, rest=True, from_previous=True),
        )
    )
    dates = [day for _, day, _ in parts(term, "2025-01-31", 10_000)]
    assert dates == ["2025-02-28", "2025-03-31", "2025-04-30"]


def test_a_calendar_moves_each_part_and_none_after_it() -> None:
    term = Term(
        instalments=(
            Instalment((AddDays(30),), percent=HALF),
            Instalment((AddDays(30),), rest=True, from_previous=True),
        )
    )
    start = parse_day("2026-01-01")
    found = schedule(term, start, 100, "USD", lambda day: day + 7)
    assert [(part.contractual_on - start, part.due_on - start) for part in found] == [
        (30, 37),
        (60, 67),
    ]


def test_shares_are_rounded_to_whole_units() -> None:
    def first(amount: int, round_to: str, currency: str = "USD") -> int:
        line = Instalment((), percent=HALF, round_to=Decimal(round_to))
        term = Term(instalments=(line, Instalment((AddDays(1),), rest=True)))
        return schedule(term, 0, amount, currency)[0].amount

    assert first(100_010, "1") == 50_000
    assert first(100_100, "1") == 50_100
    assert first(100_010, "100") == 50_000
    assert first(10_000, "100") == 10_000
    assert first(1001, "0.05", "JPY") == 501


def test_plans() -> None:
    by_amount = Term(plan=Plan(2, amount=Decimal(30)))
    assert [part[1:] for part in parts(by_amount, "2025-12-31", 10_000)] == [
        ("2025-12-31", 3000),
        ("2026-02-28", 3000),
        ("2026-04-30", 3000),
        ("2026-06-30", 1000),
    ]
    equal = Term((AddDays(10),), plan=Plan(1, parts=3))
    assert [part[1:] for part in parts(equal, "2026-01-01", 10_000)] == [
        ("2026-01-11", 3333),
        ("2026-02-11", 3333),
        ("2026-03-11", 3334),
    ]


def test_a_plan_of_tiny_parts_ends() -> None:
    found = parts(Term(plan=Plan(1, amount=Decimal("0.01"))), "2026-01-01", 10**9)
    assert len(found) == MOST_PARTS
    assert found[-1][2] == 10**9 - (MOST_PARTS - 1)


shares_of_a_whole = st.one_of(
    st.builds(
        Instalment,
        st.lists(steps, max_size=3).map(tuple),
        percent=st.decimals(1, 40, places=2),
        from_previous=st.booleans(),
        round_to=st.sampled_from([None, Decimal(1), Decimal("0.05"), Decimal(100)]),
    ),
    st.builds(
        Instalment,
        st.lists(steps, max_size=3).map(tuple),
        amount=st.decimals(Decimal("0.01"), 500, places=2),
        from_previous=st.booleans(),
    ),
)
rests = st.builds(Instalment, st.lists(steps, max_size=3).map(tuple), rest=st.just(True))  # noqa: FBT003 - a value, no flag
divided = st.builds(
    lambda lines, last: Term(instalments=(*lines, last)),
    st.lists(shares_of_a_whole, max_size=5),
    rests,
)
plans = st.one_of(
    st.builds(Plan, st.integers(1, 12), amount=st.decimals(Decimal("0.01"), 500, places=2)),
    st.builds(Plan, st.integers(1, 12), parts=st.integers(2, 24)),
)
terms = st.one_of(
    divided,
    st.builds(Term, st.lists(steps, max_size=3).map(tuple)),
    st.builds(lambda taken, plan: Term(taken, plan=plan), st.lists(steps).map(tuple), plans),
)
amounts = st.integers(-(10**10), 10**10)


@given(terms, dates, amounts, st.sampled_from(["USD", "JPY", "KWD"]))
def test_parts_make_the_amount_and_none_goes_the_other_way(
    term: Term, day: int, amount: int, currency: str
) -> None:
    found = schedule(term, day, amount, currency)
    assert sum(part.amount for part in found) == amount
    assert all(part.amount * amount > 0 for part in found) or amount == 0
    assert len({part.label for part in found}) == len(found)
    assert all(part.contractual_on == part.due_on >= day for part in found)
    mirrored = schedule(term, day, -amount, currency)
    assert mirrored == tuple(part._replace(amount=-part.amount) for part in found)


@given(st.lists(steps, max_size=5), dates, amounts.filter(bool))
def test_without_instalments_the_schedule_is_the_due_date(
    taken: list[Step], day: int, amount: int
) -> None:
    due_day = due_on(day, taken)
    assert schedule(Term(tuple(taken)), day, amount, "USD") == (Part("", due_day, due_day, amount),)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (AddDays(30), "30 days later"),
        (AddWeeks(1), "1 week later"),
        (AddMonths(2), "2 months later"),
        (EndOfMonth(), "the end of that month"),
        (OnOrAfterDay((1, 22)), "the next 1st or 22nd, that day included"),
        (AfterDay((MONTH_END, 13)), "the next last day or 13th, that day excluded"),
        (Proximo(20, 1), "the 20th, 1 month later"),
        (
            Proximo(3, 2, -3),
            "the 3rd, 2 months later, one more if dated after the 3rd day before the last",
        ),
    ],
)
def test_steps_in_words(step: Step, words: str) -> None:
    assert told(step) == words
