"""Promises an account did not keep, as credit counts them: by the judge of every promise."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.books.promises import unkept
from artui.domain.days import parse_day
from artui.domain.figure import Period
from artui.policy.escalation import Quiet
from artui.store import entered, positions
from artui.store.desk import AccountIdentity, InvoiceIdentity
from tests.desk import Person
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

DAY = "2026-11-20"
A, B = (InvoiceIdentity("1000", "", "", key) for key in ("a", "b"))


def broken(books: Books, as_of: str = DAY, grace: int = 0, **more: Any) -> int:
    """How many promises of the year before a day were not kept."""
    quiet = Quiet(grace_days=grace, kept_percent=more.pop("percent", Decimal(99)))
    due = Period(parse_day(as_of) - 365, parse_day(as_of))
    promises = entered.at(books.home.desk).promises
    found = unkept(books.connection, books.scope(as_of, **more), quiet, due, promises)
    return sum(found.values())


def billed(books: Books, *numbers: str) -> Person:
    """Invoices of 100.00, and somebody on the day after, 2026-10-10."""
    books.turn("2026-10-10")
    books.take("invoices.csv", *(invoice(number, "100.00") for number in numbers or "A"))
    return Person(books)


def paid(books: Books, number: str, amount: str, date: str) -> None:
    """What was paid of an invoice."""
    books.turn(DAY)
    books.take(f"p{number}.csv", payment(f"P{number}", amount, date))
    books.take(f"a{number}.csv", application(f"P{number}", number, amount, date))


@pytest.mark.parametrize(
    ("amount", "due", "currency", "number"),
    [
        (60_00, "2026-10-12", "USD", 0),
        (60_60, "2026-10-12", "USD", 0),
        (60_61, "2026-10-12", "USD", 1),
        (60_00, "2026-10-11", "USD", 1),
        (60_00, "2026-10-12", "EUR", 1),
    ],
)
def test_one_is_broken_where_too_little_came_in_time(
    books: Books, amount: int, due: str, currency: str, number: int
) -> None:
    billed(books)
    Person(books, AccountIdentity("1000", "c1", currency)).promise(amount, due)
    paid(books, "A", "60.00", "2026-10-12")
    assert broken(books) == number


def test_what_came_before_or_on_the_day_of_the_promise_keeps_none(books: Books) -> None:
    billed(books).promise(60_00, "2026-10-15")
    paid(books, "A", "60.00", "2026-10-10")
    assert broken(books) == 1


def test_one_due_before_the_period_does_not_count(books: Books) -> None:
    billed(books).promise(60_00, "2026-10-12")
    assert (broken(books), broken(books, "2027-10-12"), broken(books, "2027-10-13")) == (1, 1, 0)


def test_one_that_still_runs_is_not_broken(books: Books) -> None:
    billed(books).promise(9_00, "2026-11-13")  # a Friday
    assert (broken(books, "2026-11-13"), broken(books, "2026-11-14")) == (0, 1)
    assert (broken(books, "2026-11-16", 1), broken(books, "2026-11-17", 1)) == (0, 1)


def test_one_withdrawn_in_time_is_none_and_one_withdrawn_too_late_stays_broken(
    books: Books,
) -> None:
    ann = billed(books)
    early, late = (ann.promise(9_00, "2026-10-12") for _ in "ab")
    books.turn("2026-10-11")
    ann.withdraw(early)
    books.turn("2026-10-20")
    ann.withdraw(late)
    assert broken(books) == 1
    assert broken(books, known_on="2026-10-10") == 2


def test_cash_that_pays_no_invoice_yet_keeps_a_promise(books: Books) -> None:
    billed(books).promise(60_00, "2026-10-12")
    books.turn(DAY)
    books.take("p.csv", payment("P", "60.00", "2026-10-12"))
    assert broken(books) == 0
    books.take("failed.csv", payment("P", "60.00", "2026-10-12", reversed_on="2026-10-12"))
    assert broken(books) == 1


def test_one_for_an_invoice_is_kept_by_that_invoice(books: Books) -> None:
    ann = billed(books, "A", "B")
    ann.promise(60_00, "2026-10-12", A)
    paid(books, "A", "60.00", "2026-10-12")
    assert broken(books) == 0
    ann.undo()
    books.turn("2026-10-10")
    ann.promise(60_00, "2026-10-12", B)
    assert broken(books) == 1


def test_what_came_in_keeps_one_promise_not_two(books: Books) -> None:
    ann = billed(books)
    ann.promise(60_00, "2026-10-12")
    ann.promise(60_00, "2026-10-13")
    paid(books, "A", "60.00", "2026-10-12")
    assert broken(books) == 1


def test_a_credit_note_keeps_no_promise(books: Books) -> None:
    ann = billed(books)
    credit = {"type": "credit_note", "credits_invoice": "A"}
    books.take("cn.csv", invoice("CN", "-60.00", "2026-10-12", **credit))
    ann.promise(60_00, "2026-10-12")
    ann.promise(60_00, "2026-10-12", A)
    assert broken(books) == 2


def test_few_customers_are_judged_as_all_are(books: Books) -> None:
    billed(books).promise(60_00, "2026-10-12")
    positions.mark_all(books.connection)
    assert broken(books, moved=True) == broken(books, customer_id=1) == broken(books) == 1
    assert broken(books, customer_id=2) == broken(books, company="2000") == 0
    books.connection.execute("DELETE FROM moved")
    assert broken(books, moved=True) == 0
