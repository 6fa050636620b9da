"""The lines of an invoice in words: on its screen, and in its trace with file and line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.books import lines as words
from artui.books.trace import invoice as traced
from artui.books.trace.model import View
from artui.domain.lines import Summed
from artui.store import lines
from artui.store.connection import open_reader
from tests.homes import invoice, line

if TYPE_CHECKING:
    from tests.homes import Books


@pytest.mark.parametrize(
    ("found", "currency", "expected"),
    [
        (("1200.00", "252.00", "1452.00"), "USD", "lines 1,200.00 + tax 252.00 = billed ✓"),
        (("1452.00", "252.00", "1452.00"), "USD", "lines 1,452.00 = billed ✓"),
        (("1452.00", None, "1452.00"), "USD", "lines 1,452.00 = billed ✓"),
        (("90", None, "100"), "JPY", "lines 90 ≠ billed 100, 10 apart"),
        (
            ("90.005", "5.00", "100.00"),
            "USD",
            "lines 90.005 + tax 5.00 ≠ billed 100.00, 4.995 apart",
        ),
        (
            (None, "5.00", "9.00"),
            "USD",
            "not every line says its amount, so they cannot be added up",
        ),
    ],
)
def test_what_is_said_of_them_together(
    found: tuple[str | None, ...], currency: str, expected: str
) -> None:
    summed = Summed(*(None if each is None else Decimal(each) for each in found))  # type: ignore[arg-type]  # billed is never None
    assert words.sentence(summed, currency) == expected


def _told(books: Books, document: str = "A", known_on: int | None = None) -> list[str]:
    """The lines of an invoice as its screen has them."""
    (number, billed) = books.connection.execute(
        "SELECT d.id, sum(i.amount) FROM document AS d JOIN item AS i ON i.document_id = d.id"
        " WHERE d.number = ?",
        (document,),
    ).fetchone()
    rows = lines.of_invoice(books.connection, number, known_on)
    tax = lines.tax(books.connection, number, known_on)
    return list(words.lines(rows, words.add_up(rows, tax, billed, "USD"), "USD"))


def _loaded(books: Books) -> None:
    books.take("invoices_2026-11-02.csv", invoice("A", "121.00", tax_amount="21.00"))
    books.take(
        "lines_2026-11-03.csv",
        line("A", "10", amount="40.00", description="Sealing set"),
        line("A", "2", quantity="1.5", unit_price="40.00", completion_code="DONE", quote_line="3"),
    )


def test_lines_stand_in_their_order_with_their_place_and_their_sum(books: Books) -> None:
    _loaded(books)
    assert _told(books) == [
        "line 2   1.5 x 40.00 = 60.00   code DONE   quote line 3   lines_2026-11-03.csv:3",
        "line 10   40.00   Sealing set   lines_2026-11-03.csv:2",
        "lines 100.00 + tax 21.00 = billed ✓",
    ]


def test_lines_as_they_were_known(books: Books) -> None:
    _loaded(books)
    then = books.home.today()
    books.turn("2026-11-22")
    books.take("lines_2026-11-21.csv", line("A", "2", amount="61.00"), line("A", "11", amount="1"))
    assert _told(books)[-1] == "lines 102.00 + tax 21.00 ≠ billed 121.00, 2.00 apart"
    assert _told(books, known_on=then)[-1] == "lines 100.00 + tax 21.00 = billed ✓"
    assert _told(books, known_on=then - 1) == []


def test_the_trace_of_an_invoice_tells_them_with_the_line_that_said_so(books: Books) -> None:
    _loaded(books)
    (number,) = books.connection.execute("SELECT id FROM document").fetchone()
    reader = open_reader(books.home.main, books.home.desk)
    found = traced.trace(View(reader, books.force, books.home, books.home.today()), number)
    reader.close()
    (section,) = (each for each in found.sections if each.name == "lines")
    assert section.about == "lines 100.00 + tax 21.00 = billed ✓"
    said: list[Any] = [(row.what, row.amount, row.detail, row.line) for row in section.rows]
    assert said == [
        ("line 2", 60_00, "1.5 x 40.00 = 60.00 · code DONE · quote line 3", 3),
        ("line 10", 40_00, "40.00 · Sealing set", 2),
    ]
    assert found.ok


def test_an_invoice_without_lines_has_no_such_section(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "5.00"))
    assert _told(books) == []
