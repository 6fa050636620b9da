"""Promises kept, out of the desk and what exports say came in."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from artui.books.promises import judged
from artui.store.aging import Scope
from artui.store.connection import open_reader
from artui.store.desk import InvoiceIdentity
from tests.books.kpis.asking import figure, figures, parts
from tests.desk import Person
from tests.homes import application, invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books

KEPT = "promise_kept"
A, B = (InvoiceIdentity("1000", "", "", key) for key in ("a", "b"))


def _billed(books: Books) -> Person:
    books.turn("2026-10-05")
    books.take("invoices_2026-10-05.csv", invoice("A", "100.00"), invoice("B", "60.00"))
    return Person(books)


def _states(books: Books) -> list[tuple[str, int]]:
    reader = open_reader(books.home.main, books.home.desk)
    quiet = books.force.policy.escalation.quiet
    found = judged(reader, Scope(books.home.today()), quiet)
    reader.close()
    return [(each.judged.state, each.judged.received) for each in found]


def test_the_share_by_count_and_by_amount(books: Books) -> None:
    ann = _billed(books)
    ann.promise(100_00, "2026-10-09", A)
    ann.promise(60_00, "2026-10-09", B)
    books.turn("2026-10-20")
    books.take("payments_2026-10-20.csv", payment("P", "120.00", "2026-10-12"))
    books.take(
        "applications_2026-10-20.csv",
        application("P", "A", "100.00", "2026-10-18"),
        application("P", "B", "20.00", "2026-10-18"),
    )
    assert _states(books) == [("kept", 100_00), ("partly_kept", 20_00)]
    count, amount = figures(books, KEPT, "2026-10")
    assert parts(count) == (1, 2)
    assert parts(amount) == (120_00, 160_00)
    assert amount.currency == "USD"


def test_cash_that_is_not_applied_keeps_promises_first_due_first(books: Books) -> None:
    ann = _billed(books)
    ann.promise(60_00, "2026-10-12")
    ann.promise(60_00, "2026-10-09")
    books.turn("2026-10-20")
    books.take("payments_2026-10-20.csv", payment("P", "70.00", "2026-10-08"))
    assert _states(books) == [("partly_kept", 10_00), ("kept", 60_00)]


def test_what_only_lists_of_open_items_show_counts_on_their_day(books: Books) -> None:
    ann = _billed(books)
    ann.promise(100_00, "2026-10-09")
    books.take(
        "open_items_2026-10-06.csv",
        listed("A", "100.00", "2026-10-06"),
        listed("B", "60.00", "2026-10-06"),
    )
    books.turn("2026-10-20")
    books.take("open_items_2026-10-12.csv", listed("B", "60.00", "2026-10-12"))
    assert _states(books) == [("kept", 100_00)]


def test_a_payment_that_failed_and_a_credit_keep_none(books: Books) -> None:
    ann = _billed(books)
    ann.promise(100_00, "2026-10-09", A)
    ann.promise(60_00, "2026-10-09", B)
    books.turn("2026-10-20")
    books.take(
        "payments_2026-10-20.csv", payment("P", "100.00", "2026-10-07", reversed_on="2026-10-19")
    )
    books.take("applications_2026-10-20.csv", application("P", "A", "100.00", "2026-10-07"))
    books.take("invoices_2026-10-20.csv", invoice("C", "-60.00", "2026-10-07", credits_invoice="B"))
    assert _states(books) == [("broken", 0), ("broken", 0)]


def test_those_still_running_and_those_withdrawn_are_out_of_both(books: Books) -> None:
    ann = _billed(books)
    ann.promise(60_00, "2026-10-09")
    ann.withdraw(ann.promise(100_00, "2026-10-09"))
    books.turn("2026-10-14")
    found = figure(books, KEPT, "2026-10", "count")
    assert (found.value, found.provisional) == (None, True)
    assert found.note.endswith(
        "left out: 1 still running, 1 withdrawn; provisional until 2026-11-04"
    )
    books.turn("2026-10-15")
    found = figure(books, KEPT, "2026-10", "count")
    assert parts(found) == (0, 1)
    assert figure(books, KEPT, "2026-09", "count").value is None


def test_the_policy_says_how_long_and_how_much(books: Books) -> None:
    ann = _billed(books)
    ann.promise(100_00, "2026-10-09")
    books.turn("2026-10-20")
    books.take("payments_2026-10-20.csv", payment("P", "90.00", "2026-10-14"))
    assert figure(books, KEPT, "2026-10", "count").value == 0
    path = books.home.folder("policies") / "escalation.yaml"
    path.write_text("quiet: {grace_days: 3, kept_percent: 90}\n", encoding="utf-8")
    books.adopt()
    assert figure(books, KEPT, "2026-10", "count").value == 1
    path.write_text("quiet: {grace_days: 2, kept_percent: 90}\n", encoding="utf-8")
    books.adopt()
    assert figure(books, KEPT, "2026-10", "amount").value == 0


def test_an_earlier_promise_takes_its_money_first_whatever_period_is_asked(books: Books) -> None:
    books.turn("2026-09-25")
    books.take("invoices_2026-09-25.csv", invoice("A", "100.00", "2026-09-01"))
    ann = Person(books)
    ann.promise(60_00, "2026-09-30")
    ann.promise(60_00, "2026-10-01")
    books.turn("2026-10-20")
    books.take("payments_2026-10-20.csv", payment("P", "90.00", "2026-09-29"))
    assert figure(books, KEPT, "2026-09", "amount").value == 1
    assert figure(books, KEPT, "2026-10", "amount").value == Fraction(1, 2)


def test_what_was_not_recorded_yet_is_not_known(books: Books) -> None:
    ann = _billed(books)
    ann.promise(60_00, "2026-10-09")
    books.turn("2026-10-20")
    books.take("payments_2026-10-20.csv", payment("P", "90.00", "2026-10-08"))
    assert figure(books, KEPT, "2026-10", "count").value == 1
    assert figure(books, KEPT, "2026-10", "count", known_on="2026-10-19").value == 0
    assert figure(books, KEPT, "2026-10", "count", known_on="2026-10-04").value is None
