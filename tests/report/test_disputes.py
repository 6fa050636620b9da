"""The disputes report: states as of a day, amounts, ages, cycles, and the percentiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import parse_day
from artui.report import aging, disputes
from artui.report.disputes_groups import middle, ninetieth
from artui.report.request import Request
from tests.homes import application, dispute, invoice, payment
from tests.sample_data.conftest import Sample

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

AS_OF = parse_day("2026-11-20")
DAYS = ("age_days", "cycle_days")
ROW = {
    "dispute_id",
    "invoice_id",
    "customer_id",
    "reason",
    "amount",
    "currency",
    "opened_on",
    "age_days",
    "owner",
    "status",
    "outcome",
    "resolved_on",
}


def data(source: Source, status: str = "open", **asked: Any) -> dict[str, Any]:
    return disputes.report(source, Request(**{"as_of": AS_OF, **asked}), status).data


def ids(source: Source, status: str, **asked: Any) -> set[str]:
    return {row["dispute_id"] for row in data(source, status, **asked)["rows"]}


@pytest.fixture
def three(books: Books) -> None:
    """One open since 1 November, one closed on the 10th, one to be closed on 1 December."""
    books.take("customers.csv", {"customer_id": "C1", "name": "C", "collector": "ann"})
    rows = [invoice(n, "10.00", due_date="2026-10-20") for n in ("A", "B", "C")]
    books.take("invoices.csv", *rows)
    cases = [
        dispute("OPEN", "A", "2026-11-01", reason="PR1", owner="sam", status="in_review"),
        dispute("DONE", "B", "2026-11-02", resolved_on="2026-11-10", outcome="credited"),
        dispute("SOON", "C", "2026-11-03", resolved_on="2026-12-01", status="closed", outcome="x"),
    ]
    books.take("disputes.csv", *cases)


@pytest.mark.usefixtures("three")
def test_the_json_has_the_contracts_fields(source: Source) -> None:
    found = data(source, "all")
    assert all(set(row) >= ROW for row in found["rows"])
    first = found["rows"][0]
    assert {key: first[key] for key in ROW} == {
        "dispute_id": "OPEN",
        "invoice_id": "A",
        "customer_id": "C1",
        "reason": "price_or_quantity",
        "amount": "10.00",
        "currency": "USD",
        "opened_on": "2026-11-01",
        "age_days": 19,
        "owner": "sam",
        "status": "in_review",
        "outcome": None,
        "resolved_on": None,
    }
    summary = found["summary"]
    assert {key: summary[key] for key in ("open", "closed", "amount", *DAYS)} == {
        "open": 2,
        "closed": 1,
        "amount": {"USD": "20.00"},
        "age_days": {"median": "18", "p90": "19"},
        "cycle_days": {"median": "8", "p90": "8"},
    }


@pytest.mark.usefixtures("three")
def test_states_are_those_of_the_day_asked_about(source: Source) -> None:
    day = parse_day
    assert ids(source, "open") == {"OPEN", "SOON"}
    assert ids(source, "closed") == {"DONE"}
    assert ids(source, "all", as_of=day("2026-11-02")) == {"OPEN", "DONE"}
    assert ids(source, "open", as_of=day("2026-11-09")) == {"OPEN", "DONE", "SOON"}
    assert ids(source, "closed", as_of=day("2026-11-10")) == {"DONE"}
    assert ids(source, "open", as_of=day("2026-10-31")) == set()
    soon = next(r for r in data(source)["rows"] if r["dispute_id"] == "SOON")
    assert (soon["status"], soon["outcome"], soon["resolved_on"]) == ("open", None, None)
    later = data(source, "closed", as_of=day("2026-12-01"))["rows"]
    ends = {row["dispute_id"]: (row["status"], row["outcome"], row["age_days"]) for row in later}
    assert ends == {"DONE": ("closed", "credited", 8), "SOON": ("closed", "x", 28)}


@pytest.mark.usefixtures("three")
def test_options_narrow_rows_and_summary(source: Source) -> None:
    assert ids(source, "all", customer="c1") == {"OPEN", "DONE", "SOON"}
    assert ids(source, "all", collector="ann") == {"OPEN", "DONE", "SOON"}
    for nothing in ({"customer": "C2"}, {"company": "2000"}, {"collector": "bob"}):
        found = data(source, "all", **nothing)
        assert found["rows"] == []
        assert (found["summary"]["open"], found["summary"]["amount"]) == (0, {})
    limited = data(source, "all", limit=1)
    assert len(limited["rows"]) == 1
    assert limited["summary"] == data(source, "all")["summary"]


def test_known_on_leaves_out_what_came_later(books: Books, source: Source) -> None:
    books.turn("2026-11-10")
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    books.turn("2026-11-18")
    books.take("disputes.csv", dispute("D", "A", "2026-11-01"))
    assert ids(source, "open", known_on=parse_day("2026-11-17")) == set()
    assert ids(source, "open", known_on=parse_day("2026-11-18")) == {"D"}


@pytest.mark.parametrize(
    ("amount", "paid", "shown"),
    [
        ("", "0.00", "10.00"),
        ("4.00", "0.00", "4.00"),
        ("99.00", "0.00", "10.00"),
        ("", "7.00", "3.00"),
        ("4.00", "7.00", "3.00"),
        ("4.00", "10.00", "0.00"),
    ],
)
def test_a_dispute_is_capped_at_what_is_open_as_in_aging(
    books: Books, source: Source, amount: str, paid: str, shown: str
) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    books.take("disputes.csv", dispute("D", "A", "2026-11-01", amount=amount))
    if paid != "0.00":
        books.take("payments.csv", payment("P", paid, "2026-11-05"))
        books.take("applications.csv", application("P", "A", paid, "2026-11-05"))
    found = data(source)
    assert found["rows"][0]["amount"] == shown
    totals = aging.report(source, Request(as_of=AS_OF)).data["totals"]
    assert found["summary"]["amount"].get("USD", "0.00") == shown
    assert [total["disputed"] for total in totals] in ([shown], [])
    closed = dispute("D", "A", "2026-11-01", amount=amount, resolved_on="2026-11-06")
    books.take("disputes_2.csv", closed)
    (row,) = data(source, "closed")["rows"]
    assert row["amount"] == {"4.00": "4.00"}.get(amount, "10.00")


def test_two_disputes_of_one_invoice_are_not_owed_twice(books: Books, source: Source) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    cases = [dispute("D", "A", "2026-11-01"), dispute("E", "A", "2026-11-02", amount="4.00")]
    books.take("disputes.csv", *cases)
    summary = data(source)["summary"]
    assert (summary["open"], summary["amount"]) == (2, {"USD": "10.00"})


def test_a_flag_without_a_date_is_out_of_ages_and_cycles(books: Books, source: Source) -> None:
    undated = [invoice("U", "10.00", "2026-10-01", disputed="yes")]
    books.take("invoices.csv", *undated)
    books.take("invoices_2026-11-05.csv", invoice("F", "10.00", "2026-10-01", disputed="yes"))
    opened = {row["invoice_id"]: row["opened_on"] for row in data(source)["rows"]}
    assert opened == {"U": "2026-10-01", "F": "2026-11-05"}
    assert data(source)["summary"]["age_days"] == {"median": "15", "p90": "15"}
    later = [invoice(n, "10.00", "2026-10-01", disputed="no") for n in ("U", "F")]
    books.take("invoices_2026-11-20.csv", *later)
    summary = data(source)["summary"]
    assert (summary["open"], summary["closed"]) == (0, 2)
    assert summary["cycle_days"] == {"median": "15", "p90": "15"}


def test_the_samples_disputes_by_hand(sample_source: Source) -> None:
    sample = Sample()
    cases = sample.disputed_on(sample.last_day)
    rows = data(sample_source)["rows"]
    assert {row["invoice_id"] for row in rows} == {number for _, number in cases}
    left = sample.open_on(sample.last_day)
    for row in rows:
        key = row["company"], row["invoice_id"]
        case, open_ = cases[key], max(0, left.get(key, 0) if key not in sample.unseen else 0)
        assert sample.cents(row["amount"]) == (open_ if case is None else min(case, open_)), key


@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [
        ([], None, None),
        ([7], "7", "7"),
        ([1, 2], "1.5", "2"),
        (list(range(1, 11)), "5.5", "9"),
        (list(range(1, 12)), "6", "10"),
        ([5, 1, 100], "5", "100"),
    ],
)
def test_percentiles(days: list[int], median: str | None, p90: str | None) -> None:
    assert (middle(days), ninetieth(days)) == (median, p90)


@given(days=st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_the_90th_percentile_is_the_least_that_nine_tenths_do_not_exceed(days: list[int]) -> None:
    found = int(ninetieth(days) or -1)
    assert sum(day <= found for day in days) * 10 >= 9 * len(days)
    assert sum(day < found for day in days) * 10 < 9 * len(days)
