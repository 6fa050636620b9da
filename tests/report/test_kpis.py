"""The KPI report: what it says of a period, first things first, in every format."""

from __future__ import annotations

import csv
import io
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from artui.books.kpis import recording
from artui.domain.days import parse_day
from artui.domain.figure import Period, month
from artui.domain.kpis import NAMES
from artui.errors import UsageError
from artui.report import kpis
from artui.report.formats import FORMATS
from artui.report.kpis_values import Said, rounded, shown
from artui.report.request import Request
from artui.store.connection import open_reader
from tests.homes import application, dispute, invoice, payment
from tests.report import hostile

if TYPE_CHECKING:
    from artui.domain.figure import Unit
    from artui.report.request import Source
    from artui.report.table import Report
    from tests.homes import Books

CONTRACT = set("kpi variant currency value unit numerator denominator target status note".split())


def _filled(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("A", "100.00", "2026-10-01", due_date="2026-10-20"),
        invoice("B", "50.00", "2026-10-09", due_date="2026-11-20"),
    )
    books.take("payments_2026-10-20.csv", payment("P", "30.00", "2026-10-20"))
    books.take("applications_2026-10-20.csv", application("P", "A", "30.00", "2026-10-20"))


def _asked(source: Source, *names: str, **more: Any) -> Report:
    request = Request(**more.pop("request", {}))
    return kpis.report(source, request, kpis.Wish(kpis=names, **more))


def _row(report: Report, kpi: str, variant: str = "") -> dict[str, Any]:
    (row,) = [r for r in report.data["rows"] if (r["kpi"], r["variant"]) == (kpi, variant)]
    return dict(row)


def test_the_last_complete_month_with_the_quarters_two_first(books: Books, source: Source) -> None:
    _filled(books)
    report = _asked(source)
    data = report.data
    assert (data["from"], data["to"], data["month"]) == ("2026-10-01", "2026-10-31", "2026-10")
    assert data["quarter"] == {
        "name": "2026-Q4",
        "primary": "dso",
        "diagnostic": "sent_within_24h",
    }
    order = list(dict.fromkeys(row["kpi"] for row in data["rows"]))
    both = ["dso", "sent_within_24h"]
    wanted = [*both, *(name for name in NAMES if name not in both)]
    assert order == [name for name in wanted if name in order]
    assert order[0] == "dso"
    assert len(order) > 10
    assert all(row.keys() >= CONTRACT for row in data["rows"])
    assert {row["role"] for row in data["rows"] if row["kpi"] == "dso"} == {"primary"}
    assert report.ok


def test_a_row_as_the_contract_has_it(books: Books, source: Source) -> None:
    _filled(books)
    row = _row(_asked(source, "dso"), "dso", "simple")
    assert {name: row[name] for name in CONTRACT} == {
        "kpi": "dso",
        "variant": "simple",
        "currency": "USD",
        "value": "24.8",
        "unit": "days",
        "numerator": "120.00",
        "denominator": "150.00",
        "target": "55",
        "status": "ok",
        "note": None,
    }
    assert row["formula"] == "ending AR / sales x days of the period"
    assert row["benchmarks"] == {"crf_2020_q3": "39.25", "crf_2021_q1": "38.04"}
    back = _row(_asked(source, "dso"), "dso", "countback")
    assert (back["baseline"], back["baseline_month"]) == ("84.3", "2026-09")


def test_what_is_undefined_is_null_with_a_note(books: Books, source: Source) -> None:
    books.take("invoices_2026-10-31.csv", invoice("A", "100.00", "2026-08-01"))
    report = _asked(source, "dso")
    row = _row(report, "dso", "simple")
    assert (row["value"], row["status"]) == (None, None)
    assert row["note"] == "no sales in the period"
    (cells,) = [r for r in report.sections[0].rows if r["variant"] == "simple"]
    assert (cells["value"], cells["note"]) == (None, "no sales in the period")


def test_of_an_empty_home_every_kpi_is_nothing_or_says_why(source: Source) -> None:
    rows = _asked(source).data["rows"]
    assert {row["kpi"] for row in rows} == set(NAMES)
    assert all(row["note"] if row["value"] is None else row["value"] == "0" for row in rows)
    assert {row["currency"] for row in rows} == {None}


def test_a_bound_is_shown_as_more_than(books: Books, source: Source) -> None:
    old, new = invoice("OLD", "800.00", "2026-07-31"), invoice("O", "300.00", "2026-10-10")
    books.take("invoices_2026-10-31.csv", old, new)
    report = _asked(source, "dso")
    assert _row(report, "dso", "countback")["bound"]
    (cells,) = [r for r in report.sections[0].rows if r["variant"] == "countback"]
    assert (cells["bound"], cells["value"], cells["unit"]) == (">", "31.0", "days")
    assert cells["note"] == "more than that: sales run out after 1 month"


def test_a_month_that_has_not_ended_is_looked_at_up_to_today(books: Books, source: Source) -> None:
    _filled(books)
    data = _asked(source, "dso", period=month("2026-11")).data
    assert (data["to"], data["month"], data["complete"]) == ("2026-11-20", "2026-11", False)
    data = _asked(source, "dso", request={"as_of": parse_day("2026-10-25")}).data
    assert data["month"] == "2026-09"
    period = Period(parse_day("2026-10-03"), parse_day("2026-10-25"))
    data = _asked(source, "dso", period=period).data
    assert (data["month"], data["complete"]) == (None, False)
    with pytest.raises(UsageError, match="begins after 2026-11-20"):
        _asked(source, period=month("2026-12"))


