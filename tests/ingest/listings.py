"""Open items as programs list them, one row each; and every program that writes open items."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.ingest.agings import desktop, erpnext, netsuite, netsuite_workbook, online, sap_list
from tests.ingest.programs import Export, Program, amount, dated, text, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.ingest.ledgers import Item
    from tests.ingest.programs import Cell, Row, Style


def canonical_rows(items: Sequence[Item]) -> list[Row]:
    """The canonical columns."""
    header: Row = [*"document_id customer_id invoice_date due_date amount currency".split()]
    return [header, *([*_plain(item), item.currency] for item in items)]


def _plain(item: Item) -> Row:
    return [item.number, item.customer, item.billed, item.due, amount(item.cents)]


def canonical(items: Sequence[Item], style: Style) -> Export:
    """Canonical text; a file without a profile is complete where its rows say the day."""
    rows = [[*row, style.on] for row in canonical_rows(items)]
    rows[0][-1] = "snapshot_date"
    return text(rows, style, "open.csv")


def canonical_workbook(items: Sequence[Item], style: Style) -> Export:
    """The canonical columns as a workbook."""
    rows = [[*row, style.on] for row in canonical_rows(items)]
    rows[0][-1] = "snapshot_date"
    return workbook(rows, "open.xlsx")


def json_lines(items: Sequence[Item], style: Style) -> Export:
    """Canonical JSON lines."""
    header, *rows = canonical_rows(items)
    lines = [
        json.dumps(
            {**dict(zip(header, map(style.text, row), strict=True)), "snapshot_date": f"{style.on}"}
        )
        for row in rows
    ]
    content = "".join(f"{line}{style.newline}" for line in lines)
    return Export(content.encode(), "open.jsonl", 1 + len(lines))


def receivables(items: Sequence[Item], style: Style) -> Export:
    """One JSON document, whose amounts are numbers."""
    named = "invoice_id customer_id invoice_date due_date open_amount currency".split()
    rows = [
        dict(zip(named, map(_json, row), strict=True)) | {"existing_credit_memo": 0}
        for row in canonical_rows(items)[1:]
    ]
    document = {"as_of_date": f"{style.on}", "company": "Acme", "invoices": rows}
    return Export(json.dumps(document, indent=1).encode(), "open.json", 3 + len(rows))


def _json(cell: Cell) -> str | float | None:
    if isinstance(cell, Decimal):
        return float(cell)
    return str(cell) if isinstance(cell, dt.date) else cell


def central(items: Sequence[Item], style: Style) -> Export:
    """Business Central's ledger entries, closed ones among them."""
    header = "Document Date,Document Type,Document No.,Customer No.,Currency Code,Remaining Amount"
    types = {"invoice": "Invoice", "credit_note": "Credit Memo"}
    rows: list[Row] = [[*header.split(","), "Due Date", "Open"]]
    for i in items:
        money = amount(i.cents)
        row: Row = [i.billed, types[i.type], i.number, i.customer, i.currency, money, i.due, "Yes"]
        rows += [row, [*row[:2], f"{i.number}-closed", *row[3:-1], "No"]]
    return text(rows, style, dated(style, ".csv"))


PROGRAMS = (
    Program("", canonical),
    Program("", json_lines),
    Program("open_receivables_json", receivables),
    Program("sap_fbl5n", sap_list),
    Program("netsuite_aging_detail", netsuite, several=False),
    Program("quickbooks_online_aging_detail", online, several=False),
    Program("quickbooks_desktop_aging_detail", desktop, several=False),
    Program("erpnext_receivable", erpnext),
    Program("business_central_ledger_entries", central),
)
WORKBOOKS = (
    Program("", canonical_workbook),
    Program("netsuite_aging_detail", netsuite_workbook, several=False),
)
