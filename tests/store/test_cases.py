"""Disputes and imports as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain.days import parse_day
from artui.store import cases
from tests.homes import application, dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books


def test_what_is_open_and_what_was_billed_of_a_dispute(books: Books) -> None:
    parts = [
        invoice("A", "10.00", item="1", due_date="2026-10-01", disputed="yes"),
        invoice("A", "5.00", item="2", due_date="2026-11-01"),
        invoice("B", "7.00", due_date="2026-10-01"),
    ]
    books.take("invoices_2026-10-05.csv", *parts)
    books.take("disputes.csv", dispute("D", "B", "2026-10-06", amount="2.00"))
    books.take("payments.csv", payment("P", "4.00", "2026-10-10"))
    books.take("applications.csv", application("P", "A", "4.00", "2026-10-10", item="1"))
    scope = books.scope("2026-11-20")
    rows = cases.disputes(books.connection, scope, "open")
    found = {r["invoice_id"]: (r["item"], r["amount"], r["standing"], r["billed"]) for r in rows}
    assert found == {"A": ("1", None, 600, 1000), "B": (None, 200, 700, 700)}
    assert cases.disputed_amounts(books.connection, scope) == {"USD": 800}


def test_imports_up_to_a_day_and_their_rejects(books: Books) -> None:
    books.turn("2026-11-10")
    books.take("invoices_1.csv", invoice("A", "10.00"), invoice("B", "ten") | {"amount": "ten"})
    books.turn("2026-11-11")
    books.take("invoices_2.csv", invoice("C", "10.00"))
    everything = cases.imports(books.connection)
    assert [row["file"] for row in everything] == ["invoices_2.csv", "invoices_1.csv"]
    (first,) = cases.imports(books.connection, parse_day("2026-11-10"))
    (reject,) = cases.rejects(books.connection, first["id"])
    assert (reject["line"], reject["column_name"], reject["value"]) == (3, "amount", "ten")
