"""The trace of a customer tells whom to talk to, each with the line of the export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.trace import customer
from artui.books.trace.model import View
from artui.store.connection import open_reader
from tests.homes import invoice, person

if TYPE_CHECKING:
    from tests.homes import Books


def test_people_stand_behind_the_customer_itself(books: Books) -> None:
    own = {"customer_id": "C1", "name": "Baker", "email": "b@x.example", "phone": "1"}
    books.take("customers.csv", own)
    books.take("invoices.csv", invoice("A", "5.00"))
    books.take(
        "contacts_2026-11-03.csv",
        person("C1", "Bo", "site", phone="3", language="en"),
        person("C1", "", "accounts payable", email="ap@x.example"),
        person("C2", "Cy"),
    )
    reader = open_reader(books.home.main, books.home.desk)
    found = customer.trace(View(reader, books.force, books.home, books.home.today()), 1)
    reader.close()
    (section,) = (each for each in found.sections if each.name == "contacts")
    assert [(row.what, row.detail, row.line) for row in section.rows] == [
        ("the customer itself", "1 · b@x.example", None),
        ("accounts payable", "ap@x.example", 3),
        ("Bo, site", "3 · en", 2),
    ]
