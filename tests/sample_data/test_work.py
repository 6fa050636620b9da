"""Jobs, talks and adjustments tell the same story as the invoices they stand behind."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.sample_data.conftest import Key, Row, Sample

_MISSING = {"missing_po": "po_number", "approver": "approver", "proof_of_work": "evidence"}


def _billed(sample: Sample) -> dict[Key, list[Row]]:
    """The invoices of each job, first sent first; credit notes and reissues left out."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in sorted(sample.invoices.values(), key=lambda row: row["sent_at"]):
        if row["job_id"] and row["type"] == "invoice" and not row["reissue_of"]:
            found[row["company"], row["job_id"]].append(row)
    return found


def test_every_job_an_invoice_names_is_told_of_as_the_invoice_says(sample: Sample) -> None:
    billed = _billed(sample)
    assert set(billed) <= set(sample.jobs)
    alone = {key: rows[0] for key, rows in billed.items() if len(rows) == 1}
    assert len(alone) > 0.95 * len(billed)
    same = (
        "customer_id site project completed_at po_number bill_to tax_code approver amount".split()
    )
    for key, invoice in alone.items():
        job = sample.jobs[key]
        assert {name: job[name] for name in same} == {name: invoice[name] for name in same}
        assert job["completed_at"] <= job["verified_at"] <= invoice["sent_at"]


def test_a_job_lacks_what_its_invoice_is_late_for(sample: Sample) -> None:
    seen: dict[str, int] = defaultdict(int)
    for key, rows in _billed(sample).items():
        reason = sample.truth.get((key[0], rows[0]["invoice_id"]), {}).get("reason", "")
        job = sample.jobs[key]
        seen[reason] += 1
        assert (job["completion"] == "partial" and not job["change_order"]) == (
            reason == "part_completion"
        )
        if reason in _MISSING:
            assert job[_MISSING[reason]] == ""
    assert min(seen[reason] for reason in (*_MISSING, "part_completion")) >= 20


def test_a_few_jobs_are_completed_and_not_invoiced_and_some_are_under_way(sample: Sample) -> None:
    billed = _billed(sample)
    left = [job for key, job in sample.jobs.items() if key not in billed]
    done = [job for job in left if job["completed_at"]]
    assert (len(done), len(left)) == (9, 15)
    since = (sample.last_day - dt.timedelta(days=6)).isoformat()
    assert all(job["completed_at"] >= since for job in done)
    assert {job["status"] for job in left if not job["completed_at"]} == {"in_progress"}


def test_jobs_come_again_with_what_is_new(sample: Sample) -> None:
    states: dict[Key, list[str]] = defaultdict(list)
    for name in sorted(sample.names("jobs"), key=lambda name: name[-14:]):
        for row in sample.read(name):
            states[row["company"], row["job_id"]].append(row["status"])
    order = ["in_progress", "completed", "verified"]
    assert all(told == sorted(set(told), key=order.index) for told in states.values())
    assert sum(len(told) > 1 for told in states.values()) >= 30


def test_talks_are_about_late_invoices_and_answers_follow_questions(sample: Sample) -> None:
    begun: dict[Key, str] = {}
    for row in sample.activities:
        key = row["company"], row["invoice_id"]
        assert key in sample.truth
        assert sample.invoices[row["invoice_id"]]["customer_id"] == row["customer_id"]
        if row["direction"] == "out" and row["subject"] == "reminder":
            begun[key] = row["at"]
        assert begun[key] <= row["at"]
    complaints = [row for row in sample.activities if row["outcome"] == "complaint"]
    assert len(complaints) >= 20
    for row in complaints:
        assert row["direction"] == "in"
        assert row["subject"] == sample.truth[row["company"], row["invoice_id"]]["reason"]
    directions = [row["direction"] for row in sample.activities]
    assert 0.2 < directions.count("in") / len(directions) < 0.6


def test_adjustments_explain_what_vanishes_and_change_no_figure(sample: Sample) -> None:
    reduced: dict[Key, int] = defaultdict(int)
    for row in sample.adjustments:
        if row["kind"] != "recovery":
            key = row["company"], row["invoice_id"]
            assert key in sample.unseen
            reduced[key] += sample.cents(row["amount"])
            listed = [n for n in sample.names(f"open_items_{key[0]}") if key in sample.listed(n)]
            after = [n for n in sample.names(f"open_items_{key[0]}") if n > listed[-1]]
            assert row["date"] == after[0][-14:-4]
    left = sample.open_on(sample.last_day)
    assert sorted(reduced[key] == left[key] for key in reduced) == [False, True, True]
    assert all(0 < cents <= left[key] for key, cents in reduced.items())
    recovered = [row for row in sample.adjustments if row["kind"] == "recovery"]
    assert [reduced[row["company"], row["invoice_id"]] > 0 for row in recovered] == [True]
