"""The formulas of key figures: what others publish, and what must always hold."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import kpis
from artui.domain.kpis import Countback
from artui.report.kpis_values import rounded

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "cases" / "kpis.json").read_text(encoding="utf-8")
    )["cases"]
}


def same(found: Fraction | None, published: str) -> bool:
    """Whether a figure is the published one to the places that are published."""
    said = Decimal(published)
    exponent = said.as_tuple().exponent
    assert isinstance(exponent, int)
    return found is not None and rounded(found, -exponent) == said


def percent(found: Fraction | None) -> Fraction | None:
    return None if found is None else found * 100


def test_the_quarter_by_month_ends() -> None:
    said = CASES["KPI-CRF-02"]["input"]
    found = kpis.dso_by_month_ends(
        said["ending_ar_months"], said["quarter_credit_sales"], said["days_per_month"]
    )
    assert same(found, "30.41")


def test_the_published_count_back_with_months_of_thirty_days() -> None:
    said = CASES["KPI-DSO-02"]["input"]
    sales = list(zip(said["sales_newest_first"], said["days"], strict=True))
    found = kpis.dso_countback(said["ar"], sales)
    assert same(found.days, "73.7")
    assert not found.bound


def test_the_published_count_back_with_calendar_months() -> None:
    said = CASES["KPI-DSO-05"]["input"]
    sales = [(amount, days) for _, amount, days in said["months_newest_first"]]
    assert same(kpis.dso_countback(said["ar"], sales).days, "76.71")


def test_a_count_back_published_wrong_is_not_matched() -> None:
    case = CASES["KPI-DSO-04"]
    sales = [(amount, days) for _, amount, days in case["input"]["months_newest_first"]]
    found = kpis.dso_countback(case["input"]["ar"], sales).days
    assert same(found, case["ours"]["dso"])
    assert same(found, case["expected"]["arithmetic_dso"])
    assert not same(found, case["expected"]["published_dso"])
    assert same(kpis.dso_countback(13_000, sales).days, "179.67")


def test_the_published_best_possible_dso() -> None:
    said = CASES["KPI-BP-01"]["input"]
    found = kpis.dso_simple(said["ar"] - said["past_due"], said["credit_sales"], said["days"])
    assert same(found, CASES["KPI-BP-01"]["expected"]["bpdso"])


def test_the_published_days_delinquent() -> None:
    case = CASES["KPI-ADD-01"]
    pairs = zip(case["input"]["dso"], case["input"]["bpdso"], strict=True)
    found = [kpis.average_days_delinquent(Fraction(a), Fraction(b)) for a, b in pairs]
    assert found == case["expected"]["add"]


@pytest.mark.parametrize(
    ("case", "sales", "months"),
    [("KPI-CRF-01", "quarter_credit_sales", 3), ("KPI-CEI-02", "credit_sales", 1)],
)
def test_published_collection_effectiveness(case: str, sales: str, months: int) -> None:
    said = CASES[case]["input"]
    found = kpis.cei(
        said["beginning_ar"], said[sales], said["ending_ar"], said["ending_current_ar"], months
    )
    assert same(percent(found), CASES[case]["expected"]["cei_pct"])


def test_a_collection_effectiveness_published_wrong_is_not_matched() -> None:
    case = CASES["KPI-CEI-03"]
    said = case["input"]
    current = said["ending_ar"] - said["ending_past_due"]
    found = kpis.cei(said["beginning_ar"], said["credit_sales"], said["ending_ar"], current)
    assert same(percent(found), case["ours"]["cei_pct"])
    assert same(percent(found), case["expected"]["standard_formula_gives"])
    assert not same(percent(found), case["expected"]["published_cei_pct"])
    assert not same(percent(found), case["expected"]["own_formula_gives"])


@pytest.mark.parametrize("case", ["KPI-TUR-01", "KPI-TUR-03"])
def test_the_published_turnover(case: str) -> None:
    said = CASES[case]["input"]
    mean = said["average_ar"]
    found = kpis.turnover(said.get("net_credit_sales"), mean - 10, mean + 10)
    assert same(found, CASES[case]["expected"]["turnover"])


def test_the_published_bad_debt() -> None:
    said = CASES["KPI-BAD-01"]["input"]
    found = kpis.bad_debt(said["bad_debt"] + 700, 700, said["sales"])
    assert same(percent(found), CASES["KPI-BAD-01"]["expected"]["bad_debt_pct"])


def test_the_published_weighted_days() -> None:
    case = CASES["KPI-WAD-01"]
    paid = [(int(each["amount"]), each["days"]) for each in case["input"]["paid"]]
    assert same(kpis.weighted_mean(paid), case["ours"]["weighted_avg"])
    late = [(int(each["amount"]), each["late"]) for each in CASES["KPI-DBT-01"]["input"]["paid"]]
    assert same(kpis.weighted_mean(late), CASES["KPI-DBT-01"]["expected"]["dbt"])


def test_the_published_days_beyond_terms_of_sums() -> None:
    said = CASES["KPI-DBT-03"]["input"]
    assert same(kpis.share(said["sum_amount_x_days"], said["sum_amount"]), "3.98")


def test_published_figures_that_state_their_sum() -> None:
    """Trymesha's simple DSO, and turnover of net sales over an average."""
    assert same(kpis.dso_simple(150_000, 1_800_000, 365), "30.4")
    assert same(kpis.turnover(95_000 - 15_000, 60_000, 80_000), "1.14")


