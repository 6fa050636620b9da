"""Reasons out of checks at sending and of rules on Sunday; what contributes; where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books import weeks
from artui.domain.days import parse_day
from artui.domain.reasons import Late, Origin
from artui.store import frozen
from artui.store.connection import open_reader
from tests.homes import application, dispute, invoice, job, payment

if TYPE_CHECKING:
    from tests.homes import Books

WEEK = "2026-W46"
SENT = {"sent_at": "2026-10-05T08:00:00", "completed_at": "2026-10-04T12:00:00"}
DONE = {"completion": "full", "completed_at": "2026-10-04T12:00:00", "completion_code": "DONE"}
CUSTOMER = {"customer_id": "C1", "name": "C", "po_required": "yes", "segment": "public"}


def billed(**more: Any) -> dict[str, Any]:
    return invoice("A", "10.00", due_date="2026-10-20", po_number="P1", job_id="J1", **SENT) | more


def late(books: Books, known_on: str | None = None, week: str = WEEK) -> Late:
    """The one late invoice."""
    reader = open_reader(books.home.main, books.home.desk)
    known = None if known_on is None else parse_day(known_on)
    try:
        (found,) = weeks.computed(reader, books.force, week, books.home.today(), known).late
        return found
    finally:
        reader.close()


def test_a_po_that_comes_later_was_missing_when_it_was_sent(books: Books) -> None:
    books.take("customers_2026-10-01.csv", CUSTOMER)
    books.take("invoices_2026-10-06.csv", billed(po_number=""))
    books.take("invoices_2026-11-02.csv", billed(po_number="P1"))
    assert (late(books).reason, late(books).because) == ("missing_po", "rule")


def test_a_po_that_goes_later_was_there_when_it_was_sent(books: Books) -> None:
    """The rule asks what is known on Sunday; the check alone would not show it."""
    books.take("customers_2026-10-01.csv", CUSTOMER)
    books.take("invoices_2026-10-06.csv", billed())
    assert late(books).reason is None
    books.take("invoices_2026-11-02.csv", billed(po_number=""))
    assert late(books).reason == "missing_po"


@pytest.mark.parametrize(
    ("exports", "reason"),
    [
        ({"2026-10-04": ""}, "proof_of_work"),
        ({"2026-10-04": "photos"}, None),
        ({"2026-10-04": "", "2026-10-05": "photos"}, None),
        ({"2026-10-04": "", "2026-10-06": "photos"}, "proof_of_work"),
        ({"2026-10-04": "photos", "2026-10-05": "", "2026-10-06": "photos"}, "proof_of_work"),
        ({"2026-10-07": "", "2026-10-09": "photos"}, "proof_of_work"),
        ({"2026-10-07": "photos", "2026-10-09": ""}, None),
    ],
)
def test_of_a_job_counts_what_was_known_when_its_invoice_was_sent(
    books: Books, exports: dict[str, str], reason: str | None
) -> None:
    """The newest export up to the day of sending, else the first that shows it completed."""
    books.take("invoices_2026-10-06.csv", billed())
    for day, evidence in exports.items():
        books.take(f"jobs_{day}.csv", job("J1", evidence=evidence, **DONE))
    assert late(books).reason == reason


def test_a_job_that_is_shown_again_counts_from_that_export_on(books: Books) -> None:
    books.take("invoices_2026-10-06.csv", billed())
    for day, evidence in (("2026-10-02", ""), ("2026-10-03", "photos"), ("2026-10-05", "")):
        books.take(f"jobs_{day}.csv", job("J1", evidence=evidence, **DONE))
    assert late(books).reason == "proof_of_work"


def test_a_job_under_way_is_no_evidence(books: Books) -> None:
    books.take("invoices_2026-10-06.csv", billed())
    running = job("J1", evidence="", status="in_progress", completion="partial", completed_at="")
    books.take("jobs_2026-10-04.csv", running)
    assert late(books).reason is None
    books.take("jobs_2026-10-07.csv", job("J1", evidence="photos", **DONE))
    assert late(books).reason is None


def test_what_an_export_has_no_column_for_fails_no_check(books: Books) -> None:
    books.take("invoices_2026-10-06.csv", billed())
    assert late(books).contributing == ()
    books.take("invoices_2026-10-05.csv", billed(approver=""))
    assert late(books).reason == "approver"


def test_known_on_leaves_out_what_came_later(books: Books) -> None:
    books.turn("2026-11-16")
    books.take("invoices_2026-10-06.csv", billed())
    books.take("jobs_2026-10-07.csv", job("J1", evidence="photos", **DONE))
    books.turn("2026-11-18")
    books.take("jobs_2026-10-05.csv", job("J1", evidence="", **DONE))
    assert late(books).reason == "proof_of_work"
    assert late(books, "2026-11-17").reason is None
    assert late(books, "2026-11-18").reason == "proof_of_work"


def test_what_else_holds_contributes_by_precedence(books: Books) -> None:
    books.take("customers_2026-10-01.csv", CUSTOMER | {"bill_to": "B1"})
    row = billed(po_number="", bill_to="B2", reason="PD1", sent_at="2026-10-09T08:00:00")
    books.take("invoices_2026-10-06.csv", row)
    found = late(books)
    assert (found.reason, found.because, found.ruled) == ("already_paid", "erp_code", "missing_po")
    assert found.contributing == ("missing_po", "wrong_bill_to", "sent_late")
    books.take(
        "disputes_2026-10-20.csv",
        dispute("D1", "A", "2026-10-12", reason="tax", amount="4.00"),
        dispute("D2", "A", "2026-10-13", reason="PT1", amount="1.00"),
    )
    found = late(books)
    assert (found.reason, found.because) == ("tax", "dispute")
    assert found.contributing == (
        *("missing_po", "wrong_bill_to", "portal", "sent_late", "already_paid"),
    )


def test_origin_is_of_the_job_as_it_was_known_on_sunday(books: Books) -> None:
    books.take("customers_2026-10-01.csv", CUSTOMER)
    books.take("invoices_2026-10-06.csv", billed(**{"class": "service"}))
    assert late(books).origin == Origin("1000", "service", "public", None, None, "J1")
    books.take("jobs_2026-11-01.csv", job("j1", dispatcher="rosa", template="T1", **DONE))
    books.take("jobs_2026-11-17.csv", job("J1", dispatcher="emil", template="T2", **DONE))
    books.take("customers_2026-11-17.csv", CUSTOMER | {"segment": "strategic"})
    assert late(books).origin == Origin("1000", "service", "public", "rosa", "T1", "J1")
    books.turn("2026-11-24")
    then = late(books, week="2026-W47").origin
    assert (then.segment, then.dispatcher, then.template) == ("strategic", "emil", "T2")


def test_a_frozen_week_keeps_ruled_contributing_and_origin(books: Books) -> None:
    books.take("customers_2026-10-01.csv", CUSTOMER)
    books.take("invoices_2026-10-06.csv", billed(po_number="", reason="PD1"))
    books.take("jobs_2026-10-04.csv", job("J1", evidence="", dispatcher="rosa", **DONE))
    found = late(books)
    reader = open_reader(books.home.main, books.home.desk)
    at = "2026-11-20T06:00:00+00:00"
    today = books.home.today()
    assert weeks.freeze(books.connection, reader, books.force, WEEK, today=today, at=at)
    reader.close()
    books.take("jobs_2026-10-05.csv", job("J1", evidence="photos", dispatcher="emil", **DONE))
    assert frozen.late_invoices(books.connection, WEEK) == [found]
    assert (found.ruled, found.contributing) == ("missing_po", ("missing_po", "proof_of_work"))
    assert late(books).contributing == ("missing_po",)


def test_a_payment_that_is_applied_elsewhere_did_not_fail(books: Books) -> None:
    books.take("invoices_2026-10-06.csv", billed(), invoice("B", "6.00", due_date="2026-12-20"))
    books.take("payments_2026-10-30.csv", payment("P", "6.00", "2026-10-25"))
    books.take(
        "applications_2026-10-30.csv",
        application("P", "A", "6.00", "2026-10-25"),
        application("P", "A", "-6.00", "2026-10-27"),
        application("P", "B", "6.00", "2026-10-27"),
    )
    assert late(books).reason is None
    row = payment("P2", "6.00", "2026-10-28", status="failed", reversed_on="2026-11-02")
    books.take("payments_2026-11-03.csv", row)
    books.take("applications_2026-11-03.csv", application("P2", "A", "6.00", "2026-10-28"))
    assert late(books).reason == "cash_short"