def test_what_takes_effect_after_the_day_asked_about_counts_for_nothing(
    books: Books, source: Source
) -> None:
    credit = invoice("K", "-100.00", "2026-11-05", credits_invoice="A")
    books.take("invoices_2026-11-12.csv", invoice("A", "100.00", "2026-10-25"), credit)
    kpi, october = "invoice_defect_rate", month("2026-10")
    day = {"as_of": parse_day("2026-11-04")}
    (before,) = _asked(source, kpi, period=october, request=day).data["rows"]
    (after,) = _asked(source, kpi, period=october).data["rows"]
    assert (before["value"], after["value"]) == ("0", "1")


def test_groups_customers_and_limits(books: Books, source: Source) -> None:
    rows = [
        invoice("A", "100.00", "2026-10-01"),
        invoice("B", "50.00", "2026-10-09", customer_id="C2"),
    ]
    books.take("invoices_2026-10-31.csv", *rows)
    segment = {"customer_id": "C1", "name": "One", "segment": "public"}
    books.take("customers_2026-10-01.csv", segment)
    report = _asked(source, "bpdso", by="segment")
    assert [(row["key"], row["denominator"]) for row in report.data["rows"]] == [
        (None, "50.00"),
        ("public", "100.00"),
    ]
    assert "(none)" in FORMATS["table"](report)
    one = _asked(source, "bpdso", request={"customer": "C2"})
    assert [row["denominator"] for row in one.data["rows"]] == ["50.00"]
    assert one.ok
    assert len(_asked(source, request={"limit": 3}).data["rows"]) == 3


def test_months_recorded_before_stand_beside(books: Books, source: Source) -> None:
    _filled(books)
    reader = open_reader(books.home.main, books.home.desk)
    for name in ("2026-09", "2026-10"):
        recording.record(books.connection, reader, books.force, books.home, name)
    reader.close()
    report = _asked(source, "pct_current", period=month("2026-11"), history=2)
    row = _row(report, "pct_current")
    assert row["history"] == [{"month": "2026-10", "value": "0.4167", "status": "missed"}]
    (history,) = [each for each in report.sections if each.name == "history"]
    assert [column.label for column in history.columns[-4:]] == [
        "2026-09",
        "2026-10",
        "2026-11",
        "Unit",
    ]
    assert (history.rows[0]["2026-10"], history.rows[0]["unit"]) == ("41.7", "%")
    none = _asked(source, "pct_current", history=2, request={"customer": "C1"})
    assert _row(none, "pct_current")["history"] == []


def test_the_check_says_when_what_is_owed_is_not_what_the_entries_say(
    books: Books, source: Source
) -> None:
    _filled(books)
    assert _asked(source, "dso").ok
    books.connection.execute("UPDATE item SET open_amount = open_amount + 1 WHERE due_on > 20000")
    report = _asked(source, "dso")
    assert not report.ok
    assert any(not check["ok"] for check in report.data["checks"])
    assert "✗" in FORMATS["table"](report)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_complete(books: Books, source: Source, form: str) -> None:
    _filled(books)
    text = FORMATS[form](_asked(source))
    for name in ("dso", "pct_current", "days_late", "credit_overruns"):
        assert name.replace("_", "\\_") in text or name in text
    assert "ending AR" in text


def test_csv_carries_plain_numbers(books: Books, source: Source) -> None:
    books.take("invoices_2026-10-31.csv", invoice("A", "1234567.00", "2026-10-01"))
    rows = list(csv.DictReader(io.StringIO(FORMATS["csv"](_asked(source, "dso")))))
    (row,) = [each for each in rows if (each["section"], each["variant"]) == ("rows", "simple")]
    assert (row["numerator"], row["value"]) == ("1234567.00", "31.0")
    report = _asked(source)
    numbers = {c.key for section in report.sections for c in section.columns if c.number}
    for row in csv.DictReader(io.StringIO(FORMATS["csv"](report))):
        assert all(float(row[name]) >= 0 for name in numbers if row[name])


@pytest.mark.parametrize("text", hostile.ALL)
@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_a_hostile_group_does_nothing(books: Books, source: Source, form: str, text: str) -> None:
    books.take("customers_2026-10-01.csv", {"customer_id": "C1", "name": "x", "segment": text})
    books.take("invoices_2026-10-31.csv", invoice("A", "100.00", "2026-10-01"))
    said = FORMATS[form](_asked(source, "dso", by="segment"))
    assert all(line.isprintable() for line in said.split("\n"))


def test_the_note_of_disputes_is_not_lost(books: Books, source: Source) -> None:
    _filled(books)
    books.take("disputes_2026-10-31.csv", dispute("D", "A", "2026-10-12"))
    row = _row(_asked(source, "dso"), "dso", "simple_excluding_disputed")
    assert row["numerator"] == "50.00"


@pytest.mark.parametrize(
    ("value", "unit", "machine", "people"),
    [
        ("1/3", "share", "0.3333", "33.3"),
        ("-1/8", "share", "-0.125", "-12.5"),
        ("1", "share", "1", "100.0"),
        ("45/2", "days", "22.5", "22.5"),
        ("1/80000", "times", "0", "0.00"),
        ("1200", "count", "1200", "1,200"),
        ("123456", "money", "1234.56", "1,234.56"),
    ],
)
def test_how_values_are_written(value: str, unit: Unit, machine: str, people: str) -> None:
    said = Said(unit, "USD").value(Fraction(value))
    assert said == machine
    assert shown(said, unit) == people
    assert Said(unit, "USD").value(None) is None


@pytest.mark.parametrize(("value", "found"), [("1/2", "1"), ("-1/2", "-1"), ("3/2", "2")])
def test_halves_are_rounded_away_from_zero(value: str, found: str) -> None:
    assert str(rounded(Fraction(value), 0)) == found
