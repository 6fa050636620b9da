"""What files from the field hold by other means than artui's: rows and sums, from the raw files.

Each profile has a function that says how many rows it must load of a file, and what they amount to
by currency. They know the few files there are, and nothing of artui.
"""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RECEIVABLE = "System Receivable Invoice"
_BILLS = ("INVOICE", "CREDIT MEMO")


class Held(NamedTuple):
    """How many rows a file holds for a profile, and what they amount to by currency."""

    rows: int
    totals: Mapping[str, Decimal]


def held(pairs: Iterable[tuple[str, str]]) -> Held:
    """The rows, each given by its currency and its amount as it is written."""
    rows, totals = 0, Counter[str]()
    for currency, amount in pairs:
        rows += 1
        totals[currency] += Decimal(amount.replace(",", "") or 0)  # type: ignore[assignment]  # a Counter adds decimals as well
    return Held(rows, {each: Decimal(total) for each, total in totals.items()})


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a comma separated file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def objects(path: Path) -> list[dict[str, Any]]:
    """The objects of JSON lines."""
    return [json.loads(line, parse_float=Decimal) for line in path.read_text().splitlines()]


def plain(path: Path) -> Held:
    """Rows without amounts, one a line below the header."""
    return Held(len(table(path)), {})


def column(amount: str, currency: str = "") -> Callable[[Path], Held]:
    """Rows of a comma separated file, one each, whose currency is a column or else USD."""
    return lambda path: held((row.get(currency, "USD"), row[amount]) for row in table(path))


def documents(number: str, amount: str, currency: str) -> Callable[[Path], Held]:
    """Documents of several rows, each of which repeats the document's total."""

    def read(path: Path) -> Held:
        return held({row[number]: (row[currency], row[amount]) for row in table(path)}.values())

    return read


def summed(number: str, amount: str, currency: str) -> Callable[[Path], Held]:
    """Documents of several rows whose amounts add up."""

    def read(path: Path) -> Held:
        rows = table(path)
        totals = held((row[currency], row[amount]) for row in rows).totals
        return Held(len({row[number] for row in rows}), totals)

    return read


def wave(side: str, *, payment: bool, currency: str = "USD") -> Callable[[Path], Held]:
    """Rows on the receivable account by the side they are booked on."""

    def read(path: Path) -> Held:
        return held(
            (currency, row[f"{side} Amount (Two Column Approach)"])
            for row in table(path)
            if row["Account Type"] == _RECEIVABLE
            and (row["Transaction Description"] == "Invoice Payment") == payment
        )

    return read


def booked(path: Path, side: str) -> Held:
    """What a DATEV batch books to debtors of five digits in `Konto`, on one side."""
    with path.open(encoding="cp1252", newline="") as file:
        batch, header, *rows = list(csv.reader(file, delimiter=";"))
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    return held(
        (batch[21], row["Umsatz (ohne Soll/Haben-Kz)"].replace(",", "."))
        for row in cells
        if re.fullmatch(r"[1-6]\d{4}", row["Konto"]) and row["Soll/Haben-Kennzeichen"] == side
    )


def debtors(path: Path) -> Held:
    """The accounts of DATEV master data that are debtors."""
    text = path.read_text(encoding="cp1252")
    return Held(len(re.findall(r"^[1-6]\d{4};", text, re.MULTILINE)), {})


def lines(amount: str, currency: str = "") -> Callable[[Path], Held]:
    """JSON lines, one a row."""
    return lambda path: held(
        (str(row.get(currency, "")), str(row[amount])) for row in objects(path)
    )


def receivables(path: Path) -> Held:
    """Open items of a cash application: what is open less the credit memos set against it."""
    found = json.loads(path.read_text(), parse_float=Decimal)["invoices"]
    return held(
        (row["currency"], str(Decimal(row["open_amount"]) - Decimal(row["existing_credit_memo"])))
        for row in found
    )


def iif(path: Path) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """The rows of an IIF file that fit the latest declaration of their list.

    Yields:
        The list, the row, and the transaction above it.
    """
    columns: dict[str, list[str]] = {}
    above: dict[str, str] = {}
    fits = True
    for line in path.read_text(encoding="cp1252").splitlines():
        first, *cells = line.rstrip("\t").split("\t")
        if first.startswith("!"):
            columns[first[1:]] = cells
            continue
        row = dict(zip(columns.get(first, []), [each.strip('"') for each in cells], strict=False))
        if first == "TRNS":
            above, fits = row, len(cells) <= len(columns[first])
        if fits:
            yield first, row, above


