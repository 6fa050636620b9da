"""Figures recorded when a month closes, held against targets, and read again."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, get_args

import pytest

from artui.books.kpis import recording
from artui.books.kpis.asked import By
from artui.books.kpis.groups import in_base, without_base
from artui.books.kpis.judged import chosen, first_things_first, judge, quarter_of, role
from artui.books.kpis.table import BY_NAME, MEASURES, compute
from artui.domain.days import parse_day
from artui.domain.figure import Figure, month
from artui.domain.kpis import KINDS, NAMES
from artui.policy.kpis import KpisPolicy, Quarter, from_data
from artui.store import kpi_months
from artui.store.connection import open_reader
from tests.books.kpis.asking import asked
from tests.books.kpis.test_receivables import said
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

POLICY = from_data(
    {
        "targets": {
            "dso": {"target": "45"},
            "dso.simple": {"target": "50"},
            "delinquent_invoices.amount": {"target": "100.50", "currency": "USD"},
        },
        "baselines": {"dso.simple": {"value": "60", "month": "2026-06"}},
        "benchmarks": {"a": {"source": "A", "figures": {"dso": "39", "dso.simple": "41"}}},
        "quarters": {"2026-Q4": {"primary": "cei", "diagnostic": "dso"}},
    }
)


def _figure(kpi: str = "dso", variant: str = "simple", value: str = "54", **more: str) -> Figure:
    unit = KINDS[kpi].unit_of(without_base(variant))
    return Figure(kpi, variant, "", more.get("currency", "USD"), Fraction(value), unit)


def test_every_measure_is_what_its_name_says() -> None:
    assert tuple(measure.kpi for measure in MEASURES) == NAMES == tuple(BY_NAME)
    for measure in MEASURES:
        kind = KINDS[measure.kpi]
        assert (measure.unit, measure.better) == (kind.unit, kind.better)
        assert {without_base(name) for name in measure.formula} == set(kind.variants)
        assert all(measure.formula.values())
        assert measure.label


@pytest.mark.parametrize("variant", ["", "countback", "count"])
def test_the_base_currency_has_variants_of_its_own(variant: str) -> None:
    assert without_base(in_base(variant)) == without_base(variant) == variant
    assert in_base(variant) != variant


def test_a_figure_is_held_against_what_is_said_of_its_variant() -> None:
    simple = judge(POLICY, _figure())
    assert said(simple.target, simple.status) == (50, "watch")
    assert said(simple.baseline, simple.baseline_month) == (60, "2026-06")
    assert simple.benchmarks == (("a", Fraction(41)),)
    countback = judge(POLICY, _figure(variant="countback"))
    assert said(countback.target, countback.status, countback.baseline) == (45, "missed", None)
    assert countback.benchmarks == (("a", Fraction(39)),)
    assert judge(POLICY, _figure(variant="simple_in_base")) == simple
    nothing = judge(POLICY, _figure("cei", "monthly", "0.8"))
    assert (nothing.target, nothing.status, nothing.benchmarks) == (None, None, ())


def test_a_target_of_an_amount_speaks_of_its_currency() -> None:
    found = judge(POLICY, _figure("delinquent_invoices", "amount", "10050"))
    assert said(found.target, found.status) == (10_050, "ok")
    other = _figure("delinquent_invoices", "amount", "10050", currency="EUR")
    assert judge(POLICY, other).target is None


def test_what_is_undefined_has_no_status() -> None:
    found = judge(POLICY, replace(_figure(), value=None))
    assert said(found.target, found.status) == (50, None)


def test_the_quarters_two_come_first() -> None:
    october = month("2026-10")
    assert quarter_of(october.last) == "2026-Q4"
    assert chosen(POLICY, october) == Quarter("cei", "dso")
    assert chosen(POLICY, month("2026-09")) is None
    names = [each.kpi for each in _ordered(POLICY, ["dso", "bpdso", "cei", "add", "dso"])]
    assert names == ["cei", "dso", "dso", "bpdso", "add"]
    assert [role(POLICY, october, each) for each in ("cei", "dso", "add")] == [
        "primary",
        "diagnostic",
        None,
    ]


def _ordered(policy: KpisPolicy, names: list[str]) -> list[Figure]:
    figures = [_figure(each, "", "0") for each in names]
    return first_things_first(policy, month("2026-10"), figures)


def _filled(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("A", "100.00", "2026-10-01", due_date="2026-10-20"),
        invoice("B", "50.00", "2026-10-09", due_date="2026-11-20"),
    )
    books.take("payments_2026-10-20.csv", payment("P", "30.00", "2026-10-20"))
    books.take("applications_2026-10-20.csv", application("P", "A", "30.00", "2026-10-20"))


def _record(books: Books, name: str = "2026-10") -> bool:
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return recording.record(books.connection, reader, books.force, books.home, name)
    finally:
        reader.close()


def test_a_month_is_recorded_whole_and_by_each_group(books: Books) -> None:
    _filled(books)
    assert _record(books)
    with asked(books, "2026-10") as question:
        for by in get_args(By):
            figures = compute(replace(question, by=by))
            recorded = kpi_months.grouped(books.connection, by, ["2026-10"])
            assert len(recorded) == len(figures)
            values = {(r.kpi, r.variant, r.group_key, r.currency): r for r in recorded}
            for each in figures:
                row = values[each.kpi, each.variant, each.key, each.currency]
                assert (row.value and Fraction(row.value)) == each.value
                assert (row.note or "") == each.note
                assert row.unit == each.unit
                assert row.policy_id == books.force.id
                assert row.recorded_on == books.home.today()


def test_a_recorded_month_stays_as_it_is(books: Books) -> None:
    _filled(books)
    assert _record(books)
    (before,) = kpi_months.history(books.connection, "dso", "simple", currency="USD")
    books.take("invoices_2026-11-01.csv", invoice("LATE", "500.00", "2026-10-30"))
    assert not _record(books)
    assert kpi_months.history(books.connection, "dso", "simple", currency="USD") == [before]


def test_the_history_is_that_of_one_line_oldest_first(books: Books) -> None:
    _filled(books)
    names = ("2026-08", "2026-10", "2026-09")
    assert [_record(books, each) for each in names] == [True, True, True]
    found = kpi_months.history(books.connection, "credit_overruns", months=2)
    assert [each.month for each in found] == ["2026-09", "2026-10"]
    found = kpi_months.history(books.connection, "pct_current", currency="USD")
    assert [(each.month, each.value) for each in found] == [("2026-10", "5/12")]
    by_company = kpi_months.history(
        books.connection, "pct_current", by="company", key="1000", currency="USD"
    )
    assert [each.value for each in by_company] == ["5/12"]
    assert found[0].numerator == "5000"
    assert found[0].target == "4/5"
    assert found[0].status == "missed"


def test_a_month_of_an_empty_home_harms_nobody(books: Books) -> None:
    first = _record(books)
    assert not _record(books) or not first
    with asked(books, "2026-10") as question:
        assert all(each.value in (None, 0) for each in compute(question))


def test_the_days_of_a_quarter() -> None:
    days = {"2026-01-01": "2026-Q1", "2026-06-30": "2026-Q2", "2026-12-31": "2026-Q4"}
    assert {day: quarter_of(parse_day(day)) for day in days} == days
