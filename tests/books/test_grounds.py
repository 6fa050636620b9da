"""What shows the reasons of a late invoice: sentences with their days, files and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.books.grounds import Grounds, Inquiry
from artui.books.seen import told
from artui.domain.conditions import FIELDS, fields_about, from_data
from artui.domain.days import iso, parse_day
from artui.store.connection import open_reader
from tests.books.test_causes import CUSTOMER, DONE, billed
from tests.homes import dispute, job, promise

if TYPE_CHECKING:
    from tests.homes import Books

SUNDAY = parse_day("2026-11-15")
DAYS = range(SUNDAY - 6, SUNDAY + 1)


def grounds(books: Books, known_on: int | None = None) -> Grounds:
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return Inquiry(reader, books.force.policy, DAYS, known_on).of([1])[1]
    finally:
        reader.close()


def test_a_check_is_told_with_the_invoice_and_the_job_it_came_from(books: Books) -> None:
    books.take("customers_2026-10-01.csv", CUSTOMER)
    books.take("invoices_2026-10-06.csv", billed(po_number=""))
    books.take("jobs_2026-10-04.csv", job("J1", dispatcher="rosa", template="T1", **DONE))
    found = grounds(books)
    assert found.primary is not None
    assert found.primary.reason.code == "missing_po"
    assert [(each.text, iso(each.on), each.source) for each in found.primary.seen] == [
        ("the customer requires a PO", None, ""),
        ("PO empty on the invoice", "2026-10-05", "invoices_2026-10-06.csv:2"),
        ("job J1 closed 2026-10-04 by rosa, template T1", "2026-10-04", "jobs_2026-10-04.csv:2"),
    ]
    assert [(each.reason.code, each.said) for each in found.also] == [
        (
            "proof_of_work",
            "no evidence of completion; job J1 closed 2026-10-04 by rosa, template T1",
        ),
    ]


def test_codes_disputes_and_promises_are_told(books: Books) -> None:
    books.take("invoices_2026-10-06.csv", billed(reason="PT1"))
    books.take("invoices_2026-10-08.csv", billed(reason="PT1", site="S"))
    books.take("disputes_2026-10-20.csv", dispute("D1", "A", "2026-10-12", reason="TX1"))
    books.take("promises_2026-10-21.csv", promise("Q", "10.00", "2026-10-20", "2026-10-30"))
    found = grounds(books)
    assert found.primary is not None
    assert [(each.text, iso(each.on), each.source) for each in found.primary.seen] == [
        ("dispute D1 over all of it since 2026-10-12", "2026-10-12", "disputes_2026-10-20.csv:2")
    ]
    portal, short = found.also
    assert [(each.text, iso(each.on), each.source) for each in portal.seen] == [
        ("the export says PT1", "2026-10-06", "invoices_2026-10-06.csv:2")
    ]
    assert [each.text for each in short.seen] == ["a promise to pay was not kept"]


def test_what_nothing_explains_has_no_grounds(books: Books) -> None:
    books.take("invoices_2026-10-06.csv", billed())
    assert grounds(books)[1:] == (None, ())


def test_what_was_voided_since_has_the_grounds_it_had(books: Books) -> None:
    books.turn("2026-11-15")
    books.take("customers_2026-10-01.csv", CUSTOMER)
    books.take("invoices_2026-10-06.csv", billed(po_number=""))
    books.turn("2026-11-20")
    books.take("invoices_2026-11-19.csv", billed(po_number="", status="void"))
    then = grounds(books, SUNDAY)
    assert then.primary is not None
    assert (then.primary.reason.code, then.late.amount) == ("missing_po", 1_000)


@pytest.mark.parametrize("name", fields_about("customer", "invoice", "job", "ledger"))
def test_every_field_has_a_sentence_where_it_is_not_known(name: str) -> None:
    (said,) = told(from_data({name: "missing"}), {}).values()
    assert said
    assert told(from_data({name: "present"}), {}) == {}


def test_of_alternatives_those_that_hold_are_told() -> None:
    rule = from_data({"any": [{"promise_broken": True}, {"payment_failed": True}]})
    assert told(rule, {"promise_broken": 0, "payment_failed": 1}) == {
        "payment_failed": "a payment on it was taken back"
    }
    assert FIELDS["payment_failed"].kind == "bool"