def customers(path: Path) -> Held:
    """The customers of an IIF file."""
    return Held(sum(name == "CUST" for name, _, _ in iif(path)), {})


def transactions(*types: str) -> Callable[[Path], Held]:
    """The numbered transactions of an IIF file that are of some types."""
    return lambda path: held(
        ("USD", row["AMOUNT"])
        for name, row, _ in iif(path)
        if name == "TRNS" and row["TRNSTYPE"] in types and row["DOCNUM"]
    )


def splits(path: Path) -> Held:
    """The lines of the bills of an IIF file, signed as the bills are."""
    return held(
        ("", str(-Decimal(row["AMOUNT"].replace(",", ""))))
        for name, row, above in iif(path)
        if name == "SPL"
        and above["TRNSTYPE"] in (*_BILLS, "STMT CHG")
        and above["DOCNUM"]
        and row.get("EXTRA") != "AUTOSTAX"
    )


def sheet(
    number: int, amount: str, currency: str, row: str, key: str = "A"
) -> Callable[[Path], Held]:
    """Rows of a workbook's sheet.

    Args:
        number: the sheet, from 1.
        amount: the letter of the column with the amounts.
        currency: that of the currencies, or a currency.
        row: a pattern of what stands in the key column of rows that count.
        key: the letter of that column.
    """
    return lambda path: held(
        (cells.get(currency, currency), cells[amount])
        for cells in list(_cells(path, number))[1:]
        if re.fullmatch(row, cells.get(key, ""))
    )


def _cells(path: Path, number: int) -> Iterator[dict[str, str]]:
    """The cells of a sheet by letter, straight from its XML."""
    with zipfile.ZipFile(path) as archive:
        texts = []
        if "xl/sharedStrings.xml" in archive.namelist():
            strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314 - a known file
            texts = ["".join(each.itertext()) for each in strings.iter(f"{_MAIN}si")]
        tree = ET.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314 - as above
    for row in tree.iter(f"{_MAIN}row"):
        found = {re.sub(r"\d", "", each.attrib["r"]): each for each in row.iter(f"{_MAIN}c")}
        yield {letter: _value(cell, texts) for letter, cell in found.items()}


def _value(cell: ET.Element, texts: list[str]) -> str:
    value = cell.find(f"{_MAIN}v")
    if value is not None and value.text:
        return texts[int(value.text)] if cell.get("t") == "s" else value.text
    return "".join(text for each in cell.iter(f"{_MAIN}is") for text in each.itertext())


RAW: Mapping[str, Callable[[Path], Held]] = {
    "akaunting_applications": sheet(6, "D", "E", ".+"),
    "akaunting_invoices": sheet(1, "F", "I", ".+"),
    "akaunting_lines": sheet(2, "I", "", ".+"),
    "akaunting_payments": sheet(6, "D", "E", ".+"),
    "datev_applications": lambda path: booked(path, "H"),
    "datev_buchungsstapel": lambda path: booked(path, "S"),
    "datev_debitoren": debtors,
    "datev_payments": lambda path: booked(path, "H"),
    "factoring_open_advances": sheet(2, "H", "ILS", r"INV-\d{4}-\d{4}"),
    "freshbooks_clients": plain,
    "freshbooks_invoices": summed("Invoice #", "Line Total", "Currency"),
    "ibm_late_payments": column("InvoiceAmount"),
    "invoice2go_invoices": column("TotalAmount", "CurrencyCode"),
    "invoicely_clients": plain,
    "invoicely_invoices": column("Total"),
    "open_receivables_json": receivables,
    "quickbooks_iif_customers": customers,
    "quickbooks_iif_invoices": transactions(*_BILLS),
    "quickbooks_iif_lines": splits,
    "quickbooks_iif_payments": transactions("PAYMENT"),
    "quickbooks_iif_statement_charges": transactions("STMT CHG"),
    "sap_s4_ar_items": lines("amountInTransactionCurrency", "transactionCurrency"),
    "sap_s4_billing_items": lines("netAmount"),
    "sap_s4_business_partners": lambda path: Held(len(objects(path)), {}),
    "sap_s4_cleared_items": lines("amountInTransactionCurrency", "transactionCurrency"),
    "sap_s4_sales_orders": lines("totalNetAmount", "transactionCurrency"),
    "wave_applications": wave("Credit", payment=True, currency=""),
    "wave_customers": plain,
    "wave_invoices": wave("Debit", payment=False),
    "wave_payments": wave("Credit", payment=True),
    "zoho_contacts": plain,
    "zoho_invoices": documents("Invoice Number", "Total", "Currency Code"),
}
