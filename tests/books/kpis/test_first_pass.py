"""Jobs that were ready to be billed when they were completed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from artui.books.kpis.table import BY_NAME
from artui.policy.readiness import ReadinessPolicy
from artui.store.desk.waivers import waive
from tests.books.kpis.asking import asked, figure, figures, parts, told
from tests.desk import AT, C1, Person
from tests.homes import invoice

if TYPE_CHECKING:
    from tests.homes import Books

NAME = "first_pass_readiness"


def _job(number: str, completed: str = "2026-10-05T10:00:00", **more: Any) -> dict[str, Any]:
    good = {"completion": "full", "completion_code": "DONE", "evidence": "photos"}
    approved = {"amount": "100.00", "approver": "ann"}
    return (
        {"job_id": number, "customer_id": "C1", "completed_at": completed} | good | approved | more
    )


def test_the_first_export_that_shows_it_completed_counts(books: Books) -> None:
    """What was mended later was not ready at first; what was blank before it was done may be."""
    books.take("jobs_2026-10-02.csv", _job("J1", "", evidence="", completion=""))
    books.take("jobs_2026-10-06.csv", _job("J1"), _job("J2", evidence=""), _job("J3"))
    books.take("jobs_2026-10-09.csv", _job("J2"), _job("J3", evidence=""))
    found = figure(books, NAME, "2026-10")
    assert parts(found) == (2, 3)
    assert not found.note


def test_only_blocking_checks_of_jobs_count_and_no_waiver_does(books: Books) -> None:
    books.take("jobs_2026-10-06.csv", _job("J1", approver=""), _job("J2", completion_code=""))
    with Person(books).desk() as desk:
        waive(desk, C1, "completion_code", "known to us", 0, "ann", AT, job="j2")
    assert parts(figure(books, NAME, "2026-10")) == (1, 2)


def test_what_a_customer_wants_is_held_against_the_job(books: Books) -> None:
    wants = {"po_required": "yes", "bill_to": "B1", "tax_code": "T1"}
    books.take("customers.csv", {"customer_id": "C1", "name": "One", **wants})
    books.take(
        "jobs_2026-10-06.csv",
        _job("J1", po_number="P", bill_to="B1", tax_code="T1"),
        _job("J2", po_number=""),
        _job("J3", po_number="P", bill_to="B9"),
        _job("J4", po_number="P", tax_code="T9"),
        _job("J5", po_number="P", completion="partial"),
        _job("J6", po_number="P", completion="partial", change_order="CO1"),
        _job("J7", po_number="P", amount="5000.00", approver=""),
    )
    with asked(books, "2026-10") as question:
        (found,) = BY_NAME[NAME].figures(question)
        rows = list(BY_NAME[NAME].inputs(question, found))
    assert parts(found) == (2, 7)
    ready = {row.subject for row in rows if row.part == "ready at first"}
    assert ready == {"J1", "J6"}
    why = {row.subject: row.detail for row in rows if row.part == "completed"}
    assert why["J2"] == "No PO on file"
    assert why["J3"] == "Bill-to is not the entity that pays"
    assert why["J1"] == "ready"
    assert {row.line for row in rows} == {2, 3, 4, 5, 6, 7, 8}


def test_by_class_and_by_the_checks_that_failed(books: Books) -> None:
    books.take("jobs_2026-10-06.csv", _job("J1"), _job("J2", evidence="", completion_code=""))
    books.take(
        "invoices_2026-10-07.csv",
        invoice("A", "5.00", "2026-10-06", job_id="J1", **{"class": "service"}),
    )
    found = {each.key: parts(each) for each in figures(books, NAME, "2026-10", by="class")}
    assert found == {"": (0, 1), "service": (1, 1)}
    found = {each.key: parts(each) for each in figures(books, NAME, "2026-10", by="check")}
    assert found == {"": (1, 1), "completion_evidence completion_code": (0, 1)}


def test_as_known_on_a_day(books: Books) -> None:
    """A file that comes late may be the first that shows a job completed."""
    books.turn("2026-10-10")
    books.take("jobs_2026-10-09.csv", _job("J1"))
    books.turn("2026-10-20")
    books.take("jobs_2026-10-06.csv", _job("J1", evidence=""))
    assert parts(figure(books, NAME, "2026-10", known_on="2026-10-15")) == (1, 1)
    assert parts(figure(books, NAME, "2026-10")) == (0, 1)


def test_nothing_to_check(books: Books) -> None:
    found = figure(books, NAME, "2026-10")
    assert told(found) == (None, "no job completed in the period could be checked")
    done = {"completed_at": "2026-10-05T10:00:00"}
    books.take("invoices_2026-11-01.csv", invoice("A", "5.00", "2026-10-06", **done))
    found = figure(books, NAME, "2026-10")
    assert found.value is None
    assert found.note.endswith("left out: 1 that only an invoice tells of")


def test_without_a_blocking_check_there_is_no_share(books: Books) -> None:
    books.take("jobs_2026-10-06.csv", _job("J1"))
    with asked(books, "2026-10") as question:
        unchecked = replace(question.policy, readiness=ReadinessPolicy())
        (found,) = BY_NAME[NAME].figures(replace(question, policy=unchecked))
    assert found.value is None
    assert found.note.endswith("left out: 1 as readiness.yaml has no blocking check of jobs")


def test_the_target_is_more(books: Books) -> None:
    books.take("jobs_2026-10-06.csv", *(_job(f"J{n}") for n in range(3)), _job("J9", evidence=""))
    assert figure(books, NAME, "2026-10").value == Fraction(3, 4)
    assert BY_NAME[NAME].better == "more"
