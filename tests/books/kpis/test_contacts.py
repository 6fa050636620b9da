"""Hours to an answer, out of activities and the desk."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from artui.store import desk
from artui.store.desk import Contact
from tests.books.kpis.asking import figure, figures, told
from tests.desk import Person
from tests.homes import invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

HOURS = "response_hours"


def _talk(number: str, at: str, direction: str = "out", **more: Any) -> dict[str, Any]:
    return {"activity_id": number, "customer_id": "C1", "at": at, "direction": direction} | more


def test_each_side_waits_for_the_other(books: Books) -> None:
    books.take(
        "customers_2026-10-01.csv", {"customer_id": "C1", "name": "One", "segment": "public"}
    )
    books.take(
        "activities_2026-11-20.csv",
        _talk("1", "2026-10-05T10:00:00"),
        _talk("2", "2026-10-06T10:00:00"),
        _talk("3", "2026-10-07T11:30:00", "in"),
        _talk("4", "2026-10-07T12:00:00"),
        _talk("5", "2026-10-08T12:00:00", "in", customer_id="C2"),
    )
    assert figure(books, HOURS, "2026-10", "customer").value == Fraction(99, 2)
    ours = figure(books, HOURS, "2026-10", "ours")
    assert told(ours) == (Fraction(1, 2), "of 1 answer; left out: 1 unanswered")
    keys = {(f.key, f.variant): f.value for f in figures(books, HOURS, "2026-10", by="segment")}
    assert keys[("public", "ours")] == Fraction(1, 2)
    assert keys[("", "ours")] is None


def test_a_payment_answers_and_the_answer_may_come_after_the_period(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", "90.00"))
    books.take("activities_2026-11-20.csv", _talk("1", "2026-10-31T10:00:00"))
    books.take("payments_2026-11-20.csv", payment("P", "90.00", "2026-11-03"))
    found = figure(books, HOURS, "2026-10", "customer")
    assert told(found) == (72, "of 1 answer")
    before = figure(books, HOURS, "2026-10", "customer", known_on="2026-11-19")
    assert before.value is None


def test_a_payment_before_the_period_has_ended_an_earlier_wait(books: Books) -> None:
    books.take("invoices_2026-09-01.csv", invoice("A", "90.00", "2026-09-01"))
    books.take("payments_2026-11-20.csv", payment("P", "90.00", "2026-09-20"))
    books.take(
        "activities_2026-11-20.csv",
        _talk("1", "2026-09-10T10:00:00"),
        _talk("2", "2026-10-05T10:00:00"),
        _talk("3", "2026-10-05T13:00:00", "in"),
    )
    assert told(figure(books, HOURS, "2026-10", "customer")) == (3, "of 1 answer")


def test_the_desk_counts_beside_what_exports_tell(books: Books) -> None:
    books.take("activities_2026-11-20.csv", _talk("1", "2026-11-20T08:30:00", "in"))
    ann = Person(books)
    with ann.desk() as connection:
        missed = Contact(ann.today, "phone", "out", "no_answer")
        desk.log_contact(connection, ann.account, missed, "ann", "2026-11-20T09:00:00+00:00")
        said = Contact(ann.today, "phone", "out", "callback")
        desk.log_contact(connection, ann.account, said, "ann", "2026-11-20T10:30:00+00:00")
    assert figure(books, HOURS, "2026-11", "ours").value == 2


def test_an_entry_made_on_another_day_and_a_date_alone_count_in_days(books: Books) -> None:
    books.take("activities_2026-11-20.csv", _talk("1", "2026-11-17", "in"))
    ann = Person(books)
    with ann.desk() as connection:
        said = Contact(ann.today - 1, "phone", "out", "callback")
        desk.log_contact(connection, ann.account, said, "ann", "2026-11-20T10:30:00+00:00")
    found = figure(books, HOURS, "2026-11", "ours")
    assert told(found) == (48, "of 1 answer; date precision")


def test_a_payment_answers_for_whom_it_was_known_to_be(books: Books) -> None:
    row = invoice("A", "90.00", "2026-09-01", settled_on="2026-10-08")
    books.turn("2026-11-01")
    books.take("invoices_2026-11-01.csv", row)
    books.take("activities_2026-11-01.csv", _talk("1", "2026-10-05T10:00:00"))
    books.turn("2026-11-10")
    books.take("invoices_2026-11-10.csv", row | {"customer_id": "C2"})
    assert figure(books, HOURS, "2026-10", "customer").value is None
    assert figure(books, HOURS, "2026-10", "customer", known_on="2026-11-09").value == 72
