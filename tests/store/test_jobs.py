"""Jobs: one row each with what the newest export says, and what of them is not invoiced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import iso, parse_day
from artui.store import credit, jobs
from tests.homes import Books, invoice, job

if TYPE_CHECKING:
    from artui.ingest.load import Outcome

DAY = "2026-11-20"
DONE = {"completed_at": "2026-11-03 14:00", "amount": "100.00"}


def rows(books: Books, columns: str = "job_id, status, completed_at") -> list[tuple[Any, ...]]:
    """The jobs as any SQLite tool sees them."""
    return books.connection.execute(f"SELECT {columns} FROM jobs ORDER BY job_id").fetchall()


def unbilled(books: Books, as_of: str = DAY, **more: Any) -> dict[tuple[str, str], int]:
    """By customer and currency, what is completed and not invoiced, in minor units."""
    drafts = more.pop("drafts", False)
    scope = books.scope(as_of, **more)
    found = credit.exposures(books.connection, scope, unbilled=True, drafts=drafts)
    return {
        (row["customer_id"], row["currency"]): row["unbilled_jobs"]
        for row in found
        if row["unbilled_jobs"]
    }


def rejected(outcome: Outcome) -> list[tuple[str, str]]:
    """The column and reason of each rejected row."""
    return [(each.column, each.reason) for each in outcome.rejects]


def test_a_job_is_what_the_newest_export_says_of_it_whatever_the_arrival(books: Books) -> None:
    books.take("jobs_2026-11-05.csv", job("J1", status="verified", **DONE))
    books.take("jobs_2026-11-01.csv", job("J1", status="begun"), job("J2", site="S1"))
    assert rows(books) == [("J1", "verified", "2026-11-03T14:00:00"), ("J2", None, None)]
    (day,) = books.connection.execute("SELECT completed_on FROM job WHERE number = 'J1'").fetchone()
    assert iso(day) == "2026-11-03"
    books.take("jobs_2026-11-06.csv", job("J1", status="reopened", customer_id="C2"))
    assert rows(books, "customer_id, status, completed_at")[0] == ("C2", "reopened", None)


def test_a_row_said_again_counts_again(books: Books) -> None:
    for day, status in (("01", "a"), ("02", "b"), ("03", "a")):
        books.take(f"jobs_2026-11-{day}.csv", job("J1", status=status))
    assert rows(books, "status, file") == [("a", "jobs_2026-11-03.csv")]
    books.take("jobs_2026-11-05.csv", job("J1", status="b"))
    assert books.take("jobs_2026-11-06.csv", job("J1", status="b")).rows_unchanged == 1
    books.take("jobs_2026-11-04.csv", job("J1", status="c"))
    assert rows(books, "status") == [("b",)]


def test_customers_are_made_and_the_currency_is_the_companys(books: Books) -> None:
    books.take("jobs.csv", job("1", company="2000", amount="5"), job("2", amount="5"))
    assert rows(books, "company, customer_id, customer, amount, currency") == [
        ("2000", "C1", None, "5.00", "EUR"),
        ("1000", "C1", None, "5.00", "USD"),
    ]


def test_bad_rows_are_rejected_alone(books: Books) -> None:
    outcome = books.take(
        "jobs.csv",
        job("J1", completion="half"),
        job("J2", completed_at="2026-13-01"),
        job("J3", amount="ten"),
        job("J4", customer_id=""),
        job("J5", completion="Partial", completed_at="2026-11-01T10:00:00+02:00"),
        job("J6", completion="COMPLETED"),
    )
    assert rejected(outcome) == [
        ("completion", "is none of full, partial"),
        ("completed_at", "is no date"),
        ("amount", "is no amount with a decimal point"),
        ("customer_id", "is required"),
    ]
    assert rows(books, "job_id, completion") == [("J5", "partial"), ("J6", "full")]


def test_what_a_day_knew_of_jobs(books: Books) -> None:
    books.take("jobs_2026-11-04.csv", job("J1", **DONE))
    books.turn("2026-11-23")
    books.take("jobs_2026-11-05.csv", job("J1", customer_id="C2", **DONE), job("J2", **DONE))
    select = f"SELECT number, completed_on FROM {jobs.known(1)} ORDER BY number"
    known = {"known_on": parse_day(DAY)}
    assert books.connection.execute(select, known).fetchall() == [("J1", parse_day("2026-11-03"))]
    assert unbilled(books, known_on=DAY) == {("C1", "USD"): 100_00}
    assert unbilled(books) == {("C1", "USD"): 100_00, ("C2", "USD"): 100_00}


def test_unbilled_is_completed_work_less_what_was_invoiced(books: Books) -> None:
    books.take(
        "jobs_2026-11-05.csv",
        job("J1", **DONE),
        job("J2", **DONE),
        job("J3", amount="70.00"),
        job("J4", **DONE, currency="EUR"),
        job("J5", **DONE, status="Cancelled"),
        job("J6", completed_at="2026-11-03"),
    )
    assert unbilled(books) == {("C1", "USD"): 200_00, ("C1", "EUR"): 100_00}
    assert unbilled(books, "2026-11-02") == {}
    books.take(
        "invoices_2026-11-10.csv",
        invoice("A", "30.00", "2026-11-08", job_id="J1", customer_id="C9"),
        invoice("B", "120.00", "2026-11-09", job_id="J2"),
        invoice("N", "-30.00", "2026-11-09", job_id="J1"),
    )
    assert unbilled(books) == {("C1", "USD"): 70_00, ("C1", "EUR"): 100_00}
    assert unbilled(books, "2026-11-08") == {("C1", "USD"): 170_00, ("C1", "EUR"): 100_00}
    books.take("void_2026-11-11.csv", invoice("B", "120.00", "2026-11-09", status="void"))
    assert unbilled(books)["C1", "USD"] == 170_00


def test_an_invoice_finds_its_job_however_both_write_the_id(books: Books) -> None:
    books.take("invoices_2026-11-10.csv", invoice("A", "40.00", "2026-11-08", job_id="0815"))
    books.take("jobs_2026-11-05.csv", job("815", **DONE), job("Job-9", **DONE))
    books.take("more_2026-11-11.csv", invoice("B", "100.00", "2026-11-08", job_id="JOB-9"))
    assert unbilled(books) == {("C1", "USD"): 60_00}


def test_ids_of_invoices_that_an_older_release_loaded_are_learnt(books: Books) -> None:
    books.take("invoices_2026-11-10.csv", invoice("A", "40.00", "2026-11-08", job_id="0815"))
    books.connection.execute("DELETE FROM job_named")
    books.connection.commit()
    books.take("jobs_2026-11-05.csv", job("815", **DONE))
    assert unbilled(books) == {("C1", "USD"): 60_00}


def test_jobs_of_another_company_are_other_jobs(books: Books) -> None:
    books.take("jobs_2026-11-05.csv", job("J1", **DONE, currency="USD", company="2000"))
    books.take("invoices_2026-11-10.csv", invoice("A", "40.00", "2026-11-08", job_id="J1"))
    assert unbilled(books) == {("C1", "USD"): 100_00}


def test_instalments_of_an_invoice_bill_a_job_once(books: Books) -> None:
    books.take("jobs_2026-11-05.csv", job("J1", **DONE))
    parts = [("1", "25.00"), ("2", "35.00")]
    books.take(
        "invoices_2026-11-10.csv",
        *(invoice("A", amount, "2026-11-08", item=item, job_id="J1") for item, amount in parts),
    )
    assert unbilled(books) == {("C1", "USD"): 40_00}


def test_a_draft_that_is_exposure_itself_is_not_counted_twice(books: Books) -> None:
    books.take("jobs_2026-11-05.csv", job("J1", **DONE))
    books.take(
        "invoices_2026-11-10.csv",
        invoice("A", "80.00", "2026-11-08", job_id="J1", status="draft"),
    )
    assert unbilled(books) == {("C1", "USD"): 100_00}
    assert unbilled(books, drafts=True) == {("C1", "USD"): 20_00}


def test_hostile_text_is_kept_as_it_is_and_harms_nothing(books: Books) -> None:
    odd = "x'); DROP TABLE job;--\u202e[/x]\x1b[31m"
    books.take("jobs.csv", job(odd, site=odd, template=odd, customer_id=odd))
    assert rows(books, "job_id, site, customer_id") == [(odd, odd, odd)]
