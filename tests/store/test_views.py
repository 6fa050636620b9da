"""The views any SQLite tool may read: ISO dates and exact decimals."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain import money
from artui.store import views
from tests.homes import application, dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

VIEWS = ("customers", "items", "entries", "disputes", "positions", "imports", "late_invoices")


def rows(connection: sqlite3.Connection, select: str) -> list[dict[str, object]]:
    cursor = connection.execute(select)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


@pytest.fixture(scope="module")
def converter() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for statement in views.STATEMENTS[:2]:
        connection.execute(statement)
    return connection


@given(
    minor=st.integers(-(10**15), 10**15),
    currency=st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF", "XYZ"]),
)
def test_a_decimal_is_what_reports_print(
    converter: sqlite3.Connection, minor: int, currency: str
) -> None:
    expression = views.decimal(":minor", ":currency")
    (text,) = converter.execute(
        f"SELECT {expression}", {"minor": minor, "currency": currency}
    ).fetchone()
    assert text == money.plain(minor, currency)


def test_views_show_documents_as_people_write_them(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("INV-1", "1234.50", due_date="2026-10-31"))
    books.take("payments_2026-10-20.csv", payment("P1", "234.50", "2026-10-20"))
    books.take("applications_2026-10-20.csv", application("P1", "INV-1", "234.50", "2026-10-20"))
    books.take("disputes_2026-10-21.csv", dispute("D1", "INV-1", "2026-10-21", amount="100.00"))

    (item,) = rows(books.connection, "SELECT * FROM items WHERE document = 'INV-1'")
    assert item["due_on"] == "2026-10-31"
    assert (item["amount"], item["open_amount"]) == ("1234.50", "1000.00")
    assert (item["file"], item["line"]) == ("invoices_2026-10-01.csv", 2)

    entries = rows(books.connection, "SELECT * FROM entries WHERE document = 'INV-1' ORDER BY 5")
    assert [(e["kind"], e["effective_on"], e["amount"], e["counter"]) for e in entries] == [
        ("billed", "2026-10-01", "1234.50", None),
        ("payment", "2026-10-20", "-234.50", "P1"),
    ]
    (case,) = rows(books.connection, "SELECT * FROM disputes")
    assert (case["amount"], case["opened_on"], case["resolved_on"]) == (
        "100.00",
        "2026-10-21",
        None,
    )
    (position,) = rows(books.connection, "SELECT * FROM positions")
    assert (position["outstanding"], position["oldest_due"]) == ("1000.00", "2026-10-31")


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_read(books: Books, view: str) -> None:
    assert rows(books.connection, f"SELECT * FROM {view}") == []
