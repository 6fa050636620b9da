"""The trace of an invoice tells what exports said of it that its entries do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.trace import adjusted
from artui.domain.days import iso, parse_day
from tests.books.test_trace import looking, reading
from tests.homes import adjustment, invoice

if TYPE_CHECKING:
    from artui.books.trace.model import Section
    from tests.homes import Books

PAID, CLOSED = "2026-10-10", "2026-10-20"


def _section(books: Books, *rows: dict[str, str], day: str = CLOSED) -> Section | None:
    books.take("invoices_2026-10-01.csv", invoice("A", "40.00", currency="EUR"))
    books.take("adjustments_2026-10-20.csv", *rows)
    reader = reading(books)
    try:
        return adjusted.section(looking(books, reader, parse_day(day)), 1)
    finally:
        reader.close()


def test_what_was_beyond_the_open_amount_is_told_with_its_line(books: Books) -> None:
    found = _section(books, adjustment("W", "A", "100.00", PAID))
    assert found is not None
    assert found.about == "60.00 of write_off was not open, and closed nothing"
    (row,) = found.rows
    assert (row.what, iso(row.on), row.amount, row.line) == ("write_off W", PAID, 10000, 2)
    assert (row.currency, row.import_id) == ("EUR", 2)


def test_what_changes_no_open_amount_is_told_in_its_own_currency(books: Books) -> None:
    rows = [
        adjustment("R", "A", "5.00", PAID, kind="recovery"),
        adjustment("X", "A", "-1.00", CLOSED, kind="exchange"),
        adjustment("D", "A", "2.00", PAID, kind="discount"),
    ]
    found = _section(books, *rows)
    assert found is not None
    assert [(row.what, row.currency, row.amount) for row in found.rows] == [
        ("recovery R", "EUR", 500),
        ("exchange X", "USD", -100),
    ]
    assert found.about == (
        "exchange changes nothing that is open; recovery changes nothing that is open"
    )


def test_what_entries_tell_is_not_told_twice(books: Books) -> None:
    assert _section(books, adjustment("W", "A", "40.00", PAID)) is None


def test_what_comes_later_is_not_told_yet(books: Books) -> None:
    assert _section(books, adjustment("W", "A", "100.00", PAID), day="2026-10-09") is None
