"""JSON from the field, read or refused by the shipped profiles; figures from the raw text."""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso
from artui.ingest.contents import read
from artui.ingest.profiles import load as load_profiles
from artui.ingest.refusal import NoHeaderError, NoProfileError, NoRecordsError
from artui.store.records import LOADED
from tests.ingest.conftest import Books as Defaults
from tests.ingest.conftest import read_whole

if TYPE_CHECKING:
    from tests.homes import Books

SHIPPED = load_profiles(Path(__file__).parents[2] / "policies" / "exports").profiles
SCENARIOS = ["open_ar.json", *(f"samples_sample_{n:02d}_open_ar.json" for n in range(1, 11))]


@pytest.fixture
def field_data() -> Path:
    folder = os.environ.get("ARTUI_FIELD_DATA")
    if not folder:
        pytest.skip("ARTUI_FIELD_DATA names no folder with files from the field")
    return Path(folder)


@pytest.fixture
def s4(field_data: Path) -> Path:
    return field_data / "sap_s4"


def raw(path: Path) -> list[dict[str, Any]]:
    """The objects of JSON lines, with amounts as they are written."""
    return [json.loads(line, parse_float=Decimal) for line in path.read_text().splitlines()]


def total(rows: list[dict[str, Any]], name: str) -> int:
    return int(sum(Decimal(str(row[name])) for row in rows) * 100)


AR = "amountInTransactionCurrency"


@pytest.mark.parametrize(
    ("name", "profile", "kind", "amount"),
    [
        ("journal_entry_items_accounts_receivable", "sap_s4_ar_items", "invoices", AR),
        ("payments_accounts_receivable", "sap_s4_cleared_items", "invoices", AR),
        ("sales_order_headers", "sap_s4_sales_orders", "orders", "totalNetAmount"),
    ],
)
def test_the_extract_loads_whole(s4: Path, name: str, profile: str, kind: str, amount: str) -> None:
    path = s4 / f"{name}.jsonl"
    result, rows = read_whole(path, SHIPPED), raw(path)
    assert (result.reading.profile, result.reading.kind.name) == (profile, kind)
    assert (len(result.rows), result.rejects, result.reading.warnings) == (len(rows), [], ())
    assert sum(result.column("amount")) == total(rows, amount)
    assert set(result.column("currency")) == {"INR"}


def test_cleared_items_are_those_of_the_journal(s4: Path) -> None:
    path = s4 / "journal_entry_items_accounts_receivable.jsonl"
    result, rows = read_whole(path, SHIPPED), raw(path)
    cleared = [row["clearingDate"][:10] for row in rows if row["clearingDate"]]
    assert len(cleared) == 120
    assert [iso(day) for day in result.column("settled_on") if day] == cleared
    assert set(result.column("type")) == {"RV"}
    assert sum(amount < 0 for amount in result.column("amount")) == 56


JOURNAL, CLEARED = (
    "journal_entry_items_accounts_receivable.jsonl",
    "payments_accounts_receivable.jsonl",
)


@pytest.mark.parametrize(
    "names", [[JOURNAL], [JOURNAL, CLEARED], [CLEARED, JOURNAL], [JOURNAL, CLEARED, JOURNAL]]
)
def test_nothing_counts_twice_in_any_order(home_books: Books, s4: Path, names: list[str]) -> None:
    home_books.profiles = SHIPPED
    for name in names:
        outcome = home_books.load(s4 / name)
        assert outcome.rejects == []
    rows = raw(s4 / JOURNAL)
    for day in ("2025-03-31", "2025-04-10", "2025-05-16", "2026-10-31"):
        still = [
            row
            for row in rows
            if row["documentDate"][:10] <= day
            and (row["clearingDate"] is None or row["clearingDate"][:10] > day)
        ]
        aged = {row["currency"]: row["outstanding"] for row in home_books.aged(day, by="currency")}
        assert aged.get("INR", 0) == total(still, AR)
    assert total(still, AR) == 265464


def test_partners_and_lines_load(s4: Path) -> None:
    partners = read_whole(s4 / "business_partners.jsonl", SHIPPED)
    assert partners.column("name") == [
        row["businessPartnerFullName"] for row in raw(s4 / "business_partners.jsonl")
    ]
    assert json.loads(partners.column("extra")[0])["creationTime.hours"] == "13"
    lines = read_whole(s4 / "billing_document_items.jsonl", SHIPPED)
    rows = raw(s4 / "billing_document_items.jsonl")
    assert sum(map(Decimal, lines.column("amount"))) * 100 == total(rows, "netAmount")
    assert (len(lines.rows), lines.rejects) == (len(rows), [])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("billing_document_headers", "No profile fits: "),
        ("billing_document_cancellations", "No profile fits: "),
        ("business_partner_addresses", "No profile fits: "),
        ("customer_company_assignments", "No profile fits: "),
        ("customer_sales_area_assignments", "No profile fits: "),
        ("outbound_delivery_headers", "No profile fits: "),
        ("outbound_delivery_items", "None of the first 40 rows is a header"),
        ("sales_order_items", "No profile fits: "),
        ("sales_order_schedule_lines", "No profile fits: "),
    ],
)
def test_what_is_no_receivable_is_refused(s4: Path, name: str, reason: str) -> None:
    path = s4 / f"{name}.jsonl"
    with pytest.raises((NoProfileError, NoHeaderError)) as caught:
        read(path, path.parent, profiles=SHIPPED, defaults=Defaults())
    assert reason in str(caught.value)


def scenario(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(), parse_float=Decimal)
    return found


@pytest.mark.parametrize("name", SCENARIOS)
def test_open_receivables_load_to_the_cent(home_books: Books, field_data: Path, name: str) -> None:
    path = field_data / "cashapp" / name
    told = scenario(path)
    invoices = told["invoices"]
    home_books.profiles = SHIPPED
    outcome = home_books.load(path)
    assert (outcome.state, outcome.rejects) == (LOADED, [])
    assert outcome.rows_loaded == len(invoices)
    assert outcome.dated is not None
    assert (iso(outcome.dated.day), outcome.dated.complete) == (told["as_of_date"], True)
    owed: Counter[str] = Counter()
    for each in invoices:
        net = Decimal(each["open_amount"]) - Decimal(each["existing_credit_memo"])
        owed[each["currency"]] += int(net * 100)
    aged = home_books.aged(told["as_of_date"], by="currency")
    assert {row["currency"]: row["outstanding"] for row in aged} == dict(owed)
    disputed = {each["invoice_id"] for each in invoices if each["dispute_reason"]}
    found = home_books.connection.execute(
        "SELECT d.number FROM dispute AS x JOIN document AS d ON d.id = x.document_id"
    )
    assert {number for (number,) in found} == disputed


@pytest.mark.parametrize("name", SCENARIOS)
def test_credit_memos_are_those_their_invoices_name(field_data: Path, name: str) -> None:
    """Why they may be taken off the invoices: the list of them says the same once more."""
    told = scenario(field_data / "cashapp" / name)
    named = sum(each["existing_credit_memo"] for each in told["invoices"])
    assert named == sum(each["amount"] for each in told["credit_memos"])


@pytest.mark.parametrize("number", range(1, 11))
def test_a_description_of_a_sample_is_no_table(field_data: Path, number: int) -> None:
    path = field_data / "cashapp" / f"samples_sample_{number:02d}_meta.json"
    with pytest.raises(NoRecordsError, match="holds no list of objects"):
        read(path, path.parent, profiles=SHIPPED, defaults=Defaults())
