"""The late-payment history from the field, loaded and aged to the cent."""

from __future__ import annotations

import csv
import datetime as dt
import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.ingest.profiles import load as load_profiles
from artui.store import records

if TYPE_CHECKING:
    from tests.homes import Books
    from tests.ingest.conftest import Load, Result

SHIPPED = load_profiles(Path(__file__).parents[2] / "policies" / "exports").profiles
_BOUNDS = (0, 30, 60, 90)


@pytest.fixture
def history() -> Path:
    """The folder with the history."""
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("ARTUI_FIELD_DATA names no folder with files from the field")
    return Path(folder) / "ibm"


@pytest.fixture
def loaded(home_books: Books, history: Path) -> Books:
    """A home into which the history was loaded."""
    home_books.profiles = load_profiles(home_books.home.folder("policies") / "exports").profiles
    outcome = home_books.load(history / "late_payments_padded.csv")
    assert (outcome.state, outcome.profile) == (records.LOADED, "ibm_late_payments")
    assert (outcome.rows_read, outcome.rows_loaded, outcome.rejects) == (2466, 2466, [])
    return home_books


def whole(load: Load, path: Path) -> Result:
    """A file read to its end, without being loaded."""
    return load(path.read_bytes(), SHIPPED)


def test_the_history_is_what_is_known_of_it(load: Load, history: Path) -> None:
    result = whole(load, history / "late_payments_padded.csv")
    assert (len(result.rows), result.rejects, result.reading.warnings) == (2466, [], ())
    assert sum(result.column("disputed")) == 561
    assert len(set(result.column("customer_id_key"))) == 100
    assert sum(row["settled_on"] > row["due_date"] for row in result.rows) == 877


def test_lost_leading_zeros_change_no_digest(load: Load, history: Path) -> None:
    padded = whole(load, history / "late_payments_padded.csv")
    stripped = whole(load, history / "late_payments_stripped.csv")
    assert padded.column("invoice_id") != stripped.column("invoice_id")
    assert padded.column("digest") == stripped.column("digest")


def _date(text: str) -> dt.date:
    month, day, year = map(int, text.split("/"))
    return dt.date(year, month, day)


def _buckets(path: Path, as_of: dt.date) -> list[int]:
    """What is open on a day by days past due, straight out of the file."""
    buckets = [0] * 5
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if _date(row["InvoiceDate"]) <= as_of < _date(row["SettledDate"]):
                days = (as_of - _date(row["DueDate"])).days
                place = sum(days > bound for bound in _BOUNDS)
                buckets[place] += int(Decimal(row["InvoiceAmount"]) * 100)
    return buckets


@pytest.mark.parametrize("as_of", ["2012-06-30", "2012-12-31", "2013-03-31", "2013-09-30"])
def test_aging_on_a_past_day_is_that_of_the_file(loaded: Books, history: Path, as_of: str) -> None:
    expected = _buckets(history / "late_payments_padded.csv", dt.date.fromisoformat(as_of))
    rows = loaded.aged(as_of, by="currency")
    found = [sum(row[f"b{n}"] for row in rows) for n in range(5)]
    assert found == expected
    assert sum(expected) > 0
    assert len(loaded.aged(as_of)) > 1


def test_nothing_is_open_at_the_end(loaded: Books) -> None:
    assert loaded.aged("2026-11-20") == []


def test_the_copy_without_leading_zeros_changes_nothing(loaded: Books, history: Path) -> None:
    tables = ("entry", "item", "document", "customer", "dispute", "invoice_fact", "sighting")
    count = {t: f"SELECT count(*), total(rowid) FROM {t}" for t in tables if t != "sighting"}
    before = [loaded.connection.execute(sql).fetchone() for sql in count.values()]
    outcome = loaded.load(history / "late_payments_stripped.csv")
    assert (outcome.state, outcome.rows_unchanged) == (records.UNCHANGED, 2466)
    assert [loaded.connection.execute(sql).fetchone() for sql in count.values()] == before


def test_every_flag_is_a_dispute_from_the_invoice_date_to_settlement(loaded: Books) -> None:
    disputes = loaded.disputes()
    assert len(disputes) == 561
    assert all(row["dated"] == 0 and row["resolved_on"] for row in disputes)
    spans = loaded.connection.execute(
        "SELECT count(*) FROM dispute AS x JOIN item AS i ON i.id = x.item_id"
        " WHERE x.opened_on = i.billed_on AND x.resolved_on = max(i.settled_on, i.billed_on)"
    ).fetchone()
    assert spans == (561,)
