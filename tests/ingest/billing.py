"""The same invoices as different programs write them, a row a line of each where they do so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.ingest.programs import Export, Program, amount, dated, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.ingest.ledgers import Item
    from tests.ingest.programs import Row, Style

_TABBED = "!TRNS,TRNSID,TRNSTYPE,DATE,ACCNT,NAME,AMOUNT,DOCNUM,DUEDATE,PAID"
_SPLIT = "!SPL,SPLID,TRNSTYPE,DATE,ACCNT,NAME,AMOUNT,DOCNUM,,"


def canonical(items: Sequence[Item], style: Style) -> Export:
    """The canonical columns."""
    header = "invoice_id customer_id invoice_date due_date amount currency".split()
    rows: list[Row] = [[*header]]
    rows += [[i.number, i.customer, i.billed, i.due, amount(i.cents), i.currency] for i in items]
    return text(rows, style, dated(style, ".csv"))


def xero(items: Sequence[Item], style: Style) -> Export:
    """Xero's export: the totals of an invoice stand on each of its lines."""
    types = {"invoice": "Sales invoice", "credit_note": "Sales credit note"}
    header = (
        "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,Description,"
        "LineAmount,Currency,Type,Status"
    )
    rows: list[Row] = [[*header.split(",")]]
    for i in items:
        whole = amount(i.cents)
        first: Row = [i.customer, i.number, i.billed, i.due, whole, whole]
        for line in range(1 + i.cents % 3):
            money = amount(i.cents - line)
            rows.append(
                [*first, f"Line {line}", money, i.currency, types[i.type], "Awaiting Payment"]
            )
    return text(rows, style, dated(style, ".csv"))


def odoo(items: Sequence[Item], style: Style) -> Export:
    """Odoo's export with lines: an invoice's own cells are filled on the first of them."""
    header = (
        "Number,Partner/ID,Invoice/Bill Date,Due Date,Total Signed,Amount Due Signed,Status,"
        "Invoice lines/Product"
    )
    rows: list[Row] = [[*header.split(",")]]
    for i in items:
        whole = amount(i.cents)
        rows.append([i.number, i.customer, i.billed, i.due, whole, whole, "Posted", "Call"])
        rows += [[*[""] * 7, f"Part {line}"] for line in range(i.cents % 3)]
    return text(rows, style, dated(style, ".csv"))


def iif(items: Sequence[Item], style: Style) -> Export:
    """QuickBooks' IIF: a transaction and its other side."""
    style = style._replace(day="%m/%d/%Y", group=",", point=".", minus="-{}", delimiter="\t")
    types = {"invoice": "INVOICE", "credit_note": "CREDIT MEMO"}
    rows: list[Row] = [[*_TABBED.split(",")], [*_SPLIT.split(",")], ["!ENDTRNS"]]
    for i in items:
        money, account = amount(i.cents), "Accounts Receivable"
        named: Row = ["7", types[i.type], i.billed, account, i.customer, money, i.number]
        rows.append(["TRNS", *named, i.due, "N"])
        rows.append(["SPL", "8", types[i.type], i.billed, "Income", "", -money, "", "", ""])
        rows.append(["ENDTRNS"])
    export = text(rows, style, f"{dated(style, '')}.iif")
    return export._replace(rows=1 + len(items))


def s4_lines(items: Sequence[Item], style: Style) -> Export:
    """S/4HANA's journal entry items, without due dates."""
    lines = [
        json.dumps(
            {
                "companyCode": "1000",
                "accountingDocument": i.number,
                "accountingDocumentType": "RV" if i.cents > 0 else "DG",
                "accountingDocumentItem": "",
                "fiscalYear": "",
                "documentDate": f"{i.billed}T00:00:00.000Z",
                "customer": i.customer,
                "amountInTransactionCurrency": f"{amount(i.cents)}",
                "transactionCurrency": i.currency,
                "clearingDate": None,
            }
        )
        for i in items
    ]
    content = "".join(f"{line}{style.newline}" for line in lines).encode()
    return Export(content, dated(style, ".jsonl"), 1 + len(lines))


BILLING = (
    Program("", canonical, kind="invoices"),
    Program("xero_invoices", xero, kind="invoices"),
    Program("odoo_invoices", odoo, kind="invoices", several=False),
    Program("quickbooks_iif_invoices", iif, kind="invoices", several=False),
    Program("sap_s4_ar_items", s4_lines, kind="invoices", dues=False),
)
