"""Disputes out of dispute rows, and out of flags where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.homes import Books, dispute, invoice, listed

if TYPE_CHECKING:
    from tests.homes import Row

_A = invoice("A", "100.00", "2026-10-01")


def _spans(books: Books) -> list[tuple[str | None, str | None, int | None]]:
    return [(row["opened_on"], row["resolved_on"], row["amount"]) for row in books.disputes()]


def _flag(books: Books, day: str, flag: str, **more: str) -> None:
    books.take(f"invoices_{day}.csv", _A | {"disputed": flag} | more)


def test_a_flag_opens_with_the_first_export_that_shows_it(books: Books) -> None:
    _flag(books, "2026-10-05", "no")
    assert _spans(books) == []
    _flag(books, "2026-10-09", "yes", po_number="1")
    _flag(books, "2026-10-08", "yes")
    assert _spans(books) == [("2026-10-08", None, None)]
    assert books.disputes()[0]["dated"] == 1


def test_a_flag_ends_with_a_newer_no_and_may_rise_again(books: Books) -> None:
    for day, flag in (("05", "yes"), ("07", "no"), ("09", "40.00"), ("10", "30.00")):
        _flag(books, f"2026-10-{day}", flag)
    assert _spans(books) == [("2026-10-05", "2026-10-07", None), ("2026-10-09", None, 3000)]
    assert [row["number"] for row in books.disputes()] == ["A", "A/2"]


def test_a_flag_ends_when_its_item_settles(books: Books) -> None:
    _flag(books, "2026-10-05", "yes")
    _flag(books, "2026-10-12", "yes", settled_on="2026-10-11")
    assert _spans(books) == [("2026-10-05", "2026-10-11", None)]


def test_a_flag_in_an_undated_export_opened_on_the_invoice_date(books: Books) -> None:
    books.take("invoices.csv", _A | {"disputed": "yes"})
    (row,) = books.disputes()
    assert (row["opened_on"], row["dated"]) == ("2026-10-01", 0)


def test_a_repeated_snapshot_raises_a_flag_that_invoices_took_down(books: Books) -> None:
    flagged = {"disputed": "yes"}
    books.take("open_items_2026-10-05.csv", listed("A", "9", "2026-10-05", **flagged))
    _flag(books, "2026-10-07", "no")
    assert _spans(books) == [("2026-10-05", "2026-10-07", None)]
    books.take("open_items_2026-10-09.csv", listed("A", "9", "2026-10-09", **flagged))
    assert _spans(books) == [("2026-10-05", "2026-10-07", None), ("2026-10-09", None, None)]


def test_the_flag_of_a_whole_document_with_instalments(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", _A | {"item": "1"}, _A | {"item": "2"})
    row = listed("A", "200", "2026-10-05", disputed="yes")
    books.take("open_items_2026-10-05.csv", row)
    assert _spans(books) == [("2026-10-05", None, None)]
    assert books.aged("2026-10-05")[0]["disputed"] == 20000


def test_a_dispute_row_beats_the_flag(books: Books) -> None:
    _flag(books, "2026-10-05", "yes")
    books.take("disputes_2026-10-06.csv", dispute("D1", "A", "2026-10-03", amount="40.00"))
    assert _spans(books) == [("2026-10-03", None, 4000)]


def test_a_dispute_waits_for_its_invoice(books: Books) -> None:
    books.take("disputes_2026-10-06.csv", dispute("D1", "000A", "2026-10-03", reason="price"))
    assert books.disputes() == []
    books.take("invoices_2026-10-02.csv", _A)
    assert [row["reason"] for row in books.disputes()] == ["price"]


def test_the_flag_of_a_void_document_counts_nowhere(books: Books) -> None:
    _flag(books, "2026-10-05", "yes")
    _flag(books, "2026-10-06", "yes", status="void")
    assert books.disputes() == []


@pytest.mark.parametrize(
    ("rows", "resolved"),
    [
        ([{"resolved_on": "2026-10-08", "status": "closed"}], "2026-10-08"),
        ([{"status": "Closed"}], "2026-10-11"),
        ([{"status": "open"}, {"status": "Resolved"}, {"status": "withdrawn"}], "2026-10-12"),
        ([{"status": "closed"}, {"status": "open"}], None),
        ([{"status": "rejected"}, {"status": "open"}, {"status": "rejected"}], "2026-10-13"),
        ([{"status": "in review"}], None),
    ],
)
def test_a_closed_dispute_without_a_day_was_resolved_when_an_export_first_said_so(
    books: Books, rows: list[Row], resolved: str | None
) -> None:
    books.take("invoices_2026-10-02.csv", _A)
    for day, row in enumerate(rows, 11):
        books.take(f"disputes_2026-10-{day}.csv", dispute("D1", "A", "2026-10-03", **row))
    assert [span[1] for span in _spans(books)] == [resolved]


def test_a_dispute_stays_recorded_when_it_first_was(books: Books) -> None:
    books.turn("2026-10-10")
    books.take("invoices_2026-10-02.csv", _A)
    books.take("disputes_2026-10-06.csv", dispute("D1", "A", "2026-10-03"))
    books.turn("2026-10-20")
    books.take("invoices_2026-10-18.csv", _A | {"po_number": "7"})
    assert books.aged("2026-10-10", "2026-10-10")[0]["disputed"] == 10000
    assert books.aged("2026-10-10", "2026-10-09") == []
