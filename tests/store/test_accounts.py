"""Accounts in SQL: what may be claimed, and what is owed in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import accounts
from tests.homes import dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books


def past_due(books: Books, from_days: int = 1, **scope: Any) -> list[tuple[Any, ...]]:
    keys = ("customer_id", "currency", "amount", "items", "disputed", "blocked")
    found = accounts.past_due(books.connection, books.scope("2026-11-20", **scope), from_days)
    return [tuple(row[key] for key in keys) for row in found]


def test_only_what_is_past_due_may_be_claimed(books: Books) -> None:
    rows = [
        invoice("PAST", "10.00", due_date="2026-11-19"),
        invoice("TODAY", "20.00", due_date="2026-11-20"),
        invoice("SOON", "40.00", due_date="2026-11-22", customer_id="C2"),
    ]
    books.take("invoices.csv", *rows)
    books.take("payments.csv", payment("P", "3.00", "2026-11-01"))
    assert past_due(books) == [("C1", "USD", 1000, 1, 0, 0)]
    assert past_due(books, 0) == past_due(books)
    assert past_due(books, -2) == [("C1", "USD", 1000, 1, 0, 0), ("C2", "USD", 0, 0, 0, 0)]
    assert past_due(books, customer="c2") == []


def test_all_disputed_is_still_listed(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-11-19"))
    books.take("disputes.csv", dispute("D", "A", "2026-11-01"))
    assert past_due(books) == [("C1", "USD", 0, 0, 1000, 0)]


def test_exposure_is_net_of_unapplied_and_lists_every_customer(books: Books) -> None:
    known = [{"customer_id": n, "name": n, "credit_limit": "7.00"} for n in ("C1", "C3")]
    books.take("customers.csv", *known)
    rows = [
        invoice("A", "10.00", due_date="2026-11-10"),
        invoice("B", "5.00", due_date="2026-12-10"),
    ]
    books.take("invoices.csv", *rows)
    books.take("payments.csv", payment("P", "3.00", "2026-11-01"))
    keys = ("customer_id", "currency", "open_items", "past_due", "credit_limit")
    found = accounts.exposures(books.connection, books.scope("2026-11-20"))
    assert [tuple(row[key] for key in keys) for row in found] == [
        ("C1", "USD", 1200, 1000, 700),
        ("C3", None, 0, 0, 700),
    ]


def test_names_by_number(books: Books) -> None:
    rows = [
        {"customer_id": "C1", "name": "Zoe", "company": "1000"},
        {"customer_id": "C1", "name": "Ann", "company": "2000"},
    ]
    books.take("customers.csv", *rows)
    books.take("invoices.csv", invoice("A", "1.00", customer_id="NAMELESS"))
    assert accounts.names(books.connection) == {"C1": "Ann"}
