"""IIF files from the field, loaded by the shipped profiles; figures recomputed from the text."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.ingest.profiles import load as load_profiles
from artui.store.records import LOADED, WITH_REJECTS

if TYPE_CHECKING:
    from artui.ingest.outcome import Outcome
    from tests.homes import Books

SHIPPED = load_profiles(Path(__file__).parents[2] / "policies" / "exports").profiles
ALL_LISTS = "qbd-all-lists-sample.IIF"


@pytest.fixture
def quickbooks() -> Path:
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("ARTUI_FIELD_DATA names no folder with files from the field")
    return Path(folder) / "quickbooks"


@pytest.fixture
def books(home_books: Books) -> Books:
    """A home with the shipped profiles."""
    home_books.profiles = SHIPPED
    return home_books


def raw(path: Path, name: str) -> list[dict[str, str]]:
    """The rows of a list, by the latest declaration above them."""
    columns: list[str] = []
    rows: list[dict[str, str]] = []
    for line in path.read_text(encoding="cp1252").splitlines():
        first, *cells = line.split("\t")
        if first == f"!{name}":
            columns = cells
        elif first == name:
            rows.append(dict(zip(columns, [cell.strip('"') for cell in cells], strict=False)))
    return rows


def by_profile(outcome: Outcome) -> dict[str, Outcome]:
    """What became of each part."""
    return {str(each.profile).removeprefix("quickbooks_iif_"): each for each in outcome.parts}


def owed(books: Books, day: str) -> int:
    """What is outstanding on a day."""
    return sum(row["outstanding"] for row in books.aged(day, by="currency"))


def test_customers_of_a_file_of_many_lists_load(books: Books, quickbooks: Path) -> None:
    path = quickbooks / ALL_LISTS
    outcome = books.load(path)
    rows = raw(path, "CUST")
    assert (outcome.state, outcome.rows_loaded, outcome.rejects) == (LOADED, len(rows), [])
    assert len(rows) == 65
    (unread,) = outcome.warnings
    assert unread.startswith("Parts that fit no profile are not read: 'ACCNT', 'QB ONLINE', ")
    found = books.connection.execute("SELECT number, parent_key, credit_limit FROM customer")
    known = {number: (parent, limit) for number, parent, limit in found}
    assert known.keys() == {row["NAME"] for row in rows}
    for row in rows:
        limit = int(Decimal(row["LIMIT"].replace(",", "")) * 100) if row["LIMIT"] else None
        parent = row["NAME"].partition(":")[0].casefold()
        assert known[row["NAME"]] == (" ".join(parent.split()), limit)


@pytest.mark.parametrize(
    ("name", "customers"),
    [
        ("finance-iif-sample.iif", 0),
        ("kit_Import_First_-_List_Declarations_(Not_Version_Specific).iif", 1),
    ],
)
def test_other_lists_load_their_customers(
    books: Books, quickbooks: Path, name: str, customers: int
) -> None:
    outcome = books.load(quickbooks / name)
    assert (outcome.state, outcome.rows_loaded) == (LOADED, customers)
    assert customers == len(raw(quickbooks / name, "CUST"))


@pytest.mark.parametrize(
    ("name", "number"), [("Invoice", "10"), ("Credit_Memo", "110")], ids=["invoice", "credit"]
)
def test_a_bill_with_tax_loads_with_its_lines(
    books: Books, quickbooks: Path, name: str, number: str
) -> None:
    path = quickbooks / f"kit_2006_{name}_(With_Sales_Tax_Preference=on).iif"
    outcome = books.load(path)
    (bill,) = raw(path, "TRNS")
    amount = int(Decimal(bill["AMOUNT"]) * 100)
    parts = by_profile(outcome)
    loaded = {name: part.rows_loaded for name, part in parts.items()}
    assert loaded == {
        "customers": 1,
        "invoices": 1,
        "lines": 2,
        "payments": 0,
        "statement_charges": 0,
    }
    assert (bill["DOCNUM"], abs(amount)) == (number, 1025)
    assert owed(books, "2006-08-31") == amount
    lines = [Decimal(row["AMOUNT"]) for row in raw(path, "SPL") if row["EXTRA"] != "AUTOSTAX"]
    found = books.connection.execute("SELECT amount FROM invoice_line")
    assert sum(Decimal(text) for (text,) in found) == -sum(lines)


def test_a_payment_loads(books: Books, quickbooks: Path) -> None:
    path = quickbooks / "kit_2006_Receive_Payment.iif"
    outcome = books.load(path)
    assert by_profile(outcome)["payments"].rows_loaded == outcome.rows_loaded == 1
    (payment,) = raw(path, "TRNS")
    assert owed(books, "1998-12-31") == -int(payment["AMOUNT"]) * 100


@pytest.mark.parametrize(
    ("name", "field", "columns"), [("Invoice", 23, 20), ("Credit_Memo", 39, 30)]
)
def test_rows_that_do_not_fit_their_declaration_are_rejected(
    books: Books, quickbooks: Path, name: str, field: int, columns: int
) -> None:
    """These two leave a column out of their declaration, so all behind it is shifted."""
    outcome = books.load(quickbooks / f"kit_2006_{name}_(Sales_Tax_Preference=off).iif")
    assert (outcome.state, outcome.rows_loaded) == (WITH_REJECTS, 0)
    shifted = (
        f"has a value in field {field}, but its list declares {columns}: its fields may be shifted"
    )
    assert [reject.reason for reject in outcome.rejects] == [
        shifted,
        f"is a split of the transaction on line 4, which {shifted}",
    ]


def test_a_charge_without_a_number_is_rejected(books: Books, quickbooks: Path) -> None:
    outcome = books.load(quickbooks / "kit_2006_Statement_Charge.iif")
    assert (outcome.state, outcome.rows_loaded) == (WITH_REJECTS, 0)
    assert [(each.line, each.column, each.reason) for each in outcome.rejects] == [
        (4, "DOCNUM", "is required"),
        (5, "", "is no row this export is known to have"),
    ]
