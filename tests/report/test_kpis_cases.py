"""Published key figures: exports dropped, `report kpis` asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.domain.figure import Period, month
from artui.report import kpis
from artui.report.kpis_values import rounded
from artui.report.request import Request
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "cases" / "kpis.json").read_text(encoding="utf-8")
    )["cases"]
}
OCTOBER = month("2026-10")


def asked(source: Source, period: Period, kpi: str, variant: str = "") -> dict[str, Any]:
    """The row of one variant."""
    wish = kpis.Wish(period, kpis=(kpi,))
    report = kpis.report(source, Request(), wish)
    assert report.ok
    (row,) = [each for each in report.data["rows"] if each["variant"] == variant]
    return dict(row)


def same(value: str, published: str, scale: int = 1) -> bool:
    places = len(published.partition(".")[2])
    return rounded(Fraction(value) * scale, places) == Decimal(published)


def _settled(books: Books, number: str, amount: str, date: str) -> None:
    books.take(f"payments_{date}.csv", payment(f"P-{number}", amount, date))
    books.take(f"applications_{date}.csv", application(f"P-{number}", number, amount, date))


@dataclass
class Balances:
    """A period told by its balances: an old invoice paid, new ones current, late and paid."""

    period: Period
    beginning: int
    sales: int
    ending: int
    current: int

    def load(self, books: Books) -> None:
        """Invoices and payments that come to these balances."""
        first, late, after = self._days()
        rows = [
            invoice("CUR", str(self.current), first, due_date=after),
            invoice("LATE", str(self.ending - self.current), first, due_date=late),
            invoice("PAID", str(self.sales - self.ending), first, due_date=late),
        ]
        if self.beginning:
            before = str(iso(self.period.first - 40))
            rows.append(invoice("OLD", str(self.beginning), before, due_date=before))
        books.take(f"invoices_{first}.csv", *[row for row in rows if row["amount"] != "0"])
        _settled(books, "PAID", str(self.sales - self.ending), late)
        if self.beginning:
            _settled(books, "OLD", str(self.beginning), late)

    def _days(self) -> tuple[str, str, str]:
        first, last = self.period
        return str(iso(first)), str(iso(first + 10)), str(iso(last + 10))


def test_best_possible_dso(books: Books, source: Source) -> None:
    said = CASES["KPI-BP-01"]["input"]
    february = month("2026-02")
    assert february.days == said["days"]
    current = said["ar"] - said["past_due"]
    Balances(february, 0, said["credit_sales"], said["ar"], current).load(books)
    row = asked(source, february, "bpdso")
    assert same(row["value"], CASES["KPI-BP-01"]["expected"]["bpdso"])
    assert (row["numerator"], row["denominator"]) == ("8000.00", "30000.00")


def test_a_count_back_over_calendar_months(books: Books, source: Source) -> None:
    said = CASES["KPI-DSO-05"]["input"]
    days = ("2026-03-31", "2026-02-28", "2026-01-31")
    rows = [
        invoice(name, str(amount), day)
        for (name, amount, _), day in zip(said["months_newest_first"], days, strict=True)
    ]
    books.take("invoices_2026-03-31.csv", *rows)
    _settled(books, "Jan", "300000", "2026-03-31")
    row = asked(source, month("2026-03"), "dso", "countback")
    assert same(row["value"], CASES["KPI-DSO-05"]["expected"]["dso"])
    assert (row["numerator"], row["bound"]) == ("2100000.00", False)


@pytest.mark.parametrize(
    ("case", "variant", "sales", "period"),
    [
        (
            "KPI-CRF-01",
            "sales_per_month",
            "quarter_credit_sales",
            Period(parse_day("2026-07-01"), parse_day("2026-09-30")),
        ),
        (
            "KPI-CEI-02",
            "all_sales",
            "credit_sales",
            Period(parse_day("2025-01-01"), parse_day("2025-12-31")),
        ),
    ],
)
def test_collection_effectiveness(
    books: Books, source: Source, case: str, variant: str, sales: str, period: Period
) -> None:
    said = CASES[case]["input"]
    ends = (said["beginning_ar"], said[sales], said["ending_ar"], said["ending_current_ar"])
    Balances(period, *ends).load(books)
    row = asked(source, period, "cei", variant)
    assert same(row["value"], CASES[case]["expected"]["cei_pct"], 100)


@pytest.mark.parametrize("case", ["KPI-TUR-01", "KPI-TUR-03"])
def test_turnover(books: Books, source: Source, case: str) -> None:
    said = CASES[case]["input"]
    mean = said["average_ar"]
    Balances(OCTOBER, mean, said["net_credit_sales"], mean, 0).load(books)
    row = asked(source, OCTOBER, "ar_turnover")
    assert same(row["value"], CASES[case]["expected"]["turnover"])


def test_bad_debt(books: Books, source: Source) -> None:
    said = CASES["KPI-BAD-01"]["input"]
    books.take("invoices_2026-10-01.csv", invoice("A", str(said["sales"])))
    of = {"invoice_id": "A", "date": "2026-10-20"}
    written_off = of | {"adjustment_id": "W", "amount": str(said["bad_debt"] + 700)}
    back = of | {"adjustment_id": "R", "amount": "700", "kind": "recovery"}
    rows = [written_off | {"kind": "write_off"}, back]
    books.take("adjustments_2026-10-20.csv", *rows)
    row = asked(source, OCTOBER, "bad_debt_ratio")
    assert same(row["value"], CASES["KPI-BAD-01"]["expected"]["bad_debt_pct"], 100)
    assert row["numerator"] == "5000.00"


def test_days_to_pay_weighted_by_amount(books: Books, source: Source) -> None:
    case = CASES["KPI-WAD-01"]
    for number, paid in enumerate(case["input"]["paid"]):
        name = f"I{number}"
        books.take("invoices_2026-10-01.csv", invoice(name, paid["amount"], "2026-10-01"))
        _settled(books, name, paid["amount"], f"2026-10-{1 + paid['days']:02d}")
    row = asked(source, OCTOBER, "days_to_pay")
    assert same(row["value"], case["ours"]["weighted_avg"])
    assert not same(row["value"], case["expected"]["simple_avg"])


def test_days_to_pay_by_year(books: Books, source: Source) -> None:
    case = CASES["KPI-WAD-03"]
    today = parse_day("2026-10-01")
    for number, each in enumerate(case["input"]["invoices"]):
        billed = today + each["date"]
        name, date = f"I{number}", str(iso(billed))
        books.take(f"invoices_{date}.csv", invoice(name, "100.00", date))
        _settled(books, name, "100.00", str(iso(billed + each["paid_after_days"])))
    periods = {
        "avg_last_year": Period(parse_day("2025-01-01"), parse_day("2025-12-31")),
        "avg_this_year": Period(parse_day("2026-01-01"), parse_day("2026-11-20")),
        "avg_life": Period(parse_day("2025-01-01"), parse_day("2026-11-20")),
    }
    found = {name: asked(source, each, "days_to_pay")["value"] for name, each in periods.items()}
    assert found == case["expected"] == case["ours"]


def test_days_beyond_terms_with_early_as_nothing(books: Books, source: Source) -> None:
    case = CASES["KPI-DBT-01"]
    rows = (
        ("2026-01-01", 30, "2026-01-31"),
        ("2026-01-05", 30, "2026-02-10"),
        ("2026-01-10", 15, "2026-02-02"),
    )
    for number, (date, days, paid_on) in enumerate(rows):
        paid, name = case["input"]["paid"][number], f"I{number}"
        due = parse_day(date) + days
        assert parse_day(paid_on) - due == paid["late"]
        row = invoice(name, paid["amount"], date, due_date=str(iso(due)))
        books.take(f"invoices_{date}.csv", row)
        _settled(books, name, paid["amount"], paid_on)
    period = Period(parse_day("2026-01-01"), parse_day("2026-02-28"))
    assert same(asked(source, period, "days_late")["value"], case["expected"]["dbt"])
