"""One job in SQL: as known, what bills it, and what it fails, held against conditions in Python."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.domain import conditions
from artui.domain.days import parse_day
from artui.settings import Settings
from artui.store import checks, listings
from artui.store import job as store
from artui.store.aging import Scope
from tests.homes import Books, invoice, job, payment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.conditions import Condition

TODAY = parse_day("2026-11-20")
NOW = Scope(TODAY)


def number(books: Books, job_id: str) -> int:
    """The row of a job."""
    found = books.connection.execute("SELECT id FROM job WHERE number = ?", (job_id,)).fetchone()
    return int(found[0])


def test_a_job_says_what_is_left_to_bill_and_where_that_stands(books: Books) -> None:
    books.take("jobs_2026-11-01.csv", job("J1", completed_at="2026-10-30 09:00", amount="100"))
    books.take("invoices.csv", invoice("I1", "30.00", "2026-11-02", job_id="j1"))
    found = store.job(books.connection, number(books, "J1"), NOW)
    assert found is not None
    assert (found["unbilled"], found["invoiced"], found["amount"]) == (7000, 3000, 10000)
    assert (found["file"], found["line"]) == ("jobs_2026-11-01.csv", 2)
    assert (found["customer_name"], found["company"]) == ("C1", "1000")
    before = store.job(books.connection, number(books, "J1"), Scope(parse_day("2026-11-01")))
    assert before is not None
    assert before["unbilled"] == 10000


def test_the_newest_export_speaks_and_what_was_known_stays(books: Books) -> None:
    books.take("jobs_2026-11-01.csv", job("J1", completed_at="2026-10-30", amount="100"))
    books.turn("2026-11-23")
    books.take("jobs_2026-11-22.csv", job("J1", completed_at="2026-10-30", amount="140", site="S"))
    at = number(books, "J1")
    now = store.job(books.connection, at, Scope(TODAY))
    then = store.job(books.connection, at, Scope(TODAY, TODAY))
    assert now is not None
    assert then is not None
    assert (now["amount"], now["site"], now["line"]) == (14000, "S", 2)
    assert (then["amount"], then["site"], then["file"]) == (10000, None, "jobs_2026-11-01.csv")
    assert store.job(books.connection, at, Scope(TODAY, TODAY - 1)) is None


def test_an_invoice_leads_to_the_job_of_its_own_company(books: Books) -> None:
    books.take(
        "jobs.csv", job("J1", completed_at="2026-10-30"), job("J1", company="2000", site="other")
    )
    books.take(
        "invoices.csv",
        invoice("I1", "30.00", job_id="J1"),
        invoice("I2", "30.00", job_id="j1", company="2000"),
        invoice("I3", "30.00", job_id="J1", company="3000"),
        invoice("I4", "30.00"),
    )
    rows = books.connection.execute(
        "SELECT d.number, d.id FROM document AS d ORDER BY d.number"
    ).fetchall()
    billed = {name: store.billed_by(books.connection, document) for name, document in rows}
    companies = dict(
        books.connection.execute(
            "SELECT j.id, m.code FROM job AS j JOIN company AS m ON m.id = j.company_id"
        ).fetchall()
    )
    assert {name: companies.get(found) for name, found in billed.items()} == {
        "I1": "1000",
        "I2": "2000",
        "I3": None,
        "I4": None,
    }


def test_its_invoices_are_open_as_aging_says(books: Books) -> None:
    books.take("jobs.csv", job("J1", completed_at="2026-10-30", amount="100"))
    books.take(
        "invoices_2026-11-19.csv",
        invoice("I1", "30.00", "2026-11-02", job_id="J1", settled_on="2026-11-10"),
        invoice("I2", "50.00", "2026-11-03", job_id="J1", customer_id="C2"),
        invoice("I3", "7.00", "2026-11-03", job_id="J1", currency="EUR"),
        invoice("I4", "9.00", "2026-11-03", job_id="J2"),
    )
    books.take("payments.csv", payment("P", "5.00", "2026-11-04"))
    at = number(books, "J1")
    for day in ("2026-11-20", "2026-11-05", "2026-11-02"):
        scope = Scope(parse_day(day))
        past = day != "2026-11-20"
        sums = listings.summed(books.connection, store.invoices(at, scope, past=past), "")
        found = {currency: amounts["open_amount"] for currency, _, amounts in sums}
        owed = checks.open_of_job(books.connection, at, scope)
        assert {k: v for k, v in found.items() if v} == {k: v for k, v in owed.items() if v}
    assert owed == {"USD": 3000}


# What a job fails, against the same conditions held in Python.


def condition(data: object) -> Condition:
    """A condition that is right."""
    found = conditions.parse(data)
    assert not isinstance(found, tuple)
    return found


_ASKED = [
    condition(data)
    for data in (
        {"po_required": True, "po_number": "missing"},
        {"bill_to_differs": True},
        {"tax_code_differs": True},
        {"completion": "partial", "change_order": "missing"},
        {"amount": {"ge": 50}, "approver": "missing"},
        {"not": {"template": {"in": ["T1"]}}},
        {"completion": "present", "evidence": "missing"},
    )
]
_maybe = st.sampled_from(["", "T1", "T2"])
_jobs = st.fixed_dictionaries(
    {
        "completion": st.sampled_from(["", "full", "partial"]),
        "amount": st.sampled_from(["", "49.99", "50.00"]),
        **dict.fromkeys(
            ("po_number", "bill_to", "tax_code", "change_order", "approver", "template"), _maybe
        ),
        "evidence": _maybe,
    }
)


@pytest.fixture(scope="module")
def world() -> Iterator[Books]:
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder) / "home", Settings(today="2026-11-20"))
        yield books
        books.connection.close()


@given(jobs=st.lists(_jobs, min_size=1, max_size=4), customer=st.tuples(st.booleans(), _maybe))
@settings(max_examples=25, deadline=None)
def test_a_job_fails_what_its_record_meets(
    world: Books, jobs: list[dict[str, str]], customer: tuple[bool, str]
) -> None:
    required, wanted = customer
    tag = str(world.connection.execute("SELECT count(*) FROM import").fetchone()[0])
    who = {"customer_id": f"C{tag}", "name": "n", "po_required": "yes" if required else "no"}
    world.take(f"customers{tag}.csv", who | {"bill_to": wanted, "tax_code": wanted})
    rows = [
        job(f"J{tag}-{n}", **{**each, "customer_id": f"C{tag}"}, completed_at="2026-11-01")
        for n, each in enumerate(jobs)
    ]
    world.take(f"jobs{tag}.csv", *rows)
    for row, each in zip(rows, jobs, strict=True):
        found = store.failing(world.connection, _ASKED, number(world, row["job_id"]), NOW)
        record = _record(each, wanted, required=required)
        assert found == tuple(
            place for place, asked in enumerate(_ASKED) if conditions.holds(asked, record)
        )


def _record(row: dict[str, str], wanted: str, *, required: bool) -> dict[str, object]:
    """A job as its own text says, without any SQL."""
    record: dict[str, object] = {name: value or None for name, value in row.items()}
    record["po_required"] = required
    for name in ("bill_to", "tax_code"):
        differs = row[name] != wanted if row[name] and wanted else None
        record[f"{name}_differs"] = differs
    record["amount"] = float(row["amount"]) if row["amount"] else None
    return record
