"""The committed sample is what the generator writes: canonical, small and fictional."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sample_data.conftest import Sample

ROOT = Path(__file__).resolve().parents[2] / "sample_data"
IMPERFECT = "invoices_1000_2026-10-23.csv"
#: The columns of the canonical kinds; a star marks those every row must fill.
COLUMNS = {
    "customers": "customer_id* name* parent_id company segment collector region country currency"
    " terms credit_limit po_required bill_to tax_code address email phone language autopay",
    "invoice_lines": "invoice_id* line* description quantity unit_price amount quote_line"
    " completion_code company",
    "quote_lines": "quote_id* line* description amount status approved_on company",
    "orders": "order_id* customer_id* date amount* open_amount currency status job_id company",
    "promises": "promise_id* customer_id* invoice_id promised_on* due_on* amount* currency company",
    "contacts": "customer_id* name role email phone language company",
    "invoices": "invoice_id* customer_id* item type status class invoice_date* due_date terms"
    " currency amount* tax_amount open_amount po_number bill_to tax_code site project job_id"
    " quote_id completed_at sent_at settled_on disputed approver credits_invoice reissue_of reason"
    " company",
    "open_items": "document_id* customer_id* customer_name item type class invoice_date due_date"
    " terms currency amount* original_amount po_number reference disputed settled_on reason"
    " dunning_level last_dunned dunning_block snapshot_date company",
    "payments": "payment_id* customer_id* date* amount* currency method status reversed_on"
    " reference company",
    "applications": "payment_id* invoice_id* date* amount* item company",
    "disputes": "dispute_id* invoice_id* opened_on* reason amount owner status resolved_on outcome"
    " note company",
    "adjustments": "adjustment_id* invoice_id* date* amount* kind company",
    "jobs": "job_id* customer_id* site project template dispatcher asset status completion"
    " completed_at verified_at completion_code evidence approver po_number bill_to tax_code"
    " change_order quote_id amount currency company",
    "activities": "activity_id* customer_id* invoice_id at* direction channel subject outcome"
    " next_on note company",
    "fx_rates": "date* currency* rate*",
}


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_committed_files_are_what_a_fresh_run_writes(tmp_path: Path, hash_seed: str) -> None:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONDONTWRITEBYTECODE": "1"}
    script = [sys.executable, str(ROOT / "generate.py"), "--out", str(tmp_path)]
    subprocess.run(script, check=True, capture_output=True, env=environment)
    fresh = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.rglob("*.csv")}
    kept = [*(ROOT / "exports").glob("*"), *(ROOT / "broken").glob("*"), ROOT / "truth.csv"]
    assert {str(p.relative_to(ROOT)): p.read_bytes() for p in kept} == fresh


def test_a_fresh_run_removes_exports_it_no_longer_makes(tmp_path: Path) -> None:
    stale = tmp_path / "exports" / "invoices_1999-12-31.csv"
    stale.parent.mkdir()
    stale.write_text("invoice_id\n", encoding="utf-8")
    script = [sys.executable, str(ROOT / "generate.py"), "--out", str(tmp_path)]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(script, check=True, capture_output=True, env=environment)
    assert not stale.exists()


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "exports").iterdir()))
def test_headers_are_canonical_and_required_cells_filled(sample: Sample, name: str) -> None:
    kind = next(kind for kind in COLUMNS if name.startswith(kind))
    columns = {column.rstrip("*") for column in COLUMNS[kind].split()}
    required = {column.rstrip("*") for column in COLUMNS[kind].split() if column.endswith("*")}
    rows = sample.read(name)
    assert rows, "every export has something to say"
    assert required <= set(rows[0]) <= columns
    if name != IMPERFECT:
        assert all(row[column] for row in rows for column in required)


def test_one_file_has_three_unreadable_rows_that_come_again(sample: Sample) -> None:
    unreadable = {
        name: {row["invoice_id"] for row in sample.read(name) if not sample.readable(row)}
        for name in sample.names("invoices")
    }
    assert [name for name, ids in unreadable.items() if ids] == [IMPERFECT]
    assert len(unreadable[IMPERFECT]) == 3
    next_week = sample.read("invoices_1000_2026-10-30.csv")
    assert unreadable[IMPERFECT] <= {r["invoice_id"] for r in next_week if sample.readable(r)}


def test_the_sample_stays_small_and_fictional(sample: Sample) -> None:
    customers = sample.customers.values()
    assert 60 <= len(customers) <= 90
    assert 900 <= len(sample.invoices) <= 1300
    assert sum(path.stat().st_size for path in (ROOT / "exports").iterdir()) < 950_000
    assert all(row["email"].endswith("@example.com") for row in customers)
    assert all(row["phone"].startswith("555-01") for row in customers)
    assert len({row["phone"] for row in customers}) == len(customers)
    assert len({row["collector"] for row in customers}) == 4
    assert not all(row["name"].isascii() for row in customers)


def test_every_working_day_has_a_rate_for_the_other_currency(sample: Sample) -> None:
    rates = [row for name in sample.names("fx_rates") for row in sample.read(name)]
    assert {row["currency"] for row in rates} == {"EUR"}
    assert {row["currency"] for row in sample.invoices.values()} == {"USD", "EUR"}
    days = [sample.day(row["date"]) for row in rates]
    assert days == sorted(set(days))
    assert days[-1] == sample.last_day
    assert all(day.weekday() < 5 for day in days)
    assert max(b - a for a, b in pairwise(days)).days == 3
    assert all(1.08 <= float(row["rate"]) <= 1.17 for row in rates)
    assert len({row["rate"] for row in rates}) > 0.5 * len(rates)


def test_the_truncated_snapshot_looks_complete_and_would_close_most_items(sample: Sample) -> None:
    text = (ROOT / "broken" / "truncated_open_items.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert text.endswith("\n")
    assert {row["snapshot_date"] for row in rows} == {"2026-11-21"}
    assert len(rows) < 0.4 * len(sample.read(f"open_items_1000_{sample.last_day}.csv"))


def test_the_broken_files_are_broken() -> None:
    assert b"\x00" in (ROOT / "broken" / "not_text.csv").read_bytes()
    header = (ROOT / "broken" / "wrong_columns.csv").read_text(encoding="utf-8").splitlines()[0]
    for columns in COLUMNS.values():
        required = {column.rstrip("*") for column in columns.split() if column.endswith("*")}
        assert required - set(header.split(","))
