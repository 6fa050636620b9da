"""The exports tell one story: snapshots, cash, disputes and causes agree with each other."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sample_data.conftest import Key, Row, Sample

EXPORTS = Path(__file__).resolve().parents[2] / "sample_data" / "exports"
SNAPSHOTS = sorted(path.name for path in EXPORTS.glob("open_items_*.csv"))
CODES = {
    "PO1": "missing_po",
    "Z7": "missing_po",
    "BT1": "wrong_bill_to",
    "CO1": "part_completion",
    "PR1": "price_or_quantity",
    "EV1": "proof_of_work",
    "TX1": "tax",
    "CN1": "waiting_credit_note",
    "AP1": "approver",
    "PT1": "portal",
    "SL1": "sent_late",
    "NR1": "not_received",
    "UC1": "unapplied_cash",
    "PD1": "already_paid",
    "CS1": "cash_short",
}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_snapshot_is_the_ledger_at_the_end_of_its_day(sample: Sample, name: str) -> None:
    _, _, company, date = name.removesuffix(".csv").split("_")
    rows = sample.read(name)
    at = dt.date.fromisoformat(date)
    assert {sample.day(row["snapshot_date"]) for row in rows} == {at}
    assert {row["company"] for row in rows} == {company}
    shown = {key: sample.cents(row["amount"]) for key, row in sample.listed(name).items()}
    assert len(shown) == len(rows)
    expected = {key: left for key, left in sample.open_on(at).items() if key[0] == company}
    gone = set(expected) - set(shown)
    assert gone <= sample.unseen
    assert shown == {key: left for key, left in expected.items() if key not in gone}


@pytest.mark.parametrize("name", SNAPSHOTS)
def test_a_snapshot_shows_the_disputes_open_that_day(sample: Sample, name: str) -> None:
    cases = sample.disputed_on(dt.date.fromisoformat(name[-14:-4]))
    for key, row in sample.listed(name).items():
        left = sample.cents(row["amount"])
        if key in cases:
            case = cases[key]
            assert sample.cents(row["disputed"]) == (left if case is None else min(left, case))
        else:
            assert row["disputed"] == ""


def test_a_handful_of_invoices_closes_only_through_the_snapshots(sample: Sample) -> None:
    assert len(sample.unseen) == 6
    for key in sample.unseen:
        shown = [key in sample.listed(name) for name in sample.names(f"open_items_{key[0]}")]
        first, times = shown.index(True), sum(shown)
        assert all(shown[first : first + times])
        assert first + times < len(shown)


@pytest.mark.parametrize("company", ["1000", "2000"])
def test_no_snapshot_loses_so_much_that_it_would_be_held(sample: Sample, company: str) -> None:
    before: dict[Key, Row] = {}
    before_on = dt.date(2026, 8, 28)
    for name in sample.names(f"open_items_{company}"):
        now, now_on = sample.listed(name), dt.date.fromisoformat(name[-14:-4])
        limit = min(0.6, 0.2 * weekdays(before_on, now_on))
        closed = {key: row for key, row in before.items() if key not in now}
        assert len(closed) <= limit * len(before)
        assert owed(sample, closed) <= limit * owed(sample, before)
        assert {row["currency"] for row in before.values()} <= {r["currency"] for r in now.values()}
        assert collectors(sample, before) <= collectors(sample, now)
        before, before_on = now, now_on


def weekdays(after: dt.date, until: dt.date) -> int:
    days = (after + dt.timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(day.weekday() < 5 for day in days)


def owed(sample: Sample, rows: dict[Key, Row]) -> int:
    return sum(abs(sample.cents(row["amount"])) for row in rows.values())


def collectors(sample: Sample, rows: dict[Key, Row]) -> set[str]:
    return {sample.customers[row["customer_id"]]["collector"] for row in rows.values()}


@pytest.mark.parametrize("currency", ["USD", "EUR"])
def test_the_last_days_portfolio_has_the_storys_shape(sample: Sample, currency: str) -> None:
    buckets = [0] * 5
    for key, left in sample.open_on(sample.last_day).items():
        row = sample.invoices.get(key[1])
        if row and row["currency"] == currency and left > 0 and key not in sample.unseen:
            past_due = (sample.last_day - sample.due(row)).days
            buckets[sum(past_due > bound for bound in (0, 30, 60, 90))] += left
    shares = [bucket / sum(buckets) for bucket in buckets]
    assert shares == pytest.approx([0.45, 0.26, 0.15, 0.08, 0.06], abs=0.02)


def test_truth_names_exactly_the_late_invoices(sample: Sample) -> None:
    first_late: dict[dt.date, set[Key]] = defaultdict(set)
    for row in sample.invoices.values():
        day = sample.due(row) + dt.timedelta(days=1)
        if sample.cents(row["amount"]) > 0 and day <= sample.horizon:
            first_late[day].add((row["company"], row["invoice_id"]))
    late = {key for day, keys in first_late.items() for key in keys & set(sample.open_on(day))}
    assert late == set(sample.truth)
    assert {row["reason"] for row in sample.truth.values()} == set(CODES.values())


def test_evidence_on_late_invoices_never_contradicts_the_truth(sample: Sample) -> None:
    for (_, document), row in sample.truth.items():
        invoice = sample.invoices[document]
        sent, completed = invoice["sent_at"], invoice["completed_at"]
        waited = dt.datetime.fromisoformat(sent) - dt.datetime.fromisoformat(completed)
        required = sample.customers[invoice["customer_id"]]["po_required"] == "yes"
        if required and not invoice["po_number"]:
            assert row["reason"] == "missing_po"
        elif waited > dt.timedelta(hours=24):
            assert row["reason"] in {"sent_late", "missing_po"}
        else:
            assert row["evidence"] != "rule"
        assert (not invoice["approver"]) == (row["reason"] == "approver")


def test_codes_and_cases_name_the_true_reason(sample: Sample) -> None:
    for name in SNAPSHOTS:
        for key, row in sample.listed(name).items():
            assert not row["reason"] or CODES[row["reason"]] == sample.truth[key]["reason"]
    cases = {(c["company"], c["invoice_id"]): c["reason"] for c in sample.disputes.values()}
    for key, reason in cases.items():
        assert CODES.get(reason, reason) == sample.truth[key]["reason"]
    assert set(cases) == {k for k, row in sample.truth.items() if row["evidence"] == "dispute"}
    explained = [row["evidence"] != "none" for row in sample.truth.values()]
    assert 0.9 < sum(explained) / len(explained) < 0.98


def test_missing_po_falls_while_part_completion_climbs(sample: Sample) -> None:
    first, last = (shares(sample, day) for day in (dt.date(2026, 9, 4), dt.date(2026, 11, 13)))
    assert first["missing_po"] == max(first.values())
    assert first["missing_po"] > 2 * last["missing_po"]
    assert last["part_completion"] == max(last.values())
    assert last["part_completion"] > 2 * first["part_completion"]


def shares(sample: Sample, day: dt.date) -> dict[str, float]:
    """Each reason's share of the invoices past due at the end of a day."""
    left = sample.open_on(day)
    late = Counter(
        row["reason"]
        for key, row in sample.truth.items()
        if key in left and sample.due(sample.invoices[key[1]]) < day
    )
    return {reason: number / late.total() for reason, number in late.items()}


