"""Which document or customer a number means: one, several, or none with a guess at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.books.trace import naming
from tests.homes import invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books


@pytest.fixture(autouse=True)
def _documents(books: Books) -> None:
    names = [{"customer_id": c, "name": c, "company": m} for c, m in (("C1", "1000"), ("C1", "2"))]
    books.take("customers_2026-10-01.csv", *names, {"customer_id": "C20", "name": "Twenty"})
    books.take(
        "i_2026-10-01.csv",
        invoice("INV-100", "10.00"),
        invoice("INV-200", "10.00", **{"class": "service"}),
        invoice("INV-200", "10.00", **{"class": "contract"}),
        invoice("INV-300", "10.00"),
        invoice("INV-300", "10.00", company="2"),
        invoice("0042", "10.00"),
    )
    books.take("p_2026-10-02.csv", payment("INV-100", "5.00", "2026-10-02"))
    books.take("p_2026-10-03.csv", payment("P-7", "5.00", "2026-10-02"))


def number(books: Books, document: int) -> tuple[str, str, str]:
    row = books.connection.execute(
        "SELECT number, family, class FROM document WHERE id = ?", (document,)
    ).fetchone()
    return row[0], row[1], row[2]


def test_an_invoice_is_meant_before_a_payment_of_the_same_number(books: Books) -> None:
    found = naming.document(books.connection, " inv-100 ")
    assert number(books, found) == ("INV-100", "invoice", "")
    assert number(books, naming.document(books.connection, "P-7"))[1] == "payment"
    assert number(books, naming.document(books.connection, "42"))[0] == "0042"


def test_a_number_of_several_documents_is_told_apart(books: Books) -> None:
    with pytest.raises(naming.AmbiguousNumber) as ambiguous:
        naming.document(books.connection, "INV-200")
    assert str(ambiguous.value) == (
        "'INV-200' could mean INV-200 contract of 1000 or INV-200 service of 1000."
        " Say which with --company, --class or --fiscal-year."
    )
    found = naming.document(books.connection, "INV-200", document_class="Service")
    assert number(books, found)[2] == "service"
    with pytest.raises(naming.AmbiguousNumber):
        naming.document(books.connection, "INV-300")
    assert naming.document(books.connection, "INV-300", "2") != naming.document(
        books.connection, "INV-300", "1000"
    )


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("INV-201", " Did you mean INV-200 or INV-300 or INV-100?"),
        ("XNV-300", " Did you mean INV-300 or INV-200 or INV-100?"),
        ("nothing like it", ""),
    ],
)
def test_a_number_there_is_not_is_guessed_at(books: Books, asked: str, near: str) -> None:
    with pytest.raises(naming.UnknownNumber) as unknown:
        naming.document(books.connection, asked)
    assert str(unknown.value) == f"There is no invoice '{asked}'.{near}"
    assert unknown.value.exit_code == 2


def test_a_document_that_another_company_has_is_not_there(books: Books) -> None:
    with pytest.raises(naming.UnknownNumber) as unknown:
        naming.document(books.connection, "INV-100", "2")
    assert str(unknown.value).startswith("There is no invoice 'INV-100' of 2.")


def test_a_customer_of_two_companies(books: Books) -> None:
    with pytest.raises(naming.AmbiguousNumber) as ambiguous:
        naming.customer(books.connection, "c1")
    assert str(ambiguous.value) == (
        "'c1' could mean C1 of 1000 or C1 of 2. Say which with --company."
    )
    found = naming.customer(books.connection, "C1", "2")
    assert found != naming.customer(books.connection, "C1", "1000")
    with pytest.raises(naming.UnknownNumber) as unknown:
        naming.customer(books.connection, "C2")
    assert "Did you mean C20" in str(unknown.value)