def test_a_case_whose_answer_is_ours_says_why() -> None:
    differing = {name for name, case in CASES.items() if "ours" in case}
    wrong = {name for name, case in CASES.items() if case["trust"] != "ok"}
    assert wrong == {"KPI-CEI-03", "KPI-DSO-04"}
    assert wrong <= differing
    assert all(CASES[name]["why"] for name in differing)


@pytest.mark.parametrize(
    ("receivables", "sales", "found"),
    [
        (0, [(100, 31)], Countback(Fraction(0))),
        (-50, [(100, 31)], Countback(Fraction(0))),
        (100, [(100, 31), (100, 30)], Countback(Fraction(31))),
        (150, [(100, 31), (0, 30), (100, 31)], Countback(Fraction(31), bound=True)),
        (150, [(100, 31), (-1, 30), (100, 31)], Countback(Fraction(31), bound=True)),
        (150, [], Countback(Fraction(0), bound=True)),
        (500, [(100, 31), (100, 30)], Countback(Fraction(61), bound=True)),
    ],
)
def test_where_a_count_back_ends(
    receivables: int, sales: list[tuple[int, int]], found: Countback
) -> None:
    assert kpis.dso_countback(receivables, sales) == found


@pytest.mark.parametrize("denominator", [0, -1])
def test_nothing_is_divided_by_nothing(denominator: int) -> None:
    assert kpis.share(1, denominator) is None
    assert kpis.dso_simple(1, denominator, 31) is None
    assert kpis.turnover(1, 0, denominator) is None
    assert kpis.bad_debt(1, 0, denominator) is None
    assert kpis.weighted_mean([(denominator, 5)]) is None
    assert kpis.cei(0, 0, 0, -denominator) is None
    assert kpis.average_days_delinquent(None, Fraction(1)) is None


_AMOUNTS = st.integers(0, 10**12)
_SALES = st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from((28, 30, 31))), max_size=40)


@given(_AMOUNTS, _SALES)
def test_a_count_back_uses_sales_up_or_is_a_bound(
    receivables: int, sales: list[tuple[int, int]]
) -> None:
    found = kpis.dso_countback(receivables, sales)
    assert found.bound == (receivables > sum(amount for amount, _ in sales))
    used = kpis.months_counted(receivables, [amount for amount, _ in sales])
    days = [each for _, each in sales]
    assert sum(days[: max(0, used - 1)]) <= found.days <= sum(days[:used])


@given(_AMOUNTS, _SALES, st.integers(0, 10**9))
def test_a_count_back_of_more_is_no_shorter(
    receivables: int, sales: list[tuple[int, int]], more: int
) -> None:
    least, most = (
        kpis.dso_countback(each, sales).days for each in (receivables, receivables + more)
    )
    assert least <= most


@given(_AMOUNTS, _AMOUNTS, st.integers(1, 10**12), st.integers(1, 366))
def test_best_possible_by_simple_dso_is_what_is_current(
    current: int, late: int, sales: int, days: int
) -> None:
    dso = kpis.dso_simple(current + late, sales, days)
    best = kpis.dso_simple(current, sales, days)
    add = kpis.average_days_delinquent(dso, best)
    assert add == kpis.dso_simple(late, sales, days)
    assert dso is not None
    assert best is not None
    if current + late:
        assert best / dso == kpis.share(current, current + late)


@pytest.mark.parametrize(
    ("value", "target", "better", "status"),
    [
        ("50", "50", "less", "ok"),
        ("49.9", "50", "less", "ok"),
        ("55", "50", "less", "watch"),
        ("55.01", "50", "less", "missed"),
        ("0", "0", "less", "ok"),
        ("0.01", "0", "less", "missed"),
        ("0.95", "0.95", "more", "ok"),
        ("0.855", "0.95", "more", "watch"),
        ("0.8549", "0.95", "more", "missed"),
    ],
)
def test_how_a_figure_stands_to_its_target(
    value: str, target: str, better: kpis.Better, status: str
) -> None:
    assert kpis.status(Fraction(value), Fraction(target), better) == status


def test_a_bound_tells_only_what_is_certain() -> None:
    at = Fraction(60)
    assert kpis.status(at, Fraction(50), "less", bound=True) == "missed"
    assert kpis.status(at, Fraction(58), "less", bound=True) is None
    assert kpis.status(at, Fraction(70), "less", bound=True) is None
    assert kpis.status(at, Fraction(50), "more", bound=True) == "ok"
    assert kpis.status(at, Fraction(61), "more", bound=True) is None
