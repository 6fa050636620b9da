"""The billing gate of the sample company, counted by hand from its raw files."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import parse_day
from artui.report import readiness
from artui.report.formats import FORMATS
from artui.report.request import Request, looking_back
from artui.store.desk import AccountIdentity, InvoiceIdentity
from artui.store.desk.waivers import waive
from tests.desk import AT, Person
from tests.homes import invoice, job, rate
from tests.report import hostile
from tests.report.conftest import asking

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books
    from tests.sample_data.conftest import Key, Row, Sample

_LARGE = 500_000


def data(source: Source, wish: readiness.Wish | None = None, **asked: Any) -> dict[str, Any]:
    request = Request(**asked)
    with looking_back(source, request) as then:
        made = readiness.report(then, request, wish or readiness.Wish())
    assert made.ok
    return made.data


def failing(found: dict[str, Any], kind: str) -> dict[str, set[Key]]:
    """Which jobs or invoices fail each check."""
    failed: dict[str, set[Key]] = defaultdict(set)
    for row in found["rows"]:
        for failure in row["failures"]:
            if row["kind"] == kind:
                failed[failure["check"]].add((row["company"], row["id"]))
    return failed


def open_invoices(sample: Sample) -> dict[Key, Row]:
    """The invoices the details leave open and the last snapshots list."""
    left = sample.open_on(sample.last_day)
    rows = {(row["company"], row["invoice_id"]): row for row in sample.invoices.values()}
    return {
        key: rows[key]
        for key, cents in left.items()
        if key in rows and cents > 0 and key not in sample.unseen
    }


def unbilled(sample: Sample) -> dict[Key, Row]:
    """The completed jobs that no invoice names."""
    named = {(row["company"], row["job_id"]) for row in sample.invoices.values()}
    return {k: r for k, r in sample.jobs.items() if r["completed_at"] and k not in named}


def by_hand(sample: Sample, row: Row, work: Row | None) -> set[str]:
    """The checks that need no lines; `work` is the job itself, or the one an invoice bills."""
    who = sample.customers[row["customer_id"]]
    large = sample.cents(row["amount"]) >= _LARGE
    unnamed = not row["approver"]
    done = bool(work and work["completion"])
    job = work or {}
    told = {
        "po_on_file": who["po_required"] == "yes" and not row["po_number"],
        "bill_to_matches": row["bill_to"] != who["bill_to"],
        "tax_matches": row["tax_code"] != who["tax_code"],
        "completion_evidence": done and not job["evidence"],
        "completion_code": done and not job["completion_code"],
        "change_order": done and job["completion"] == "partial" and not job["change_order"],
        "large_without_approver": unnamed and large,
        "approver_recorded": unnamed and not large,
    }
    return {check for check, fails in told.items() if fails}


def test_every_check_of_the_sample(sample: Sample, sample_source: Source) -> None:
    found = data(sample_source, readiness.Wish(state="all"))
    jobs, invoices = unbilled(sample), open_invoices(sample)
    told = [(row["kind"], row["company"], row["id"]) for row in found["rows"]]
    expected = [("job", *key) for key in jobs] + [("invoice", *key) for key in invoices]
    assert sorted(told) == sorted(expected)
    for kind, rows in (("job", jobs), ("invoice", invoices)):
        shown = failing(found, kind)
        failed: dict[str, set[Key]] = defaultdict(set)
        for key, row in rows.items():
            work = row if kind == "job" else sample.jobs.get((key[0], row["job_id"]))
            for check in by_hand(sample, row, work):
                failed[check].add(key)
        assert {check: shown[check] for check in failed} == failed
        assert shown.keys() - failed.keys() <= {"lines_tied", "lines_coded", "narrative_only"}


def test_the_lines_of_the_sample(sample: Sample, sample_source: Source) -> None:
    lines: dict[Key, list[Row]] = defaultdict(list)
    for row in (r for name in sample.names("invoice_lines") for r in sample.read(name)):
        lines[row["company"], row["invoice_id"]].append(row)
    quoted = [row for name in sample.names("quote_lines") for row in sample.read(name)]
    quotes = {(row["company"], row["quote_id"]) for row in quoted}
    approved = {
        (row["company"], row["quote_id"], row["line"])
        for row in quoted
        if row["status"] == "approved"
    }
    failed: dict[str, set[Key]] = defaultdict(set)
    for key, row in open_invoices(sample).items():
        company, quote = key[0], row["quote_id"]
        work = sample.jobs.get((company, row["job_id"]))
        tied = [(company, quote, each["quote_line"]) in approved for each in lines[key]]
        if (company, quote) in quotes and not all(tied):
            failed["lines_tied"].add(key)
        if work and work["completion"] and not all(e["completion_code"] for e in lines[key]):
            failed["lines_coded"].add(key)
        said = ("quantity", "unit_price", "quote_line", "completion_code")
        words = lines[key] and not any(each[name] for each in lines[key] for name in said)
        if words and sample.customers[row["customer_id"]]["segment"] == "strategic":
            failed["narrative_only"].add(key)
    shown = failing(data(sample_source, readiness.Wish(state="all")), "invoice")
    assert {name: shown[name] for name in failed} == failed
    assert all(failed[name] for name in ("lines_tied", "lines_coded", "narrative_only"))


def test_what_blocks_an_innocent_invoice(sample: Sample, sample_source: Source) -> None:
    """Whatever blocks an invoice is why it is late, but for a few paid on time without a PO."""
    blocked = [row for row in data(sample_source)["rows"] if row["kind"] == "invoice"]
    innocent = [row for row in blocked if (row["company"], row["id"]) not in sample.truth]
    assert len(blocked) > 50
    assert len(innocent) < len(blocked) / 10
    warnings = {"lines_tied", "lines_coded", "narrative_only", "approver_recorded"}
    failed = {failure["check"] for row in innocent for failure in row["failures"]}
    assert failed - warnings == {"po_on_file"}


@pytest.mark.parametrize("day", ["2026-10-16", "2026-11-06"])
def test_as_known_on_a_day_the_sample_is_as_its_files_up_to_it(
    sample: Sample, sample_source: Source, day: str
) -> None:
    """The files came on their days: the newest row of a job up to one is what was known then."""
    known = parse_day(day)
    found = data(sample_source, readiness.Wish("jobs", "all"), as_of=known, known_on=known)
    rows: dict[Key, Row] = {}
    for name in sorted(sample.names("jobs"), key=lambda each: each[-14:]):
        if name[-14:-4] <= day:
            rows |= {(row["company"], row["job_id"]): row for row in sample.read(name)}
    named = {
        (row["company"], row["job_id"])
        for name in sample.names("invoices")
        if name[-14:-4] <= day
        for row in sample.read(name)
        if sample.readable(row) and sample.day(row["invoice_date"]) <= dt.date.fromisoformat(day)
    }
    waiting = {key for key, row in rows.items() if row["completed_at"] and key not in named}
    assert {(row["company"], row["id"]) for row in found["rows"]} == waiting


def test_groups_come_to_the_whole(sample_source: Source) -> None:
    found = data(sample_source, readiness.Wish(state="all"))
    for by in ("dispatcher", "template", "site", "customer"):
        groups = data(sample_source, readiness.Wish(state="all", by=by))["rows"]
        assert sum(row["of"] for row in groups) == len(found["rows"])
        assert sum(row["jobs"] + row["invoices"] for row in groups) == len(found["rows"])
    seasonal = next(
        row
        for row in data(sample_source, readiness.Wish(by="template"))["rows"]
        if row["key"] == "SV-SEASON"
    )
    mine = [row for row in found["rows"] if row["template"] == "SV-SEASON"]
    assert seasonal["of"] == len(mine)
    assert seasonal["blocked"] == sum(row["state"] == "blocked" for row in mine)
    assert seasonal["jobs"] + seasonal["invoices"] == seasonal["blocked"]


def test_a_waiver_of_the_job_holds_for_its_invoice(sample_books: Books) -> None:
    with asking(sample_books) as source:
        row = next(
            row
            for row in data(source)["rows"]
            if row["kind"] == "invoice"
            and row["job_id"]
            and [f["check"] for f in row["failures"] if f["severity"] == "blocking"]
            == ["change_order"]
        )
    account = AccountIdentity(row["company"], row["customer_id"].lower())
    with Person(sample_books).desk() as desk:
        today = parse_day("2026-11-20")
        waive(
            desk, account, "change_order", "agreed by mail", today, "ann", AT,
            job=row["job_id"].lower(),
        )  # fmt: skip
    with asking(sample_books) as source:
        waived = data(source, readiness.Wish(state="waived"))["rows"]
        assert [each["id"] for each in waived] == [row["id"]]
        let = next(f for f in waived[0]["failures"] if f["check"] == "change_order")
        assert (let["waived"], let["waived_by"]) == (True, "ann")
        assert (let["waived_on"], let["waived_for"]) == ("2026-11-20", "agreed by mail")
        yesterday = data(source, readiness.Wish(state="waived"), as_of=today - 1)
        assert yesterday["rows"] == []


def test_a_waiver_of_an_invoice_is_of_no_other(books: Books) -> None:
    books.take("customers.csv", {"customer_id": "C1", "name": "One", "po_required": "yes"})
    rows = (invoice(number, "10.00", job_id="J1") for number in ("A", "B"))
    books.take("invoices.csv", *rows)
    with Person(books).desk() as desk:
        document = InvoiceIdentity("1000", "", "", "a")
        account = AccountIdentity("1000", "c1")
        waive(desk, account, "po_on_file", "by phone", 0, "ann", AT, document=document)
    with asking(books) as source:
        states = {r["id"]: r["state"] for r in data(source, readiness.Wish(state="all"))["rows"]}
    assert states == {"A": "waived", "B": "blocked"}


def test_money_x_days_in_one_currency_where_rates_are_known(books: Books, source: Source) -> None:
    books.take("customers.csv", {"customer_id": "C1", "name": "One", "po_required": "yes"})
    dates = {"A": ("10.00", "USD"), "B": ("9.00", "EUR"), "C": ("30.00", "JPY")}
    rows = (
        invoice(number, amount, "2026-11-10", currency=currency)
        for number, (amount, currency) in dates.items()
    )
    books.take("invoices_2026-11-10.csv", *rows)
    found = data(source)
    assert [row["id"] for row in found["rows"]] == ["B", "C", "A"]
    assert found["ranked"] == {"currency": None, "rates": [], "missing": ["EUR", "JPY"]}
    rates = rate("2026-11-12", "1.2"), rate("2026-11-12", "0.5", "JPY")
    books.take("fx_rates_2026-11-12.csv", *rates)
    found = data(source)
    assert [row["id"] for row in found["rows"]] == ["C", "B", "A"]
    assert [each["currency"] for each in found["ranked"]["rates"]] == ["EUR", "JPY"]


def test_groups_are_compared_in_money_where_every_currency_has_a_rate(
    books: Books, source: Source
) -> None:
    books.take("customers.csv", {"customer_id": "C1", "name": "One", "po_required": "yes"})
    groups = (("A", "10.00", "USD", "x"), ("B", "1.00", "EUR", "y"), ("C", "1.00", "EUR", "y"))
    rows = (
        invoice(number, amount, "2026-11-10", currency=currency, site=site)
        for number, amount, currency, site in groups
    )
    books.take("invoices_2026-11-10.csv", *rows)
    wish = readiness.Wish(by="site")
    assert [row["key"] for row in data(source, wish)["rows"]] == ["y", "x"]
    said = readiness.report(source, Request(), wish).about
    assert "Most jobs and invoices first: no rate for EUR." in said
    books.take("fx_rates_2026-11-12.csv", rate("2026-11-12", "1.2"))
    assert [row["key"] for row in data(source, wish)["rows"]] == ["x", "y"]


def test_one_number_in_two_companies_is_two_customers(books: Books, source: Source) -> None:
    for company in ("1000", "2000"):
        owed = invoice("A", "10.00", bill_to="other", company=company)
        books.take(f"c{company}.csv", {"customer_id": "C1", "name": "One", "company": company})
        books.take(f"i{company}.csv", owed)
    wish = readiness.Wish(state="all", by="customer")
    rows = data(source, wish)["rows"]
    assert [(row["key"], row["company"], row["of"]) for row in rows] == [
        ("C1", "1000", 1),
        ("C1", "2000", 1),
    ]
    assert "2000" in FORMATS["table"](readiness.report(source, Request(), wish))


def test_hostile_words_of_jobs_act_in_no_format(books: Books, source: Source) -> None:
    for number, text in enumerate(hostile.ALL):
        words = {"site": text, "dispatcher": text, "template": text, "evidence": ""}
        done = {"completed_at": "2026-11-10", "completion": "full", "amount": "10.00"}
        books.take(f"jobs_{number}.csv", job(f"J{number}{text}", **words, **done))
    for wish in (readiness.Wish(), readiness.Wish(by="dispatcher"), readiness.Wish(by="site")):
        made = readiness.report(source, Request(), wish)
        for form in ("table", "md", "csv", "json"):
            text = FORMATS[form](made)
            assert all(line.isprintable() for line in text.splitlines()), form
    assert len(data(source)["rows"]) == len(hostile.ALL)
