"""Invoices that had to be put right, out of dropped files."""

from __future__ import annotations

import json
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from artui.domain.figure import month
from artui.domain.kpis import share
from artui.report import kpis
from artui.report.request import Request, Source
from artui.settings import Settings
from tests.books.kpis.asking import asked, figure, figures, parts, told
from tests.homes import Books, application, invoice

if TYPE_CHECKING:
    from artui.domain.figure import Figure

CASES = json.loads(
    (Path(__file__).parents[2] / "cases" / "invoice_quality.json").read_text(encoding="utf-8")
)["cases"]


def _rate(books: Books, when: str = "2026-10", **more: Any) -> Figure:
    return figure(books, "invoice_defect_rate", when, **more)


def _credit(number: str, of: str, date: str, **more: Any) -> dict[str, Any]:
    return invoice(number, "-10.00", date, type="credit_note", credits_invoice=of, **more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_published_share_of_defects(books: Books, case: dict[str, Any]) -> None:
    given_, percent = case["input"], Fraction(case["expected"]["defect_pct"]) / 100
    defects = given_["invoices"] - given_["error_free"]
    assert share(defects, given_["invoices"]) == percent
    assert 1 - percent == Fraction(case["expected"]["accuracy_pct"]) / 100
    rows = [invoice(f"I{n}", "100.00", "2026-10-05") for n in range(case["files"]["invoices"])]
    credits_ = [_credit(f"CN{n}", f"I{n}", "2026-10-12") for n in range(case["files"]["credited"])]
    books.take("invoices_2026-10-31.csv", *rows, *credits_)
    found = _rate(books)
    assert found.value == percent
    assert parts(found) == (case["files"]["credited"], len(rows))
    assert not found.provisional
    with asked(books, "2026-10") as question:
        source = Source(question.reader, books.home, books.force)
        wish = kpis.Wish(question.period, kpis=("invoice_defect_rate",))
        (row,) = kpis.report(source, Request(), wish).data["rows"]
    assert Fraction(row["value"]) == percent
    assert (row["numerator"], row["denominator"]) == ("1", "20")


def test_a_defect_counts_by_the_first_sending_and_within_14_days(books: Books) -> None:
    books.take(
        "invoices_2026-11-20.csv",
        invoice("A", "50.00", "2026-09-28", sent_at="2026-10-01T08:00:00"),
        invoice("B", "50.00", "2026-10-28", sent_at="2026-11-02T08:00:00"),
        invoice("C", "50.00", "2026-10-10"),
        invoice("D", "50.00", "2026-10-10"),
        _credit("CA", "A", "2026-10-15"),
        _credit("CC", "C", "2026-10-25"),
        invoice("D2", "55.00", "2026-10-24", reissue_of="D"),
        _credit("CN", "nowhere", "2026-10-25"),
    )
    found = _rate(books)
    assert parts(found) == (2, 4)
    assert figures(books, "invoice_defect_rate", "2026-09")[0].value is None
    assert _rate(books, "2026-11").denominator == 1


def test_a_credit_on_a_paid_invoice_and_one_applied_later_are_defects(books: Books) -> None:
    books.take(
        "invoices_2026-11-20.csv",
        invoice("A", "50.00", "2026-10-01", settled_on="2026-10-02"),
        invoice("B", "50.00", "2026-10-01"),
        _credit("CA", "A", "2026-10-09"),
        invoice("CB", "-50.00", "2026-10-09", type="credit_note"),
    )
    assert _rate(books).numerator == 1
    books.take("applications_2026-11-20.csv", application("CB", "B", "50.00", "2026-11-01"))
    assert _rate(books).value == 1


def test_credit_from_before_an_invoice_does_not_put_it_right(books: Books) -> None:
    books.take(
        "invoices_2026-11-20.csv",
        invoice("A", "50.00", "2026-10-05", sent_at="2026-10-09T08:00:00"),
        invoice("B", "50.00", "2026-10-05", sent_at="2026-10-09T08:00:00"),
        invoice("OLD", "-50.00", "2026-10-04", type="credit_note"),
        invoice("NEW", "-50.00", "2026-10-05", type="credit_note"),
    )
    books.take(
        "applications_2026-11-20.csv",
        application("OLD", "A", "50.00", "2026-10-09"),
        application("NEW", "B", "50.00", "2026-10-09"),
    )
    assert parts(_rate(books)) == (1, 2)


def test_a_name_that_two_documents_have_means_neither(books: Books) -> None:
    books.take(
        "invoices_2026-11-20.csv",
        invoice("A", "50.00", "2026-10-01", **{"class": "service"}),
        invoice("A", "70.00", "2026-10-01", **{"class": "project"}),
        _credit("CA", "A", "2026-10-09"),
    )
    found = _rate(books)
    assert parts(found) == (0, 2)
    grouped = figures(books, "invoice_defect_rate", "2026-10", by="class")
    assert {each.key: parts(each) for each in grouped} == {"project": (0, 1), "service": (0, 1)}


def test_a_void_correction_is_none_and_a_void_invoice_was_never_sent(books: Books) -> None:
    books.take(
        "invoices_2026-11-20.csv",
        invoice("A", "50.00", "2026-10-01"),
        invoice("V", "50.00", "2026-10-01", status="void"),
        _credit("CA", "A", "2026-10-09", status="void"),
    )
    found = _rate(books)
    assert parts(found) == (0, 1)


def test_it_is_provisional_while_a_correction_can_still_come(books: Books) -> None:
    books.take("invoices_2026-10-31.csv", invoice("A", "50.00", "2026-10-31"))
    books.turn("2026-11-14")
    found = _rate(books)
    assert found.provisional
    assert found.note == "provisional until 2026-11-14"
    books.turn("2026-11-15")
    assert not _rate(books).provisional


def test_a_correction_after_the_day_asked_about_is_none(books: Books) -> None:
    credit = _credit("C", "I", "2026-10-12")
    books.take("invoices_2026-10-12.csv", invoice("I", "90.00", "2026-10-03"), credit)
    then = _rate(books, as_of=parse_day("2026-10-11"))
    assert told(then) == (0, "provisional until 2026-11-14")
    assert _rate(books, as_of=parse_day("2026-10-12")).value == 1


def test_what_was_not_recorded_yet_is_not_known(books: Books) -> None:
    books.turn("2026-11-01")
    books.take("invoices_2026-10-31.csv", invoice("A", "50.00", "2026-10-30"))
    books.turn("2026-11-10")
    books.take(
        "invoices_2026-11-09.csv",
        invoice("B", "9.00", "2026-10-30"),
        _credit("C", "A", "2026-11-05"),
    )
    assert parts(_rate(books)) == (1, 2)
    then = _rate(books, known_on="2026-11-09")
    assert parts(then) == (0, 1)
    assert then.provisional


_DAY = st.integers(parse_day("2026-09-25"), parse_day("2026-11-05"))
_WORLD = st.lists(
    st.tuples(_DAY, st.none() | st.integers(0, 6), st.none() | st.integers(0, 20), st.booleans()),
    min_size=1,
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(_WORLD)
def test_the_rate_is_what_counting_by_hand_gives(world: list[Any]) -> None:
    october, rows, sent, defects = month("2026-10"), [], 0, 0
    for number, (day, sent_after, corrected, credited) in enumerate(world):
        first = day + (sent_after or 0)
        told = {} if sent_after is None else {"sent_at": f"{iso(first)}T23:59:59"}
        rows.append(invoice(f"I{number}", "20.00", str(iso(day)), **told))
        within = october.first <= first <= october.last
        sent += within
        if corrected is None:
            continue
        on = first + corrected
        if credited:
            rows.append(_credit(f"X{number}", f"I{number}", str(iso(on))))
        else:
            again = invoice(f"X{number}", "20.00", str(iso(on)), reissue_of=f"I{number}")
            rows.append(again)
            sent += october.first <= on <= october.last
        defects += within and corrected <= 14
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today="2026-12-20"))
        books.take("invoices_2026-12-01.csv", *rows)
        found = _rate(books)
        books.connection.close()
    assert parts(found) == (defects, sent)
    assert found.value == share(defects, sent)
