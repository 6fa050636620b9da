"""How invoices were paid, out of dropped files."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from artui.domain.days import parse_day
from artui.domain.figure import Period
from tests.books.kpis.asking import told
from tests.books.kpis.test_receivables import of, one, said
from tests.homes import application, invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books


def _cash(books: Books, day: str, *paid: tuple[str, str, str], **more: Any) -> None:
    """Payments by number, each given to an invoice with an amount."""
    rows = [payment(number, amount, day, **more) for number, _, amount in paid]
    books.take(f"payments_{day}.csv", *rows)
    rows = [application(number, document, amount, day) for number, document, amount in paid]
    books.take(f"applications_{day}.csv", *rows)


def _billed(books: Books, *numbers: str, **more: Any) -> None:
    rows = [invoice(each, "100.00", "2026-10-01", due_date="2026-10-11") for each in numbers]
    books.take("invoices_2026-10-01.csv", *[row | more for row in rows])


def test_days_are_weighted_by_what_was_paid(books: Books) -> None:
    _billed(books, "A", "B")
    _cash(books, "2026-10-06", ("P", "A", "25.00"))
    _cash(books, "2026-10-21", ("Q", "A", "75.00"), ("R", "B", "100.00"))
    to_pay, late = one(books, "days_to_pay"), one(books, "days_late")
    assert to_pay.value == Fraction(25 * 5 + 175 * 20, 200)
    assert late.value == Fraction(175 * 10, 200)
    assert said(to_pay.denominator, late.denominator) == (20_000, 20_000)


def test_a_payment_belongs_to_the_period_it_was_made_in(books: Books) -> None:
    _billed(books, "A")
    _cash(books, "2026-11-02", ("P", "A", "100.00"))
    assert told(one(books, "days_to_pay")) == (None, "nothing was paid in the period")
    assert one(books, "days_to_pay", when="2026-11").value == 32


def test_what_is_taken_back_counts_as_the_payment_did(books: Books) -> None:
    _billed(books, "A", "B")
    _cash(books, "2026-10-06", ("P", "A", "100.00"))
    _cash(books, "2026-10-21", ("Q", "B", "100.00"))
    row = payment("P", "100.00", "2026-10-06", status="reversed", reversed_on="2026-11-09")
    books.take("payments_2026-11-09.csv", row)
    assert one(books, "days_to_pay").value == Fraction(5 + 20, 2)
    back = one(books, "days_to_pay", when="2026-11")
    assert said(back.value, back.numerator, back.denominator) == (None, -5 * 10_000, -10_000)
    assert back.note == "more was taken back than paid in the period"
    both = Period(parse_day("2026-10-01"), parse_day("2026-11-30"))
    assert one(books, "days_to_pay", when=both).value == 20


def test_credit_notes_are_no_payments(books: Books) -> None:
    _billed(books, "A", "B")
    credit = invoice("K", "-40.00", "2026-10-31", credits_invoice="A")
    other = invoice("L", "-40.00", "2026-10-31")
    books.take("invoices_2026-10-31.csv", credit, other)
    books.take("applications_2026-10-31.csv", application("L", "B", "40.00", "2026-10-31"))
    assert books.open("2026-10-31")["A"] == books.open("2026-10-31")["B"] == 6_000
    assert told(one(books, "days_to_pay")) == (None, "nothing was paid in the period")


def test_what_exports_say_was_settled_was_paid(books: Books) -> None:
    _billed(books, "A", settled_on="2026-10-15")
    found = one(books, "days_to_pay")
    assert said(found.value, found.note) == (14, "")


def test_what_only_open_items_show_is_said(books: Books) -> None:
    _billed(books, "A", "B")
    _cash(books, "2026-10-21", ("P", "B", "100.00"))
    rows = [listed(each, left, "2026-10-13") for each, left in (("A", "60.00"), ("B", "100.00"))]
    books.take("open_items_2026-10-13.csv", *rows)
    found = one(books, "days_to_pay")
    assert found.value == Fraction(40 * 12 + 100 * 20, 140)
    assert found.note == "29 % of it only lists of open items show, on the day they show it"


def test_payments_that_failed(books: Books) -> None:
    rows = [payment(f"P{number}", "10.00", "2026-10-05") for number in range(7)]
    rows[0] |= {"status": "failed"}
    rows[1] |= {"status": "reversed", "reversed_on": "2026-11-03"}
    rows.append(payment("P2", "-10.00", "2026-10-09"))
    rows.append(payment("EARLIER", "10.00", "2026-09-30", status="failed"))
    books.take("payments_2026-10-31.csv", *rows)
    found = one(books, "payment_failure_rate")
    assert said(found.numerator, found.denominator) == (3, 7)
    by = of(books, "payment_failure_rate", by="company")
    assert {key: each.value for (key, _), each in by.items()} == {"1000": Fraction(3, 7)}


def test_drafts_and_void_payments_are_none(books: Books) -> None:
    rows = [payment(f"P{number}", "10.00", "2026-10-05") for number in range(4)]
    rows[0] |= {"status": "failed"}
    rows[1] |= {"status": "VOID"}
    rows[2] |= {"status": "draft"}
    books.take("payments_2026-10-31.csv", *rows)
    found = one(books, "payment_failure_rate")
    assert said(found.numerator, found.denominator) == (1, 2)


def test_a_reversal_counts_from_its_day(books: Books) -> None:
    reversed_later = {"status": "reversed", "reversed_on": "2026-11-03"}
    rows = [payment("P", "10.00", "2026-10-05") | reversed_later]
    rows += [payment("Q", "10.00", "2026-10-05"), payment("Q", "-10.00", "2026-11-03")]
    books.take("payments_2026-11-20.csv", *rows)
    assert one(books, "payment_failure_rate", as_of=parse_day("2026-11-02")).value == 0
    assert one(books, "payment_failure_rate", as_of=parse_day("2026-11-03")).value == 1


def test_the_newest_row_says_whether_a_payment_stands(books: Books) -> None:
    good = payment("P", "10.00", "2026-10-05", status="")
    books.turn("2026-10-31")
    books.take("payments_2026-10-06.csv", good)
    books.take("payments_2026-10-08.csv", good | {"status": "failed"})
    assert one(books, "payment_failure_rate").value == 1
    books.turn("2026-11-02")
    books.take("payments_2026-10-10.csv", good)
    assert one(books, "payment_failure_rate").value == 0
    assert one(books, "payment_failure_rate", known_on="2026-10-31").value == 1
    before = one(books, "payment_failure_rate", known_on="2026-10-30")
    assert told(before) == (None, "no payment is dated in the period")
