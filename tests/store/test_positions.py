"""Positions follow what happens: a file, a new day, a changed policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import positions
from tests.homes import dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books


def _rows(books: Books) -> list[tuple[object, ...]]:
    return books.connection.execute(
        "SELECT c.number, p.currency, p.outstanding, p.unapplied, p.past_due, p.disputed, p.b0,"
        " p.b1, p.b2 FROM position AS p JOIN customer AS c ON c.id = p.customer_id ORDER BY 1, 2"
    ).fetchall()


def test_a_file_moves_the_positions_it_touches(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1.00", due_date="2026-11-30"))
    books.take("payments_2026-11-02.csv", payment("P", "4.00", "2026-11-01", customer_id="C2"))
    assert _rows(books) == [
        ("C1", "USD", 100, 0, 0, 0, 100, 0, 0),
        ("C2", "USD", -400, -400, 0, 0, 0, 0, 0),
    ]
    books.take("invoices_2026-10-03.csv", invoice("A", "1.00", customer_id="C2"))
    assert [row[0] for row in _rows(books)] == ["C2"]


def test_a_day_moves_what_falls_due_bills_and_disputes(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "1.00", due_date="2026-11-20"),
        invoice("B", "2.00", "2026-11-22", due_date="2026-12-31"),
    )
    books.take("disputes_2026-10-02.csv", dispute("D", "A", "2026-11-21", resolved_on="2026-11-23"))
    assert _rows(books) == [("C1", "USD", 100, 0, 0, 0, 100, 0, 0)]
    books.turn("2026-11-21")
    assert _rows(books) == [("C1", "USD", 100, 0, 100, 100, 0, 100, 0)]
    books.turn("2026-11-22")
    assert _rows(books) == [("C1", "USD", 300, 0, 100, 100, 200, 100, 0)]
    books.turn("2026-11-23")
    assert _rows(books) == [("C1", "USD", 300, 0, 100, 0, 200, 100, 0)]
    books.turn("2026-12-21")
    assert _rows(books) == [("C1", "USD", 300, 0, 100, 0, 200, 0, 100)]


def test_a_day_with_nothing_to_move_touches_nobody(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1.00", due_date="2026-11-30"))
    books.turn("2026-11-21")
    assert positions.marked(books.connection) == 0


def test_a_clock_set_back_computes_everything_again(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1.00", due_date="2026-11-20"))
    books.turn("2026-12-01")
    books.turn("2026-11-01")
    assert _rows(books) == [("C1", "USD", 100, 0, 0, 0, 100, 0, 0)]
    standing = positions.standing(books.connection)
    assert standing is not None
    assert standing.day == books.home.today()


def test_a_changed_policy_moves_every_position(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1.00", due_date="2026-10-25"))
    assert _rows(books)[0][-2:] == (100, 0)
    path = books.home.folder("policies") / "aging.yaml"
    path.write_text(path.read_text().replace("[30, 60, 90]", "[10, 60]"))
    books.adopt()
    assert _rows(books)[0][-2:] == (0, 100)
