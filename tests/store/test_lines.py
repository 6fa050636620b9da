"""Lines of invoices and quotes: what the newest export says, joined to the invoice they bill."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from artui.store import lines
from tests.homes import invoice, line, quoted

if TYPE_CHECKING:
    from tests.homes import Books, Row


def billed(books: Books, columns: str = "document, line, quantity, amount") -> list[Any]:
    """The lines of invoices as any SQLite tool sees them."""
    select = f"SELECT {columns} FROM invoice_lines ORDER BY invoice_id, line"
    return books.connection.execute(select).fetchall()


def offered(books: Books) -> list[Any]:
    """The lines of quotes likewise."""
    select = """SELECT quote_id, line, amount, status, approved_on, file, file_line
        FROM quote_lines ORDER BY quote_id, line"""
    return books.connection.execute(select).fetchall()


_FILES: tuple[tuple[str, list[Row]], ...] = (
    ("invoices_2026-11-03.csv", [invoice("I-1", "30.00")]),
    (
        "lines_2026-11-03.csv",
        [line("i-1", "01", quantity="2", amount="20.00"), line("I-1", "2", amount="5")],
    ),
    ("lines_2026-11-05.csv", [line("I-1", "1", quantity="2.50", amount="25.00")]),
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_ends_in_the_same_lines(books: Books, order: tuple[int, ...]) -> None:
    for place in order:
        name, rows = _FILES[place]
        books.take(name, *rows)
    books.take("again_2026-11-05.csv", *_FILES[2][1])
    wanted = [("I-1", "1", "2.50", "25.00"), ("I-1", "2", None, "5")]
    assert [(row[0], row[1].lstrip("0"), *row[2:]) for row in billed(books)] == wanted
    assert billed(books, "file, file_line") == [
        ("lines_2026-11-05.csv", 2),
        ("lines_2026-11-03.csv", 3),
    ]


def test_lines_wait_for_their_invoice_and_are_parted_from_two(books: Books) -> None:
    books.take("lines.csv", line("X", "1", amount="5"))
    assert billed(books, "invoice_id, document") == [("X", None)]
    books.take("invoices_2026-11-01.csv", invoice("X", "9.00", **{"class": "A"}))
    assert billed(books, "document") == [("X",)]
    books.take("invoices_2026-11-02.csv", invoice("X", "9.00", **{"class": "B"}))
    assert billed(books, "document") == [(None,)]
    outcome = books.take("more.csv", line("X", "2", amount="5"))
    assert [(each.column, each.reason) for each in outcome.rejects] == [
        ("invoice_id", "could mean X (A) and X (B)")
    ]


def test_quantities_and_prices_are_exact_and_may_be_finer_than_money(books: Books) -> None:
    outcome = books.take(
        "lines.csv",
        line("I", "1", quantity="1,000.5", unit_price="0.00125", amount="-1.25"),
        line("I", "2", quantity="two"),
        line("I", "3", quantity="(3)", unit_price="-"),
        line("I", "4", quantity="1" * 19),
        line("I", ""),
    )
    assert [(each.line, each.column, each.reason) for each in outcome.rejects] == [
        (3, "quantity", "is no number with a decimal point"),
        (5, "quantity", "has more than 18 digits"),
        (6, "line", "is required"),
    ]
    assert billed(books, "line, quantity, unit_price, amount") == [
        ("1", "1000.5", "0.00125", "-1.25"),
        ("3", "-3", None, None),
    ]


def test_a_quote_has_its_lines_and_the_newest_row_counts(books: Books) -> None:
    books.take(
        "quotes_2026-11-04.csv",
        quoted("Q-7", "1", amount="10.00", status="approved", approved_on="2026-11-02"),
        quoted("Q-7", "2", amount="1.00", status="open"),
    )
    books.take("quotes_2026-11-01.csv", quoted("q-7", "1", amount="9.00", status="open"))
    books.take("other.csv", quoted("Q-7", "1", company="2000", amount="3.00"))
    assert offered(books) == [
        ("Q-7", "1", "10.00", "approved", "2026-11-02", "quotes_2026-11-04.csv", 2),
        ("Q-7", "1", "3.00", None, None, "other.csv", 2),
        ("Q-7", "2", "1.00", "open", None, "quotes_2026-11-04.csv", 3),
    ]


def test_hostile_text_is_kept_as_it_is_and_harms_nothing(books: Books) -> None:
    odd = "x'); DROP TABLE item;--\u202e[/x]\x1b[31m"
    books.take("lines.csv", line(odd, odd, description=odd, completion_code=odd))
    assert billed(books, "invoice_id, line, description, completion_code") == [(odd,) * 4]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_tax_is_what_the_newest_export_says(books: Books, order: tuple[int, ...]) -> None:
    files = (("01", "2.00"), ("02", "3.00"), ("03", "2.00"))
    for day, tax in (files[place] for place in order):
        row = invoice("I1", "12.00", tax_amount=tax)
        books.take(f"invoices_2026-11-{day}.csv", row)
    (number,) = books.connection.execute("SELECT id FROM document").fetchone()
    assert lines.tax(books.connection, number) == 2_00
