"""Late invoices in SQL, as known on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import iso, parse_day
from artui.store import late, named
from tests.homes import application, dispute, invoice, payment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.homes import Books, Row

MONDAY = parse_day("2026-11-09")
DAYS = range(MONDAY, MONDAY + 7)


def found(books: Books, days: Sequence[int] = DAYS, known_on: int | None = None) -> list[Row]:
    """The late invoices in order."""
    number = late.find(books.connection, days, known_on)
    rows = named.rows(books.connection.execute("SELECT * FROM temp.late_invoice ORDER BY 1, 2"))
    assert len(rows) == number
    return rows


def test_of_no_days_nothing_is_late(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-08"))
    assert len(found(books)) == 1
    assert found(books, []) == []


@pytest.mark.parametrize("length", [1, 2, 7])
def test_instalments_are_one_invoice(books: Books, length: int) -> None:
    parts = [
        invoice("A", "10.00", item="1", due_date="2026-11-08"),
        invoice("A", "4.00", item="2", due_date="2026-11-09"),
    ]
    books.take("invoices.csv", *parts)
    (row,) = found(books, DAYS[:length])
    assert (row["amount"], row["amount_days"]) == (
        1400 if length > 1 else 1000,
        1000 * length + 400 * (length - 1),
    )


def test_each_currency_of_a_document_has_its_row(books: Books) -> None:
    parts = [
        invoice("A", "10.00", item="1", due_date="2026-10-08"),
        invoice("A", "400", item="2", due_date="2026-10-08", currency="JPY"),
    ]
    books.take("invoices.csv", *parts)
    rows = [(row["currency"], row["amount"]) for row in found(books)]
    assert rows == [("JPY", 400), ("USD", 1000)]


def test_void_documents_and_credits_are_never_late(books: Books) -> None:
    rows = [
        invoice("V", "10.00", due_date="2026-10-08", status="void"),
        invoice("C", "-10.00", due_date="2026-10-08"),
    ]
    books.take("invoices.csv", *rows)
    assert found(books) == []


def test_known_on_a_day(books: Books) -> None:
    books.turn("2026-11-10")
    books.take("invoices_2026-11-10.csv", invoice("A", "10.00", due_date="2026-10-20"))
    books.turn("2026-11-16")
    books.take("invoices_2026-11-16.csv", invoice("A", "10.00", due_date="2026-11-12"))
    books.take("payments.csv", payment("P", "10.00", "2026-11-14"))
    books.take("applications.csv", application("P", "A", "10.00", "2026-11-14"))

    def days_late(known_on: str | None) -> list[int]:
        known = None if known_on is None else parse_day(known_on)
        return [row["amount_days"] // 1000 for row in found(books, DAYS, known)]

    assert days_late("2026-11-09") == []
    assert days_late("2026-11-15") == [7]
    assert days_late("2026-11-16") == days_late(None) == [1]


def test_disputes_open_in_a_week(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    spans = [
        ("BEFORE", "2026-11-01", "2026-11-09"),
        ("INTO", "2026-11-01", "2026-11-10"),
        ("WITHIN", "2026-11-11", "2026-11-12"),
        ("NEVER", "2026-11-11", "2026-11-11"),
        ("OUT", "2026-11-15", ""),
        ("AFTER", "2026-11-16", ""),
    ]
    rows = [dispute(n, "A", start, resolved_on=end, reason=n) for n, start, end in spans]
    books.take("disputes.csv", *rows)
    reasons = {reason for _, reason, *_ in late.disputes(books.connection, DAYS[0], DAYS[-1])}
    assert reasons == {"INTO", "WITHIN", "OUT"}
    assert late.disputes(books.connection, DAYS[0], DAYS[-1], parse_day("2026-11-19")) == []


def test_the_first_day_anything_was_past_due(books: Books) -> None:
    assert late.first_past_due(books.connection) is None
    rows = [
        invoice("A", "10.00", due_date="2026-10-20"),
        invoice("C", "-10.00", due_date="2026-09-20"),
    ]
    books.take("invoices.csv", *rows)
    assert iso(late.first_past_due(books.connection)) == "2026-10-21"


def test_the_customers_of_a_scope(books: Books) -> None:
    rows = [
        {"customer_id": "C1", "name": "1", "collector": "ann", "company": "1000"},
        {"customer_id": "C2", "name": "2", "collector": "bob", "company": "1000"},
        {"customer_id": "C1", "name": "3", "collector": "bob", "company": "2000"},
    ]
    books.take("customers.csv", *rows)
    number = {name: int(n) for n, name in books.connection.execute("SELECT id, name FROM customer")}

    def of(**scope: str) -> set[int]:
        return late.customers(books.connection, books.scope("2026-11-20", **scope))

    assert of() == set(number.values())
    assert of(company="2000") == {number["3"]}
    assert of(customer="c1") == {number["1"], number["3"]}
    assert of(collector="bob", company="1000") == {number["2"]}
