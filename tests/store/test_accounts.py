"""What accounts are known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import accounts
from tests.homes import invoice

if TYPE_CHECKING:
    from tests.homes import Books


def test_names_by_number(books: Books) -> None:
    rows = [
        {"customer_id": "C1", "name": "Zoe", "company": "1000"},
        {"customer_id": "C1", "name": "Ann", "company": "2000"},
    ]
    books.take("customers.csv", *rows)
    books.take("invoices.csv", invoice("A", "1.00", customer_id="NAMELESS"))
    assert accounts.names(books.connection) == {"C1": "Ann"}
