"""Lines, quotes, orders, promises and people of the sample fit the story they stand in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample_data.conftest import Row, Sample


def rows(sample: Sample, kind: str) -> list[Row]:
    """Every row of a kind, oldest file first."""
    return [row for name in sample.names(kind) for row in sample.read(name)]


def lines(sample: Sample) -> dict[str, list[Row]]:
    """The lines of each invoice."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows(sample, "invoice_lines"):
        found[row["invoice_id"]].append(row)
    return found


def test_lines_come_to_what_their_invoice_bills_without_tax(sample: Sample) -> None:
    told = lines(sample)
    recent = {
        number
        for number, row in sample.invoices.items()
        if sample.day(row["invoice_date"]) >= dt.date(2026, 9, 28)
    }
    assert set(told) == recent
    for number, of in told.items():
        row = sample.invoices[number]
        net = sample.cents(row["amount"]) - sample.cents(row["tax_amount"])
        assert sum(sample.cents(line["amount"]) for line in of) == net
        assert [line["line"] for line in of] == [str(n) for n in range(1, len(of) + 1)]
        for line in of:
            if line["quantity"]:
                times = sample.cents(line["quantity"]) * sample.cents(line["unit_price"])
                assert times == 100 * sample.cents(line["amount"])


def test_some_lines_lack_what_a_billing_gate_would_ask_for(sample: Sample) -> None:
    told = [line for of in lines(sample).values() for line in of]
    work = {number: row["class"] for number, row in sample.invoices.items()}
    in_words = [line for line in told if not line["quantity"]]
    assert 5 <= len(in_words) <= 40
    assert not any(line["completion_code"] or line["quote_line"] for line in in_words)
    stages = [
        line for line in told if work[line["invoice_id"]] == "project" and line not in in_words
    ]
    assert 0.02 < sum(not line["quote_line"] for line in stages) / len(stages) < 0.3
    visits = [
        line for line in told if work[line["invoice_id"]] == "service" and line not in in_words
    ]
    assert 0.02 < sum(not line["completion_code"] for line in visits) / len(visits) < 0.2


def test_lines_of_projects_name_lines_of_their_quote_which_jobs_name_too(sample: Sample) -> None:
    quoted = {(row["company"], row["quote_id"], row["line"]) for row in rows(sample, "quote_lines")}
    for number, of in lines(sample).items():
        invoice = sample.invoices[number]
        for line in of:
            if line["quote_line"]:
                assert (invoice["company"], invoice["quote_id"], line["quote_line"]) in quoted
    of_jobs = {(row["company"], row["quote_id"]) for row in sample.jobs.values()}
    # Two invoices share a job's number, so that one quote is not the job's.
    assert len({quote[:2] for quote in quoted} - of_jobs) == 1
    states = [row["status"] for row in rows(sample, "quote_lines")]
    assert 0 < states.count("sent") < 0.2 * len(states)


def test_orders_of_work_nobody_billed_are_open_and_of_its_amount(sample: Sample) -> None:
    last = {row["order_id"]: row for row in rows(sample, "orders")}
    billed = {(row["company"], row["job_id"]) for row in sample.invoices.values()}
    for row in last.values():
        if row["job_id"]:
            job = sample.jobs[row["company"], row["job_id"]]
            assert (row["customer_id"], sample.cents(row["amount"])) == (
                job["customer_id"],
                sample.cents(job["amount"].replace(",", ".")),
            )
            over = (row["company"], row["job_id"]) in billed
            assert (row["status"], row["open_amount"] == "0.00") == (
                ("invoiced", True) if over else ("open", False)
            )
    assert sum(row["status"] == "invoiced" for row in last.values()) == 12
    assert sum(not row["job_id"] for row in last.values()) == 2


def test_promises_are_about_late_invoices(sample: Sample) -> None:
    told = rows(sample, "promises")
    assert len({row["promise_id"] for row in told}) == len(told) == 34
    for row in told:
        invoice = sample.invoices[row["invoice_id"]]
        assert row["customer_id"] == invoice["customer_id"]
        assert row["amount"] == invoice["amount"].replace(",", ".")
        assert row["promised_on"] < row["due_on"]
        assert sample.day(row["promised_on"]) <= sample.last_day
    short = [row for row in told if why(sample, row) == "cash_short"]
    assert len(short) >= 11
    running = [row for row in told if sample.day(row["due_on"]) > sample.last_day]
    assert 3 <= len(running) <= 8


def why(sample: Sample, row: Row) -> str:
    """Why the invoice a row is about is paid late; empty for one that is not."""
    return sample.truth.get((row["company"], row["invoice_id"]), {}).get("reason", "")


def test_what_was_not_quoted_names_no_line_of_the_quote(sample: Sample) -> None:
    found = 0
    for number, of in lines(sample).items():
        invoice = sample.invoices[number]
        if invoice["quote_id"] and why(sample, invoice) == "price_or_quantity":
            found += 1
            assert not of[-1]["quote_line"]
    assert found >= 3


def test_what_was_wrong_is_put_right_within_days_and_paid_as_it_would_have_been(
    sample: Sample,
) -> None:
    notes = [row for number, row in sample.invoices.items() if number.startswith("CN-85")]
    again = {row["reissue_of"]: row for row in sample.invoices.values() if row["reissue_of"]}
    assert len(notes) >= 20
    left = sample.open_on(sample.last_day)
    for note in notes:
        first = sample.invoices[note["credits_invoice"]]
        assert why(sample, first) == ""
        waited = sample.day(note["invoice_date"]) - sample.day(first["invoice_date"])
        assert 2 <= waited.days <= 11
        second = again.get(first["invoice_id"])
        if second is None:
            assert note["reason"] == "PR1"
        else:
            assert (note["company"], first["invoice_id"]) not in left
            assert second["amount"] == first["amount"]
            differs = [
                name for name in ("po_number", "bill_to", "tax_code") if first[name] != second[name]
            ]
            wrong = {"PO1": "po_number", "BT1": "bill_to", "TX1": "tax_code"}
            assert differs == [wrong[note["reason"]]]


def test_every_customer_has_somebody_to_talk_to(sample: Sample) -> None:
    told = rows(sample, "contacts")
    assert {row["customer_id"] for row in told} == set(sample.customers)
    assert all(row["email"] or row["phone"] for row in told)
    assert all(not row["email"] or row["email"].endswith("@example.com") for row in told)
    known = [(row["customer_id"], row["email"] or row["phone"]) for row in told]
    assert len(set(known)) == len(known)
