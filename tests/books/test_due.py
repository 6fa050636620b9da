"""Due dates: the row's own, its terms, the assignment rules, the customer's terms, its own day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.homes import invoice, listed

if TYPE_CHECKING:
    from tests.homes import Books


def _customer(books: Books, terms: str) -> None:
    books.take("customers_2026-10-01.csv", {"customer_id": "C1", "name": "One", "terms": terms})


def _assign(books: Books, rules: str) -> None:
    path = books.home.folder("policies") / "terms.yaml"
    path.write_text(path.read_text().replace("assign: []", f"assign: {rules}"))
    books.adopt()
    assert books.force.policy.terms.assign


def test_its_own_date_stands_before_its_terms(books: Books) -> None:
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "1", "2026-10-01", due_date="2026-10-20", terms="net30"),
        invoice("B", "1", "2026-10-01", terms="NAA8"),
        invoice("C", "1", "2026-10-01", terms="unheard of"),
        invoice("D", "1", "2026-10-01"),
    )
    assert books.due() == {
        "A": ("2026-10-20", "own date"),
        "B": ("2026-10-16", "terms"),
        "C": ("2026-10-01", "invoice date"),
        "D": ("2026-10-01", "invoice date"),
    }


def test_customers_terms_apply_before_and_after_they_are_known(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1", "2026-10-01"))
    _customer(books, "net30")
    books.take("invoices_2026-10-03.csv", invoice("B", "1", "2026-10-02"))
    assert books.due() == {
        "A": ("2026-10-31", "customer's terms"),
        "B": ("2026-11-01", "customer's terms"),
    }
    books.take("customers_2026-10-05.csv", {"customer_id": "C1", "name": "One", "terms": "net15"})
    assert books.due()["A"] == ("2026-10-16", "customer's terms")


def test_an_assignment_rule_beats_the_customers_terms(books: Books) -> None:
    _customer(books, "net30")
    books.take(
        "invoices_2026-10-02.csv",
        invoice("A", "1", "2026-10-01", **{"class": "RV"}),
        invoice("B", "1", "2026-10-01"),
    )
    _assign(books, "[{terms: net45, when: {class: RV}}]")
    assert books.due() == {
        "A": ("2026-11-15", "assigned terms"),
        "B": ("2026-10-31", "customer's terms"),
    }


def test_a_changed_policy_moves_the_due_dates_and_the_positions(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1", "2026-10-01"))
    query = "SELECT past_due FROM position"
    assert books.connection.execute(query).fetchall() == [(100,)]
    _assign(books, "[{terms: net60}]")
    assert books.due()["A"] == ("2026-11-30", "assigned terms")
    assert books.connection.execute(query).fetchall() == [(0,)]


def test_the_newer_export_decides_whatever_its_kind(books: Books) -> None:
    books.take("open_items_2026-10-02.csv", listed("A", "1", "2026-10-02", due_date="2026-10-20"))
    books.take("invoices_2026-10-03.csv", invoice("A", "1", due_date="2026-10-25"))
    assert books.due()["A"][0] == "2026-10-25"
    outcome = books.take(
        "open_items_2026-10-04.csv", listed("A", "1", "2026-10-04", due_date="2026-10-20")
    )
    assert outcome.rows_unchanged == 1
    assert books.due()["A"][0] == "2026-10-20"


def test_what_the_newest_leaves_blank_another_kind_may_tell(books: Books) -> None:
    books.take("open_items_2026-10-02.csv", listed("A", "1", "2026-10-02", due_date="2026-10-20"))
    books.take("invoices_2026-10-03.csv", invoice("A", "1", due_date="2026-10-25"))
    books.take("invoices_2026-10-05.csv", invoice("A", "1", due_date=""))
    assert books.due()["A"][0] == "2026-10-20"


def test_a_file_without_the_column_leaves_what_the_row_before_said(books: Books) -> None:
    books.take("invoices_2026-10-03.csv", invoice("A", "1", due_date="2026-10-25", terms="net30"))
    books.take("invoices_2026-10-07.csv", invoice("A", "2", settled_on="2026-11-10"))
    assert books.due()["A"] == ("2026-10-25", "own date")
    assert (books.open("2026-11-09"), books.open("2026-11-10")) == ({"A": 200}, {})
    books.take("invoices_2026-10-05.csv", invoice("A", "1", due_date="2026-10-27"))
    assert books.due()["A"] == ("2026-10-27", "own date")


def test_nor_does_it_part_a_credit_note_from_its_invoice(books: Books) -> None:
    books.take(
        "invoices_2026-10-03.csv",
        invoice("A", "10"),
        invoice("K", "-4", credits_invoice="A"),
    )
    books.take("invoices_2026-10-07.csv", invoice("K", "-5"))
    assert books.open("2026-10-07") == {"A": 500}
