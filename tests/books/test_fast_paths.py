"""The short ways beside the ledger end where the ledger ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from artui.domain.days import parse_day
from artui.ingest.load import Wish
from artui.settings import Settings
from artui.store.ledger import confirmed, plain
from tests.books.tables import figures
from tests.homes import TODAY, Books, adjustment, application, dispute, invoice, listed

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "exports"
_DAYS = range(parse_day("2026-08-01"), parse_day("2026-11-22"), 9)


def _loaded(path: Path, files: list[Path]) -> dict[str, object]:
    books = Books(path, replace(Settings(today=TODAY), companies={"2000": {"currency": "EUR"}}))
    for file in files:
        books.load(file, Wish(accept="a person"))
    found = figures(books, _DAYS)
    books.connection.close()
    return found


def _sample() -> list[Path]:
    return sorted(SAMPLE.glob("*.csv"), key=lambda path: (path.stem[-10:], path.name))


@pytest.mark.slow
@pytest.mark.parametrize("off", [(plain, "derive"), (confirmed, "settle")], ids=["new", "listed"])
def test_the_sample_is_the_same_without_a_short_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, off: tuple[object, str]
) -> None:
    files = [path for path in _sample() if path.stem[-5:] < "10-16"]
    expected = _loaded(tmp_path / "with", files)
    nothing = "SELECT 0 AS line, 0 AS item_id WHERE 0"
    if off[0] is plain:
        monkeypatch.setattr(plain, "derive", lambda *_: set())
    else:
        monkeypatch.setattr(confirmed, "_SELECT", nothing)
    assert _loaded(tmp_path / "without", files) == expected


def _touched(books: Books) -> int:
    """How many entries and items went through the ledger, not past it."""
    (number,) = books.connection.execute("SELECT count(*) FROM touched").fetchone()
    return int(number)


@pytest.mark.parametrize(
    ("more", "short"),
    [
        ({}, True),
        ({"reference": "R1", "dunning_level": "2"}, True),
        ({"original_amount": "100.00", "terms": "net30", "po_number": "PO1"}, True),
        ({"amount": "90.00"}, False),
        ({"due_date": "2026-11-05"}, False),
        ({"terms": "net15"}, False),
        ({"disputed": "yes"}, False),
        ({"disputed": "no"}, False),
        ({"settled_on": "2026-10-07"}, False),
        ({"customer_id": "C2"}, False),
        ({"original_amount": "101.00"}, False),
        ({"invoice_date": "2026-10-02"}, False),
        ({"po_number": "PO2"}, False),
        ({"item": "1"}, False),
    ],
)
def test_a_row_that_only_confirms_is_not_derived(
    books: Books, more: dict[str, str], *, short: bool
) -> None:
    row = invoice("A", "100.00", due_date="2026-10-31", terms="net30", po_number="PO1")
    books.take("invoices_2026-10-02.csv", row)
    base = {"due_date": "2026-10-31"}
    books.take("open_items_2026-10-05.csv", listed("A", "100.00", "2026-10-05") | base | more)
    assert (_touched(books) == 0) is short
    found = books.connection.execute("SELECT reference, dunning_level FROM item WHERE label = ''")
    expected = (more.get("reference"), int(more["dunning_level"]) if "reference" in more else None)
    assert found.fetchone() == expected or "item" in more


@pytest.mark.parametrize(
    ("more", "short"),
    [
        ({"due_date": "2026-10-31"}, True),
        ({"due_date": "2026-10-31", "status": "open", "disputed": "no"}, True),
        ({}, False),
        ({"due_date": "2026-10-31", "status": "VOID"}, False),
        ({"due_date": "2026-10-31", "open_amount": "1.00"}, False),
        ({"due_date": "2026-10-31", "disputed": "yes"}, False),
        ({"due_date": "2026-10-31", "settled_on": "2026-10-09"}, False),
        ({"due_date": "2026-10-31", "credits_invoice": "B"}, False),
        ({"due_date": "2026-10-31", "invoice_id": "PAID"}, False),
        ({"due_date": "2026-10-31", "invoice_id": "DISPUTED"}, False),
        ({"due_date": "2026-10-31", "invoice_id": "ADJUSTED"}, False),
        ({"due_date": "2026-10-31", "invoice_date": "2026-09-01"}, False),
    ],
)
def test_a_new_invoice_that_says_it_all_is_not_settled_by_the_ledger(
    books: Books, more: dict[str, str], *, short: bool
) -> None:
    books.take("applications_2026-10-01.csv", application("P", "PAID", "1.00", "2026-10-01"))
    books.take("disputes_2026-10-01.csv", dispute("D", "DISPUTED", "2026-10-01"))
    books.take("adjustments_2026-10-01.csv", adjustment("W", "ADJUSTED", "1.00", "2026-10-01"))
    books.take("open_items_2026-09-15.csv", listed("X", "1.00", "2026-09-15"))
    books.take("invoices_2026-10-02.csv", invoice("A", "100.00") | more)
    assert (_touched(books) == 0) is short