def test_cash_and_credit_come_in_every_shape(sample: Sample) -> None:
    left = sample.open_on(sample.last_day)
    applied = Counter(row["payment_id"] for row in sample.applications)
    states = Counter(row["status"] for row in sample.payments.values())
    assert states == {"received": len(sample.payments) - 3, "reversed": 2, "failed": 1}
    cash = [document for _, document in left if document in sample.payments]
    invoices = sample.invoices
    shapes = {
        "overpaid": [payment for payment in cash if applied[payment]],
        "on account": [payment for payment in cash if not applied[payment]],
        "credit waiting": [document for _, document in left if document.startswith("CN-")],
        "credit applied": [payment for payment in applied if payment.startswith("CN-")],
        "credit linked": [i for i, row in invoices.items() if row["credits_invoice"]],
        "reissued": [i for i, row in invoices.items() if row["reissue_of"]],
        "part paid": [
            document
            for (_, document), amount in left.items()
            if document in invoices and 0 < amount < sample.cents(invoices[document]["amount"])
        ],
    }
    assert {shape: len(found) for shape, found in shapes.items() if len(found) < 3} == {}


def test_nothing_is_applied_twice_or_beyond_what_was_received(sample: Sample) -> None:
    applied: Counter[str] = Counter()
    for row in sample.applications:
        applied[row["payment_id"]] += sample.cents(row["amount"])
    for payment_id, amount in applied.items():
        source = sample.payments.get(payment_id) or sample.invoices[payment_id]
        assert amount <= abs(sample.cents(source["amount"]))
    keys = [(r["payment_id"], r["invoice_id"], r["date"]) for r in sample.applications]
    assert len(keys) == len(set(keys))


def test_invoices_are_never_overpaid(sample: Sample) -> None:
    for name in SNAPSHOTS:
        left = sample.open_on(dt.date.fromisoformat(name[-14:-4]))
        invoices = {row["invoice_id"]: row for row in sample.invoices.values()}
        for (_, document), amount in left.items():
            if document in invoices:
                billed = sample.cents(invoices[document]["amount"])
                assert min(0, billed) <= amount <= max(0, billed)


def test_disputes_are_exported_again_with_their_newer_state(sample: Sample) -> None:
    states: dict[str, list[str]] = defaultdict(list)
    for name in sample.names("disputes"):
        for row in sample.read(name):
            states[row["dispute_id"]].append(row["status"])
    order = ["open", "in_review", "closed"]
    assert all(seen == sorted(seen, key=order.index) for seen in states.values())
    assert sum(len(seen) > 1 for seen in states.values()) >= 20
    final = Counter(seen[-1] for seen in states.values())
    assert min(final["closed"], final["open"] + final["in_review"]) >= 30


def test_customers_are_corrected_and_a_few_exceed_their_limit(sample: Sample) -> None:
    first, second = (sample.read(name) for name in sample.names("customers"))
    changed = [a["customer_id"] for a, b in zip(first, second, strict=True) if a != b]
    assert 3 <= len(changed) <= 10
    exposure: Counter[str] = Counter()
    for company in ("1000", "2000"):
        for row in sample.read(f"open_items_{company}_{sample.last_day}.csv"):
            exposure[row["customer_id"]] += sample.cents(row["amount"])
    over = [
        row["customer_id"]
        for row in second
        if row["credit_limit"] and exposure[row["customer_id"]] > sample.cents(row["credit_limit"])
    ]
    assert 3 <= len(over) <= 15


def test_a_few_open_items_carry_the_erps_dunning_level(sample: Sample) -> None:
    rows = sample.read(f"open_items_1000_{sample.last_day}.csv")
    dunned = [row for row in rows if row["dunning_level"]]
    assert 5 <= len(dunned) <= 0.2 * len(rows)
    for row in dunned:
        last_dunned = sample.day(row["last_dunned"])
        assert last_dunned <= sample.last_day
        past_due = (last_dunned - sample.day(row["due_date"])).days
        assert past_due >= (3, 15, 30)[int(row["dunning_level"]) - 1]
