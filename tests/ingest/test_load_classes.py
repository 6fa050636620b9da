"""What an export holds besides facts, as it is recorded; and what holds a snapshot back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.ingest.profile import Profile, Taken, Totals

if TYPE_CHECKING:
    from artui.ingest.outcome import Outcome
    from tests.homes import Books

AGING = Profile(
    "aging",
    "open_items",
    columns={
        "document_id": ("Num",),
        "customer_id": ("Customer",),
        "invoice_date": ("Date",),
        "amount": ("Open Balance",),
    },
    taken={"customer_id": Taken(before=" ")},
    group=("Customer",),
    labels={"snapshot_date": ("As of",)},
    totals=Totals(expected=True),
    complete=True,
)
TEXT = """As of 31 July 2026
Customer,Date,Num,Open Balance
C117 Acme,,,
,2026-07-01,I1,100.00
,2026-07-02,CM1,-30.00
Total - C117 Acme,,,70.00
Total,,,70.00
"""


@pytest.fixture
def books(home_books: Books) -> Books:
    """A home that knows the export."""
    return replace(home_books, profiles=(AGING,))


def load(books: Books, text: str) -> Outcome:
    """Load an aging report."""
    path = books.home.path / "aging.csv"
    path.write_text(text)
    return books.load(path)


def test_the_classes_of_rows_are_recorded(books: Books) -> None:
    outcome = load(books, TEXT)
    assert (outcome.state, outcome.rows_read, outcome.rows_loaded) == ("loaded", 2, 2)
    told = {"label": 1, "header": 1, "group": 1, "subtotal": 1, "total": 1}
    assert outcome.classes == told
    row = books.connection.execute("SELECT classes, as_of FROM import").fetchone()
    assert (json.loads(row[0]), row[1]) == (told, 20665)


def test_a_snapshot_without_its_last_total_is_held(books: Books) -> None:
    outcome = load(books, TEXT.removesuffix("Total,,,70.00\n"))
    assert outcome.state == "held"
    assert outcome.reason == (
        "the grand total this export ends in is missing, so the file may be cut off"
    )


def test_a_snapshot_whose_last_line_is_cut_is_held(books: Books) -> None:
    outcome = load(books, TEXT[:-4])
    assert outcome.state == "held"
    assert "the last line does not end" in str(outcome.reason)


def test_a_printed_total_that_differs_is_a_warning(books: Books) -> None:
    outcome = load(books, TEXT.replace("Total,,,70.00", "Total,,,71.00"))
    assert outcome.state == "loaded"
    assert outcome.warnings == (
        "Line 7: the printed total 71.00 USD is not the sum of its rows, 70.00.",
    )
