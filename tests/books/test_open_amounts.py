"""Known answers: what exports say, and what stands open on a day because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.homes import application, invoice, listed, payment

if TYPE_CHECKING:
    from tests.homes import Books, Row


class Case(NamedTuple):
    """Exports by file name, and by day what is open in minor units."""

    name: str
    files: dict[str, list[Row]]
    open: dict[str, dict[str, int]]


_A = invoice("A", "100.00", "2026-10-01")
_CASES = [
    Case(
        "a partial payment leaves the rest open",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-10.csv": [payment("P", "40.00", "2026-10-09")],
            "applications_2026-10-10.csv": [application("P", "A", "40.00", "2026-10-09")],
        },
        {"2026-09-30": {}, "2026-10-08": {"A": 10000}, "2026-10-09": {"A": 6000}},
    ),
    Case(
        "what is paid beyond the open amount stays unapplied",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-10.csv": [payment("P", "130.00", "2026-10-09")],
            "applications_2026-10-10.csv": [application("P", "A", "130.00", "2026-10-09")],
        },
        {"2026-10-09": {"P": -3000}},
    ),
    Case(
        "an application takes effect no earlier than its invoice",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-09-21.csv": [payment("P", "40.00", "2026-09-20")],
            "applications_2026-09-26.csv": [application("P", "A", "40.00", "2026-09-25")],
        },
        {"2026-09-25": {"P": -4000}, "2026-09-30": {"P": -4000}, "2026-10-01": {"A": 6000}},
    ),
    Case(
        "an application waits for its payment",
        {
            "applications_2026-10-06.csv": [application("P", "A", "40.00", "2026-10-05")],
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-10.csv": [payment("P", "40.00", "2026-10-09")],
        },
        {"2026-10-05": {"A": 10000}, "2026-10-09": {"A": 6000}},
    ),
    Case(
        "an application without a payment changes nothing",
        {
            "invoices_2026-10-02.csv": [_A],
            "applications_2026-10-06.csv": [application("P", "A", "40.00", "2026-10-05")],
        },
        {"2026-11-20": {"A": 10000}},
    ),
    Case(
        "a reversed payment reopens from the day of reversal and is paid before",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-20.csv": [
                payment("P", "100.00", "2026-10-05", status="reversed", reversed_on="2026-10-15")
            ],
            "applications_2026-10-06.csv": [application("P", "A", "100.00", "2026-10-05")],
        },
        {
            "2026-10-04": {"A": 10000},
            "2026-10-05": {},
            "2026-10-14": {},
            "2026-10-15": {"A": 10000},
        },
    ),
    Case(
        "a payment that failed without a date never paid",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-06.csv": [payment("P", "100.00", "2026-10-05", status="failed")],
            "applications_2026-10-06.csv": [application("P", "A", "100.00", "2026-10-05")],
        },
        {"2026-10-05": {"A": 10000}, "2026-11-20": {"A": 10000}},
    ),
    Case(
        "one shown as good before failed with the first export that says so",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-06.csv": [payment("P", "100.00", "2026-10-05")],
            "payments_2026-10-12.csv": [payment("P", "100.00", "2026-10-05", status="failed")],
            "payments_2026-10-13.csv": [payment("P", "100.00", "2026-10-05", status="failed")],
            "applications_2026-10-06.csv": [application("P", "A", "100.00", "2026-10-05")],
        },
        {"2026-10-11": {}, "2026-10-12": {"A": 10000}},
    ),
    Case(
        "a negative application gives the money back to the payment",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-06.csv": [payment("P", "100.00", "2026-10-05")],
            "applications_2026-10-12.csv": [
                application("P", "A", "100.00", "2026-10-05"),
                application("P", "A", "-30.00", "2026-10-11"),
            ],
        },
        {"2026-10-10": {}, "2026-10-11": {"A": 3000, "P": -3000}},
    ),
    Case(
        "a negative payment row takes the payment back, its unapplied part first",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-12.csv": [
                payment("P", "100.00", "2026-10-05"),
                payment("P", "-60.00", "2026-10-11"),
            ],
            "applications_2026-10-12.csv": [application("P", "A", "80.00", "2026-10-05")],
        },
        {"2026-10-10": {"A": 2000, "P": -2000}, "2026-10-11": {"A": 6000}},
    ),
    Case(
        "a linked credit note reduces its invoice, the rest stays a credit",
        {
            "invoices_2026-10-12.csv": [
                _A,
                invoice("K", "-130.00", "2026-10-08", credits_invoice="A"),
            ]
        },
        {"2026-10-07": {"A": 10000}, "2026-10-08": {"K": -3000}},
    ),
    Case(
        "an unlinked credit note stands by itself",
        {"invoices_2026-10-12.csv": [_A, invoice("K", "-30.00", "2026-10-08")]},
        {"2026-10-08": {"A": 10000, "K": -3000}},
    ),
    Case(
        "a credit note applied by rows is not applied by its link again",
        {
            "invoices_2026-10-12.csv": [
                _A,
                invoice("K", "-50.00", "2026-10-08", credits_invoice="A"),
            ],
            "applications_2026-10-12.csv": [application("K", "A", "20.00", "2026-10-09")],
        },
        {"2026-10-08": {"A": 10000, "K": -5000}, "2026-10-09": {"A": 8000, "K": -3000}},
    ),
    Case(
        "settled_on clears the whole item on that day",
        {"invoices_2026-10-12.csv": [_A | {"settled_on": "2026-10-10"}]},
        {"2026-10-09": {"A": 10000}, "2026-10-10": {}},
    ),
    Case(
        "a list of all items shows the cleared ones with their whole amount, and they are closed",
        {
            "open_items_2026-10-12.csv": [
                listed("A", "100.00", "2026-10-12", invoice_date="2026-10-01")
                | {"settled_on": "2026-10-10"},
                listed("B", "7", "2026-10-12", invoice_date="2026-10-01")
                | {"settled_on": "2026-10-14"},
            ],
            "open_items_2026-10-15.csv": [
                listed("A", "100.00", "2026-10-15", invoice_date="2026-10-01")
                | {"settled_on": "2026-10-10"},
                listed("B", "7", "2026-10-15", invoice_date="2026-10-01")
                | {"settled_on": "2026-10-14"},
            ],
        },
        {
            "2026-10-09": {"A": 10000, "B": 700},
            "2026-10-10": {"B": 700},
            "2026-10-13": {"B": 700},
            "2026-10-14": {},
            "2026-10-15": {},
        },
    ),
    Case(
        "drafts and void documents stay out of every figure",
        {"invoices_2026-10-12.csv": [_A | {"status": "Draft"}, invoice("B", "5", status="void")]},
        {"2026-10-01": {}, "2026-11-20": {}},
    ),
    Case(
        "a document voided later was never owed",
        {
            "invoices_2026-10-02.csv": [_A],
            "invoices_2026-10-12.csv": [_A | {"status": "void"}],
        },
        {"2026-10-05": {}},
    ),
    Case(
        "open_amount is what is open at the export's date",
        {"invoices_2026-10-12.csv": [_A | {"open_amount": "35.00"}]},
        {"2026-10-11": {"A": 10000}, "2026-10-12": {"A": 3500}},
    ),
    Case(
        "a complete snapshot closes what it omits, on the first that omits it",
        {
            "open_items_2026-10-05.csv": [
                listed("A", "100.00", "2026-10-05"),
                listed("B", "7", "2026-10-05"),
            ],
            "open_items_2026-10-10.csv": [listed("B", "7", "2026-10-10")],
            "open_items_2026-10-15.csv": [listed("B", "7", "2026-10-15")],
        },
        {"2026-10-09": {"A": 10000, "B": 700}, "2026-10-10": {"B": 700}, "2026-10-15": {"B": 700}},
    ),
    Case(
        "an earlier snapshot that omits it moves the closing, whenever it arrives",
        {
            "open_items_2026-10-05.csv": [
                listed("A", "100.00", "2026-10-05"),
                listed("B", "7", "2026-10-05"),
            ],
            "open_items_2026-10-15.csv": [listed("B", "7", "2026-10-15")],
            "open_items_2026-10-10.csv": [listed("B", "7", "2026-10-10")],
        },
        {"2026-10-09": {"A": 10000, "B": 700}, "2026-10-10": {"B": 700}},
    ),
    Case(
        "an item that reappears reopens",
        {
            "open_items_2026-10-05.csv": [
                listed("A", "100.00", "2026-10-05"),
                listed("B", "7", "2026-10-05"),
            ],
            "open_items_2026-10-10.csv": [listed("B", "7", "2026-10-10")],
            "open_items_2026-10-15.csv": [
                listed("A", "60.00", "2026-10-15"),
                listed("B", "7", "2026-10-15"),
            ],
        },
        {"2026-10-10": {"B": 700}, "2026-10-14": {"B": 700}, "2026-10-15": {"A": 6000, "B": 700}},
    ),
    Case(
        "detail that comes after a snapshot replaces what was inferred and never adds",
        {
            "invoices_2026-10-02.csv": [_A],
            "open_items_2026-10-10.csv": [listed("A", "40.00", "2026-10-10")],
            "payments_2026-10-12.csv": [payment("P", "60.00", "2026-10-07")],
            "applications_2026-10-12.csv": [application("P", "A", "60.00", "2026-10-07")],
        },
        {"2026-10-06": {"A": 10000}, "2026-10-07": {"A": 4000}, "2026-10-10": {"A": 4000}},
    ),
    Case(
        "detail that explains a part leaves the rest inferred",
        {
            "invoices_2026-10-02.csv": [_A],
            "open_items_2026-10-10.csv": [listed("A", "40.00", "2026-10-10")],
            "payments_2026-10-12.csv": [payment("P", "25.00", "2026-10-07")],
            "applications_2026-10-12.csv": [application("P", "A", "25.00", "2026-10-07")],
        },
        {"2026-10-07": {"A": 7500}, "2026-10-10": {"A": 4000}},
    ),
    Case(
        "a listed payment is its unapplied remainder",
        {
            "invoices_2026-10-02.csv": [_A],
            "payments_2026-10-06.csv": [payment("P", "100.00", "2026-10-05")],
            "open_items_2026-10-10.csv": [
                listed("A", "30.00", "2026-10-10"),
                listed("P", "-30.00", "2026-10-10"),
            ],
        },
        {"2026-10-05": {"A": 10000, "P": -10000}, "2026-10-10": {"A": 3000, "P": -3000}},
    ),
    Case(
        "so it is where the payment becomes known after the snapshot",
        {
            "open_items_2026-10-10.csv": [
                listed("A", "30.00", "2026-10-10"),
                listed("P", "-30.00", "2026-10-10"),
            ],
            "invoices_2026-10-12.csv": [_A],
            "payments_2026-10-12.csv": [payment("P", "100.00", "2026-10-05")],
        },
        {"2026-10-05": {"A": 10000, "P": -10000}, "2026-10-10": {"A": 3000, "P": -3000}},
    ),
    Case(
        "a payment closes instalments first due first",
        {
            "invoices_2026-10-02.csv": [
                _A | {"item": "1", "due_date": "2026-12-01"},
                _A | {"item": "2", "due_date": "2026-11-01", "amount": "50.00"},
            ],
            "payments_2026-10-06.csv": [payment("P", "80.00", "2026-10-05")],
            "applications_2026-10-06.csv": [application("P", "A", "80.00", "2026-10-05")],
        },
        {"2026-10-04": {"A/1": 10000, "A/2": 5000}, "2026-10-05": {"A/1": 7000}},
    ),
    Case(
        "an application may name its instalment",
        {
            "invoices_2026-10-02.csv": [
                _A | {"item": "1", "due_date": "2026-12-01"},
                _A | {"item": "2", "due_date": "2026-11-01", "amount": "50.00"},
            ],
            "payments_2026-10-06.csv": [payment("P", "80.00", "2026-10-05")],
            "applications_2026-10-06.csv": [
                application("P", "A", "80.00", "2026-10-05", item="01")
            ],
        },
        {"2026-10-05": {"A/1": 2000, "A/2": 5000}},
    ),
    Case(
        "a listed row without an item closes instalments first due first",
        {
            "invoices_2026-10-02.csv": [
                _A | {"item": "1", "due_date": "2026-12-01"},
                _A | {"item": "2", "due_date": "2026-11-01", "amount": "50.00"},
            ],
            "open_items_2026-10-10.csv": [
                listed("A", "90.00", "2026-10-10"),
                listed("B", "7", "2026-10-10"),
            ],
            "open_items_2026-10-12.csv": [
                listed("A", "90.00", "2026-10-12"),
                listed("B", "7", "2026-10-12"),
            ],
            "open_items_2026-10-15.csv": [listed("B", "7", "2026-10-15")],
        },
        {
            "2026-10-09": {"A/1": 10000, "A/2": 5000},
            "2026-10-10": {"A/1": 9000, "B": 700},
            "2026-10-14": {"A/1": 9000, "B": 700},
            "2026-10-15": {"B": 700},
        },
    ),
    Case(
        "listed instalments replace the whole document",
        {
            "invoices_2026-10-02.csv": [_A],
            "open_items_2026-10-10.csv": [
                listed("A", "60.00", "2026-10-10", item="1", original_amount="60.00"),
                listed("A", "25.00", "2026-10-10", item="2", original_amount="40.00"),
            ],
        },
        {"2026-10-09": {"A/1": 6000, "A/2": 4000}, "2026-10-10": {"A/1": 6000, "A/2": 2500}},
    ),
    Case(
        "what was first seen open counts as billed where nothing says",
        {
            "open_items_2026-10-05.csv": [
                listed("A", "60.00", "2026-10-05", invoice_date="2026-09-01")
            ],
        },
        {"2026-08-31": {}, "2026-09-01": {"A": 6000}},
    ),
    Case(
        "a snapshot speaks only of its own companies",
        {
            "invoices_2026-10-02.csv": [_A, _A | {"company": "2000", "invoice_id": "B"}],
            "open_items_2026-10-10.csv": [listed("C", "5.00", "2026-10-10", company="2000")],
        },
        {"2026-10-10": {"A": 10000, "C": 500}},
    ),
    Case(
        "a row of another currency is never applied",
        {
            "invoices_2026-10-02.csv": [_A | {"currency": "EUR"}],
            "payments_2026-10-06.csv": [payment("P", "100.00", "2026-10-05", currency="USD")],
            "applications_2026-10-06.csv": [application("P", "A", "100.00", "2026-10-05")],
        },
        {"2026-10-05": {"A": 10000, "P": -10000}},
    ),
    Case(
        "an application takes the currency of its invoice",
        {
            "applications_2026-10-06.csv": [application("P", "A", "400", "2026-10-05")],
            "invoices_2026-10-02.csv": [_A | {"currency": "JPY", "amount": "1000"}],
            "payments_2026-10-06.csv": [payment("P", "400", "2026-10-05", currency="JPY")],
        },
        {"2026-10-05": {"A": 600}},
    ),
    Case(
        "ids match without their leading zeros",
        {
            "invoices_2026-10-02.csv": [invoice("0000123", "100.00")],
            "payments_2026-10-06.csv": [payment("0077", "100.00", "2026-10-05")],
            "applications_2026-10-06.csv": [application("77", "123", "100.00", "2026-10-05")],
        },
        {"2026-10-04": {"0000123": 10000}, "2026-10-05": {}},
    ),
    Case(
        "a newer correction beats an older one whatever arrives last",
        {
            "invoices_2026-10-12.csv": [_A | {"amount": "80.00"}],
            "invoices_2026-10-02.csv": [_A],
            "invoices_2026-10-07.csv": [_A | {"amount": "90.00"}],
        },
        {"2026-10-05": {"A": 8000}},
    ),
    Case(
        "a re-export with a later date confirms what it repeats",
        {
            "invoices_2026-10-02.csv": [_A],
            "invoices_2026-10-12.csv": [_A, invoice("B", "5.00")],
            "invoices_2026-10-07.csv": [_A | {"amount": "90.00"}],
        },
        {"2026-10-05": {"A": 10000, "B": 500}},
    ),
    Case(
        "the very same bytes under a newer date confirm too",
        {
            "invoices_2026-10-02.csv": [_A],
            "invoices_2026-10-07.csv": [_A | {"amount": "90.00"}],
            "invoices_2026-10-12.csv": [_A],
        },
        {"2026-10-05": {"A": 10000}},
    ),
    Case(
        "two files of one snapshot date are one snapshot",
        {
            "open_items_a_2026-10-10.csv": [listed("A", "100.00", "2026-10-10")],
            "open_items_b_2026-10-10.csv": [listed("B", "7", "2026-10-10")],
        },
        {"2026-10-10": {"A": 10000, "B": 700}},
    ),
    Case(
        "rows of different days close nothing",
        {
            "invoices_2026-10-02.csv": [_A],
            "open_items_2026-10-12.csv": [
                listed("B", "7", "2026-10-10"),
                listed("C", "8", "2026-10-11"),
            ],
        },
        {"2026-10-12": {"A": 10000, "B": 700, "C": 800}},
    ),
]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_open_as_of(books: Books, case: Case) -> None:
    for name, rows in case.files.items():
        outcome = books.take(name, *rows)
        assert outcome.state in ("loaded", "unchanged", "superseded"), outcome
    assert {day: books.open(day) for day in case.open} == case.open


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_open_as_of_from_the_last_file_to_the_first(books: Books, case: Case) -> None:
    for name, rows in reversed(case.files.items()):
        books.take(name, *rows)
    assert {day: books.open(day) for day in case.open} == case.open
